/**
 * What Codex asks its user before it acts.
 *
 * @module
 */

/**
 * What every request for approval tells.
 *
 * @category Approvals and tools
 */
export interface ApprovalBase {
  /** The thread that asks; may be one of a sub-agent. */
  readonly threadId: string;
  /** The turn that asks. */
  readonly turnId: string;
  /**
   * The item that waits for the answer, by its `id` in the events; null where no event tells of it, as
   * of a request for permissions.
   */
  readonly itemId: string | null;
  /**
   * The folders that the thread works in: its working directory first, then those that it may write to
   * besides. Absolute, with links followed. Empty where nobody can tell what lies in them: a path of this
   * request leads through a link on another machine, or this program may not look.
   */
  readonly workspace: readonly string[];
  /** Why Codex asks, in its own words, or null. */
  readonly reason: string | null;
  /** Fires when the turn ends before an answer was given; a later answer is ignored. */
  readonly signal: AbortSignal;
}

/**
 * Codex wants to run a command outside the sandbox, or one that the policy does not trust.
 *
 * @category Approvals and tools
 */
export interface CommandApproval extends ApprovalBase {
  /** Discriminant. */
  readonly kind: "command";
  /** "run": start the command; "write_input": write to one that runs already. */
  readonly action: "run" | "write_input";
  /** The command line; "" where only the network is asked for. */
  readonly command: string;
  /** The folder it runs in, or null. */
  readonly cwd: string | null;
  /**
   * The rule that "accept_with_amendment" adds to `$CODEX_HOME/rules/default.rules`: commands that
   * begin with these words run unasked from then on, outside the sandbox, in every thread. Null when
   * Codex does not offer that answer, as where a command wants `additionalPermissions`.
   */
  readonly proposedAmendment: readonly string[] | null;
  /** The host that the command wants to reach, where that is what is asked, or null. */
  readonly network: { readonly host: string; readonly protocol: string } | null;
  /** Permissions that the command wants beside the sandbox's, in the server's own form, or null. */
  readonly additionalPermissions: unknown;
}

/**
 * A file that Codex wants to change. A file that is moved has two paths, and both are written to.
 *
 * @category Approvals and tools
 */
export interface ProposedChange {
  /** The file, as Codex names it. */
  readonly path: string;
  /** What is done to it. */
  readonly kind: "add" | "delete" | "update";
  /** Where the file is moved to, as Codex names it; null where it stays. */
  readonly movePath: string | null;
  /** The change as a diff. The model wrote it: what it says of paths is no more than text. */
  readonly diff: string;
  /**
   * The file that is really written to: absolute, with links followed, as they were when Codex asked. On
   * another machine (a `spawn` of your own) links cannot be followed, and the path is only normalized.
   */
  readonly absolutePath: string;
  /** The same of `movePath`; null where the file stays. */
  readonly absoluteMovePath: string | null;
}

/**
 * Codex wants to change files.
 *
 * @category Approvals and tools
 */
export interface FileChangeApproval extends ApprovalBase {
  /** Discriminant. */
  readonly kind: "file_change";
  /** The files, each with what is done to it. */
  readonly changes: readonly ProposedChange[];
  /** A folder that Codex wants to write to for the rest of the session, or null. */
  readonly grantRoot: string | null;
}

/**
 * Codex wants to call a tool of an MCP server that may change things.
 *
 * @category Approvals and tools
 */
export interface McpToolApproval extends ApprovalBase {
  /** Discriminant. */
  readonly kind: "mcp_tool";
  /** The MCP server. */
  readonly server: string;
  /** The tool. */
  readonly tool: string;
  /** Its arguments. */
  readonly arguments: unknown;
  /** The question, as Codex puts it. */
  readonly message: string;
}

/**
 * Codex wants further permissions for the commands to come. Codex 0.169 does so with the feature
 * `request_permissions_tool` only, which is under development.
 *
 * @category Approvals and tools
 */
export interface PermissionsApproval extends ApprovalBase {
  /** Discriminant. */
  readonly kind: "permissions";
  /** The folder it works in. */
  readonly cwd: string;
  /** The permissions asked for, in the server's own form. */
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
 * The answer. "accept_for_session": also for the like of it, as long as the thread is loaded;
 * "accept_with_amendment": as the proposed amendment has it, for good (commands only; where there is
 * none, as "decline");
 * "decline": the model is told and goes on; "cancel": the turn is interrupted.
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
 * An answer: a decision, or a refusal with words for the model, which go out as a message of the user
 * before the model's next request.
 *
 * @category Approvals and tools
 */
export type ApprovalAnswer =
  | ApprovalDecision
  | { readonly decision: "decline"; readonly message: string };

/**
 * Decides. Without one, when it throws, and when its answer is none of {@linkcode ApprovalAnswer}, the
 * answer is "decline". What is accepted may run **outside of the sandbox**: Codex asks because the
 * sandbox, or the policy, would not let it.
 *
 * The type takes a promise of any text: TypeScript makes `async () => "accept"` one.
 *
 * @category Approvals and tools
 */
export type OnApproval = (
  request: ApprovalRequest,
) => ApprovalAnswer | PromiseLike<ApprovalAnswer | string>;
