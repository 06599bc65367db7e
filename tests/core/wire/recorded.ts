/**
 * What the real Codex wrote, one run per name. See tests/fixtures/recorded.
 *
 * @module
 */
import { EventDecoder } from "../../../src/core/wire/decode.ts";
import type { ThreadEvent } from "../../../src/core/vocabulary/events.ts";
import { LineSplitter } from "../../../src/core/wire/jsonl.ts";

const FOLDER = new URL("../../fixtures/recorded/exec/", import.meta.url);

/** The names of the recorded runs. */
export const RUNS: readonly string[] = [...Deno.readDirSync(FOLDER)]
  .flatMap(({ name }) => name.endsWith(".jsonl") ? [name.slice(0, -".jsonl".length)] : [])
  .sort();

/** The standard output of a run. */
export function recordedText(run: string): string {
  return Deno.readTextFileSync(new URL(`${run}.jsonl`, FOLDER));
}

/** The events of a run, decoded. */
export function recordedEvents(run: string, decoder = new EventDecoder()): ThreadEvent[] {
  const splitter = new LineSplitter();
  const lines = splitter.push(new TextEncoder().encode(recordedText(run)));
  return [...lines, ...splitter.end()].map((line) => decoder.decode(line));
}
