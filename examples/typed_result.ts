/**
 * An answer with a type: described to the model and checked by a zod schema, and sent back if it does not fit.
 *
 *     deno run -A examples/typed_result.ts [--offline]
 *
 * On Node and Bun also install zod.
 *
 * @module
 */
import process from "node:process";
import { Codex } from "@codex-js/sdk";
import { message, reply, ResponsesServer } from "@codex-js/sdk/testing";
import { z } from "zod";

const Triage = z.object({
  severity: z.enum(["low", "medium", "high"]),
  summary: z.string().max(60),
  // Strict form uses this instead of an optional property.
  assignee: z.string().nullable().describe("who the report asks for, or null"),
  // The model writes text; the program gets a Date.
  seen: z.iso.date().transform((day) => new Date(day)),
});

const answer = (seen: string) =>
  reply(
    message(JSON.stringify({ severity: "high", summary: "Charged twice", assignee: null, seen })),
  );
// Offline, Codex runs all the same, and a script plays the model: it forgets how long June is.
const SCRIPT = [answer("2026-06-31"), answer("2026-06-30")];
const model = process.argv.includes("--offline") ? await ResponsesServer.start(SCRIPT) : null;

const codex = new Codex(model?.options());
const thread = codex.startThread({ sandboxMode: "read-only", skipGitRepoCheck: true });
const prompt = "Triage this report of 2026: On the last day of June I was charged twice!";

// `output` is z.infer<typeof Triage>. An answer that does not fit goes back once, with the reasons.
const { output } = await thread.run(prompt, { outputSchema: Triage, repair: 1 });
console.log(`${output.severity.toUpperCase()}: ${output.summary}`);
console.log(
  `Seen on ${output.seen.toUTCString().slice(0, 16)}, for ${output.assignee ?? "nobody yet"}`,
);
if (model !== null) console.log(`The model was asked ${model.requests.length} times`);

await model?.close();
