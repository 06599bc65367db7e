/**
 * One turn of a hub's thread as the chunks of one message. The message stops where the agent asks for an
 * approval, because `useChat` sends answers only between streams; another stream takes it up there.
 *
 * @module
 */
import type { HubEvents } from "../hub/event_reader.ts";
import type { HubEntry, HubEvent } from "../hub/events.ts";
import type { HubThread } from "../hub/hub_thread.ts";
import type { ChunkSource } from "../ai/chunk_stream.ts";
import type { UIMessageChunk } from "../ai/chunks.ts";
import { UIMessageMapper } from "../ai/mapper.ts";
import { isApproval } from "../ai/message_parts.ts";

/** What is read of a thread. */
export type ReadThread = Pick<HubThread, "id" | "log" | "events" | "questions">;

/** A turn of which the events are kept. */
export interface KnownTurn {
  /** The turn's id. */
  readonly id: string;
  /** Whether its beginning is kept no longer: what is left then begins its message. */
  readonly isCut: boolean;
  /** The number of the event before its first. */
  readonly after: number;
  /** Whether it runs. */
  readonly isRunning: boolean;
  /** The numbers of its questions, by their ids. */
  readonly questions: ReadonlyMap<string, number>;
}

/**
 * The last turn that a thread reports, or the one with the given id, if there is one.
 *
 * @param running The turn under way, whose beginning may no longer be kept; or null.
 */
export function knownTurn(
  thread: ReadThread,
  running: string | null,
  turnId?: string,
): KnownTurn | null {
  const { from, last } = thread.log;
  const isWanted = (id: string) => turnId === undefined || id === turnId;
  const isLong = running !== null && isWanted(running) && from > 1 && from <= last;
  let turn = isLong ? begun(running, from - 1, true) : null;
  let current = turn;
  const events = thread.events({ after: from - 1 });
  for (const { n, event } of taken(events)) {
    if (isUnbegun(event)) continue;
    const isFirst = event.type === "turn.started";
    // What is kept begins with another turn.
    if (turn?.isCut && (isFirst || isVerdict(event))) turn = current = null;
    if (isFirst) {
      current = isWanted(event.turn_id) ? begun(event.turn_id, n - 1, false) : null;
      turn = current ?? turn;
    } else if (current !== null) {
      if (event.type === "question") current.questions.set(event.question.id, n);
      if (!isVerdict(event)) continue;
      current.isRunning = false;
      current = null;
    }
  }
  void events.return();
  return turn;
}

function begun(id: string, after: number, isCut: boolean) {
  return { id, isCut, after, isRunning: true, questions: new Map<string, number>() };
}

/** The message of the turn that a user's message begins, by the `id` that `send()` returned. */
export function chunksOfMessage(thread: ReadThread, after: number, messageId: string): ChunkSource {
  const begins = (event: HubEvent) =>
    "message_id" in event && event.message_id === messageId && event.type !== "message.queued";
  return turnChunks(thread, thread.events({ after }), mapperOf(thread), null, begins);
}

/** The message of a turn from its beginning; null: of the turn that begins next. */
export function chunksOfTurn(thread: ReadThread, turn: KnownTurn | null): ChunkSource {
  const after = turn?.after ?? thread.log.last;
  const mapper = mapperOf(thread);
  const start = turn?.isCut ? mapper.map({ type: "turn.started", turn_id: turn.id }) : [];
  const begins = ({ type }: HubEvent) => type === "turn.started" || type === "turn.failed";
  return turnChunks(thread, thread.events({ after }), mapper, turn?.id ?? null, begins, start);
}

