/**
 * What all errors have in common: facts about the turn, and `instanceof` across copies of the SDK.
 *
 * @module
 */
import type { Usage } from "../events.ts";
import type { Failure } from "../failure.ts";
import type { ThreadItem } from "../items.ts";

/** What was known about a turn when it failed. */
export interface TurnFacts {
  /** The thread's id, if it was known. */
  readonly threadId: string | null;
  /** The items of the turn: the completed ones, then those that were still open. */
  readonly items: readonly ThreadItem[];
  /** The token usage, if it was reported. */
  readonly usage: Usage | null;
  /** What the turn's last `error` event reported, if there was one. */
  readonly lastError?: Failure | null;
}

const NO_FACTS: TurnFacts = { threadId: null, items: [], usage: null };

/** How every copy of this module recognizes errors of the SDK. */
const ATTACH = Symbol.for("@codex-js/sdk: facts of an error");

let isOwn: (value: object) => boolean;

/**
 * The base class of the SDK's errors, except those of the browser's client (`WebClientError`) and those for
 * invalid calls of the test kit (`TypeError`).
 *
 * @example Keep the work of a failed turn
 * ```ts ignore
 * try {
 *   await thread.run("Fix the test");
 * } catch (error) {
 *   if (error instanceof CodexError) console.log(error.threadId, error.items);
 * }
 * ```
 *
 * @category Errors
 */
export class CodexError extends Error {
  // Not enumerable, so that printing an error does not print all that the model's commands said.
  #facts: TurnFacts = NO_FACTS;

  static {
    // Not by an assignment, which fails in a program that has frozen `Error.prototype`.
    Object.defineProperty(this.prototype, "name", {
      value: "CodexError",
      writable: true,
      configurable: true,
    });
    isOwn = (value) => #facts in value;
    Object.defineProperty(this, Symbol.hasInstance, { value: isInstance });
    Object.defineProperty(this.prototype, ATTACH, {
      value(this: CodexError, facts: TurnFacts): void {
        this.#facts = facts;
      },
    });
  }

  /** The id of the thread that the turn belonged to, or null. */
  get threadId(): string | null {
    return this.#facts.threadId;
  }

  /**
   * The turn's items that were known when it failed: the completed ones, then those still open. For a
   * streamed turn, at least the last 4 KiB of them.
   */
  get items(): readonly ThreadItem[] {
    return this.#facts.items;
  }

  /**
   * The token usage of the whole thread as last reported, as in `usage` of a turn; null if none was
   * reported, as over exec if the turn was not completed.
   */
  get usage(): Usage | null {
    return this.#facts.usage;
  }

  /**
   * What the turn's last `error` event reported, or null. For a turn that neither completed nor failed, it
   * is usually the cause: a service that cannot be reached, for example.
   */
  get lastError(): Failure | null {
    return this.#facts.lastError ?? null;
  }

  /** Whether the same call may succeed later; see `isRetryable()`. */
  get retryable(): boolean {
    return this.lastError?.retryable ?? false;
  }
}

/** Adds to an error what is known about the turn. */
export function attachFacts(error: CodexError, facts: TurnFacts): void {
  const { [ATTACH]: attach } = error as unknown as { [ATTACH](facts: TurnFacts): void };
  attach.call(error, facts);
}

/**
 * `instanceof` for the errors. A program that both imports and requires the SDK, or bundles it twice,
 * has two copies of each class; an error of one copy counts as an instance of the other's by its name.
 */
function isInstance(this: { readonly prototype: Error }, value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const { prototype } = this;
  // A caller's own subclass has no own name there, and no copy in the SDK.
  const hasCopies = Object.hasOwn(prototype, "name");
  if (isOwn(value) || !(ATTACH in value) || !hasCopies) return inherits(value, prototype);
  let above: object | null = value;
  while ((above = Object.getPrototypeOf(above)) !== null) {
    if (Object.hasOwn(above, "name") && (above as Error).name === prototype.name) return true;
  }
  return false;
}

function inherits(value: object, prototype: object): boolean {
  return Object.prototype.isPrototypeOf.call(prototype, value);
}
