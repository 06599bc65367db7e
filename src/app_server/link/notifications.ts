/**
 * The server's notifications, for whoever listens.
 *
 * @module
 */
import { EventStream } from "../../core/turn/event_stream.ts";

/** A notification of the server, or a request that it made. */
export interface ServerMessage {
  /** The method, such as `account/rateLimits/updated`. */
  readonly method: string;
  /** Its parameters, as the server sent them. */
  readonly params: unknown;
}

/** Characters that may wait for a listener; one that falls further behind loses the newest. */
const MAX_QUEUED = 16 * 1024 * 1024;

/** Hands notifications to every listener. */
export class NotificationHub {
  readonly #listeners: Set<EventStream<ServerMessage>> = new Set();
  #ended = false;

  /** A new listener, from now on. */
  listen(): AsyncIterableIterator<ServerMessage> {
    const stream: EventStream<ServerMessage> = new EventStream<ServerMessage>({
      start: () => {
        if (this.#ended) stream.end();
      },
      stop: () => {
        this.#listeners.delete(stream);
        return Promise.resolve();
      },
    });
    if (!this.#ended) this.#listeners.add(stream);
    return stream;
  }

  /** Tells every listener. */
  tell(notification: ServerMessage): void {
    if (this.#listeners.size === 0) return;
    const size = sizeOf(notification.params);
    for (const stream of this.#listeners) {
      if (stream.queuedSize < MAX_QUEUED) stream.push(notification, size);
    }
  }

  /** Ends every listener. */
  end(): void {
    this.#ended = true;
    for (const stream of this.#listeners) stream.end();
    this.#listeners.clear();
  }
}

/** Characters of a message. What is nested too deeply to be counted is taken for none. */
function sizeOf(params: unknown): number {
  try {
    return JSON.stringify(params)?.length ?? 0;
  } catch {
    return 0;
  }
}
