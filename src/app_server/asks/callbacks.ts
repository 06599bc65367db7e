/**
 * The callbacks that answer Codex's requests. Types only.
 *
 * @module
 */
import type { OnApproval } from "./approvals.ts";
import type { OnElicitation, OnUserInput } from "./user_input.ts";

/**
 * The callbacks that answer Codex's requests. A turn's callback takes precedence over the thread's, and
 * the thread's over the client's. On a server that this client did not start, the requests for which it has
 * none are left to other clients, instead of the defaults below.
 *
 * @category Approvals and tools
 */
export interface LiveCallbacks {
  /** Decides about commands, file changes, MCP tools and permissions. Default: decline. */
  onApproval?: OnApproval | undefined;
  /** Answers the model's questions. Default: no answers. */
  onUserInput?: OnUserInput | undefined;
  /** Answers the questions of MCP servers. Default: decline. */
  onElicitation?: OnElicitation | undefined;
}
