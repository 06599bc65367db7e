/**
 * A fake `codex app-server`: the part of the protocol that the client uses.
 *
 * @module
 */
import { messageOf as textOf } from "../../../core/base/plain_text.ts";
import { soon } from "../../../core/base/timers.ts";
import type { ExitStatus, SpawnCommand } from "../../../core/vocabulary/spawn.ts";
import { FakeServerTurn } from "./server_turn.ts";
import type { PastTurn } from "../threads.ts";
import { type FakeCall, type FakeState, shareOf } from "../state.ts";
import { record, threadAnswer } from "./thread_methods.ts";

/** The effects of a fake server. */
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
  readonly #asked: Map<unknown, (answer: Message) => void> = new Map();
  #requests = 0;
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
      const result = this.#answer(method, written((message.params ?? {}) as Params));
      this.#say({ id, result });
    } catch (error) {
      const text = textOf(error);
      this.#say({ id, error: { code: -32600, message: text } });
    }
  }

  /** The process ends, whatever turns are running. */
  stop(): void {
    for (const turn of this.#turns.values()) turn.stop();
    this.#state.threads.unload(this);
  }

  #answer(method: string, params: Params): unknown {
    const told = threadAnswer(this.#state, method, params, (method, params) => {
      soon(() => this.#say({ method, params }));
    }, this);
    if (told !== undefined) return told;
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
      case "turn/start":
      case "review/start":
        return this.#start(method, params);
      case "thread/compact/start":
        this.#start(method, params);
        return {};
      case "turn/steer":
        this.#active(params, "steer").steer(
          params.expectedTurnId,
          promptOf(params),
          messageOf(params),
        );
        return { turnId: params.expectedTurnId };
      case "turn/interrupt":
        // Without an id, whichever turn is running; or none.
        if (params.turnId === "" && !this.#isActive(params)) return {};
        this.#active(params, "interrupt").interrupt(params.turnId);
        return {};
      case "thread/backgroundTerminals/list":
        return { data: [], nextCursor: null };
      case "fs/getMetadata": // Every path exists, and none is a link.
        return { isDirectory: false, isFile: true, isSymlink: false };
      case "account/rateLimits/read":
        return { rateLimits: LIMITS, rateLimitsByLimitId: null };
      case "account/login/start":
        return this.#login(params);
      case "thread/settings/update":
      case "thread/backgroundTerminals/clean":
      case "account/login/cancel":
      case "account/logout":
        return {};
      default:
        throw new Error(`fakeCodex: the fake app-server has no method ${method}`);
    }
  }

  /** Every login succeeds at once. */
  #login({ type }: Params): unknown {
    const loginId = type === "apiKey" ? null : `login_${++this.#logins}`;
    const params = { loginId, success: true, error: null };
    soon(() => this.#say({ method: "account/login/completed", params }));
    if (type === "chatgpt") return { type, loginId, authUrl: "http://127.0.0.1/login" };
    if (type === "apiKey") return { type };
    return { type, loginId, verificationUrl: "http://127.0.0.1/device", userCode: "FAKE-CODE" };
  }

  #start(method: string, params: Params): unknown {
    const threadId = String(params.threadId);
    const thread = this.#state.threads.get(threadId);
    const call: FakeCall = {
      args: this.#command.args,
      env: this.#command.env,
      prompt: method === "review/start" ? reviewed(params) : promptOf(params),
      images: imagesOf(params),
      schema: params.outputSchema,
      threadId,
      toolAnswers: [],
      decisions: [],
      steers: [],
    };
    const script = this.#state.begin(call);
    thread.approvalPolicy = params.approvalPolicy ?? thread.approvalPolicy;
    const turnId = `turn_${this.#state.turn}`;
    const past: PastTurn = { id: turnId, status: "inProgress", items: [], error: null };
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
      method,
      messageId: messageOf(params),
      folder: thread.cwd,
      asks: mayAsk(thread.approvalPolicy),
    });
    thread.preview ||= call.prompt;
    thread.turns.push(past);
    this.#turns.set(threadId, turn);
    // Sent after the answer, as the real one usually does.
    soon(() => void turn.play());
    return { turn: { id: turnId, status: "inProgress", items: [], error: null } };
  }

  #isActive({ threadId }: Params): boolean {
    return this.#turns.get(String(threadId))?.over === false;
  }

  #active(params: Params, purpose: string): FakeServerTurn {
    const turn = this.#turns.get(String(params.threadId));
    if (turn === undefined || turn.over) throw new Error(`no active turn to ${purpose}`);
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

const LIMITS = {
  limitId: "codex",
  primary: { usedPercent: 0, windowDurationMins: 300, resetsAt: null },
  secondary: null,
  credits: null,
  planType: null,
  rateLimitReachedType: null,
};

/** The parameters with the thread's id as Codex writes it. */
function written(params: Params): Params {
  const { threadId } = params;
  return typeof threadId === "string" ? { ...params, threadId: threadId.toLowerCase() } : params;
}

function parts(params: Params): readonly Params[] {
  return Array.isArray(params.input) ? params.input : [];
}

function promptOf(params: Params): string {
  return parts(params).flatMap(({ text }) => typeof text === "string" ? [text] : []).join("\n\n");
}

/** The id that the client gave its message. */
function messageOf({ clientUserMessageId }: Params): string | null {
  return typeof clientUserMessageId === "string" ? clientUserMessageId : null;
}

/** What a review looks at, in Codex's words. */
function reviewed({ target }: Params): string {
  const { type, instructions, branch, sha, title } = Object(target) as Params;
  if (type === "custom") return String(instructions);
  if (type === "baseBranch") return `changes against '${branch}'`;
  if (type !== "commit") return "current changes";
  return `commit ${String(sha).slice(0, 7)}${title ? `: ${title}` : ""}`;
}

function imagesOf(params: Params): string[] {
  return parts(params).flatMap(({ type, path, url }) => {
    const image = type === "image" ? url : type === "localImage" ? path : null;
    return typeof image === "string" ? [image] : [];
  });
}

/** Whether Codex asks for approval under a policy. */
function mayAsk(policy: unknown): boolean {
  const { granular } = Object(policy) as { readonly granular?: { sandbox_approval?: unknown } };
  return granular === undefined ? policy !== "never" : granular.sandbox_approval === true;
}
