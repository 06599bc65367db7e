/**
 * What all errors have in common: the facts of the turn, and `instanceof` across copies of the SDK.
 *
 * @module
 */
import type { Usage } from "../events.ts";
import type { Failure } from "../failure.ts";
import type { ThreadItem } from "../items.ts";

/** What was known of a turn when it failed. */
export interface TurnFacts {
  /** The thread's id, if it was known. */
  readonly threadId: string | null;
  /** The items of the turn: the completed ones, then those that were still open. */
  readonly items: readonly ThreadItem[];
  /** The token usage, if it was told. */
  readonly usage: Usage | null;
  /** What the turn's last `error` event told, if there was one. */
  readonly lastError?: Failure | null;
}

const NO_FACTS: TurnFacts = { threadId: null, items: [], usage: null };

/** What every copy of this module knows its errors by. */
const ATTACH = Symbol.for("@codex-js/sdk: facts of an error");

let isOwn: (value: object) => boolean;

/**
 * The base class of every error that the SDK raises.
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
    this.prototype.name = "CodexError";
    isOwn = (value) => #facts in value;
    Object.defineProperty(this, Symbol.hasInstance, { value: isInstance });
    Object.defineProperty(this.prototype, ATTACH, {
      value(this: CodexError, facts: TurnFacts): void {
        this.#facts = facts;
      },
    });
  }

  /** The id of the thread the turn belonged to, or null. */
  get threadId(): string | null {
    return this.#facts.threadId;
  }

  /**
   * The turn's items as far as they were known: the completed ones, then those still open. Of a
   * streamed turn at least the last 4 KiB of them.
   */
  get items(): readonly ThreadItem[] {
    return this.#facts.items;
  }

  /**
   * The tokens of the whole thread as far as they were told, as `usage` of a turn has them; null where
   * nothing was told: over exec, of a turn that was not completed.
   */
  get usage(): Usage | null {
    return this.#facts.usage;
  }

  /**
   * What the turn's last `error` event told, or null. Of a turn that did not come to a verdict it is
   * usually the cause: a service that cannot be reached, say.
   */
  get lastError(): Failure | null {
    return this.#facts.lastError ?? null;
  }

  /** Whether the same call may succeed later; see `isRetryable()`. */
  get retryable(): boolean {
    return this.lastError?.retryable ?? false;
  }
}

/** Adds to an error what is known of the turn. */
export function attachFacts(error: CodexError, facts: TurnFacts): void {
  const { [ATTACH]: attach } = error as unknown as { [ATTACH](facts: TurnFacts): void };
  attach.call(error, facts);
}

/**
 * `instanceof` for the errors: a program that imports the SDK and requires it, or bundles it twice,
 * has two copies of each class, and an error of one is an instance of the other's by its name.
 */
function isInstance(this: { readonly prototype: Error }, value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const { prototype } = this;
  // A caller's own subclass has no name of its own there, and no copy in the SDK.
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
