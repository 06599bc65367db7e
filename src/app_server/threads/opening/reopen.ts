/**
 * A thread that is loaded already, asked for with other options. What a turn can carry is each
 * object's own; the rest Codex takes when it loads the thread, and silently ignores later.
 *
 * @module
 */
import { InvalidInputError } from "../../../core/vocabulary/errors.ts";
import type { LiveThreadOptions } from "../../turns/options.ts";

/** The options that only count when a thread is loaded. Beside them: `tools`, `webSearchMode`. */
const AT_LOAD = [
  "developerInstructions",
  "baseInstructions",
  "modelProvider",
  "verbosity",
  "mcpServers",
  "config",
  "threadSource",
  "ephemeral",
  "trustProject",
] as const;

/**
 * Refuses options that a loaded thread cannot be given any more.
 *
 * @param id The thread.
 * @param opened What it was opened with.
 * @param asked What is asked for. What is left out stays as it is.
 * @throws {InvalidInputError} If an option differs.
 */
export function checkReopen(
  id: string,
  opened: LiveThreadOptions,
  asked: LiveThreadOptions,
): void {
  for (const option of AT_LOAD) {
    const value = asked[option];
    if (value !== undefined && canonical(value) !== canonical(opened[option] ?? NONE[option])) {
      throw refusal(id, option);
    }
  }
  const search = webSearch(asked);
  if (search !== undefined && search !== webSearch(opened)) {
    throw refusal(id, asked.webSearchMode === undefined ? "webSearchEnabled" : "webSearchMode");
  }
  const known = new Set((opened.tools ?? []).map(({ name }) => name));
  const unknown = asked.tools?.find(({ name }) => !known.has(name));
  if (unknown !== undefined) throw refusal(id, "tools", `a tool ${unknown.name}`);
}

/** What stands for an option that was not given. */
const NONE = {
  developerInstructions: "",
  baseInstructions: "",
  modelProvider: "",
  verbosity: "",
  mcpServers: {},
  config: {},
  threadSource: "",
  ephemeral: false,
  trustProject: false,
} as const;

function refusal(id: string, option: string, what = `another ${option}`): InvalidInputError {
  return new InvalidInputError(
    option,
    `Cannot resume thread ${id} with ${what}: it is loaded, and takes that only when it is loaded; ` +
      "close() the thread, then resume it",
  );
}

/** Where web searches look, or undefined where nothing is said. */
export function webSearch(
  { webSearchMode, webSearchEnabled }: LiveThreadOptions,
): string | undefined {
  if (webSearchMode !== undefined || webSearchEnabled === undefined) return webSearchMode;
  return webSearchEnabled ? "live" : "disabled";
}

/** JSON that is the same whatever the order of the keys. */
function canonical(value: unknown): string {
  return JSON.stringify(
    value,
    (_, part) =>
      typeof part === "object" && part !== null && !Array.isArray(part)
        ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => a < b ? -1 : 1))
        : part,
  );
}
