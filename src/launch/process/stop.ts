/**
 * Ending a Codex process and everything below it.
 *
 * @module
 */
import type { KillSignal, Subprocess } from "../../core/vocabulary/spawn.ts";
import type { Descendants, ProcessTree } from "../../core/ports/host.ts";
import { now, startTimer, stopTimer, type Timer } from "../../core/base/timers.ts";

/** How to end a process. */
export interface StopPlan {
  /** The signal to begin with, or what to do in its place. */
  readonly first: KillSignal | (() => void);
  /** Milliseconds until SIGKILL. */
  readonly graceMs: number;
  /** Finds what is below the process, or null where that is not known or not permitted. */
  readonly tree: ProcessTree | null;
}

/** Milliseconds until a process that survives SIGKILL (in the kernel, or out of reach) is given up. */
const GIVE_UP_MS = 5_000;

/** Milliseconds between the first two looks at a tree that is ending; each further one takes twice as long. */
const LOOK_MS = 50;

/**
 * Ends a process tree: the first signal, SIGKILL after the grace period, and SIGKILL at once for
 * whatever is left below when the process itself is dead. Never rejects. The process is never
 * suspended: would the host be killed in the midst of it, it would stay so, and hold its thread.
 *
 * @param child The process.
 * @param exited Settles when the process has ended. Must not reject.
 * @param plan How.
 */
export async function stopTree(
  child: Subprocess,
  exited: Promise<unknown>,
  plan: StopPlan,
): Promise<void> {
  // A process that has ended has no pid any more: another one may bear it.
  const gone = await within(exited, 0);
  const below = gone || child.pid === undefined ? null : plan.tree?.below(child.pid) ?? null;
  // Before the first signal, for orphans lose the link to their parent.
  await look(below);
  if (typeof plan.first === "function") plan.first();
  else if (!gone) await signal(child, plan.first, exited);
  if (!await watch(below, exited, plan.graceMs)) {
    await signal(child, "SIGKILL", exited);
    await within(exited, GIVE_UP_MS);
  }
  await below?.end().catch(() => {});
}

/** Waits for the end, and looks what is started meanwhile: a shell that goes on for a moment, say. */
async function watch(
  below: Descendants | null,
  exited: Promise<unknown>,
  graceMs: number,
): Promise<boolean> {
  if (below === null) return await within(exited, graceMs);
  const until = now() + graceMs;
  for (let pause = LOOK_MS;; pause *= 2) {
    const left = until - now();
    if (await within(exited, Math.max(0, Math.min(pause, left)))) return true;
    if (left <= 0) return false;
    await look(below);
  }
}

/** Looks what is below; where that fails, what was seen before has to do. */
async function look(below: Descendants | null): Promise<void> {
  await below?.look().catch(() => {});
}

/** Whether a promise that never rejects settles within `ms` milliseconds; with 0, whether it has. */
export async function within(promise: Promise<unknown>, ms: number): Promise<boolean> {
  if (ms <= 0) return await hasSettled(promise);
  let timer: Timer | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = startTimer(() => resolve(false), ms);
  });
  const inTime = await Promise.race([promise.then(() => true), late]);
  stopTimer(timer);
  return inTime;
}

/** Promises that may stand between one that has settled and what follows from it. */
const CHAIN = 8;

/** Without a timer: nothing is waited for, and a timer could be a fake one. */
async function hasSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  promise.then(() => settled = true);
  for (let turn = 0; turn < CHAIN && !settled; turn++) await null;
  return settled;
}

/** Sends a signal. A custom `kill` that takes its time is not waited for longer than it matters. */
async function signal(
  child: Subprocess,
  name: KillSignal,
  exited: Promise<unknown>,
): Promise<void> {
  try {
    const sent = child.kill(name);
    if (sent === undefined) return;
    await within(Promise.race([sent.catch(() => {}), exited]), GIVE_UP_MS);
  } catch {
    // It ended in between, or is out of reach; `exited` tells.
  }
}

/** Lets go of the pipes of a process that nobody has taken. */
export function dropPipes({ stdin, stdout, stderr }: Subprocess): void {
  const ignore = () => {};
  for (const stream of [stdout, stderr]) stream.cancel().catch(ignore);
  stdin.abort().catch(ignore);
}
