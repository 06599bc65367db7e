/**
 * Who answers what Codex asks. Types only.
 *
 * @module
 */
import type { OnApproval } from "./approvals.ts";
import type { OnElicitation, OnUserInput } from "./user_input.ts";

/**
 * Who answers what Codex asks. A turn's callbacks go before the thread's, those before the client's.
 *
 * @category Approvals and tools
 */
export interface LiveCallbacks {
  /** Decides about commands, file changes, MCP tools and permissions. Default: decline. */
  onApproval?: OnApproval | undefined;
  /** Answers questions of the model. Default: no answers. */
  onUserInput?: OnUserInput | undefined;
  /** Answers MCP servers. Default: decline. */
  onElicitation?: OnElicitation | undefined;
}
