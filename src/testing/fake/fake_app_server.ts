/**
 * A fake `codex app-server`: as much of the protocol as the client uses.
 *
 * @module
 */
import type { ExitStatus, SpawnCommand } from "../../core/vocabulary/spawn.ts";
import { FakeServerTurn } from "./fake_server_turn.ts";
import { type FakeCall, type FakeState, shareOf } from "./player.ts";

/** What a fake server does to the outside. */
export interface FakeServerOutput {
  /** Writes a message. */
  send(line: string): void;
  /** Writes to standard error. */
  stderr(text: string): void;
  /** Ends the process. */
  exit(status: ExitStatus): void;
}

type Params = { readonly [key: string]: unknown };
type Message = { readonly [key: string]: unknown };

/** A fake `codex app-server`. */
export class FakeAppServer {
  readonly #state: FakeState;
  readonly #command: Pick<SpawnCommand, "args" | "env">;
  readonly #output: FakeServerOutput;
  readonly #turns: Map<string, FakeServerTurn> = new Map();
  readonly #threads: string[] = [];
  readonly #folders: Map<string, string> = new Map();
  readonly #history: Map<string, PastTurn[]> = new Map();
  readonly #asked: Map<unknown, (answer: Message) => void> = new Map();
  readonly #archived: Set<string> = new Set();
  #requests = 0;
  #turnCount = 0;
  #logins = 0;

  /** A server that plays the turns of `state`. */
  constructor(
    state: FakeState,
    command: Pick<SpawnCommand, "args" | "env">,
    output: FakeServerOutput,
  ) {
    this.#state = state;
    this.#command = command;
    this.#output = output;
  }

  /** Takes a message of the client. */
  receive(line: string): void {
    const message = JSON.parse(line) as Message;
    const { id, method } = message;
    if (typeof method !== "string") {
      this.#asked.get(id)?.(message);
      this.#asked.delete(id);
      return;
    }
    if (id === undefined) return;
    try {
      const result = this.#answer(method, (message.params ?? {}) as Params);
      this.#say({ id, result });
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      this.#say({ id, error: { code: -32600, message: text } });
    }
  }

