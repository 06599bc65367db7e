/**
 * The result of a turn.
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
   * The completed items, in the order of their completion. This is not an audit log: Codex may not report a
   * command that its sandbox refuses at once, and does not complete one that outlives the turn.
   */
  items: ThreadItem[];
  /** The text of the last `agent_message`, or "" if none; in plan mode, the plan if it came last. */
  finalResponse: string;
  /** The token usage that Codex reported: since 0.98, that of the whole thread. */
  usage: Usage | null;
  /**
   * The token usage of this turn alone, or null if it is not certain: before Codex 0.140, for the first turn
   * of a forked thread or after `revertThread()`, and over exec also for the first turn of a resumed thread and
   * for the turn after one that was not completed.
   */
  turnUsage: Usage | null;
  /** The final message, parsed and validated. Present only with an `outputSchema`. */
  output?: Output;
};

/**
 * Alias of `Turn`, the result of `run()`.
 *
 * @category Turns
 */
export type RunResult<Output = unknown> = Turn<Output>;

/**
 * A completed turn, with `output` if structured output was requested.
 *
 * @category Turns
 */
export type TurnWith<Output> = Output extends undefined ? Turn<Output>
  : Turn<Output> & { output: Output };
