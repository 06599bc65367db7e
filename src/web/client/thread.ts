/**
 * A thread as a page uses it.
 *
 * @module
 */
import type { HubEntry } from "../hub/events.ts";
import type { HubAnswer, HubQuestion } from "../hub/questions_asked.ts";
import type { SendOptions, Sent } from "../hub/sending.ts";
import type { WebInput } from "../routes/input.ts";
import type { BrowserOption } from "../http/options.ts";
import type { WebThreadDetails } from "../routes/shapes.ts";
import { type EventsOptions, eventStream } from "./event_stream.ts";
import type { Send } from "./requests.ts";

/**
 * Options of `send()`: `mode`, and the options of a turn that the handler lets a browser set.
 *
 * @category Web
 */
export type WebSendOptions = Pick<SendOptions, "mode" | Extract<BrowserOption, keyof SendOptions>>;

/**
 * A thread of the handler. Created by {@linkcode WebClient}; creating one sends nothing to the server.
 *
 * @category Web
 */
export class ClientThread {
  /** The thread's id. */
  declare readonly id: string;
  readonly #send: Send;

  /**
   * Created by the client.
   *
   * @param send Sends requests below the handler's address.
   * @param id The thread's id.
   */
  constructor(send: Send, id: string) {
    this.id = id;
    this.#send = (method, path, ...rest) =>
      send(method, `/threads/${encodeURIComponent(id)}${path}`, ...rest);
  }

  /**
   * Reads the thread, its turns and questions, and which events are kept. To draw everything exactly
   * once: draw the turns that are not in `log.turns`, then the events after `log.from - 1`.
   */
  read(): Promise<WebThreadDetails> {
    return this.#send("GET", "");
  }

  /** Sets the thread's title. */
  async rename(name: string): Promise<void> {
    await this.#send("PATCH", "", { name });
  }

  /** Stops the thread and archives it. */
  async archive(): Promise<void> {
    await this.#send("DELETE", "", {});
  }

  /**
   * Sends a message to the agent. It does not wait for the outcome, which arrives among the events.
   *
   * @param input A text, or a list of texts and images.
   * @param options `mode`: what happens while a turn is running: "queue" (default) makes the message
   * wait, "steer" adds it to the current turn, "reject" refuses it with 409.
   * @returns The message's id, and what became of it.
   */
  send(input: WebInput, options?: WebSendOptions): Promise<Sent> {
    return this.#send("POST", "/turns", { input, ...options });
  }

  /** Interrupts the current turn, for everyone who watches it. */
  async interrupt(): Promise<void> {
    await this.#send("POST", "/interrupt", {});
  }

  /** Lists the questions that wait for an answer. Events report them, too. */
  async questions(): Promise<readonly HubQuestion[]> {
    const path = "/questions";
    return (await this.#send<{ readonly questions: readonly HubQuestion[] }>("GET", path))
      .questions;
  }

  /**
   * Answers a question. The first answer counts.
   *
   * @param questionId The question's `id`.
   * @param answer One of its `decisions`, or an object with a decision and whatever else is answered.
   * @throws {WebClientError} With `status` 409 if it has already been answered, or its turn has ended.
   */
  async answer(questionId: string, answer: string | HubAnswer): Promise<void> {
    await this.#send(
      "POST",
      `/questions/${encodeURIComponent(questionId)}`,
      typeof answer === "string" ? { decision: answer } : answer,
    );
  }

  /**
   * Returns the numbered events, each once and in order, until `signal` fires or the loop is left. A lost
   * connection is made again and continues after the last event seen.
   *
   * @param options Where to start, when to stop, and a callback for the state of the connection.
   * @throws {WebClientError} If the handler refuses for good: without a login, say.
   */
  events(options: EventsOptions = {}): AsyncIterableIterator<HubEntry> {
    return eventStream(this.#send, options);
  }
}
