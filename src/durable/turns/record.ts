/**
 * What the SDK itself stores under a key, besides Codex's files.
 *
 * @module
 */
import { parsedLine } from "../../core/rollout/lines.ts";
import { CodexError } from "../../core/vocabulary/errors.ts";
import type { Turn } from "../../core/vocabulary/turn.ts";

/** The name of the file. */
export const RECORD = "durable.jsonl";

/** One line of it. */
export type Entry =
  /** A message is about to be given to the thread, whose file has this many bytes. */
  | { readonly message: string; readonly thread: string | null; readonly from: number }
  /** A message is about to be continued, after this many turns that were cut off. */
  | { readonly message: string; readonly after: number; readonly from: number }
  /** Codex has reported the thread's id, over exec. */
  | { readonly message: string; readonly thread: string }
  /** A question is about to be put. */
  | { readonly message: string; readonly asked: string; readonly what: string }
  /** The item that a question was about has ended. */
  | { readonly message: string; readonly over: string }
  /** A question was answered, and Codex is about to be told; it may be over with that. */
  | { readonly message: string; readonly answered: string; readonly over?: string }
  /** A message's turn is complete. */
  | { readonly message: string; readonly result: Turn };

/** A message that was begun. */
export interface Begun {
  /** Questions that were put and whose items have not ended: what was asked, by id. */
  readonly questions: Map<string, string>;
  /** Its result, or null. */
  result: Turn | null;
}

/** What is known of a key. */
export class KeyRecord {
  /** The thread, or null if none was started. */
  thread: string | null = null;
  readonly #messages: Map<string, Begun> = new Map();
  readonly #starts: { readonly message: string; readonly from: number }[] = [];

  /**
   * Reads the file, if there is one.
   *
   * @throws {CodexError} If it is not as it was written.
   */
  read(data: Uint8Array | undefined): void {
    for (const [i, line] of new TextDecoder().decode(data).split("\n").entries()) {
      if (line === "") continue;
      const entry = parsedLine(line);
      if (typeof Object(entry).message !== "string") {
        throw new CodexError(
          `Cannot run a durable turn: line ${i + 1} of ${RECORD} is not as it was stored; ` +
            "restore the key in the store, or delete it",
        );
      }
      this.add(entry as Entry);
    }
  }

  /** What is known of a message, or null. */
  message(id: string): Begun | null {
    return this.#messages.get(id) ?? null;
  }

  /** The message whose turn begins after this many bytes of the thread's file, or null. */
  owner(at: number): string | null {
    return this.#starts.findLast(({ from }) => from <= at)?.message ?? null;
  }

  /** Takes one more line. */
  add(entry: Entry): void {
    const { message } = entry;
    if ("thread" in entry) this.thread = entry.thread ?? this.thread;
    if ("from" in entry) {
      // A message that must be said again asks the same questions.
      const questions = this.message(message)?.questions ?? new Map<string, string>();
      this.#messages.set(message, { questions, result: null });
      this.#starts.push({ message, from: entry.from });
    }
    const known = this.#messages.get(message);
    if (known === undefined) return;
    if ("asked" in entry) known.questions.set(entry.asked, entry.what);
    if ("over" in entry && entry.over !== undefined) known.questions.delete(entry.over);
    if ("result" in entry) known.result = entry.result;
  }
}

/** A line as it is written. */
export function entryLine(entry: Entry): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(entry)}\n`);
}
