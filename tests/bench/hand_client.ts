/**
 * A client of `codex app-server` as one writes it by hand: spawn, split, parse, and nothing else that a
 * turn in good order does not need. No error, no stop, no approval, no second client.
 *
 * @module
 */
import { type BareProcess, bareProcess } from "./bare_process.ts";

type Json = Record<string, unknown>;
type Env = Record<string, string>;

/** What a turn has come to, and what follows its words. */
interface HandTurn {
  text: string;
  readonly items: unknown[];
  readonly onDelta: ((delta: string) => void) | undefined;
  readonly done: (text: string) => void;
}

/** A client made by hand. */
export class HandClient {
  readonly #lines: BareProcess;
  readonly #answers: Map<number, (result: Json) => void> = new Map();
  readonly #turns: Map<string, HandTurn> = new Map();
  #asked = 0;

  private constructor(lines: BareProcess) {
    this.#lines = lines;
    void this.#read();
  }

  /** Starts the server, says hello, and logs in: with a key by the environment Codex would do less. */
  static async start(
    codex: string,
    args: string[],
    env: Env,
    apiKey: string,
  ): Promise<HandClient> {
    const client = new HandClient(bareProcess(codex, ["app-server", ...args], env));
    const clientInfo = { name: "hand", title: "Hand", version: "1" };
    await client.request("initialize", { clientInfo, capabilities: { experimentalApi: true } });
    client.#lines.write('{"method":"initialized"}\n');
    await client.request("account/login/start", { type: "apiKey", apiKey });
    return client;
  }

  /** Starts a thread; gives its id. */
  async startThread(params: Json): Promise<string> {
    const { thread } = await this.request("thread/start", params);
    return (thread as { id: string }).id;
  }

  /** Runs a turn; gives its last message. */
  async run(threadId: string, text: string, onDelta?: (delta: string) => void): Promise<string> {
    const over = new Promise<string>((done) => {
      this.#turns.set(threadId, { text: "", items: [], onDelta, done });
    });
    await this.request("turn/start", { threadId, input: [{ type: "text", text }] });
    return await over;
  }

  /** Ends the server. */
  async close(): Promise<void> {
    this.#lines.end();
    await this.#lines.exited;
  }

  /** Asks for something. */
  request(method: string, params: Json): Promise<Json> {
    const id = ++this.#asked;
    this.#lines.write(`${JSON.stringify({ id, method, params })}\n`);
    return new Promise((resolve) => this.#answers.set(id, resolve));
  }

  async #read(): Promise<void> {
    const decoder = new TextDecoder();
    let rest = "";
    for await (const chunk of this.#lines.stdout) {
      rest += decoder.decode(chunk, { stream: true });
      if (chunk.indexOf(0x0a) === -1) continue;
      const lines = rest.split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) this.#take(JSON.parse(line));
    }
  }

  #take(message: Json): void {
    if (typeof message.id === "number") {
      if (message.error !== undefined) throw new Error(JSON.stringify(message.error));
      this.#answers.get(message.id)?.(message.result as Json);
      this.#answers.delete(message.id);
      return;
    }
    const params = message.params as Json;
    const turn = this.#turns.get(params.threadId as string);
    if (turn === undefined) return;
    if (message.method === "item/agentMessage/delta") turn.onDelta?.(params.delta as string);
    else if (message.method === "item/completed") {
      const item = params.item as Json;
      turn.items.push(item);
      if (item.type === "agentMessage") turn.text = item.text as string;
    } else if (message.method === "turn/completed") {
      this.#turns.delete(params.threadId as string);
      turn.done(turn.text);
    }
  }
}
