/**
 * Text that the model says; `codex exec` reports it as an `agent_message`.
 *
 * @category Offline model
 */
export interface MessageItem {
  /** Discriminator. */
  readonly kind: "message";
  /** The whole text. */
  readonly text: string;
  /** The pieces in which the text is streamed; joined, they give `text`. */
  readonly deltas: readonly string[];
  /** Milliseconds between two pieces. Absent: no pause. */
  readonly deltaMs?: number | undefined;
  /** `commentary` or `final_answer`; newer models send it. Absent: not sent. */
  readonly phase?: string | undefined;
}

/**
 * A reasoning summary; `codex exec` reports it as a `reasoning` item.
 *
 * @category Offline model
 */
export interface ReasoningItem {
  /** Discriminator. */
  readonly kind: "reasoning";
  /** The parts of the summary. Codex joins them with a line feed. */
  readonly summary: readonly string[];
}

/**
 * A shell command that the model requests.
 *
 * @category Offline model
 */
export interface ShellItem {
  /** Discriminator. */
  readonly kind: "shell";
  /** The command line, as typed into a shell. */
  readonly command: string;
  /** Working directory. Absent: the turn's. */
  readonly workdir?: string | undefined;
  /**
   * Milliseconds after which Codex answers the model even if the command is still running. Absent:
   * Codex's own default.
   */
  readonly yieldMs?: number | undefined;
}

/**
 * A patch that the model requests.
 *
 * @category Offline model
 */
export interface PatchItem {
  /** Discriminator. */
  readonly kind: "patch";
  /** The patch, from `*** Begin Patch` to `*** End Patch`. */
  readonly patch: string;
}

/**
 * One step of a {@linkcode PlanItem}.
 *
 * @category Offline model
 */
export interface PlanStep {
  /** The task. */
  readonly step: string;
  /** The state of the task. */
  readonly status: "pending" | "in_progress" | "completed";
}

/**
 * An update of the model's plan; `codex exec` reports it as a `todo_list`.
 *
 * @category Offline model
 */
export interface PlanItem {
  /** Discriminator. */
  readonly kind: "plan";
  /** The whole plan, not just the changes. */
  readonly steps: readonly PlanStep[];
}

/**
 * What a {@linkcode WebSearchItem} did.
 *
 * @category Offline model
 */
export type WebSearchAction =
  | {
    /** Discriminator. */
    readonly type: "search";
    /** What was searched for. */
    readonly query: string;
    /** All queries, if there was more than one. */
    readonly queries?: readonly string[];
  }
  | {
    /** Discriminator. */
    readonly type: "open_page";
    /** The page that was opened. */
    readonly url: string;
  }
  | {
    /** Discriminator. */
    readonly type: "find_in_page";
    /** The page that was searched. */
    readonly url: string;
    /** What was looked for. */
    readonly pattern: string;
  };

/**
 * A web search that the API has already done; Codex only reports it.
 *
 * @category Offline model
 */
export interface WebSearchItem {
  /** Discriminator. */
  readonly kind: "web_search";
  /** What the search did. */
  readonly action: WebSearchAction;
}

/**
 * A call of any tool: of an MCP server, a dynamic tool, or a tool that does not exist.
 *
 * @category Offline model
 */
export interface ToolCallItem {
  /** Discriminator. */
  readonly kind: "tool_call";
  /** The tool's name. */
  readonly name: string;
  /**
   * The arguments: an object for function tools, a string for custom tools (or for deliberately malformed
   * arguments).
   */
  readonly args: unknown;
  /** The tool's namespace, for example `mcp__myserver`. */
  readonly namespace?: string | undefined;
}

/**
 * An output item that is sent as it is.
 *
 * @category Offline model
 */
export interface RawItem {
  /** Discriminator. */
  readonly kind: "raw";
  /** The item as the Responses API would send it. */
  readonly item: Readonly<Record<string, unknown>>;
}

/**
 * A pause between two items.
 *
 * @category Offline model
 */
export interface PauseItem {
  /** Discriminator. */
  readonly kind: "pause";
  /** Length in milliseconds. */
  readonly ms: number;
}

/**
 * A part of a reply.
 *
 * @category Offline model
 */
export type ReplyItem =
  | MessageItem
  | ReasoningItem
  | ShellItem
  | PatchItem
  | PlanItem
  | WebSearchItem
  | ToolCallItem
  | RawItem
  | PauseItem;

/**
 * The tokens that a reply claims to have used.
 *
 * @category Offline model
 */
export interface ReplyUsage {
  /** Input tokens, including cached ones. */
  readonly inputTokens: number;
  /** Input tokens that came from the cache. */
  readonly cachedInputTokens: number;
  /** Input tokens written to the cache. Codex reports them since 0.169. */
  readonly cacheWriteInputTokens: number;
  /** Output tokens, including reasoning. */
  readonly outputTokens: number;
  /** Output tokens spent on reasoning. Codex reports them since 0.140. */
  readonly reasoningOutputTokens: number;
}

/**
 * Options among the items of a reply.
 *
 * @category Offline model
 */
export interface ReplyOptions {
  /** Never set: it distinguishes options from items. */
  readonly kind?: never;
  /**
   * The tokens that the reply used. Default for missing numbers: 42 input, 12 cached, 0 cache write, 5
   * output, 3 reasoning. `null`: the API sends no usage.
   */
  readonly usage?: Partial<ReplyUsage> | null | undefined;
  /** Milliseconds before the first byte of the answer. Default 0. */
  readonly delayMs?: number | undefined;
}

/**
 * How the stream of a reply ends.
 *
 * @category Offline model
 */
export type StreamEnding =
  | {
    /**
     * `completed`: it ends normally. `cut`: the socket is destroyed. `end`: the body ends without
     * `response.completed`. `stall`: it never ends.
     */
    readonly type: "completed" | "cut" | "end" | "stall";
  }
  | {
    /** The API reports a failure in the stream. */
    readonly type: "failed";
    /** The error's code, for example `server_error`. */
    readonly code: string;
    /** The error's text. */
    readonly message: string;
  }
  | {
    /** The API stops early. */
    readonly type: "incomplete";
    /** The reason, for example `max_output_tokens`. */
    readonly reason: string;
  };

/**
 * An answer with HTTP status 200 and a stream of events.
 *
 * @category Offline model
 */
export interface StreamReply {
  /** Discriminator. */
  readonly kind: "stream";
  /** The streamed items, in order. Several tool calls are parallel calls. */
  readonly items: readonly ReplyItem[];
  /** How the stream ends. */
  readonly ending: StreamEnding;
  /** The tokens that the reply used; `null`: not sent. */
  readonly usage: ReplyUsage | null;
  /** Milliseconds before the first byte. */
  readonly delayMs: number;
}

/**
 * An answer with an HTTP error status.
 *
 * @category Offline model
 */
export interface HttpErrorReply {
  /** Discriminator. */
  readonly kind: "http_error";
  /** HTTP status. */
  readonly status: number;
  /** Response headers besides `content-type`. */
  readonly headers: Readonly<Record<string, string>>;
  /** Response body, sent as it is. */
  readonly body: string;
  /** Milliseconds before the first byte. */
  readonly delayMs: number;
}

/**
 * The server's answer to one model request: plain data, made by {@linkcode reply} and its siblings.
 *
 * @category Offline model
 */
export type Reply = StreamReply | HttpErrorReply;
