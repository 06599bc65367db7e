/**
 * The options of clients, threads and turns. Types only.
 *
 * @module
 */
import type { DebugEvent } from "./debug.ts";
import type { McpServers } from "./mcp_servers.ts";
import type { Spawn } from "./spawn.ts";
import type { Tool } from "./tool.ts";

/**
 * A value of Codex's configuration; becomes a TOML literal.
 *
 * @category Options
 */
export type CodexConfigValue =
  | string
  | number
  | boolean
  | CodexConfigValue[]
  | CodexConfigObject;

/**
 * A table of Codex's configuration.
 *
 * @category Options
 */
export type CodexConfigObject = {
  [key: string]: CodexConfigValue;
};

/**
 * Options of the client.
 *
 * @category Options
 */
export type CodexOptions = {
  /**
   * Path of the `codex` executable, or a name to look up on `PATH`. On Windows, npm's `codex.cmd` works too:
   * it leads to the executable. Default: searched for as described in docs/configuration.md.
   */
  codexPathOverride?: string | undefined;
  /**
   * Whether to start Codex even from a folder that the model may write to. Default: false; a private copy
   * is started instead, since a Codex that the model can replace is no sandbox; see docs/configuration.md.
   */
  allowWritableCodex?: boolean | undefined;
  /**
   * Base URL of the model's service, with `/v1`. Sent as `--config openai_base_url=…`; to a Codex
   * known to be older than 0.120 as the variable `OPENAI_BASE_URL` too.
   */
  baseUrl?: string | undefined;
  /**
   * API key. Over exec, Codex gets it as the variable `CODEX_API_KEY`, in a live session by a login that is
   * kept in memory. It is withheld from the environment of the model's commands (under
   * `danger-full-access`, they can still read it from Codex's own process). Default: `CODEX_API_KEY` of
   * the environment, else Codex's own login.
   */
  apiKey?: string | undefined;
  /**
   * Configuration for every turn, as an object: `{ a: { b: 1 } }` becomes `--config a.b=1`.
   * Thread options override it.
   */
  config?: CodexConfigObject | undefined;
  /**
   * MCP servers for every thread. A thread's server of the same name replaces the client's as a whole, and
   * both override `config` and the user's configuration. Over exec, they are sent with every turn.
   */
  mcpServers?: McpServers | undefined;
  /**
   * Further `--config` values, each a `key=value` that is passed on unchanged. They override the client's
   * `config`. Over exec, they also override a thread's `config`; live, a thread's `config` overrides them.
   */
  configOverrides?: string[] | undefined;
  /**
   * The environment of Codex, in place of the host's. Default: the host's is inherited.
   * The SDK's own variables are added either way. On Windows, Node and Bun add eleven of the host's
   * variables that a program may need there, unless `env` sets them: `HOMEDRIVE`, `HOMEPATH`,
   * `LOGONSERVER`, `PATH`, `SYSTEMDRIVE`, `SYSTEMROOT`, `TEMP`, `USERDOMAIN`, `USERNAME`,
   * `USERPROFILE` and `WINDIR`.
   */
  env?: Record<string, string> | undefined;
  /**
   * Starts Codex in place of the SDK: in a container, over ssh, or as a fake. Nothing is looked up on
   * this machine then; the command is `codexPathOverride`, or else `codex`.
   */
  spawn?: Spawn | undefined;
  /**
   * Called for each process that is started, each line to and from it, its standard error, signals and
   * end, which include prompts, answers and the output of commands. Its own errors are ignored. Default:
   * none, unless the variable `CODEX_SDK_DEBUG` is "1": then the events are printed to standard error.
   */
  debug?: ((event: DebugEvent) => void) | undefined;
};

/**
 * When Codex asks for approval. `codex exec` has nobody to ask and treats every mode as `never`, unless
 * `approvalsReviewer` is `"auto_review"`; since Codex 0.169, it refuses `"untrusted"` with an `ExitError`.
 *
 * @category Options
 */
export type ApprovalMode = "never" | "on-request" | "on-failure" | "untrusted";

/**
 * Which kinds of approvals are asked for, as in Codex's configuration; the others are refused.
 * Over `codex exec`, nobody is asked.
 *
 * @category Options
 */
