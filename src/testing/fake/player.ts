/**
 * Plays turns: what a fake Codex remembers between them, and what each says.
 *
 * @module
 */
import type { ThreadEvent, Usage } from "../../core/vocabulary/events.ts";
import type { ThreadItem } from "../../core/vocabulary/items.ts";
import type { FakeExpectation, FakeItem, FakeTurn } from "./script.ts";

/** What a fake Codex was called with. */
export interface FakeCall {
  /** Arguments of the process, without the executable. Over the app-server: those of the server. */
  readonly args: readonly string[];
  /** The variables that the SDK added, or the whole environment if the client was given one. */
  readonly env: Readonly<Record<string, string>>;
  /** The prompt. */
  readonly prompt: string;
  /** The images' paths; over the app-server those given as bytes are `data:` URLs. */
  readonly images: readonly string[];
  /** The output schema, or undefined. */
  readonly schema: unknown;
  /** The thread that was resumed or forked, or null. */
  readonly threadId: string | null;
  /** What the host's tools answered, in the order of the calls; of a fake binary over the app-server only. */
  readonly toolAnswers: unknown[];
  /** Over the app-server: what was answered to the requests for approval, in order. */
  readonly decisions: unknown[];
  /** Over the app-server: what the turn was steered with, in order. */
  readonly steers: string[];
}

/** Turns, in the order they are asked for, or a function that makes them. */
export type FakeScript =
  | readonly FakeTurn[]
  | ((call: FakeCall, index: number) => FakeTurn);

const USAGE: Usage = {
  input_tokens: 42,
  cached_input_tokens: 12,
  cache_write_input_tokens: 0,
  output_tokens: 5,
  reasoning_output_tokens: 3,
};

/** The state of a fake Codex over all its processes. */
export class FakeState {
  /** What it was called with, turn by turn. */
  readonly calls: FakeCall[] = [];
  readonly #script: FakeScript;
  readonly #usage: Map<string, Usage> = new Map();
  readonly #unkept: Set<string> = new Set();
  readonly #done: number;
  #threads: number;

  /**
   * @param script The turns.
   * @param done Turns that other processes of the same fake have played.
   */
  constructor(script: FakeScript, done = 0) {
    this.#script = script;
    this.#done = done;
    this.#threads = done;
  }

  /**
   * The turn for a call.
   *
   * @throws {Error} If the script has no more, or expected another call; it shows both.
   */
  begin(call: FakeCall): FakeTurn {
    const index = this.#done + this.calls.push(call) - 1;
    if (typeof this.#script === "function") return checked(this.#script(call, index), call, index);
    const turn = this.#script[index];
    if (turn === undefined) {
      throw new Error(
        `fakeCodex: the script has ${this.#script.length} turns, and turn ${
          index + 1
        } was asked for with the prompt ${JSON.stringify(call.prompt)}`,
      );
    }
    return checked(turn, call, index);
  }

  /** A new thread's id. */
  newThread(): string {
    return `01a20000-0000-7000-8000-${(++this.#threads).toString(16).padStart(12, "0")}`;
  }

  /** The thread has no file: it cannot be resumed. */
  forget(threadId: string): void {
    this.#unkept.add(threadId);
  }

  /** Whether a thread has no file. */
  forgot(threadId: string): boolean {
    return this.#unkept.has(threadId);
  }

  /** The usage of a thread after a turn: like Codex's, the total of the whole thread. */
  total(threadId: string, turn: FakeTurn): Usage {
    const before = this.#usage.get(threadId);
    const share = { ...USAGE, ...turn.usage };
    const total = { ...share };
    for (const key of Object.keys(total) as (keyof Usage)[]) total[key] += before?.[key] ?? 0;
    this.#usage.set(threadId, total);
    return total;
  }
}

/** The item's first event, or null for those that only end. */
export function startedItem(item: FakeItem, id: string): ThreadItem | null {
  switch (item.type) {
    case "command_execution":
      return { ...item, id, aggregated_output: "", exit_code: null, status: "in_progress" };
    case "file_change":
      return { ...item, id, status: "in_progress" };
    case "mcp_tool_call":
      return { ...item, id, result: null, error: null, status: "in_progress" };
    case "collab_tool_call":
      return { ...item, id, status: "in_progress" };
    case "web_search":
      return { ...item, id, query: "", action: { type: "other" } };
    case "todo_list":
      return { ...item, id };
    default:
      return null;
  }
}

/** The events of an item. */
export function itemEvents(item: FakeItem, id: string): ThreadEvent[] {
  const started = startedItem(item, id);
  const completed: ThreadEvent = { type: "item.completed", item: { ...item, id } as ThreadItem };
  return started === null ? [completed] : [{ type: "item.started", item: started }, completed];
}

function checked(turn: FakeTurn, call: FakeCall, index: number): FakeTurn {
  const { expect } = turn;
  const problem = expect === undefined ? null : difference(expect, call);
  if (problem === null) return turn;
  throw new Error(`fakeCodex: turn ${index + 1} was called with another ${problem}`);
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
    return told("images", images, call.images);
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
