/**
 * What the parts of a durable turn share.
 *
 * @module
 */
import { orAborted } from "../../core/base/or_aborted.ts";
import type { Host } from "../../core/ports/host.ts";
import type { TurnObserver } from "../../core/ports/observer.ts";
import { hasEnd } from "../../core/rollout/usage.ts";
import { attachFacts, CodexError } from "../../core/vocabulary/errors.ts";
import type { Turn } from "../../core/vocabulary/turn.ts";
import type { LiveEvent } from "../../app_server/events/live_events.ts";
import type { LiveTurnOptions } from "../../app_server/turns/options.ts";
import { fileOfThread, sessionFiles } from "../homes/sessions.ts";
import type { DurableTurnOptions } from "../options.ts";
import { turnsIn, usedBy } from "./history.ts";
import type { Keeper } from "./keeper.ts";
import { STORE_GRACE_MS } from "./store_call.ts";

/** A durable turn under way. */
export interface Job {
  /** What the caller asked for. */
  readonly options: DurableTurnOptions;
  /** The turn's options, checked, with the schema in strict form. */
  readonly turnOptions: LiveTurnOptions;
  /** Keeps what it does. */
  readonly keeper: Keeper;
  /** The machine. */
  readonly host: Host;
  /** The turn's CODEX_HOME. */
  readonly home: string;
  /** Fires when the turn must stop, for whatever reason. */
  readonly stop: AbortController;
}

/** The file of the key's thread below the home, or null. */
export async function threadFile({ host, home, keeper }: Job): Promise<string | null> {
  const { thread } = keeper.record;
  return thread === null ? null : fileOfThread(await sessionFiles(host.files, home), thread);
}

/** The bytes of the thread's file. */
export async function rolloutOf(job: Job): Promise<Uint8Array> {
  const file = await threadFile(job);
  const data = file === null ? null : await job.host.files.read(`${job.home}/${file}`);
  return data ?? new Uint8Array();
}

/**
 * Notes that the message is about to be given to Codex, or to be continued: the turns that begin from here on
 * are its own, until the next note.
 */
export async function begin(
  job: Job,
  what: { readonly thread: string | null } | { readonly after: number },
): Promise<void> {
  const file = await threadFile(job);
  const from = file === null ? 0 : job.keeper.length(file);
  await job.keeper.note({ message: job.options.messageId, ...what, from });
}

/**
 * Keeps up with a turn as its events come, however long the caller takes over each: what is not kept may be
 * done again.
 *
 * @param hear Called with each event; if it cannot keep what the event tells, the turn is stopped.
 */
export function heard({ stop }: Job, hear: (event: LiveEvent) => Promise<void>): TurnObserver {
  const event = (told: { readonly type: string }) =>
    void hear(told as LiveEvent).catch((error) => stop.abort(error));
  return { asked: () => ({ starts: (start) => start(undefined), event, ended: () => {} }) };
}

/** Passes the events of a turn on to the caller, and returns its result. */
export async function told(
  job: Job,
  { events, result }: {
    readonly events: AsyncIterable<unknown>;
    readonly result: Promise<Turn>;
  },
): Promise<Turn> {
  try {
    for await (const event of events) await tell(job, event as LiveEvent);
    return await result;
  } catch (error) {
    const { reason } = job.stop.signal;
    if (!(reason instanceof CodexError)) throw error;
    // The turn's own error says how it was ended, not why; but it knows what was done, as its result does.
    const facts = await result.then(
      ({ items, usage }) => ({ threadId: job.keeper.record.thread, items, usage }),
      (failure: unknown) => failure instanceof CodexError ? failure : null,
    );
    if (facts !== null) attachFacts(reason, facts);
    throw reason;
  }
}

/** Passes an event to the caller and waits until it is handled, but no longer than the turn is to run. */
async function tell({ options, stop }: Job, event: LiveEvent): Promise<void> {
  const told = options.onEvent?.(event);
  if (told !== undefined) await orAborted(told, stop.signal, STORE_GRACE_MS);
}

/** The ids of the message's turns, as far as they are in the thread's file, in order. */
export function ownTurns({ keeper: { record }, options }: Job, rollout: Uint8Array): string[] {
  const own = turnsIn(rollout).filter(({ at }) => record.owner(at) === options.messageId);
  return own.map(({ id }) => id);
}

/** Stores everything that was done, and the result, which it returns. */
export async function complete(job: Job, turn: Turn, close: () => Promise<void>): Promise<Turn> {
  const { keeper, options: { messageId: message } } = job;
  // What Codex writes when it ends is included.
  await Promise.all([keeper.flush(), close()]);
  await keeper.flush();
  const rollout = await rolloutOf(job);
  const text = new TextDecoder().decode(rollout);
  const own = ownTurns(job, rollout);
  // A fake Codex writes nothing at all.
  if (text !== "" && !hasEnd(text, own.at(-1) ?? "")) throw unwritten(job, turn);
  // Codex tells the tokens of the thread, and not always those of before the turn.
  const result = { ...turn, turnUsage: turn.turnUsage ?? usedBy(own, text) };
  await keeper.note({ message, result });
  return result;
}

/** Codex says nothing of what it cannot write, and the next message's model would know nothing of it. */
function unwritten({ home, keeper }: Job, { items, usage }: Turn): CodexError {
  const folder = home.slice(0, home.lastIndexOf("/"));
  const error = new CodexError(
    "Cannot keep the turn: Codex has not written its end into the CODEX_HOME " +
      `in ${folder}, where the disk may be full; another call continues it`,
  );
  attachFacts(error, { threadId: keeper.record.thread, items, usage });
  return error;
}