export interface GranularApproval {
  /** Whether to ask, for each kind. */
  readonly granular: {
    /** Commands that want to leave the sandbox. */
    readonly sandbox_approval: boolean;
    /** Commands that a rule (`.rules`) requires approval for. */
    readonly rules: boolean;
    /** Questions of MCP servers. */
    readonly mcp_elicitations: boolean;
    /** Requests for more permissions. Default: false. */
    readonly request_permissions?: boolean | undefined;
    /** Scripts of skills. Default: false. */
    readonly skill_approval?: boolean | undefined;
  };
}

/**
 * When Codex asks for approval: one mode, or a choice for each kind.
 *
 * @category Options
 */
export type ApprovalPolicy = ApprovalMode | GranularApproval;

/**
 * Who is asked for approval: the user, by way of this program, or a model that reviews the requests.
 *
 * @category Options
 */
export type ApprovalsReviewer = "user" | "auto_review";

/**
 * What the model's commands may touch.
 *
 * @category Options
 */
export type SandboxMode =
  | "read-only"
  | "workspace-write"
  | "danger-full-access";

/**
 * How much the model thinks.
 *
 * @category Options
 */
export type ModelReasoningEffort =
  | "minimal"
  | "low"
  | "medium"
  | "high"
  | "xhigh"
  | "max"
  | "ultra"
  | "persistent";

/**
 * How the model summarizes its reasoning: the text of `reasoning` items.
 *
 * @category Options
 */
export type ReasoningSummary = "auto" | "concise" | "detailed" | "none";

/**
 * How much the model writes.
 *
 * @category Options
 */
export type Verbosity = "low" | "medium" | "high";

/**
 * Where web searches look.
 *
 * @category Options
 */
export type WebSearchMode = "disabled" | "cached" | "indexed" | "live";

/**
 * An experimental program of the OpenAI provider.
 *
 * @category Options
 */
export type CyberAccessProgram = "standard" | "daybreak_blue" | "daybreak_red";

/**
 * Options of a thread. They are sent with every turn: Codex does not remember them.
 *
 * @category Options
 */
export type ThreadOptions = {
  /** The model. Default: the user's configuration, else Codex's. */
  model?: string | undefined;
  /** The classification that a thread gets when it is created or forked. */
  threadSource?: string | undefined;
  /** What the model's commands may touch. Default: the user's configuration, else `read-only`. */
  sandboxMode?: SandboxMode | undefined;
  /** The folder that Codex works in. Default: the host program's. */
  workingDirectory?: string | undefined;
  /** Whether to allow a working directory outside a Git repository; live, it is allowed anyway. Default: false. */
  skipGitRepoCheck?: boolean | undefined;
  /** How much the model thinks. Default: the user's configuration, else the model's. */
  modelReasoningEffort?: ModelReasoningEffort | undefined;
  /**
   * Whether commands may use the network under `workspace-write`. Default: the user's configuration, else
   * false.
   */
  networkAccessEnabled?: boolean | undefined;
  /** Where web searches look. Overrides `webSearchEnabled`. */
  webSearchMode?: WebSearchMode | undefined;
  /** Whether web search is `"live"` (true) or `"disabled"` (false). */
  webSearchEnabled?: boolean | undefined;
  /** When Codex asks for approval; see {@linkcode ApprovalMode}. */
  approvalPolicy?: ApprovalPolicy | undefined;
  /**
   * Who is asked for approval. With `"auto_review"`, a model reviews and answers each request, which makes
   * approvals possible where nobody can be asked, over `codex exec` too; with an `approvalPolicy` of
   * `"never"`, it has nothing to review. Default: the user's configuration, else `"user"`.
   */
  approvalsReviewer?: ApprovalsReviewer | undefined;
  /**
   * The name of a permission profile: a key of `permissions` in the configuration, or `":read-only"` or
   * `":workspace"`. It replaces `sandboxMode`, `networkAccessEnabled` and `additionalDirectories`, which
   * are refused together with it.
   */
  permissionProfile?: string | undefined;
  /**
   * Instructions for the agent, in addition to its own and the user's AGENTS.md. They replace
   * `developer_instructions` of the user's configuration; "" means none. Default: the user's.
   */
  developerInstructions?: string | undefined;
  /**
   * Instructions that replace the agent's own, including what those say about its tools and behavior.
   * Most programs want `developerInstructions` instead. Over exec, they go through a private file.
   */
  baseInstructions?: string | undefined;
  /**
   * Who serves the model: a key of `model_providers` in the configuration, or "ollama" or "lmstudio", which
   * are built in. Default: the user's.
   */
  modelProvider?: string | undefined;
  /**
   * The tier of service, which sets speed and price: "fast", "flex", or another tier that the model has;
   * "default" for none. Codex warns about others and ignores them. Default: the user's.
   */
  serviceTier?: string | undefined;
  /** How the model summarizes its reasoning. Default: the user's configuration, else the model's. */
  summary?: ReasoningSummary | undefined;
  /** How much the model writes. Default: the user's configuration, else the model's. */
  verbosity?: Verbosity | undefined;
  /** Further folders that the model's commands may write to. */
  additionalDirectories?: string[] | undefined;
  /** Name of a profile: `$CODEX_HOME/<name>.config.toml` is applied on top of the user's configuration. */
  profile?: string | undefined;
  /** Whether to keep no session file; the thread cannot be resumed. Needs Codex 0.120. Default: false. */
  ephemeral?: boolean | undefined;
  /** Whether to ignore the user's `config.toml` (but not the login). Default: false. */
  ignoreUserConfig?: boolean | undefined;
  /** Whether to ignore the user's and the project's `.rules` files. Default: false. */
  ignoreRules?: boolean | undefined;
  /**
   * Functions of this program that the agent may call, created by `tool()`. Over `codex exec`, an MCP
   * server on 127.0.0.1 offers them during the turn, and only Codex can call them: their calls are
   * `mcp_tool_call` items of the server `host_tools`. Codex must run on this machine. On Deno, this needs
   * `--allow-net=127.0.0.1`.
   */
  tools?: readonly Tool[] | undefined;
  /** MCP servers of this thread, in addition to the client's. */
  mcpServers?: McpServers | undefined;
  /** Configuration of this thread; overrides the client's `config`, key by key. */
  config?: CodexConfigObject | undefined;
};

