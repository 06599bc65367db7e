/**
 * What a turn came to.
 *
 * @module
 */
import type { Usage } from "./events.ts";
import type { ThreadItem } from "./items.ts";

/**
 * A completed turn.
 *
 * @typeParam Output The type of `output`.
 * @category Turns
 */
export type Turn<Output = unknown> = {
  /**
   * The items that were completed, in the order of their completion. No audit log: Codex may tell nothing
   * of a command that its sandbox refuses at once, and completes none that outlives the turn.
   */
  items: ThreadItem[];
  /** The text of the last `agent_message`, or "" when there was none. In plan mode the plan, where it came last. */
  finalResponse: string;
  /** What Codex reported: since 0.98 the tokens of the whole thread. */
  usage: Usage | null;
  /**
   * The tokens of this turn alone, where that is sure; else null: before Codex 0.140, and over exec behind
   * a turn of the thread that has failed.
   */
  turnUsage: Usage | null;
  /** The final message, parsed and checked. Present only with an `outputSchema`. */
  output?: Output;
};

/**
 * Alias of `Turn`, the result of `run()`.
 *
 * @category Turns
 */
export type RunResult<Output = unknown> = Turn<Output>;

/**
 * A turn that was asked for structured output has it.
 *
 * @category Turns
 */
export type TurnWith<Output> = Output extends undefined ? Turn<Output>
  : Turn<Output> & { output: Output };
