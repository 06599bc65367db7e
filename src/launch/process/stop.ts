/**
 * Ends a Codex process and all its descendants.
 *
 * @module
 */
import type { KillSignal, Subprocess } from "../../core/vocabulary/spawn.ts";
import type { Descendants, ProcessTree } from "../../core/ports/host.ts";
import { now, startTimer, stopTimer, type Timer } from "../../core/base/timers.ts";

/** How to end a process. */
export interface StopPlan {
  /** The signal to begin with, or what to do instead. */
  readonly first: KillSignal | (() => void);
  /** Milliseconds until SIGKILL. */
  readonly graceMs: number;
  /** Finds the descendants of the process, or null if that is not possible or not permitted. */
  readonly tree: ProcessTree | null;
}

/** Milliseconds to wait for a process that survives SIGKILL (in the kernel, or out of reach). */
const GIVE_UP_MS = 5_000;

/** Milliseconds between the first two looks at a tree that is ending; each later wait is twice as long. */
const LOOK_MS = 50;

/**
 * Ends a process tree: sends the first signal, SIGKILL after the grace period, and SIGKILL at once to the
 * remaining descendants when the process itself is dead. Never rejects. The process is never suspended: if
 * the host were killed meanwhile, it would stay suspended, and keep its thread locked.
 *
 * @param child The process.
 * @param exited Settles when the process has ended. Must not reject.
 * @param plan How to end it.
 */
export async function stopTree(
  child: Subprocess,
  exited: Promise<unknown>,
  plan: StopPlan,
): Promise<void> {
  // The pid of a process that has ended may belong to another one by now.
  const gone = await within(exited, 0);
  const below = gone || child.pid === undefined ? null : plan.tree?.below(child.pid) ?? null;
  // Before the first signal, since orphans lose the link to their parent.
  await look(below);
  if (typeof plan.first === "function") plan.first();
  else if (!gone) await signal(child, plan.first, exited);
  if (!await watch(below, exited, plan.graceMs)) {
    await signal(child, "SIGKILL", exited);
    await within(exited, GIVE_UP_MS);
  }
  await below?.end().catch(() => {});
}

/** Waits for the end, and looks for new descendants meanwhile: a shell may go on for a moment. */
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

/** Looks for descendants; if that fails, those seen before must do. */
async function look(below: Descendants | null): Promise<void> {
  await below?.look().catch(() => {});
}

/** Returns whether a promise that never rejects settles within `ms` milliseconds; with 0, whether it has. */
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

/** The most promises between one that has settled and one that follows from it. */
const CHAIN = 8;

/** Uses no timer, since nothing is waited for, and a timer could be a fake one. */
async function hasSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  promise.then(() => settled = true);
  for (let turn = 0; turn < CHAIN && !settled; turn++) await null;
  return settled;
}

/** Sends a signal. Does not wait longer than necessary for a slow custom `kill`. */
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
    // It ended in between, or is out of reach; `exited` settles accordingly.
  }
}

/** Closes the pipes of a process that nobody has opened. */
export function dropPipes({ stdin, stdout, stderr }: Subprocess): void {
  const ignore = () => {};
  for (const stream of [stdout, stderr]) stream.cancel().catch(ignore);
  stdin.abort().catch(ignore);
}
