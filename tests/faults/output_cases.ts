/**
 * Malformed output: a typed error that shows the line, and no process left.
 *
 * @module
 */
import { equal, ok } from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { COMPLETED, STARTED } from "../contract/case.ts";
import { failure, type FaultCase, HANG, runOnce } from "./case.ts";

const LINES: Readonly<Record<string, string>> = {
  "no JSON": "thread 'main' panicked at src/main.rs:1:1",
  "half a JSON object": '{"type":"turn.completed","usage":{"input_',
  "null": "null",
  "a number": "7",
  "a string": '"turn.completed"',
  "an array": '[{"type":"turn.completed"}]',
  "an object without type": '{"usage":{}}',
  "a type that is no string": '{"type":1}',
  "thread.started without id": '{"type":"thread.started"}',
  "item.started without item": '{"type":"item.started"}',
  "item.completed without item": '{"type":"item.completed"}',
  "item.completed with item null": '{"type":"item.completed","item":null}',
  "an item without type": '{"type":"item.completed","item":{"id":"a"}}',
  "a message without text": '{"type":"item.completed","item":{"id":"a","type":"agent_message"}}',
  "turn.completed without usage": '{"type":"turn.completed"}',
  "turn.completed with usage null": '{"type":"turn.completed","usage":null}',
  "usage without numbers": '{"type":"turn.completed","usage":{"input_tokens":"1"}}',
  "turn.failed without error": '{"type":"turn.failed"}',
  "turn.failed with error null": '{"type":"turn.failed","error":null}',
  "error without message": '{"type":"error"}',
  "100,000 open brackets": "[".repeat(100_000),
  "1 MB without a line break": "x".repeat(1 << 20),
};

/** Harmless oddities, which pass through. */
const ODD: Readonly<Record<string, string>> = {
  "an unknown event": '{"type":"constructor","a":null}',
  "an unknown item": '{"type":"item.completed","item":{"type":"toString"}}',
  "an item without id": '{"type":"item.started","item":{"type":"command_execution"}}',
};

async function child(folder: string, line: string): Promise<string> {
  await writeFile(join(folder, "line"), `${line}\n`);
  return 'cat "$D/line"';
}

export const OUTPUT_CASES: readonly FaultCase[] = [
  ...Object.entries(LINES).map(([name, line]): FaultCase => ({
    name: `malformed output: ${name}`,
    async run(kit) {
      const codex = await kit.codex([STARTED, await child(kit.folder, line), HANG]);
      const error = await failure(runOnce(codex), kit.sdk.DecodeError);
      equal(error.lineNumber, 2);
      equal(error.line, line.slice(0, 1024));
      ok(error.message.length < 2_000, `a message of ${error.message.length} characters`);
      await kit.gone();
    },
  })),
  ...Object.entries(ODD).map(([name, line]): FaultCase => ({
    name: `odd output: ${name} passes`,
    async run(kit) {
      const codex = await kit.codex([STARTED, await child(kit.folder, line), COMPLETED]);
      const { events } = await codex.startThread().runStreamed("hello");
      const seen = [];
      for await (const event of events) seen.push(JSON.stringify(event));
      equal(seen[1], line);
    },
  })),
];
