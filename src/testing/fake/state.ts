/**
 * What a fake Codex remembers between turns: its script, its calls, and its threads with their tokens.
 *
 * @module
 */
import type { Usage } from "../../core/vocabulary/events.ts";
import { addUsage, NO_USAGE } from "../../core/vocabulary/usage.ts";
import { type FakeThread, FakeThreads, type ThreadLocks } from "./threads.ts";
import { type FakeExpectation, type FakeTurn, isTurn } from "../script/script.ts";

/**
 * A call of a fake Codex.
 *
 * @category Fake Codex
 */
export interface FakeCall {
  /** The process's arguments, without the executable. Over the app-server: those of the server. */
  readonly args: readonly string[];
  /** The variables that the SDK added, or the whole environment if the client was given one. */
  readonly env: Readonly<Record<string, string>>;
  /** The prompt. For a review: what it looks at, in Codex's words; for a compaction: "". */
  readonly prompt: string;
  /** The images' paths; over the app-server, images given as bytes are `data:` URLs. */
  readonly images: readonly string[];
  /** The output schema, or undefined. */
  readonly schema: unknown;
  /**
   * Over exec: the thread that was resumed or forked, or null. Over the app-server: the turn's thread.
   */
  readonly threadId: string | null;
  /** The answers of the host's tools, in the order of the calls. */
  readonly toolAnswers: unknown[];
  /** Over the app-server: the answers to requests for approval, in order. */
  readonly decisions: unknown[];
  /** Over the app-server: the texts that the turn was steered with, in order. */
  readonly steers: string[];
}

/**
 * Turns, in the order in which they are requested, or a function that makes them.
 *
 * @category Fake Codex
 */
export type FakeScript =
  | readonly FakeTurn[]
  | ((call: FakeCall, index: number) => FakeTurn);

/** Gives a number, from 0, that nobody else has who plays the same fake. */
export type Claim = (what: "turn" | "thread") => number;

/** A thread, or that there is none any more, for other processes. */
export interface KeptThread {
  readonly id: string;
  readonly thread: FakeThread | null;
  readonly usage?: Usage | undefined;
}

/** Numbers of one process. */
function counter(): Claim {
  const next = { turn: 0, thread: 0 };
  return (what) => next[what]++;
}

const USAGE: Usage = {
  input_tokens: 42,
  cached_input_tokens: 12,
  cache_write_input_tokens: 0,
  output_tokens: 5,
  reasoning_output_tokens: 3,
};

/** The state of a fake Codex, across all its processes. */
export class FakeState {
  /** The calls, turn by turn. */
  readonly calls: FakeCall[] = [];
  readonly #script: FakeScript;
  /** The threads that it has. */
  readonly threads: FakeThreads;
  readonly #usage: Map<string, Usage> = new Map();
  readonly #claim: Claim;
  #turn = 0;

  /**
   * @param script The turns.
   * @param claim Numbers its turns and threads. Default: those of this process.
   * @param locks Who writes to a thread. Default: there are no other processes.
   */
  constructor(script: FakeScript, claim: Claim = counter(), locks?: ThreadLocks) {
    this.#script = script;
    this.#claim = claim;
    this.threads = new FakeThreads(() => claim("thread"), locks);
  }

  /**
   * The turn for a call.
   *
   * @throws {Error} If the script has no more turns, or expected a different call; the error shows both.
   */
  begin(call: FakeCall): FakeTurn {
    const index = this.#claim("turn");
    this.#turn = index + 1;
    this.calls.push(call);
    if (typeof this.#script === "function") return checked(this.#script(call, index), call, index);
    const turn = this.#script[index];
    if (turn === undefined) {
      throw new Error(
        `fakeCodex: the script has ${counted(this.#script.length)}, and turn ${
          index + 1
        } was requested with the prompt ${JSON.stringify(call.prompt)}`,
      );
    }
    return checked(turn, call, index);
  }

  /** The number of the turn that has begun last, from 1. */
  get turn(): number {
    return this.#turn;
  }

  /** What is to be known of its threads to other processes. */
  kept(): KeptThread[] {
    return this.threads.kept().map((kept) => ({ ...kept, usage: this.#usage.get(kept.id) }));
  }

  /** What other processes have kept. */
  restore(all: readonly KeptThread[]): void {
    for (const { usage, ...kept } of all) {
      this.threads.restore(kept);
      if (usage !== undefined) this.#usage.set(kept.id, usage);
    }
  }

  /** A thread continues from the usage of another one. */
  inherit(threadId: string, from: string): void {
    const usage = this.#usage.get(from);
    if (usage !== undefined) this.#usage.set(threadId, usage);
  }

  /** The usage of a thread after a turn: like Codex's, the total of the whole thread. */
  total(threadId: string, turn: FakeTurn): Usage {
    return this.add(threadId, shareOf(turn));
  }

  /** Adds tokens to those of a thread; returns its total. */
  add(threadId: string, usage: Usage): Usage {
    const total = addUsage(this.#usage.get(threadId) ?? null, usage);
    this.#usage.set(threadId, total);
    return total;
  }
}

/** What a turn uses besides its `uses()`. */
export function shareOf({ steps, usage }: FakeTurn): Usage {
  return { ...steps.some((step) => step.do === "use") ? NO_USAGE : USAGE, ...usage };
}

function checked(turn: FakeTurn, call: FakeCall, index: number): FakeTurn {
  // A script in plain JavaScript may contain this.
  if (!isTurn(turn)) {
    const hint = turn as unknown instanceof Promise
      ? ", and return it directly, not as a promise"
      : "";
    throw new Error(
      `fakeCodex: turn ${index + 1} of the script is not a turn; make it with turn(…)${hint}`,
    );
  }
  const { expect } = turn;
  const problem = expect === undefined ? null : difference(expect, call);
  if (problem === null) return turn;
  throw new Error(`fakeCodex: turn ${index + 1} was called with a different ${problem}`);
}

function difference(expect: FakeExpectation, call: FakeCall): string | null {
  const { prompt, args, images, schema } = expect;
  if (prompt !== undefined) {
    // Unlike `test()`, `search()` starts at the beginning each time, whatever the flags.
    const fits = typeof prompt === "string"
      ? prompt === call.prompt
      : call.prompt.search(prompt) !== -1;
    if (!fits) return told("prompt", String(prompt), call.prompt);
  }
  if (args !== undefined && !includes(call.args, args)) return told("argv", args, call.args);
  if (images !== undefined && !same(images, call.images)) {
    return told("list of images", images, call.images);
  }
  if (schema !== undefined && !same(schema, call.schema)) {
    return told("schema", schema, call.schema);
  }
  return null;
}

function includes(args: readonly string[], wanted: readonly string[]): boolean {
  return args.some((_, start) => wanted.every((arg, offset) => args[start + offset] === arg));
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function told(what: string, expected: unknown, seen: unknown): string {
  return `${what}: expected ${JSON.stringify(expected)}, seen ${JSON.stringify(seen)}`;
}

function counted(turns: number): string {
  return turns === 1 ? "1 turn" : `${turns} turns`;
}
