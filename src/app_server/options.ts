/**
 * What callers can ask of a live connection.
 *
 * @module
 */
import type { CodexError } from "../core/vocabulary/errors.ts";
import type {
  CodexOptions,
  ModelReasoningEffort,
  ThreadOptions,
} from "../core/vocabulary/options.ts";
import type { TurnOptions } from "../core/vocabulary/options.ts";
import type { OnApproval } from "./asks/approvals.ts";
import type { Tool } from "./asks/tools.ts";
import type { OnElicitation, OnUserInput } from "./asks/user_input.ts";

/** Who answers what Codex asks. A turn's callbacks go before the thread's, those before the client's. */
export interface LiveCallbacks {
  /** Decides about commands, file changes, MCP tools and permissions. Default: decline. */
  onApproval?: OnApproval;
  /** Answers questions of the model. Default: no answers. */
  onUserInput?: OnUserInput;
  /** Answers MCP servers. Default: decline. */
  onElicitation?: OnElicitation;
}

/** Options of the client. */
export interface AppServerOptions extends CodexOptions, LiveCallbacks {
  /**
   * Who calls; becomes the originator, unless the environment has
   * `CODEX_INTERNAL_ORIGINATOR_OVERRIDE`. Default: `codex_js_sdk`.
   */
  clientInfo?: { readonly name: string; readonly title?: string; readonly version: string };
  /** Milliseconds that the server may take to answer a request. Default: 60,000. */
  requestTimeoutMs?: number;
  /** Told of lines that are no messages, which are otherwise passed over. */
  onConnectionError?: (error: CodexError) => void;
}

/**
 * Options of a live thread. `skipGitRepoCheck` is not needed: the app-server does not check.
 * `profile`, `ignoreUserConfig` and `ignoreRules` belong to a process, not a thread, and are refused.
 */
export interface LiveThreadOptions extends ThreadOptions, LiveCallbacks {
  /** Tools of the host program that the agent may call. */
  tools?: readonly Tool[];
  /** Instructions for the agent, beside the user's own AGENTS.md. */
  developerInstructions?: string;
  /**
   * Lets Codex mark the working directory as trusted in the user's `config.toml`, as it does when
   * a thread starts in a Git repository with permission to write. Default: false.
   */
  trustProject?: boolean;
}

/**
 * Options of a live turn. Model and effort stay for the turns that follow.
 *
 * @typeParam Schema The type of `outputSchema`.
 */
export interface LiveTurnOptions<Schema = unknown> extends TurnOptions<Schema>, LiveCallbacks {
  /** The model, from this turn on. */
  model?: string;
  /** How much the model thinks, from this turn on. */
  modelReasoningEffort?: ModelReasoningEffort;
}

/** What a review looks at. */
export type ReviewTarget =
  | { readonly type: "uncommittedChanges" }
  | { readonly type: "baseBranch"; readonly branch: string }
  | { readonly type: "commit"; readonly sha: string; readonly title?: string }
  | { readonly type: "custom"; readonly instructions: string };
