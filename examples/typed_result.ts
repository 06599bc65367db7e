/**
 * An answer with a type: described, checked and mended by a zod schema.
 *
 *     deno run -A examples/typed_result.ts
 *
 * @module
 */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { Codex, OutputError } from "../mod.ts";
import { message, reply } from "../src/testing/mod.ts";
import { print, runExample } from "./_model.ts";

const Triage = z.object({
  severity: z.enum(["low", "medium", "high"]),
  summary: z.string().max(60),
  // What strict mode has in place of an optional property.
  assignee: z.string().nullable().describe("who the report asks for, or null"),
  // The model writes text; the program gets a Date.
  seen: z.iso.date().transform((day) => new Date(day)),
});

// The service keeps to the schema; the script does not at first, and forgets that no day is the 31st of June.
const SCRIPT = [
  reply(message(answer("2026-06-31"))),
  reply(message(answer("2026-06-30"))),
  reply(message("I would rather not say.")),
];

await runExample(SCRIPT, async ({ options, offline, folder, signal }) => {
  await writeFile(
    join(folder, "report.txt"),
    "After a timeout on June 30th I was charged twice!\n",
  );

  const thread = new Codex(options).startThread({
    workingDirectory: folder,
    skipGitRepoCheck: true,
  });
  const { output } = await thread.run("Triage the bug report in report.txt. It is 2026.", {
    outputSchema: Triage,
    repair: 1,
    signal,
  });
  // `output` is z.infer<typeof Triage>: a misspelt name would not compile.
  print(`${output.severity.toUpperCase()}: ${output.summary}`);
  print(
    `seen on ${output.seen.toUTCString().slice(0, 16)}, for ${output.assignee ?? "nobody yet"}`,
  );

  if (!offline) return;
  try {
    await thread.run("Once more.", { outputSchema: Triage, signal });
  } catch (error) {
    if (!(error instanceof OutputError)) throw error;
    print(`no fit: ${error.issues[0]?.message}: ${JSON.stringify(error.text)}`);
  }
});

function answer(seen: string): string {
  const summary = "Orders are charged twice after a timeout.";
  return JSON.stringify({ severity: "high", summary, assignee: null, seen });
}
