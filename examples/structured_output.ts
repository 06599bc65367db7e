/**
 * An answer that follows a JSON Schema.
 *
 *     deno run -A examples/structured_output.ts
 *
 * @module
 */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Codex } from "../mod.ts";
import { message, reply } from "../src/testing/mod.ts";
import { print, runExample } from "./_model.ts";

// Strict mode: every property is required, and no others are allowed.
const SCHEMA = {
  type: "object",
  properties: {
    severity: { type: "string", enum: ["low", "medium", "high"] },
    summary: { type: "string" },
  },
  required: ["severity", "summary"],
  additionalProperties: false,
};

interface Triage {
  readonly severity: "low" | "medium" | "high";
  readonly summary: string;
}

const SCRIPT = [
  reply(message('{"severity":"high","summary":"Orders are charged twice after a timeout."}')),
];

await runExample(SCRIPT, async ({ options, folder, signal }) => {
  await writeFile(join(folder, "report.txt"), "After a timeout I was charged twice!\n");

  const thread = new Codex(options).startThread({
    workingDirectory: folder,
    skipGitRepoCheck: true,
  });
  const turn = await thread.run("Triage the bug report in report.txt.", {
    outputSchema: SCHEMA,
    signal,
  });

  const triage = parse(turn.finalResponse);
  print(`${triage.severity.toUpperCase()}: ${triage.summary}`);
});

/** The service keeps to the schema, but nobody on the way checks it: so this does. */
function parse(text: string): Triage {
  const value = JSON.parse(text);
  if (!["low", "medium", "high"].includes(value?.severity) || typeof value.summary !== "string") {
    throw new TypeError(`Cannot read the triage: ${text}`);
  }
  return value;
}
