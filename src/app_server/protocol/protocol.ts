/**
 * What the client uses of the app-server's protocol, by hand. A test holds it against the schema
 * that the installed Codex emits (`codex app-server generate-json-schema`).
 *
 * @module
 */

/** Token counts. */
export interface TokenUsage {
  readonly inputTokens: number;
  readonly cachedInputTokens: number;
  readonly cacheWriteInputTokens?: number;
  readonly outputTokens: number;
  readonly reasoningOutputTokens: number;
}

/** A file of a patch. */
export interface AppFileChange {
  readonly path: string;
  readonly kind: {
    readonly type: "add" | "delete" | "update";
    readonly move_path?: string | null;
  };
  readonly diff: string;
}

/** The items that have a counterpart in `ThreadItem`; others pass as unknown. */
export type AppItem =
  | { readonly type: "agentMessage"; readonly id: string; readonly text: string }
  | { readonly type: "reasoning"; readonly id: string; readonly summary: readonly string[] }
  | {
    readonly type: "commandExecution";
    readonly id: string;
    readonly command: string;
    readonly aggregatedOutput: string | null;
    readonly exitCode: number | null;
    readonly status: AppStatus;
  }
  | {
    readonly type: "fileChange";
    readonly id: string;
    readonly changes: readonly AppFileChange[];
    readonly status: AppStatus;
  }
  | {
    readonly type: "mcpToolCall";
    readonly id: string;
    readonly server: string;
    readonly tool: string;
    readonly status: AppStatus;
    readonly arguments: unknown;
    readonly result: AppMcpResult | null;
    readonly error: { readonly message: string } | null;
  }
  | {
    readonly type: "webSearch";
    readonly id: string;
    readonly query: string;
    readonly action: AppSearchAction | null;
  }
  | {
    readonly type: "collabAgentToolCall";
    readonly id: string;
    readonly tool: string;
    readonly status: AppStatus | "interrupted";
    readonly senderThreadId: string;
    readonly receiverThreadIds: readonly string[];
    readonly prompt: string | null;
    readonly agentsStates: {
      readonly [id: string]: { readonly status: string; readonly message: string | null };
    };
  };

/** A status, in the server's spelling. */
export type AppStatus = "inProgress" | "completed" | "failed" | "declined";

/** The result of an MCP tool. */
export interface AppMcpResult {
  readonly content: readonly unknown[];
  readonly structuredContent?: unknown;
  readonly _meta?: unknown;
}

/** What a web search did. */
export type AppSearchAction =
  | {
    readonly type: "search";
    readonly query: string | null;
    readonly queries: readonly string[] | null;
  }
  | { readonly type: "openPage"; readonly url: string | null }
  | { readonly type: "findInPage"; readonly url: string | null; readonly pattern: string | null }
  | { readonly type: "other" };

/** An error of a turn. */
export interface AppTurnError {
  readonly message: string;
  readonly additionalDetails: string | null;
}

/** The notifications of a turn that the client understands. */
export interface TurnNotifications {
  readonly "turn/started": { readonly turn: { readonly id: string } };
  readonly "turn/completed": {
    readonly turn: {
      readonly id: string;
      readonly status: "completed" | "interrupted" | "failed" | "inProgress";
      readonly error: AppTurnError | null;
    };
  };
  readonly "turn/diff/updated": { readonly diff: string };
  readonly "turn/plan/updated": {
    readonly explanation: string | null;
    readonly plan: readonly {
      readonly step: string;
      readonly status: "pending" | "inProgress" | "completed";
    }[];
  };
  readonly "item/started": { readonly item: AppItem };
  readonly "item/completed": { readonly item: AppItem };
  readonly "item/agentMessage/delta": { readonly itemId: string; readonly delta: string };
  readonly "item/reasoning/summaryTextDelta": {
    readonly itemId: string;
    readonly delta: string;
    readonly summaryIndex: number;
  };
  readonly "item/commandExecution/outputDelta": { readonly itemId: string; readonly delta: string };
  readonly "thread/tokenUsage/updated": {
    readonly tokenUsage: { readonly total: TokenUsage; readonly last: TokenUsage };
  };
  readonly error: { readonly error: AppTurnError; readonly willRetry: boolean };
  readonly warning: { readonly message: string };
}

/** A thread, as the server describes it. */
export interface ThreadInfo {
  /** The thread's id. */
  readonly id: string;
  /** Its title, or null. */
  readonly name: string | null;
  /** Usually its first prompt. */
  readonly preview: string;
  /** The folder it works in. */
  readonly cwd: string;
  /** Where it came from: "cli", "vscode" (also threads of the app-server), "exec", … */
  readonly source: unknown;
  /** Whether it is kept on disk. */
  readonly ephemeral: boolean;
  /** Unix time of its creation, in seconds. */
  readonly createdAt: number;
  /** Unix time of its last change, in seconds. */
  readonly updatedAt: number;
  /** The thread it was forked from, or null. */
  readonly forkedFromId: string | null;
  /** Its turns, where they were asked for. */
  readonly turns: readonly ThreadTurn[];
}

/** A turn of a stored thread. */
export interface ThreadTurn {
  /** The turn's id. */
  readonly id: string;
  /** How it ended. */
  readonly status: "completed" | "interrupted" | "failed" | "inProgress";
  /** Its items, in the server's own form. */
  readonly items: readonly unknown[];
}

/** A model. */
export interface ModelInfo {
  /** The id to use as `model`. */
  readonly id: string;
  /** A name for people. */
  readonly displayName: string;
  /** What it is for. */
  readonly description: string;
  /** Whether Codex uses it when none is named. */
  readonly isDefault: boolean;
  /** Whether pickers leave it out. */
  readonly hidden: boolean;
  /** The efforts it knows. */
  readonly supportedReasoningEfforts: readonly { readonly reasoningEffort: string }[];
  /** The effort it uses when none is named. */
  readonly defaultReasoningEffort: string;
}

/** Who pays. */
export interface AccountInfo {
  /** The login, or null when there is none. */
  readonly account:
    | { readonly type: "apiKey" }
    | { readonly type: "chatgpt"; readonly email: string | null; readonly planType: string }
    | { readonly type: string }
    | null;
  /** Whether the provider needs a login with OpenAI. */
  readonly requiresOpenaiAuth: boolean;
}
