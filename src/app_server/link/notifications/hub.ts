/**
 * Distributes the server's messages to listeners.
 *
 * @module
 */
import { type AnyMessage, MessageQueue } from "./message_queue.ts";

/** Warnings about the configuration that are kept for later listeners, the newest. */
const MAX_WARNINGS = 100;

interface Listener {
  readonly queue: MessageQueue;
  readonly methods: ReadonlySet<string> | null;
}

/** Passes the server's messages to every listener. */
export class NotificationHub {
  readonly #listeners: Set<Listener> = new Set();
  #ended = false;
  // What Codex says of its configuration when it is greeted, before anybody can listen.
  #configWarnings: AnyMessage[] = [];

  /**
   * Adds a listener, from now on; first it gets the warnings about the configuration.
   *
   * @param methods The methods that it listens to. Default: all.
   */
  listen(methods?: readonly string[]): AsyncIterableIterator<AnyMessage> {
    const queue = new MessageQueue(() => this.#listeners.delete(listener));
    const listener: Listener = { queue, methods: methods ? new Set(methods) : null };
    for (const message of this.#configWarnings) pass(message, listener);
    if (this.#ended) queue.end();
    else this.#listeners.add(listener);
    return queue;
  }

  /** The server is greeted, and will give its warnings about the configuration again. */
  greeted(): void {
    this.#configWarnings = [];
  }

  /** Passes a message to every listener. */
  tell(message: AnyMessage): void {
    if (message.method === "configWarning") {
      this.#configWarnings.push(message);
      this.#configWarnings.splice(0, this.#configWarnings.length - MAX_WARNINGS);
    }
    for (const listener of this.#listeners) pass(message, listener);
  }

  /** Ends every listener. */
  end(): void {
    this.#ended = true;
    for (const { queue } of this.#listeners) queue.end();
    this.#listeners.clear();
  }
}

function pass(message: AnyMessage, { queue, methods }: Listener): void {
  if (methods === null || methods.has(message.method)) queue.push(message);
}
