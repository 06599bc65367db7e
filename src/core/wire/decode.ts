/**
 * Turns lines into events.
 *
 * @module
 */
import { DecodeError } from "../vocabulary/errors.ts";
import type { ThreadEvent, Usage } from "../vocabulary/events.ts";
import { isThreadId } from "../base/thread_id.ts";
import { plainText } from "../base/plain_text.ts";
import type { Redact } from "../ports/redact.ts";

/** Characters of a bad line that an error shows. */
const SHOWN = 1024;

type Json = { [key: string]: unknown };

/** Decodes the lines of one turn. */
export class EventDecoder {
  #lineNumber = 0;
  #usageIsTotal = false;
  readonly #redact: Redact;

  /** @param redact Takes secrets out of what an error shows. */
  constructor(redact: Redact = (text) => text) {
    this.#redact = redact;
  }

  /**
   * Whether the usage of `turn.completed` had `reasoning_output_tokens` (from Codex 0.140 on): only then is
   * it certain to be the total of the thread.
   */
  get usageIsTotal(): boolean {
    return this.#usageIsTotal;
  }

  /**
   * Decodes one line. Events and items of unknown types pass through untouched.
   *
   * @throws {DecodeError} If the line is not an event, or lacks a field that its type requires.
   */
  decode(line: string): ThreadEvent {
    this.#lineNumber++;
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      throw this.#error("it is not JSON", line);
    }
    if (!isObject(value)) throw this.#error("it is not a JSON object", line);
    if (typeof value.type !== "string") {
      throw this.#error('it has no "type"', line);
    }
    const problem = this.#check(value, value.type);
    if (problem !== null) throw this.#error(problem, line);
    return value as ThreadEvent;
  }

  /**
   * Returns which field that the SDK itself relies on is missing, or null. A known type is replaced by the
   * constant of the same text, so that later comparisons compare pointers, not characters.
   */
  #check(event: Json, type: string): string | null {
    switch (type) {
      case "item.completed":
        event.type = "item.completed";
        return checkItem(event.item, "item.completed");
      case "item.started":
        event.type = "item.started";
        return checkItem(event.item, "item.started");
      case "item.updated":
        event.type = "item.updated";
        return checkItem(event.item, "item.updated");
      case "thread.started":
        // It becomes an argument of the next turn.
        return isThreadId(event.thread_id) ? null : '"thread.started" has no "thread_id", a UUID';
      case "turn.completed":
        return this.#checkUsage(event.usage);
      case "turn.failed":
        return isObject(event.error) && typeof event.error.message === "string"
          ? null
          : '"turn.failed" has no error with a "message"';
      case "error":
        return typeof event.message === "string" ? null : '"error" has no "message"';
      default:
        return null;
    }
  }

  #checkUsage(usage: unknown): string | null {
    if (!isObject(usage)) return '"turn.completed" has no "usage"';
    for (const key of ["input_tokens", "cached_input_tokens", "output_tokens"]) {
      if (typeof usage[key] !== "number") return `its usage has no "${key}"`;
    }
    this.#usageIsTotal = typeof usage.reasoning_output_tokens === "number";
    const whole = usage as Usage;
    whole.cache_write_input_tokens ??= 0;
    whole.reasoning_output_tokens ??= 0;
    return null;
  }

  #error(reason: string, line: string): DecodeError {
    // Redacted before it is shortened: a part of a secret would no longer match.
    const cut = line.length > 2 * SHOWN;
    const plain = plainText(line.slice(0, 2 * SHOWN));
    const text = cut ? this.#redact(plain, "end") : this.#redact(plain);
    const shown = text.slice(0, SHOWN);
    return new DecodeError(reason, shown, this.#lineNumber);
  }
}

function checkItem(item: unknown, type: string): string | null {
  if (!isObject(item) || typeof item.type !== "string") {
    return `"${type}" has no item with a "type"`;
  }
  if (item.type !== "agent_message") return null;
  item.type = "agent_message";
  return typeof item.text === "string" ? null : '"agent_message" has no "text"';
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
