/**
 * The error of an answer that does not fit its schema.
 *
 * @module
 */
import { CodexError } from "../vocabulary/errors.ts";
import type { SchemaIssue } from "./standard_schema.ts";
import type { Turn } from "../vocabulary/turn.ts";

/**
 * The answer does not fit the output schema.
 *
 * @category Errors
 */
export class OutputError extends CodexError {
  // Not enumerable, so that printing an error does not print all that the model said.
  readonly #text: string;
  readonly #issues: readonly SchemaIssue[];
  readonly #turn: Turn;

  static {
    this.prototype.name = "OutputError";
  }

  /**
   * Created by the SDK.
   *
   * @param message What does not fit.
   * @param answer The final message, the issues, and the turn, which was completed.
   * @param options The error behind it, when the schema itself threw.
   */
  constructor(
    message: string,
    answer: { readonly text: string; readonly issues: readonly SchemaIssue[]; readonly turn: Turn },
    options: { readonly cause?: unknown } = {},
  ) {
    super(message, options);
    this.#text = answer.text;
    this.#issues = answer.issues;
    this.#turn = answer.turn;
  }

  /** The final message, or "" when there was none. */
  get text(): string {
    return this.#text;
  }

  /** What does not fit. */
  get issues(): readonly SchemaIssue[] {
    return this.#issues;
  }

  /** The turn, which was completed. */
  get turn(): Turn {
    return this.#turn;
  }
}
