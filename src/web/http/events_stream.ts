/**
 * Events as a stream of server-sent events.
 *
 * @module
 */
import { startTimer, stopTimer, type Timer } from "../../core/base/timers.ts";
import type { HubEntry } from "../hub/events.ts";
import type { HubEvents } from "../hub/event_reader.ts";
import { HEADERS } from "./answers.ts";

/** Milliseconds of silence after which a comment is sent. */
export const HEARTBEAT_MS = 15_000;

/** Characters that are sent in one go. */
const CHUNK = 64 * 1024;

const ENCODER = new TextEncoder();
const HEARTBEAT = ENCODER.encode(":\n\n");
/** Proxies and clients see at once that there is a stream, and clients when to come back. */
const OPENING = ENCODER.encode("retry: 1000\n\n");

/**
 * Answers with the events. A reader that does not read is not written to.
 *
 * @param events The events.
 * @param heartbeatMs Milliseconds of silence after which a comment is sent.
 */
export function eventsResponse(events: HubEvents, heartbeatMs: number): Response {
  return new Response(eventsBody(events, heartbeatMs), {
    headers: {
      ...HEADERS,
      "content-type": "text/event-stream; charset=utf-8",
      // Nginx would keep it back.
      "x-accel-buffering": "no",
    },
  });
}

/** The bytes of a stream of events. */
export function eventsBody(events: HubEvents, heartbeatMs: number): ReadableStream<Uint8Array> {
  // The consumer asks for bytes when it has room for them, and not before: nothing waits here.
  return new ReadableStream(new EventsSource(events, heartbeatMs), { highWaterMark: 0 });
}

type Result = IteratorResult<HubEntry, void>;

class EventsSource implements UnderlyingDefaultSource<Uint8Array> {
  readonly #events: HubEvents;
  readonly #heartbeatMs: number;
  #opened = false;
  // The event that was asked for, and whether it is there.
  #asked = false;
  #result: Result | null = null;
  #timer: Timer | undefined;
  #wake: () => void = () => {};

  constructor(events: HubEvents, heartbeatMs: number) {
    this.#events = events;
    this.#heartbeatMs = heartbeatMs;
  }

  async pull(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    if (!this.#opened) {
      this.#opened = true;
      controller.enqueue(OPENING);
      return;
    }
    const result = await this.#next();
    if (result === null) controller.enqueue(HEARTBEAT);
    else if (result.done) controller.close();
    else controller.enqueue(ENCODER.encode(textOf(result.value, this.#events)));
  }

  async cancel(): Promise<void> {
    stopTimer(this.#timer);
    await this.#events.return();
  }

  /** The next event, or null where it does not come in time: it is then waited for again. */
  async #next(): Promise<Result | null> {
    if (!this.#asked) {
      this.#asked = true;
      void this.#events.next().then((result) => {
        this.#result = result;
        this.#wake();
      });
    }
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      this.#timer = startTimer(resolve, this.#heartbeatMs);
    });
    stopTimer(this.#timer);
    const result = this.#result;
    this.#result = null;
    if (result !== null) this.#asked = false;
    return result;
  }
}

/** An event, and those that are there already. */
function textOf(first: HubEntry, events: HubEvents): string {
  let text = "";
  for (let entry: HubEntry | null = first; entry !== null; entry = events.take()) {
    text += `id: ${entry.n}\ndata: ${JSON.stringify(entry.event)}\n\n`;
    if (text.length >= CHUNK) break;
  }
  return text;
}
