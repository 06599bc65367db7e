/**
 * Requests for approval, which Codex makes before it acts, and their answers.
 *
 * @module
 */

/**
 * What every request for approval has in common.
 *
 * @category Approvals and tools
 */
export interface ApprovalBase {
  /** The thread that asks; may be the thread of a sub-agent. */
  readonly threadId: string;
  /** The turn that asks. */
  readonly turnId: string;
  /**
   * The item that waits for the answer, by its `id` in the events; null if no event mentions it, as with
   * a request for permissions.
   */
  readonly itemId: string | null;
  /**
   * The folders that the thread works in: its working directory first, then the other folders that it may
   * write to. Absolute, with links followed. Empty if it is unknown what lies in them: a path of this request
   * goes through a link on another machine, or this program may not look.
   */
  readonly workspace: readonly string[];
  /** Why Codex asks, in its own words, or null. */
  readonly reason: string | null;
  /**
   * Fires when your answer is no longer needed: the turn has ended, another client has answered, or the
   * thread or the connection was closed. A later answer is ignored. It also fires after your own answer.
   */
  readonly signal: AbortSignal;
}

/**
 * Codex asks to run a command outside the sandbox, or one that the policy does not trust.
 *
 * @category Approvals and tools
 */
export interface CommandApproval extends ApprovalBase {
  /** Discriminant. */
  readonly kind: "command";
  /** "run": start the command; "write_input": write to the input of one that is already running. */
  readonly action: "run" | "write_input";
  /** The command line; "" if only network access is requested. */
  readonly command: string;
  /** The folder that the command runs in, or null. */
  readonly cwd: string | null;
  /**
   * The rule that "accept_with_amendment" adds to `$CODEX_HOME/rules/default.rules`: from then on, commands
   * that begin with these words run without asking, outside the sandbox, in every thread. Null if Codex does
   * not offer that answer, for example when a command needs `additionalPermissions`.
   */
  readonly proposedAmendment: readonly string[] | null;
  /** The host that the command wants to reach, or null if the request is not about network access. */
  readonly network: { readonly host: string; readonly protocol: string } | null;
  /** Permissions that the command needs beyond the sandbox's, in the server's own form, or null. */
  readonly additionalPermissions: unknown;
}

/**
 * A file that Codex wants to change. A file that is moved has two paths, both of which are written to.
 *
 * @category Approvals and tools
 */
export interface ProposedChange {
  /** The file, as Codex names it. */
  readonly path: string;
  /** What is done to it. */
  readonly kind: "add" | "delete" | "update";
  /** Where the file is moved to, as Codex names it; null if it is not moved. */
  readonly movePath: string | null;
  /** The change as a diff. The model wrote it, so paths in it prove nothing. */
  readonly diff: string;
  /**
   * The file that is really written to: absolute, with links followed as they were when Codex asked. On
   * another machine (a `spawn` of your own), links cannot be followed, and the path is only normalized.
   */
  readonly absolutePath: string;
  /** The real destination of `movePath`, likewise; null if the file is not moved. */
  readonly absoluteMovePath: string | null;
}

/**
 * Codex asks to change files.
 *
 * @category Approvals and tools
 */
export interface FileChangeApproval extends ApprovalBase {
  /** Discriminant. */
  readonly kind: "file_change";
  /** The files, each with the change to it. */
  readonly changes: readonly ProposedChange[];
  /** A folder that Codex wants to write to for the rest of the session, or null. */
  readonly grantRoot: string | null;
}

/**
 * Codex asks to call a tool of an MCP server that may change things.
 *
 * @category Approvals and tools
 */
export interface McpToolApproval extends ApprovalBase {
  /** Discriminant. */
  readonly kind: "mcp_tool";
  /** The name of the MCP server. */
  readonly server: string;
  /** The name of the tool. */
  readonly tool: string;
  /** The arguments of the call. */
  readonly arguments: unknown;
  /** The question, as Codex puts it. */
  readonly message: string;
}

/**
 * Codex asks for more permissions for the commands to come. Codex 0.169 does so only with the feature
 * `request_permissions_tool`, which is under development.
 *
 * @category Approvals and tools
 */
export interface PermissionsApproval extends ApprovalBase {
  /** Discriminant. */
  readonly kind: "permissions";
  /** The folder that Codex works in. */
  readonly cwd: string;
  /** The requested permissions, in the server's own form. */
  readonly permissions: unknown;
}

/**
 * A request for approval, discriminated by `kind`.
 *
 * @category Approvals and tools
 */
export type ApprovalRequest =
  | CommandApproval
  | FileChangeApproval
  | McpToolApproval
  | PermissionsApproval;

/**
 * A decision about a request. "accept_for_session" also accepts similar requests while the thread stays
 * loaded. "accept_with_amendment" adds the proposed amendment for good (commands only; if there is none, it
 * means "decline"). With "decline", the model is told and continues. "cancel" interrupts the turn
 * that asks; if that is a sub-agent's, not the turn that it works for.
 *
 * @category Approvals and tools
 */
export type ApprovalDecision =
  | "accept"
  | "accept_for_session"
  | "accept_with_amendment"
  | "decline"
  | "cancel";

/**
 * An answer: a decision, or a refusal with a message for the model, which is sent as a user message before
 * the model's next request.
 *
 * @category Approvals and tools
 */
export type ApprovalAnswer =
  | ApprovalDecision
  | { readonly decision: "decline"; readonly message: string };

/**
 * Decides about a request. If it throws, or if its answer is not an {@linkcode ApprovalAnswer}, the answer
 * is "decline". What you accept may run **outside the sandbox**:
 * Codex asks because the sandbox, or the policy, forbids it.
 *
 * The type allows a promise of any string, since TypeScript infers that for `async () => "accept"`.
 *
 * @category Approvals and tools
 */
export type OnApproval = (
  request: ApprovalRequest,
) => ApprovalAnswer | PromiseLike<ApprovalAnswer | string>;
