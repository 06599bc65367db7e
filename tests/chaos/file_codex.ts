/**
 * A Codex in this process that keeps its threads in files as the real one does: two commands for each
 * message, then an answer. What its files say was done is not done again. It starts in no time.
 *
 * @module
 */
import type { SpawnCommand, Subprocess } from "../../src/core/vocabulary/spawn.ts";

/** What it does to the outside. */
export interface Effects {
  /** A command runs: the step of a message. */
  run(message: string, step: number): void;
  /** How long a command takes, in milliseconds. */
  pause(): number;
}

interface Line {
  readonly type: string;
  readonly payload: Record<string, unknown>;
}

type Params = Record<string, unknown>;

const STEPS = 2;
const USAGE = {
  totalTokens: 3,
  inputTokens: 2,
  cachedInputTokens: 0,
  cacheWriteInputTokens: 0,
  outputTokens: 1,
  reasoningOutputTokens: 0,
};

/** Makes the `spawn` of a client. */
export function fileCodex(effects: Effects): (command: SpawnCommand) => Promise<Subprocess> {
  return ({ env }) => {
    let out!: ReadableStreamDefaultController<Uint8Array>;
    let exit!: (status: { code: number | null; signal: null }) => void;
    let ended = false;
    const exited = new Promise<{ code: number | null; signal: null }>((resolve) => exit = resolve);
    const end = () => {
      if (ended) return;
      ended = true;
      out.close();
      exit({ code: 0, signal: null });
    };
    const stdout = new ReadableStream<Uint8Array>({
      start: (controller) => void (out = controller),
    });
    const stderr = new ReadableStream<Uint8Array>({ start: (controller) => controller.close() });
    const say = (message: unknown) => {
      if (!ended) out.enqueue(new TextEncoder().encode(`${JSON.stringify(message)}\n`));
    };
    const server = new Server(String(env?.CODEX_HOME), effects, say, () => ended);
    let rest = "";
    const stdin = new WritableStream<Uint8Array>({
      write(chunk) {
        const lines = (rest + new TextDecoder().decode(chunk)).split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines) server.receive(JSON.parse(line));
      },
      close: end,
      abort: end,
    });
    return Promise.resolve({ stdin, stdout, stderr, exited, kill: end });
  };
}

class Server {
  readonly #home: string;
  readonly #effects: Effects;
  readonly #say: (message: unknown) => void;
  readonly #ended: () => boolean;

  constructor(
    home: string,
    effects: Effects,
    say: (message: unknown) => void,
    ended: () => boolean,
  ) {
    this.#home = home;
    this.#effects = effects;
    this.#say = say;
    this.#ended = ended;
  }

  receive({ id, method, params = {} }: { id?: unknown; method?: string; params?: Params }): void {
    if (id === undefined || method === undefined) return;
    try {
      this.#say({ id, result: this.#answer(method, params) });
    } catch (error) {
      this.#say({ id, error: { code: -32600, message: String(error) } });
    }
  }

