/**
 * Questions as readers receive them, and answers as readers give them. Types only; all of it is JSON.
 *
 * @module
 */
import type {
  CommandApproval,
  FileChangeApproval,
  McpToolApproval,
  PermissionsApproval,
} from "../../app_server/asks/approvals.ts";
import type { ElicitationRequest, UserInputRequest } from "../../app_server/asks/user_input.ts";

/**
 * What all questions have in common.
 *
 * @category Web
 */
export interface QuestionBase {
  /** The question's id, for `answer()`. Unique within its thread, also across restarts. */
  readonly id: string;
  /** The decisions that this question accepts. */
  readonly decisions: readonly string[];
  /** The time at which it is declined, as Unix time in milliseconds; null for never. */
  readonly expiresAt: number | null;
}

/**
 * A command that Codex wants to run, or input that it wants to write to one.
 *
 * @category Web
 */
export type CommandQuestion = Omit<CommandApproval, "signal" | "workspace"> & QuestionBase;

/**
 * Files that Codex wants to change, each with its diff.
 *
 * @category Web
 */
export type FileChangeQuestion = Omit<FileChangeApproval, "signal" | "workspace"> & QuestionBase;

/**
 * A tool of an MCP server that Codex wants to call.
 *
 * @category Web
 */
export type McpToolQuestion = Omit<McpToolApproval, "signal" | "workspace"> & QuestionBase;

/**
 * Permissions that Codex wants for the commands to come.
 *
 * @category Web
 */
export type PermissionsQuestion = Omit<PermissionsApproval, "signal" | "workspace"> & QuestionBase;

/**
 * Questions that the model asks the user.
 *
 * @category Web
 */
export type UserInputQuestions = Omit<UserInputRequest, "signal"> & QuestionBase & {
  /** Discriminant. */
  readonly kind: "user_input";
};

/**
 * A question that an MCP server asks the user.
 *
 * @category Web
 */
export type ElicitationQuestion = Omit<ElicitationRequest, "signal"> & QuestionBase & {
  /** Discriminant. */
  readonly kind: "elicitation";
};

/**
 * A question that waits for an answer, discriminated by `kind`: what the callbacks `onApproval`,
 * `onUserInput` and `onElicitation` receive, as JSON.
 *
 * @category Web
 */
export type HubQuestion =
  | CommandQuestion
  | FileChangeQuestion
  | McpToolQuestion
  | PermissionsQuestion
  | UserInputQuestions
  | ElicitationQuestion;

/**
 * An answer with more than a decision.
 *
 * @category Web
 */
export interface HubAnswer {
  /** One of the question's `decisions`. */
  readonly decision: string;
  /** With "decline" of an approval: a message for the model. */
  readonly message?: string | undefined;
  /** With "accept" of an elicitation: what its `schema` asks for. */
  readonly content?: unknown;
  /** With "answer" of user input: the answers, by the ids of the questions. */
  readonly answers?: Readonly<Record<string, string | string[]>> | undefined;
}
