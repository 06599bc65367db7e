/**
 * What callers can ask of a live thread and its turns. Types only.
 *
 * @module
 */
import type {
  ApprovalPolicy,
  ModelReasoningEffort,
  ReasoningSummary,
  ThreadOptions,
  TurnOptions,
} from "../../core/vocabulary/options.ts";
import type { LiveCallbacks } from "../asks/callbacks.ts";
import type { Tool } from "../../core/vocabulary/tool.ts";

/**
 * When Codex asks for approval in a live session: the app-server knows no `"on-failure"`.
 *
 * @category Options
 */
export type LiveApprovalPolicy = Exclude<ApprovalPolicy, "on-failure">;

/**
 * Options of a live thread. `skipGitRepoCheck` is not needed: the app-server does not check.
 * `profile`, `ignoreUserConfig` and `ignoreRules` belong to a process, not a thread, and are refused.
 *
 * @category Options
 */
export interface LiveThreadOptions extends Omit<ThreadOptions, "approvalPolicy">, LiveCallbacks {
  /**
   * When Codex asks for approval. Default: where there is an `onApproval` or an automatic reviewer, the
   * user's configuration, else `"on-request"`; without them nothing is asked.
   */
  approvalPolicy?: LiveApprovalPolicy | undefined;
  /** Tools of the host program that the agent may call. */
  tools?: readonly Tool[] | undefined;
  /**
   * How the agent works: "plan" asks questions (`onUserInput`) and proposes a plan, as the item
   * `plan`, and changes nothing. Experimental in Codex. Default: "default", or what a resumed thread had.
   */
  collaborationMode?: CollaborationMode | undefined;
  /**
   * Where commands run and files are changed, the usual one first. Codex, its login and its threads
   * stay where they are. `workingDirectory`, images and MCP servers are those of the machine of Codex;
   * `additionalDirectories` are folders over there. An empty array: nowhere, each command fails.
   * Give it again with `resumeThread()`: it is not stored. Experimental in Codex. Default: on the
   * machine of Codex.
   */
  environments?: readonly Environment[] | undefined;
  /**
   * Lets Codex mark the working directory as trusted in the user's `config.toml`, as it does when
   * a thread starts in a Git repository with permission to write. Default: false.
   */
  trustProject?: boolean | undefined;
}

/**
 * A machine or a container in which `codex exec-server` runs commands.
 *
 * @category Options
 */
export interface Environment {
  /** Where it listens: `ws://127.0.0.1:4444`, or `wss://`. Absent: Codex knows the `id` already. */
  readonly url?: string | undefined;
  /** Its capability token. Refused where it would travel in clear to another machine. */
  readonly token?: string | undefined;
  /** The folder over there. Absolute. */
  readonly workingDirectory: string;
  /**
   * What the model calls it where there are several; another one of this name is replaced. `"local"`
   * is the machine of Codex. Default: a name that nobody else has.
   */
  readonly id?: string | undefined;
}

/**
 * How the agent works.
 *
 * @category Options
 */
export type CollaborationMode = "plan" | "default";

/**
 * Options of a live turn. Model, effort, service tier and summary stay for the turns that follow.
 *
 * @typeParam Schema The type of `outputSchema`.
 * @category Options
 */
export interface LiveTurnOptions<Schema = unknown> extends TurnOptions<Schema>, LiveCallbacks {
  /** The model, from this turn on. */
  model?: string | undefined;
  /** How much the model thinks, from this turn on. */
  modelReasoningEffort?: ModelReasoningEffort | undefined;
  /** How the agent works in this turn. Default: as the thread's option has it. */
  collaborationMode?: CollaborationMode | undefined;
  /** How fast the service answers, from this turn on. */
  serviceTier?: string | undefined;
  /** How the model sums up its reasoning, from this turn on. */
  summary?: ReasoningSummary | undefined;
  /**
   * An id of the caller's for the message, kept with the thread: `findTurn()` finds the turn by it, also
   * in another process after a crash. Take a new one for each message; Codex does not look whether it
   * was used before. Must not be blank, nor hold half a character. Default: none.
   */
  messageId?: string | undefined;
  /**
   * What to do where another client's turn runs on the thread: reject with a `ResumeError` whose reason
   * is "in_use", or wait for its end. Default: "reject".
   */
  whenBusy?: "reject" | "wait" | undefined;
}

/**
 * Options of `attach()`.
 *
 * @category Options
 */
export interface AttachOptions extends LiveCallbacks {
  /** Ends the events; the turn goes on. */
  signal?: AbortSignal | undefined;
}

/**
 * What a review looks at.
 *
 * @category Turns
 */
export type ReviewTarget =
  | { readonly type: "uncommittedChanges" }
  | { readonly type: "baseBranch"; readonly branch: string }
  | { readonly type: "commit"; readonly sha: string; readonly title?: string | undefined }
  | { readonly type: "custom"; readonly instructions: string };