/** The rest of a message. */
export function chunksAfter(
  thread: ReadThread,
  { id: turnId, after }: KnownTurn,
  position: number,
): ChunkSource {
  const events = thread.events({ after });
  const mapper = mapperOf(thread);
  // The beginning may be kept no longer, also since the turn was found.
  mapper.map({ type: "turn.started", turn_id: turnId });
  for (const { n, event } of taken(events)) {
    mapper.map(event);
    if (n >= position) break;
  }
  const start: UIMessageChunk = { type: "start", messageId: turnId };
  if (mapper.isOpen) {
    mapper.pause(position);
    return turnChunks(thread, events, mapper, turnId, () => true, [start]);
  }
  void events.return();
  // A new step: otherwise the page would find its answers in the last one, and send them forever.
  const rest: UIMessageChunk[] = [{ type: "start-step" }, { type: "finish-step" }, {
    type: "finish",
    finishReason: "stop",
  }];
  return onceOf([start, ...rest]);
}

type Verdict = "turn.completed" | "turn.failed" | "turn.interrupted";

/** Whether an event ends its turn. */
function isVerdict(event: HubEvent): event is Extract<HubEvent, { type: Verdict }> {
  const { type } = event;
  return type === "turn.completed" || type === "turn.failed" || type === "turn.interrupted";
}

/** Whether an event is the end of a message that was given up before its turn began. */
function isUnbegun(event: HubEvent): boolean {
  return isVerdict(event) && event.turn_id === null;
}

/** Whether an event begins or ends another turn than the one that is being read. */
function isOfAnother(event: HubEvent, turnId: string | null): boolean {
  return turnId !== null && (event.type === "turn.started" || isVerdict(event)) &&
    event.turn_id !== turnId;
}

function mapperOf({ id }: ReadThread): UIMessageMapper {
  const mapper = new UIMessageMapper();
  mapper.map({ type: "thread.started", thread_id: id });
  return mapper;
}

function turnChunks(
  thread: ReadThread,
  events: HubEvents,
  mapper: UIMessageMapper,
  turnId: string | null,
  begins: (event: HubEvent) => boolean,
  first: readonly UIMessageChunk[] = [],
): ChunkSource {
  let start: readonly UIMessageChunk[] | null = first;
  let hasBegun = mapper.isOpen;
  let hasEnded = false;
  const leave = () => {
    hasEnded = true;
    void events.return();
  };
  const map = ({ n, event }: HubEntry): UIMessageChunk[] => {
    if (hasBegun && isUnbegun(event)) return [];
    // A reader that is too far behind may have missed the turn, or its end.
    const isMissed = hasBegun ? isOfAnother(event, turnId) : event.type === "log.truncated";
    if (isMissed) throw new Error("The events of the turn are kept no longer");
    hasBegun ||= begins(event);
    if (!hasBegun) return [];
    if (event.type === "turn.started") turnId = event.turn_id;
    const chunks = mapper.map(event);
    if (isVerdict(event)) leave();
    if (event.type !== "question" || !isApproval(event.question)) return chunks;
    const { id } = event.question;
    if (!thread.questions().some((pending) => pending.id === id)) return chunks;
    leave();
    return [...chunks, ...mapper.pause(n)];
  };
  return {
    async next() {
      if (start !== null && start.length > 0) {
        const chunks = start;
        start = null;
        return chunks;
      }
      if (hasEnded) return null;
      const { done, value } = await events.next();
      if (done && hasEnded) return null;
      try {
        if (!done) return map(value);
        throw new Error("The thread was closed");
      } catch (error) {
        // Also what of Codex's events makes no sense: an error, after which nobody reads the thread.
        leave();
        return mapper.end(error);
      }
    },
    leave,
  };
}

function onceOf(chunks: readonly UIMessageChunk[]): ChunkSource {
  let rest: readonly UIMessageChunk[] | null = chunks;
  return {
    next: () => {
      const now = rest;
      rest = null;
      return Promise.resolve(now);
    },
    leave: () => {},
  };
}

/** The events that are there already. */
function* taken(events: HubEvents): Generator<HubEntry> {
  for (let entry = events.take(); entry !== null; entry = events.take()) yield entry;
}
