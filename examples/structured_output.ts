/**
 * An answer that follows a JSON Schema, without a schema library.
 *
 *     deno run -A examples/structured_output.ts [--offline]
 *
 * @module
 */
import process from "node:process";
import { Codex, jsonSchema } from "@codex-js/sdk";
import { message, reply, ResponsesServer } from "@codex-js/sdk/testing";

interface Triage {
  readonly severity: "low" | "medium" | "high";
  readonly summary: string;
}

// Strict form, which the service enforces: every property is required, and no others are allowed.
const schema = jsonSchema<Triage>({
  type: "object",
  properties: {
    severity: { type: "string", enum: ["low", "medium", "high"] },
    summary: { type: "string" },
  },
  required: ["severity", "summary"],
  additionalProperties: false,
});

// Offline, Codex runs all the same, and a script plays the model.
const SCRIPT = [
  reply(message('{"severity":"high","summary":"Orders are charged twice after a timeout."}')),
];
const model = process.argv.includes("--offline") ? await ResponsesServer.start(SCRIPT) : null;

const codex = new Codex(model?.options());
const thread = codex.startThread({ sandboxMode: "read-only", skipGitRepoCheck: true });
const prompt = "Triage this report: After a timeout I was charged twice!";

const { output } = await thread.run(prompt, { outputSchema: schema });
console.log(`${output.severity.toUpperCase()}: ${output.summary}`);

await model?.close();
