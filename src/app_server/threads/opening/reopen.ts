/**
 * Resuming a thread that is already loaded, with other options. Options that a turn can carry are each
 * object's own; the rest Codex takes when it loads the thread, and silently ignores later.
 *
 * @module
 */
import { InvalidInputError } from "../../../core/vocabulary/errors.ts";
import type { LiveThreadOptions } from "../../turns/options.ts";

/** The options that Codex takes only when it loads a thread, besides `tools` and web search. */
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
 * Refuses options that a loaded thread can no longer take.
 *
 * @param id The thread.
 * @param opened The options that it was opened with.
 * @param asked The requested options. What is left out stays as it is.
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

/** The values that are the same as no option. */
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
    `Cannot resume thread ${id} with ${what}: it is already loaded, and Codex takes that only when it ` +
      "loads a thread; close() the thread, then resume it",
  );
}

/** Where web searches look, or undefined if no option says so. */
export function webSearch(
  { webSearchMode, webSearchEnabled }: LiveThreadOptions,
): string | undefined {
  if (webSearchMode !== undefined || webSearchEnabled === undefined) return webSearchMode;
  return webSearchEnabled ? "live" : "disabled";
}

/** JSON that does not depend on the order of the keys. */
function canonical(value: unknown): string {
  return JSON.stringify(
    value,
    (_, part) =>
      typeof part === "object" && part !== null && !Array.isArray(part)
        ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => a < b ? -1 : 1))
        : part,
  );
}
