/**
 * Programs that write what a turn of Codex would, as fast as the pipe takes it.
 *
 * @module
 */
import { join } from "node:path";
import type { RowName } from "./rows.ts";

const HEAD = [
  '{"type":"thread.started","thread_id":"01a201f0-88ca-7681-ada4-692e81620abf"}',
  '{"type":"turn.started"}',
];
const TAIL = '{"type":"turn.completed","usage":{"input_tokens":42,"cached_input_tokens":12,' +
  '"cache_write_input_tokens":0,"output_tokens":5,"reasoning_output_tokens":3}}';

const MB = 1_000_000;

/** The events between the first two and the last, by row. */
const EVENTS: Partial<Record<RowName, () => string[]>> = {
  small: () => Array.from({ length: 300_000 }, (_, at) => message(at)),
  wide: () => Array.from({ length: 100 }, (_, at) => command(at, MB)),
  long: () => [command(0, 64 * MB)],
  many: () => Array.from({ length: 1_000 }, (_, at) => message(at)),
  first: () => [],
};

/** Writes a program for each row, named after it, and how many events it has. */
export async function writeFakes(folder: string): Promise<void> {
  for (const [row, events] of Object.entries(EVENTS)) {
    const lines = [...HEAD, ...events(), TAIL];
    const data = join(folder, `${row}.jsonl`);
    await Deno.writeTextFile(data, lines.join("\n") + "\n");
    await Deno.writeTextFile(join(folder, `${row}.count`), String(lines.length));
    const script = `#!/bin/sh\ncat >/dev/null\nexec cat '${data}'\n`;
    await Deno.writeTextFile(join(folder, row), script, { mode: 0o755 });
  }
}

function message(at: number): string {
  const text = `Hello world, this is message number ${at}`;
  return completed({ id: `item_${at}`, type: "agent_message", text });
}

/** A command with output of `size` characters, with the line breaks that output has. */
function command(at: number, size: number): string {
  const line = "src/core/thread.ts:42: some output of a command, as long as a line is\n";
  return completed({
    id: `item_${at}`,
    type: "command_execution",
    command: "bash -lc 'make test'",
    aggregated_output: line.repeat(Math.ceil(size / line.length)).slice(0, size),
    exit_code: 0,
    status: "completed",
  });
}

function completed(item: Record<string, unknown>): string {
  return JSON.stringify({ type: "item.completed", item });
}
