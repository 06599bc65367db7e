/**
 * The error for an answer that does not match its schema.
 *
 * @module
 */
import { CodexError } from "../vocabulary/errors.ts";
import type { SchemaIssue } from "./standard_schema.ts";
import type { Turn } from "../vocabulary/turn.ts";

/**
 * The answer does not match the output schema.
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
   * @param message What does not match.
   * @param answer The final message, the issues, and the turn, which was completed.
   * @param options The error behind it, if the schema itself threw.
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

  /** The final message, or "" if there was none. */
  get text(): string {
    return this.#text;
  }

  /** What does not match. */
  get issues(): readonly SchemaIssue[] {
    return this.#issues;
  }

  /** The turn, which was completed. */
  get turn(): Turn {
    return this.#turn;
  }
}
