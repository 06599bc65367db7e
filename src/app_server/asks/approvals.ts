/**
 * What Codex asks its user before it acts.
 *
 * @module
 */
/** What every request for approval tells. */
export interface ApprovalBase {
  /** The thread that asks; may be one of a sub-agent. */
  readonly threadId: string;
  /** The turn that asks. */
  readonly turnId: string;
  /** Why Codex asks, in its own words, or null. */
  readonly reason: string | null;
  /** Fires when the turn ends before an answer was given; a later answer is ignored. */
  readonly signal: AbortSignal;
}

/** Codex wants to run a command outside the sandbox, or one that the policy does not trust. */
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

/** Codex wants to change files. */
export interface FileChangeApproval extends ApprovalBase {
  /** Discriminant. */
  readonly kind: "file_change";
  /** The files, each with what is done to it and its diff. */
  readonly changes: readonly {
    readonly path: string;
    readonly kind: "add" | "delete" | "update";
    readonly diff: string;
  }[];
  /** A folder that Codex wants to write to for the rest of the session, or null. */
  readonly grantRoot: string | null;
}

/** Codex wants to call a tool of an MCP server that may change things. */
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
 */
export interface PermissionsApproval extends ApprovalBase {
  /** Discriminant. */
  readonly kind: "permissions";
  /** The folder it works in. */
  readonly cwd: string;
  /** The permissions asked for, in the server's own form. */
  readonly permissions: unknown;
}

/** A request for approval, discriminated by `kind`. */
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
 */
export type ApprovalDecision =
  | "accept"
  | "accept_for_session"
  | "accept_with_amendment"
  | "decline"
  | "cancel";

/**
 * Decides. Without one, or when it throws, the answer is "decline". An async one that knows a single
 * answer has to say `return "accept" as const`: TypeScript widens it otherwise.
 */
export type OnApproval = (
  request: ApprovalRequest,
) => ApprovalDecision | Promise<ApprovalDecision>;