  #answer(method: string, params: Params): unknown {
    const thread = String(params.threadId ?? "");
    switch (method) {
      case "initialize":
        return {
          userAgent: "fake/0.171.0",
          codexHome: this.#home,
          platformFamily: "unix",
          platformOs: "linux",
        };
      case "config/read":
        return { config: {} };
      case "account/read":
        return { account: { type: "apiKey" }, requiresOpenaiAuth: false };
      case "thread/start":
        return this.#opened(crypto.randomUUID());
      case "thread/resume":
        if (this.#lines(thread).length === 0) {
          throw new Error(`no rollout found for thread id ${thread}`);
        }
        return this.#opened(thread);
      case "thread/read":
        return { thread: { id: thread, path: this.#path(thread), cwd: "/", turns: [] } };
      case "thread/inject_items":
        this.#write(thread, { type: "response_item", payload: { note: true } });
        return {};
      case "thread/turns/list":
        return { data: this.#turns(thread).reverse(), nextCursor: null, backwardsCursor: null };
      case "turn/start":
        return this.#start(thread, params);
      default:
        return {};
    }
  }

  #opened(id: string): unknown {
    const thread = { id, path: this.#path(id), cwd: "/", status: { type: "idle" }, turns: [] };
    return { thread, model: "fake", modelProvider: "fake", cwd: "/", approvalPolicy: "never" };
  }

  #start(threadId: string, params: Params): unknown {
    const turnId = crypto.randomUUID();
    const turn = { id: turnId, status: "inProgress", items: [], error: null };
    const [first] = params.input as { readonly text: string }[];
    const message = params.clientUserMessageId as string | undefined;
    queueMicrotask(() =>
      void this.#run(threadId, turnId, first === undefined ? null : message ?? null)
    );
    return { turn };
  }

  async #run(threadId: string, turnId: string, message: string | null): Promise<void> {
    const tell = (method: string, params: Params) =>
      this.#say({ method, params: { threadId, turnId, ...params } });
    const record = (type: string, payload: Params) =>
      this.#write(threadId, { type, payload: { turn_id: turnId, ...payload } });
    const item = (method: string, item: Params) => {
      if (method === "item/completed") record("item", { item });
      tell(method, { item });
    };
    record("event_msg", { type: "task_started" });
    tell("turn/started", { turn: { id: turnId, status: "inProgress", items: [], error: null } });
    if (message !== null) {
      const user = {
        type: "userMessage",
        id: crypto.randomUUID(),
        clientId: message,
        content: [{ type: "text", text: message }],
      };
      item("item/started", user);
      item("item/completed", user);
    }
    // As a model would: what the thread says was done is done.
    const lines = this.#lines(threadId);
    const begin = lines.findLastIndex((line) => itemOf(line)?.type === "userMessage");
    const of = String(itemOf(lines[begin])?.clientId);
    const done =
      lines.slice(begin).filter((line) => itemOf(line)?.type === "commandExecution").length;
    for (let step = done + 1; step <= STEPS; step++) {
      const command = {
        type: "commandExecution",
        id: `call-${step}`,
        command: `step ${step} of ${of}`,
        cwd: "/",
        status: "inProgress",
        commandActions: [],
        aggregatedOutput: null,
        exitCode: null,
      };
      item("item/started", command);
      this.#effects.run(of, step);
      await new Promise((resolve) => setTimeout(resolve, this.#effects.pause()));
      if (this.#ended()) return;
      item("item/completed", {
        ...command,
        status: "completed",
        aggregatedOutput: "",
        exitCode: 0,
      });
    }
    const answer = { type: "agentMessage", id: "msg", text: `${of} is done`, phase: null };
    item("item/started", answer);
    item("item/completed", answer);
    tell("thread/tokenUsage/updated", {
      tokenUsage: { total: USAGE, last: USAGE, modelContextWindow: null },
    });
    record("event_msg", { type: "task_complete" });
    tell("turn/completed", { turn: { id: turnId, status: "completed", items: [], error: null } });
  }

  #turns(thread: string): unknown[] {
    const turns = new Map<string, { id: string; status: string; items: unknown[]; error: null }>();
    for (const { type, payload } of this.#lines(thread)) {
      const id = String(payload.turn_id);
      if (payload.type === "task_started") {
        turns.set(id, { id, status: "interrupted", items: [], error: null });
      }
      const turn = turns.get(id);
      if (turn === undefined) continue;
      if (type === "item") turn.items.push(payload.item);
      if (payload.type === "task_complete") turn.status = "completed";
    }
    return [...turns.values()];
  }

  #path(thread: string): string {
    return `${this.#home}/sessions/2026/01/01/rollout-2026-01-01T00-00-00-${thread}.jsonl`;
  }

  #lines(thread: string): Line[] {
    try {
      const lines = Deno.readTextFileSync(this.#path(thread)).split("\n");
      return lines.filter((line) => line !== "").map((line) => JSON.parse(line));
    } catch {
      return [];
    }
  }

  #write(thread: string, line: Line): void {
    if (this.#ended()) return;
    const path = this.#path(thread);
    Deno.mkdirSync(path.slice(0, path.lastIndexOf("/")), { recursive: true });
    Deno.writeTextFileSync(path, `${JSON.stringify(line)}\n`, { append: true });
  }
}

/** The item of a line, if it is one. */
export function itemOf(line: Line | undefined): Record<string, unknown> | null {
  return line?.type === "item" ? line.payload.item as Record<string, unknown> : null;
}
