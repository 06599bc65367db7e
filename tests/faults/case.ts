/**
 * A fault case: a child process that misbehaves, and what the SDK must make of it.
 *
 * @module
 */
import { ok } from "node:assert/strict";
import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Codex, CodexError, CodexOptions, ThreadEvent } from "../../mod.ts";

/** The SDK under test: the sources on Deno, the packed tarball on Node and Bun. */
export type Sdk = typeof import("../../mod.ts");

/** A process that bears the mark of a case. */
export interface Survivor {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** What can be seen from outside. */
export interface Look {
  /** The living processes of the case. */
  readonly survivors: readonly Survivor[];
  /** Open file descriptors of the host. */
  readonly fds: number;
}

/** What a case works with. */
export interface Kit {
  readonly sdk: Sdk;
  readonly runtime: "deno" | "node" | "bun";
  /** Under Deno's scoped permissions, where only the child itself can be ended. */
  readonly scoped: boolean;
  /** A folder for this case. */
  readonly folder: string;
  /** Where the SDK puts its temporary files; shared by the cases of a host. */
  readonly tmp: string;
  /** A client on a fake Codex: a shell script that finds its own folder in `$D`. */
  codex(lines: readonly Line[], options?: CodexOptions): Promise<Codex>;
  /** Looks at the processes of this case, from outside. */
  look(): Promise<Look>;
  /** Fails if a process of this case lives that the SDK may end. */
  gone(): Promise<void>;
  /** Presses Ctrl-C in the terminal of a case that has one. */
  ctrlC(): Promise<void>;
}

/** One case. */
export interface FaultCase {
  /** "duty: what happens". */
  readonly name: string;
  /** Rejects if the SDK does wrong. */
  run(kit: Kit): Promise<void>;
  /** Puts something else than a runnable program at `<folder>/codex`. Runs outside of the host. */
  prepare?(folder: string): Promise<void>;
  /** Measures time: runs beside others of its kind, and again beside none if its time is wrong. */
  readonly quiet?: boolean;
  /** Runs in a host of its own. */
  readonly alone?: boolean;
  /** Its host runs in a terminal; implies `alone`. */
  readonly terminal?: boolean;
  /** Megabytes the host may have used at its peak; implies `alone`. */
  readonly peakMb?: number;
  /** Milliseconds. Default: 15,000. */
  readonly deadlineMs?: number;
  /** What outlives this case on purpose, and is no fault. */
  readonly leavesOrphans?: boolean;
  /** Why the case makes no sense on this machine or runtime, or null. */
  without?(column: string): string | null;
}

/** A line of a shell script, or an event that it prints. */
export type Line = string | { readonly type: string };

/** The shell command that prints an event. */
export function emit(event: unknown): string {
  return `printf '%s\\n' '${JSON.stringify(event).replaceAll("'", `'\\''`)}'`;
}

/** Writes the script that `<folder>/codex` runs. */
export async function writeScript(folder: string, lines: readonly Line[]): Promise<void> {
  const body = lines.map((line) => typeof line === "string" ? line : emit(line));
  const next = join(folder, "script.next");
  await writeFile(next, ["D=${0%/*}", ...body, ""].join("\n"));
  // Replaced, not rewritten: a shell may still be reading the old one.
  await rename(next, join(folder, "script"));
}

/** Becomes a silent process that signals end, unless they are ignored. */
export const HANG = "exec sleep 300";
/** Told by a fake when it is where the case wants it. */
export const READY = { type: "test.ready" };

/** The longest prompt that is taken: 4 MB, and 64 KB fit into a pipe. */
export const LONG_PROMPT: string = "😀".repeat(1_048_576);

/** A command item that was started. */
export const opened = (type: string, id = "item_1") => ({
  type: "item.started",
  item: { id, type, command: "x", status: "in_progress" },
});

/** Runs a client's first turn to its end. */
export const runOnce = (codex: Codex) => codex.startThread().run("hello");

/** Reads until an event of the type, which is given back. */
export async function until(
  events: AsyncIterator<ThreadEvent>,
  type: string = READY.type,
): Promise<ThreadEvent> {
  for (;;) {
    const { done, value } = await events.next();
    if (done) throw new Error(`the events ended before "${type}"`);
    if (value.type === type) return value;
  }
}

/** The error that a promise rejects with, which must be of the class. */
export async function failure<T extends CodexError>(
  promise: Promise<unknown>,
  type: abstract new (...args: never[]) => T,
): Promise<T> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof type) return error;
    throw new Error(`wanted ${type.name}, got ${describe(error)}`);
  }
  throw new Error(`wanted ${type.name}, but it resolved`);
}

/** Milliseconds that a promise takes to settle, whichever way. */
export async function timed(promise: Promise<unknown>): Promise<number> {
  const start = performance.now();
  await promise.catch(() => {});
  return performance.now() - start;
}

/** Fails unless `ms` lies between the two. */
export function between(ms: number, least: number, most: number): void {
  // The words that earn further attempts: see matrix.ts.
  ok(ms >= least && ms <= most, `took ${Math.round(ms)} ms, wanted ${least} to ${most}`);
}

/**
 * Waits for what a child says first: a clock that runs out before it was started is the machine's fault, and
 * told in the words that earn further attempts.
 */
export async function begun<T>(promise: Promise<T>): Promise<T> {
  try {
    return await promise;
  } catch (error) {
    const { name, elapsedMs } = error as { readonly name?: string; readonly elapsedMs?: number };
    if (name !== "TimeoutError") throw error;
    throw new Error(`took ${Math.round(elapsedMs ?? NaN)} ms to begin`);
  }
}

/** Waits. */
export const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** An error in one line. */
export function describe(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return text.length <= 500 ? text : `${text.slice(0, 500)}…`;
}