/**
 * Options of a turn.
 *
 * @typeParam Schema The type of `outputSchema`, from which the type of `turn.output` follows.
 * @category Options
 */
export type TurnOptions<Schema = unknown> = {
  /** The experimental cyber access program for this turn, with the built-in OpenAI provider. */
  cyberAccessProgram?: CyberAccessProgram | undefined;
  /**
   * The schema that the final message must match: a JSON Schema object, or a Standard Schema that can
   * produce its JSON Schema (zod 4.2, arktype, TypeBox, valibot through `@valibot/to-json-schema`). It is
   * sent in strict form, and refused if strict mode cannot express it;
   * `jsonSchema(schema, { strict: false })` makes a schema that is sent unchanged.
   */
  outputSchema?: Schema | undefined;
  /**
   * How many times `run()` (not `runStreamed()`) sends back an answer that does not match the schema, to be
   * corrected. Timeouts apply to each attempt. Over exec, refused for an `ephemeral` thread. Default: 0.
   */
  repair?: number | undefined;
  /** Stops the turn, which rejects with `AbortError` once all that it has started has ended. */
  signal?: AbortSignal | undefined;
  /**
   * Milliseconds that the turn may take, from its start until Codex has ended it; then it is stopped and
   * rejects with `TimeoutError`. Waiting for the thread's earlier turns does not count; time in which a slow
   * reader of the events holds Codex up does. Default: no limit.
   */
  timeoutMs?: number | undefined;
  /**
   * Milliseconds that may pass without an event; then the turn is stopped and rejects with `TimeoutError`.
   * The clock stops while a command, a tool, a web search or a call between agents is running, while
   * somebody is asked, and while nobody waits for an event. Default: no limit.
   */
  idleTimeoutMs?: number | undefined;
  /**
   * Tokens that the turn may use: those of its output, and those of its input that did not come from the
   * prompt cache. A turn that uses more is stopped and rejects with `LimitError`. This is checked after each
   * request, so the last one counts in full. Needs Codex 0.169. Default: no limit.
   */
  maxTokens?: number | undefined;
  /**
   * Requests to the model that the turn may make. A turn that needs another one is stopped and rejects
   * with `LimitError`. Live sessions only: `codex exec` has no such limit. Default: no limit.
   */
  maxRequests?: number | undefined;
  /**
   * Milliseconds between the first signal of a stop and SIGKILL; live, that a stop waits for Codex to end the
   * turn, its commands and its sub-agents. Default: 2000.
   */
  killGraceMs?: number | undefined;
};
