/**
 * Events as a stream of server-sent events.
 *
 * @module
 */
import { jsonOf } from "../../core/base/json.ts";
import { now, startTimer, stopTimer, type Timer } from "../../core/base/timers.ts";
import type { HubEntry, HubEvent } from "../hub/events.ts";
import type { EventReader } from "../hub/event_reader.ts";
import { STREAM_HEADERS } from "./answers.ts";

/** Milliseconds of silence after which a comment is sent. */
export const HEARTBEAT_MS = 15_000;

/** The most bytes that are sent at a time; events are joined up to as many characters. */
const CHUNK = 64 * 1024;

const ENCODER = new TextEncoder();
const HEARTBEAT = ENCODER.encode(":\n\n");
/** Shows proxies and clients at once that there is a stream, and tells clients when to reconnect. */
const OPENING = ENCODER.encode("retry: 1000\n\n");

/**
 * What is sent for an event, encoded once: a small one by its entry, which readers that keep up share; a
 * large one by the event itself, which all readers share.
 */
export type Frames = WeakMap<HubEntry | HubEvent, Uint8Array>;

const NOTHING = new Uint8Array();

/**
 * Answers with the events. Nothing is written to a reader that does not read.
 *
 * @param events The events.
 * @param heartbeatMs Milliseconds of silence after which a comment is sent.
 * @param frames What has been encoded for other readers.
 */
export function eventsResponse(
  events: EventReader,
  heartbeatMs: number,
  frames: Frames,
): Response {
  // At most one chunk waits for a consumer that does not take it.
  const source = new EventsSource(events, heartbeatMs, frames);
  return new Response(new ReadableStream(source, { highWaterMark: 1 }), {
    headers: {
      ...STREAM_HEADERS,
      "content-type": "text/event-stream; charset=utf-8",
      // Otherwise nginx would hold the events back.
      "x-accel-buffering": "no",
    },
  });
}

class EventsSource implements UnderlyingDefaultSource<Uint8Array> {
  readonly #events: EventReader;
  readonly #heartbeatMs: number;
  readonly #frames: Frames;
  // What is left of a large event: it is not queued before its reader has room for it.
  #rest: Uint8Array = NOTHING;
  // The large event that comes next.
  #large: HubEntry | null = null;
  #controller!: ReadableStreamDefaultController<Uint8Array>;
  // One timer for the whole stream: one for each event would cost more than the event.
  #timer: Timer | undefined;
  #spokeAt = 0;
  // Ends a `pull()`: while one is pending, the stream does not ask again after each event.
  #full!: () => void;
  #over = false;

  constructor(events: EventReader, heartbeatMs: number, frames: Frames) {
    this.#events = events;
    this.#heartbeatMs = heartbeatMs;
    this.#frames = frames;
  }

  start(controller: ReadableStreamDefaultController<Uint8Array>): void {
    this.#controller = controller;
    controller.enqueue(OPENING);
  }

  pull(): Promise<void> {
    if (this.#timer === undefined) this.#beatIn(this.#heartbeatMs);
    return new Promise((resolve) => {
      this.#full = resolve;
      this.#drain();
    });
  }

  async cancel(): Promise<void> {
    this.#over = true;
    stopTimer(this.#timer);
    await this.#events.return();
  }

  /** Sends what is there while there is room for it; goes on when there is more, or more room. */
  readonly #drain = (): void => {
    while (!this.#over && (this.#controller.desiredSize ?? 0) > 0) {
      const bytes = this.#rest.length > 0 ? this.#rest : this.#next();
      if (bytes !== null) {
        this.#rest = bytes.length > CHUNK ? bytes.subarray(CHUNK) : NOTHING;
        this.#send(bytes.subarray(0, CHUNK));
      } else if (this.#events.ended) this.#end();
      else return this.#events.whenMore(this.#drain);
    }
    this.#full();
  };

  #end(): void {
    this.#over = true;
    stopTimer(this.#timer);
    this.#controller.close();
  }

  #send(bytes: Uint8Array): void {
    this.#spokeAt = now();
    this.#controller.enqueue(bytes);
  }

  #beatIn(ms: number): void {
    this.#timer = startTimer(() => {
      const left = this.#heartbeatMs - (now() - this.#spokeAt);
      if (left > 0) return this.#beatIn(left);
      if ((this.#controller.desiredSize ?? 0) > 0) this.#send(HEARTBEAT);
      this.#beatIn(this.#heartbeatMs);
    }, ms);
  }

  /** The bytes of the events that are there: of some together, or of a large one. Null if none is. */
  #next(): Uint8Array | null {
    const first = this.#large ?? this.#events.take();
    this.#large = null;
    if (first === null) return null;
    const frame = this.#frameOf(first);
    if (typeof frame !== "string") return frame;
    let text = frame;
    let next = this.#events.take();
    if (next === null) {
      const bytes = ENCODER.encode(text);
      this.#frames.set(first, bytes);
      return bytes;
    }
    for (; next !== null; next = text.length < CHUNK ? this.#events.take() : null) {
      const frame = this.#frameOf(next);
      if (typeof frame !== "string") {
        this.#large = next;
        break;
      }
      text += frame;
    }
    return ENCODER.encode(text);
  }

  /** The text of an event, or its bytes if other readers need them too. */
  #frameOf(entry: HubEntry): string | Uint8Array {
    const known = this.#frames.get(entry) ?? this.#frames.get(entry.event);
    if (known !== undefined) return known;
    const text = textOf(entry);
    if (text.length < CHUNK) return text;
    const bytes = ENCODER.encode(text);
    this.#frames.set(entry.event, bytes);
    return bytes;
  }
}

function textOf({ n, event }: HubEntry): string {
  return `id: ${n}\ndata: ${jsonOf(event)}\n\n`;
}
