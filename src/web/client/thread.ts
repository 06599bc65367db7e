/**
 * A thread, as a page works with it.
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
import { ask, type Send } from "./requests.ts";

/**
 * How to say something: `mode`, and the options of a turn that the handler lets a browser set.
 *
 * @category Web
 */
export type WebSendOptions = Pick<SendOptions, "mode" | Extract<BrowserOption, keyof SendOptions>>;

/**
 * A thread of the handler's. Made by {@linkcode WebClient}; making one asks nothing of the server.
 *
 * @category Web
 */
export class ClientThread {
  /** The thread's id. */
  readonly id: string;
  readonly #send: Send;

  /**
   * Made by the client.
   *
   * @param send Sends requests below the thread's address.
   * @param id The thread's id.
   */
  constructor(send: Send, id: string) {
    this.id = id;
    this.#send = (method, path, ...rest) =>
      send(method, `/threads/${encodeURIComponent(id)}${path}`, ...rest);
  }

  /**
   * The thread, its turns and questions, and which events are kept. To draw everything once: the turns
   * that are not among `log.turns`, then the events after `log.from - 1`.
   */
  async read(): Promise<WebThreadDetails> {
    return await ask(this.#send, "GET", "");
  }

  /** Gives the thread a title. */
  async rename(name: string): Promise<void> {
    await this.#send("PATCH", "", { name });
  }

  /** Stops the thread and moves it into the archive. */
  async archive(): Promise<void> {
    await this.#send("DELETE", "");
  }

  /**
   * Says something to the agent, and does not wait for what becomes of it: that is among the events.
   *
   * @param input A text, or texts and images.
   * @param options `mode`: what becomes of it while a turn runs: "queue" (default) waits, "steer" goes into
   * the turn under way, "reject" is refused with 409.
   * @returns The message's id, and what became of it.
   */
  async send(input: WebInput, options: WebSendOptions = {}): Promise<Sent> {
    return await ask(this.#send, "POST", "/turns", { input, ...options });
  }

  /** Interrupts the turn under way, for all who look at it. */
  async interrupt(): Promise<void> {
    await this.#send("POST", "/interrupt");
  }

  /** The questions that wait for an answer. Events tell of them, too. */
  async questions(): Promise<readonly HubQuestion[]> {
    const path = "/questions";
    return (await ask<{ readonly questions: readonly HubQuestion[] }>(this.#send, "GET", path))
      .questions;
  }

  /**
   * Answers a question. The first answer counts.
   *
   * @param questionId The question's `id`.
   * @param answer One of its `decisions`, or an object with one and what else is answered.
   * @throws {WebClientError} With `status` 409, if it was answered already, or its turn is over.
   */
  async answer(questionId: string, answer: string | HubAnswer): Promise<void> {
    await this.#send(
      "POST",
      `/questions/${encodeURIComponent(questionId)}`,
      typeof answer === "string" ? { decision: answer } : answer,
    );
  }

  /**
   * The numbered events, each once and in order, until `signal` fires, or the loop is left. A lost
   * connection is made again, behind the last event that was seen.
   *
   * @param options Behind which event, until when, and who is told of the connection.
   * @throws {WebClientError} If the handler refuses for good: without a login, say.
   */
  events(options: EventsOptions = {}): AsyncIterableIterator<HubEntry> {
    return eventStream(this.#send, options);
  }
}
