/**
 * A model service that says what the test dictates, word by word: `ResponsesServer` sends a message
 * in one go, and so cannot be interrupted within it.
 *
 * @module
 */
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** One answer of the model under way. */
export class Dictated {
  readonly #response: ServerResponse;
  readonly #id: string;
  #text = "";

  constructor(response: ServerResponse, id: string) {
    this.#response = response;
    this.#id = id;
    response.writeHead(200, { "content-type": "text/event-stream" });
    this.#send("response.created", { response: { id: `resp_${id}` } });
    this.#send("response.output_item.added", { item: this.#item("in_progress", []) });
  }

  /** Says a part of the message. */
  say(delta: string): this {
    this.#text += delta;
    this.#send("response.output_text.delta", {
      item_id: `msg_${this.#id}`,
      content_index: 0,
      delta,
    });
    return this;
  }

  /** Ends the message and the answer. */
  finish(): void {
    const content = [{ type: "output_text", annotations: [], text: this.#text }];
    this.#send("response.output_item.done", { item: this.#item("completed", content) });
    const usage = { input_tokens: 1, output_tokens: 1, total_tokens: 2 };
    this.#send("response.completed", { response: { id: `resp_${this.#id}`, usage } });
    this.#response.end();
  }

  /** Breaks the connection, once what was said is on its way. */
  cut(): void {
    this.#response.write(": cut\n\n", () => this.#response.socket?.destroy());
  }

  #item(status: string, content: readonly unknown[]) {
    return { id: `msg_${this.#id}`, type: "message", role: "assistant", status, content };
  }

  #send(type: string, fields: Record<string, unknown>): void {
    this.#response.write(
      `event: ${type}\ndata: ${JSON.stringify({ type, output_index: 0, ...fields })}\n\n`,
    );
  }
}

/** A service; `next()` gives the answers under way in the order of the requests. */
export async function dictation() {
  const ready: Dictated[] = [];
  const waiters: ((answer: Dictated) => void)[] = [];
  let text: string | null = null;
  let count = 0;
  const server = createServer((request, response) => {
    request.resume();
    if (request.method !== "POST") return void response.writeHead(426).end();
    const answer = new Dictated(response, `${crypto.randomUUID().slice(0, 8)}_${count++}`);
    if (text !== null) return answer.say(text).finish();
    const waiter = waiters.shift();
    if (waiter === undefined) ready.push(answer);
    else waiter(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    next: (): Promise<Dictated> => {
      const answer = ready.shift();
      if (answer !== undefined) return Promise.resolve(answer);
      return new Promise((resolve) => waiters.push(resolve));
    },
    /** From now on says this to every request. */
    always(said: string): void {
      text = said;
      for (const answer of ready.splice(0)) answer.say(said).finish();
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
