/**
 * Events as a stream of server-sent events.
 *
 * @module
 */
import { jsonOf } from "../../core/base/json.ts";
import { now, startTimer, stopTimer, type Timer } from "../../core/base/timers.ts";
import type { HubEntry } from "../hub/events.ts";
import type { EventReader } from "../hub/event_reader.ts";
import { STREAM_HEADERS } from "./answers.ts";

/** Milliseconds of silence after which a comment is sent. */
export const HEARTBEAT_MS = 15_000;

/** Characters that are sent at a time. */
const CHUNK = 64 * 1024;

const ENCODER = new TextEncoder();
const HEARTBEAT = ENCODER.encode(":\n\n");
/** Shows proxies and clients at once that there is a stream, and tells clients when to reconnect. */
const OPENING = ENCODER.encode("retry: 1000\n\n");

/** What is sent for an event, encoded once for all readers that keep up. */
export type Frames = WeakMap<HubEntry, Uint8Array>;

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
  #controller!: ReadableStreamDefaultController<Uint8Array>;
  // One timer for the whole stream: one for each event would cost more than the event.
  #timer: Timer | undefined;
  #spokeAt = 0;
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

  pull(): void {
    if (this.#timer === undefined) this.#beatIn(this.#heartbeatMs);
    this.#drain();
  }

  async cancel(): Promise<void> {
    this.#over = true;
    stopTimer(this.#timer);
    await this.#events.return();
  }

  /** Sends what is there while there is room for it; goes on when there is more, or more room. */
  readonly #drain = (): void => {
    while (!this.#over && (this.#controller.desiredSize ?? 0) > 0) {
      const entry = this.#events.take();
      if (entry !== null) this.#send(this.#bytesOf(entry));
      else if (this.#events.ended) this.#end();
      else return this.#events.whenMore(this.#drain);
    }
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

  /** The bytes of an event, and of those that are already there. */
  #bytesOf(first: HubEntry): Uint8Array {
    let next = this.#events.take();
    if (next === null) {
      const known = this.#frames.get(first) ?? ENCODER.encode(textOf(first));
      this.#frames.set(first, known);
      return known;
    }
    let text = textOf(first);
    for (; next !== null; next = text.length < CHUNK ? this.#events.take() : null) {
      text += textOf(next);
    }
    return ENCODER.encode(text);
  }
}

function textOf({ n, event }: HubEntry): string {
  return `id: ${n}\ndata: ${jsonOf(event)}\n\n`;
}