  /** The process ends, whatever turns run. */
  stop(): void {
    for (const turn of this.#turns.values()) turn.stop();
  }

  #answer(method: string, params: Params): unknown {
    switch (method) {
      case "initialize":
        return {
          userAgent: "fakeCodex/0.171.0 (fake)",
          codexHome: "",
          platformFamily: "unix",
          platformOs: "linux",
        };
      case "config/read":
        return { config: {} };
      case "configRequirements/read":
        return { requirements: null };
      case "account/read":
        return { account: null, requiresOpenaiAuth: false };
      case "model/list":
        return { data: [], nextCursor: null };
      case "thread/list":
        return { data: this.#listed(params.archived === true), nextCursor: null };
      case "thread/start":
      case "thread/fork":
        return { thread: this.#thread(this.#newThread(), params.cwd) };
      case "thread/resume":
      case "thread/read":
        return { thread: this.#thread(String(params.threadId), params.cwd) };
      case "thread/turns/list":
        return { data: this.#history.get(String(params.threadId)) ?? [], nextCursor: null };
      case "turn/start":
      case "review/start":
        return this.#start(params);
      case "thread/compact/start":
        this.#start(params);
        return {};
      case "turn/steer":
        this.#turn(params).steer(promptOf(params));
        return { turnId: params.expectedTurnId };
      case "turn/interrupt":
        this.#turn(params).interrupt();
        return {};
      case "thread/backgroundTerminals/list":
        return { data: [], nextCursor: null };
      case "fs/getMetadata": // Every path is there, and none is a link.
        return { isDirectory: false, isFile: true, isSymlink: false };
      case "account/rateLimits/read":
        return { rateLimits: LIMITS, rateLimitsByLimitId: null };
      case "thread/unsubscribe":
        queueMicrotask(() =>
          this.#say({ method: "thread/closed", params: { threadId: params.threadId } })
        );
        return { status: "unsubscribed" };
      case "account/login/start":
        return this.#login(params);
      case "thread/archive":
        this.#archived.add(String(params.threadId));
        return {};
      case "thread/unarchive":
        this.#archived.delete(String(params.threadId));
        return {};
      case "thread/settings/update":
      case "thread/backgroundTerminals/clean":
      case "account/login/cancel":
      case "account/logout":
      case "thread/delete":
      case "thread/name/set":
      case "thread/revert":
        return {};
      default:
        throw new Error(`fakeCodex: the fake app-server has no method ${method}`);
    }
  }

  /** Every login succeeds at once. */
  #login({ type }: Params): unknown {
    const loginId = type === "apiKey" ? null : `login_${++this.#logins}`;
    const params = { loginId, success: true, error: null };
    queueMicrotask(() => this.#say({ method: "account/login/completed", params }));
    if (type === "chatgpt") return { type, loginId, authUrl: "http://127.0.0.1/login" };
    if (type === "apiKey") return { type };
    return { type, loginId, verificationUrl: "http://127.0.0.1/device", userCode: "FAKE-CODE" };
  }

  #newThread(): string {
    const id = this.#state.newThread();
    this.#threads.push(id);
    return id;
  }

  #listed(archived: boolean): unknown[] {
    const ids = this.#threads.filter((id) => this.#archived.has(id) === archived);
    return ids.map((id) => this.#thread(id));
  }

  #thread(id: string, cwd?: unknown): unknown {
    if (typeof cwd === "string") this.#folders.set(id, cwd);
    return threadInfo(id, this.#folder(id));
  }

  #folder(id: string): string {
    return this.#folders.get(id) ?? "/";
  }

  #start(params: Params): unknown {
    const threadId = String(params.threadId);
    const call: FakeCall = {
      args: this.#command.args,
      env: this.#command.env,
      prompt: promptOf(params),
      images: imagesOf(params),
      schema: params.outputSchema,
      threadId,
      toolAnswers: [],
      decisions: [],
      steers: [],
    };
    const script = this.#state.begin(call);
    const turnId = `turn_${++this.#turnCount}`;
    const past: PastTurn = { id: turnId, status: "inProgress", items: [], error: null };
    this.#history.set(threadId, [...this.#history.get(threadId) ?? [], past]);
    const turn = new FakeServerTurn(script, call, {
      notify: (method, params) => {
        record(past, method, params);
        this.#say({ method, params: { threadId, turnId, ...params } });
      },
      ask: (method, params) => this.#ask(method, { threadId, turnId, ...params }),
      stderr: (text) => this.#output.stderr(text),
      exit: (status) => this.#output.exit(status),
      usage: shareOf(script),
      add: (usage) => this.#state.add(threadId, usage),
      turnId,
      folder: this.#folder(threadId),
    });
    this.#turns.set(threadId, turn);
    // After the answer, as the real one mostly does.
    queueMicrotask(() => void turn.play());
    return { turn: { id: turnId, status: "inProgress", items: [], error: null } };
  }

  #turn(params: Params): FakeServerTurn {
    const turn = this.#turns.get(String(params.threadId));
    if (turn === undefined) throw new Error("no active turn to interrupt");
    return turn;
  }

  /** The server's requests have ids of their own, from 0. */
  #ask(method: string, params: Params): Promise<Message> {
    const id = this.#requests++;
    return new Promise((resolve) => {
      this.#asked.set(id, resolve);
      this.#say({ id, method, params });
    });
  }

  #say(message: Message): void {
    this.#output.send(`${JSON.stringify(message)}\n`);
  }
}

/** A turn as the server keeps it. */
interface PastTurn {
  readonly id: string;
  status: unknown;
  readonly items: unknown[];
  error: unknown;
}

/** Keeps what the server tells of a turn. */
function record(past: PastTurn, method: string, params: Params): void {
  if (method === "item/completed") past.items.push(params.item);
  if (method !== "turn/completed") return;
  const { status, error } = params.turn as Params;
  past.status = status;
  past.error = error;
}

const LIMITS = {
  limitId: "codex",
  primary: { usedPercent: 0, windowDurationMins: 300, resetsAt: null },
  secondary: null,
  credits: null,
  planType: null,
  rateLimitReachedType: null,
};

function threadInfo(id: string, cwd: string): unknown {
  return {
    id,
    name: null,
    preview: "",
    cwd,
    source: "vscode",
    ephemeral: false,
    createdAt: 0,
    updatedAt: 0,
    forkedFromId: null,
    turns: [],
  };
}

function parts(params: Params): readonly Params[] {
  return Array.isArray(params.input) ? params.input : [];
}

function promptOf(params: Params): string {
  return parts(params).flatMap(({ text }) => typeof text === "string" ? [text] : []).join("\n\n");
}

function imagesOf(params: Params): string[] {
  return parts(params).flatMap(({ type, path, url }) => {
    const image = type === "image" ? url : type === "localImage" ? path : null;
    return typeof image === "string" ? [image] : [];
  });
}
