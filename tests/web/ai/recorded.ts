/**
 * Every recorded run, as events.
 *
 * @module
 */
import type { ThreadEvent } from "../../../mod.ts";
import type { StreamEvent } from "../../../src/web/ai/mapper.ts";
import { mappedTurns } from "../../app_server/recorded.ts";

const FOLDER = new URL("../../fixtures/recorded/", import.meta.url);

/** A run: its name and what it told. */
export interface RecordedRun {
  readonly name: string;
  readonly events: readonly (ThreadEvent | StreamEvent)[];
}

/** All of them, over both transports. */
export function recordedRuns(): RecordedRun[] {
  return [
    ...names("app_server").map((name) => ({
      name: `app_server/${name}`,
      events: mappedTurns(name).flatMap(({ events }) => events),
    })),
    ...names("exec").map((name) => ({ name: `exec/${name}`, events: execEvents(name) })),
  ];
}

function names(folder: string): string[] {
  return [...Deno.readDirSync(new URL(folder, FOLDER))].map(({ name }) => name)
    .filter((name) => name.endsWith(".jsonl")).map((name) => name.replace(".jsonl", "")).sort();
}

function execEvents(name: string): ThreadEvent[] {
  const lines = Deno.readTextFileSync(new URL(`exec/${name}.jsonl`, FOLDER)).split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line));
}
