/**
 * Fuzzing: random input, the same for the same seed.
 *
 * @module
 */
import { below, type Json, random } from "../random.ts";

/** Numbers from 0 to 1. */
export type Next = () => number;

/** A parser, and how to try it. */
export interface Target {
  /** "symbol() does thing". */
  readonly name: string;
  /** How often the suite tries it: about a second or two. */
  readonly runs: number;
  /** One try; throws or rejects if what it finds is wrong. */
  readonly once: (next: Next) => void | Promise<void>;
}

/** Tries a target, each time from a seed of its own, so that one try alone can be repeated. */
export async function fuzz(target: Target, seed: number, runs: number): Promise<void> {
  for (let run = 0; run < runs; run++) {
    const own = seed + run;
    try {
      await target.once(random(own));
    } catch (cause) {
      throw new Error(`with seed ${own}: ${cause instanceof Error ? cause.message : cause}`, {
        cause,
      });
    }
  }
}

/** One of some things. */
export function pick<T>(next: Next, of: readonly T[]): T {
  return of[below(next, of.length)] as T;
}

/** Pieces that parsers stumble over. */
const PIECES = [
  "a",
  "é",
  "中",
  "😀",
  "\u2028",
  "\u2029",
  "\uFEFF",
  "\0",
  "\x1b[2J",
  "\x7f",
  "\\",
  '"',
  "'",
  "\n",
  "\r",
  "\t",
  " ",
  "=",
  ".",
  "#",
  "$(id)",
  "`",
  "-",
  "__proto__",
  "constructor",
];

/** What is written in JSON as it is: on Deno 2.9.6 `JSON.parse()` takes an escape in a name for another one. */
const NAMES = PIECES.filter((piece) => JSON.stringify(piece) === `"${piece}"`);

/** A text of such pieces. */
export function text(next: Next, pieces: readonly string[] = PIECES): string {
  let whole = "";
  for (let left = below(next, 6); left > 0; left--) whole += pick(next, pieces);
  return whole;
}

/** A value as JSON has it. */
export function json(next: Next, depth = 0): unknown {
  switch (below(next, depth > 3 ? 5 : 7)) {
    case 0:
      return text(next);
    case 1:
      return pick(next, [0, -1, 1.5, 1e300, 2 ** 53]);
    case 2:
      return null;
    case 3:
      return next() < 0.5;
    case 4:
      return pick(next, ["object", "string", "turn.started", "item_0", "agent_message"]);
    case 5:
      return Array.from({ length: below(next, 4) }, () => json(next, depth + 1));
    default:
      return members(next, () => [text(next, NAMES), json(next, depth + 1)]);
  }
}

/** An object of some members. `__proto__` is a name like any other. */
export function members(next: Next, member: () => readonly [string, unknown]): Json {
  return Object.fromEntries(Array.from({ length: below(next, 5) }, member));
}

/** A text with some of its characters replaced, left out or doubled. */
export function damaged(next: Next, whole: string): string {
  let result = whole;
  for (let left = below(next, 4); left > 0; left--) {
    const at = below(next, result.length + 1);
    const end = at + below(next, 3);
    result = result.slice(0, at) + (next() < 0.5 ? text(next) : "") + result.slice(end);
  }
  return result;
}
