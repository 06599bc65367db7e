/**
 * Options of live threads and their turns. Types only.
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
 * When Codex asks for approval in a live session. The app-server does not have `"on-failure"`.
 *
 * @category Options
 */
export type LiveApprovalPolicy = Exclude<ApprovalPolicy, "on-failure">;

/**
 * Options of a live thread. `skipGitRepoCheck` has no effect: the app-server does not check. `profile`,
 * `ignoreUserConfig` and `ignoreRules` apply to a process, not a thread, and are refused.
 *
 * @category Options
 */
export interface LiveThreadOptions
  extends
    Omit<ThreadOptions, "approvalPolicy" | "profile" | "ignoreUserConfig" | "ignoreRules">,
    LiveCallbacks {
  /**
   * When Codex asks for approval. Default: with an `onApproval` or an automatic reviewer, the policy of
   * the user's configuration, or else `"on-request"`; without either, Codex never asks, and MCP servers ask
   * only if there is an `onElicitation`.
   */
  approvalPolicy?: LiveApprovalPolicy | undefined;
  /** Tools of the host program that the agent may call. */
  tools?: readonly Tool[] | undefined;
  /**
   * How the agent works. With "plan", it asks questions (`onUserInput`), proposes a plan as an item of type
   * `plan`, and changes nothing. Experimental in Codex. Default: "default", or the resumed thread's mode.
   */
  collaborationMode?: CollaborationMode | undefined;
  /**
   * Where commands run and files are changed, the default one first. Codex, its login and its threads stay
   * where they are. `workingDirectory`, images and MCP servers are on Codex's machine;
   * `additionalDirectories` are folders in the environment. With an empty array, every command fails. Not
   * stored: pass it to `resumeThread()` again. Experimental in Codex. Default: Codex's machine.
   */
  environments?: readonly Environment[] | undefined;
  /**
   * Whether Codex may mark the working directory as trusted in the user's `config.toml`, as it does when a
   * thread starts in a Git repository with permission to write. The trust is stored: the project's
   * `.codex/` also counts in later threads without this option, and over exec. Default: false.
   */
  trustProject?: boolean | undefined;
}

/**
 * A machine or a container in which `codex exec-server` runs commands.
 *
 * @category Options
 */
export interface Environment {
  /** Where it listens: `ws://127.0.0.1:4444`, or `wss://…`. Not needed if Codex already knows the `id`. */
  readonly url?: string | undefined;
  /** Its capability token. Refused if it would be sent unencrypted to another machine. */
  readonly token?: string | undefined;
  /** The absolute path of the folder in that environment. */
  readonly workingDirectory: string;
  /**
   * The name by which the model tells several environments apart; replaces another environment of the same
   * name. `"local"` is Codex's machine. Default: a unique name.
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
 * Options of a live turn. Model, effort, service tier and summary also apply to the turns that follow.
 *
 * @typeParam Schema The type of `outputSchema`.
 * @category Options
 */
export interface LiveTurnOptions<Schema = unknown> extends TurnOptions<Schema>, LiveCallbacks {
  /** The model, from this turn on. */
  model?: string | undefined;
  /** How much the model thinks, from this turn on. */
  modelReasoningEffort?: ModelReasoningEffort | undefined;
  /** How the agent works in this turn. Default: the thread's option. */
  collaborationMode?: CollaborationMode | undefined;
  /** How fast the service answers, from this turn on. */
  serviceTier?: string | undefined;
  /** How the model summarizes its reasoning, from this turn on. */
  summary?: ReasoningSummary | undefined;
  /**
   * Your own id for the message, stored with the thread: `findTurn()` finds the turn by it, even in another
   * process after a crash. Use a new id for each message; Codex does not check whether it was used before.
   * Must not be blank or contain a lone surrogate. Default: none.
   */
  messageId?: string | undefined;
  /**
   * What to do while another client's turn runs on the thread: reject with a `ResumeError` whose reason is
   * "in_use", or wait until that turn ends. Default: "reject".
   */
  whenBusy?: "reject" | "wait" | undefined;
}

/**
 * Options of a review or a compaction, which Codex starts with the settings of the thread.
 *
 * @category Options
 */
export interface LiveTaskOptions extends
  Pick<
    TurnOptions,
    "signal" | "timeoutMs" | "idleTimeoutMs" | "killGraceMs" | "maxTokens" | "maxRequests"
  >,
  LiveCallbacks {}

/**
 * Options of `attach()`.
 *
 * @category Options
 */
export interface AttachOptions extends LiveCallbacks {
  /** Ends the events and the result with an `AbortError`; the turn continues. */
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
