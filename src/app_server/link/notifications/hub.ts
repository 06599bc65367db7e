/**
 * Distributes the server's messages to listeners.
 *
 * @module
 */
import { type AnyMessage, MessageQueue } from "./message_queue.ts";

interface Listener {
  readonly queue: MessageQueue;
  readonly methods: ReadonlySet<string> | null;
}

/** Passes the server's messages to every listener. */
export class NotificationHub {
  readonly #listeners: Set<Listener> = new Set();
  #ended = false;

  /**
   * Adds a listener, from now on.
   *
   * @param methods The methods that it listens to. Default: all.
   */
  listen(methods?: readonly string[]): AsyncIterableIterator<AnyMessage> {
    const queue = new MessageQueue(() => this.#listeners.delete(listener));
    const listener: Listener = { queue, methods: methods ? new Set(methods) : null };
    if (this.#ended) queue.end();
    else this.#listeners.add(listener);
    return queue;
  }

  /** Passes a message to every listener. */
  tell(message: AnyMessage): void {
    for (const { queue, methods } of this.#listeners) {
      if (methods === null || methods.has(message.method)) queue.push(message);
    }
  }

  /** Ends every listener. */
  end(): void {
    this.#ended = true;
    for (const { queue } of this.#listeners) queue.end();
    this.#listeners.clear();
  }
}
