/**
 * What callers can ask for.
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
   * Path of the `codex` executable, or a name to look for on `PATH`. On Windows also of npm's
   * `codex.cmd`, behind which the executable is found. Default: found as docs/configuration.md tells.
   */
  codexPathOverride?: string | undefined;
  /**
   * Starts Codex also from a folder that the model may write to. Default: false, a private copy is
   * started, since a Codex that the model can replace is no sandbox; see docs/configuration.md.
   */
  allowWritableCodex?: boolean | undefined;
  /**
   * Base URL of the model's service, with `/v1`. Sent as `--config openai_base_url=…`; to a Codex
   * known to be older than 0.120 as the variable `OPENAI_BASE_URL` too.
   */
  baseUrl?: string | undefined;
  /**
   * API key, handed to Codex as the variable `CODEX_API_KEY` and withheld from the environment of
   * the model's commands (under `danger-full-access` they can still read it from Codex's own
   * process). Default: Codex's own login.
   */
  apiKey?: string | undefined;
  /**
   * Configuration for every turn, as an object: `{ a: { b: 1 } }` becomes `--config a.b=1`.
   * Thread options win over it.
   */
  config?: CodexConfigObject | undefined;
  /**
   * MCP servers for every thread; a thread's own of the same name wins, whole, and both win over
   * `config` and the user's configuration. Over exec they are sent with every turn.
   */
  mcpServers?: McpServers | undefined;
  /** Further `--config` values, each `key=value` as it stands; they win over `config`. */
  configOverrides?: string[] | undefined;
  /**
   * The environment of Codex, in place of the host's. Default: the host's is inherited.
   * The SDK's own variables are added either way. On Windows, Node and Bun add eleven of the host's
   * that a program may need there, where `env` does not name them: `HOMEDRIVE`, `HOMEPATH`,
   * `LOGONSERVER`, `PATH`, `SYSTEMDRIVE`, `SYSTEMROOT`, `TEMP`, `USERDOMAIN`, `USERNAME`,
   * `USERPROFILE` and `WINDIR`.
   */
  env?: Record<string, string> | undefined;
  /**
   * Starts Codex in the SDK's place: in a container, over ssh, or a fake. Nothing is looked up on
   * this machine then; the command is `codexPathOverride`, or `codex`.
   */
  spawn?: Spawn | undefined;
  /**
   * Told of each process that is started, each line to and from it, its standard error, signals and
   * end. Default: nobody, unless the variable `CODEX_SDK_DEBUG` is "1": then they are printed to
   * standard error. Prompts, answers and what commands print are in it.
   */
  debug?: ((event: DebugEvent) => void) | undefined;
};

/**
 * When Codex asks for approval. `codex exec` has nobody to ask and treats every mode as `never`, unless
 * `approvalsReviewer` is `"auto_review"`.
 *
 * @category Options
 */
export type ApprovalMode = "never" | "on-request" | "on-failure" | "untrusted";

/**
 * Which approvals are asked for, one by one; the rest is refused. As in Codex's configuration.
 * Over `codex exec` nobody is asked.
 *
 * @category Options
 */
export interface GranularApproval {
  /** By what reason each is asked. */
  readonly granular: {
    /** Commands that want to leave the sandbox. */
    readonly sandbox_approval: boolean;
    /** Commands that a rule (`.rules`) wants asked. */
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
 * When Codex asks for approval: by a word, or one by one.
 *
 * @category Options
 */
export type ApprovalPolicy = ApprovalMode | GranularApproval;

/**
 * Who is asked for approval: whoever the program is, or a model that reviews for it.
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
 * How the model sums up its reasoning: the text of `reasoning` items.
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
export type WebSearchMode = "disabled" | "cached" | "live";

/**
 * An experimental programme of the OpenAI provider.
 *
 * @category Options
 */
export type CyberAccessProgram = "standard" | "daybreak_blue" | "daybreak_red";

/**
 * Options of a thread. They are sent with every turn: Codex remembers none of them.
 *
 * @category Options
 */
export type ThreadOptions = {
  /** The model. Default: Codex's. */
  model?: string | undefined;
  /** Classification of a thread when it is created or forked. */
  threadSource?: string | undefined;
  /** What the model's commands may touch. Default: the user's configuration, else `read-only`. */
  sandboxMode?: SandboxMode | undefined;
  /** The folder Codex works in. Default: that of the host program. */
  workingDirectory?: string | undefined;
  /** Allows a working directory outside a Git repository. Default: false. */
  skipGitRepoCheck?: boolean | undefined;
  /** How much the model thinks. Default: the model's. */
  modelReasoningEffort?: ModelReasoningEffort | undefined;
  /** Whether commands may use the network under `workspace-write`. Default: the user's configuration. */
  networkAccessEnabled?: boolean | undefined;
  /** Where web searches look. Wins over `webSearchEnabled`. */
  webSearchMode?: WebSearchMode | undefined;
  /** true: live web search; false: none. */
  webSearchEnabled?: boolean | undefined;
  /** When Codex asks for approval; see {@linkcode ApprovalMode}. */
  approvalPolicy?: ApprovalPolicy | undefined;
  /**
   * Who is asked for approval. `"auto_review"`: a model reviews each request and answers it, which is
   * how approvals come about where nobody can be asked, over `codex exec` too; an `approvalPolicy` of
   * `"never"` leaves it nothing to do. Default: the user's configuration, else `"user"`.
   */
  approvalsReviewer?: ApprovalsReviewer | undefined;
  /**
   * The name of a permission profile: one of `permissions` of the configuration, or `":read-only"`,
   * `":workspace"`. It takes the place of `sandboxMode`, `networkAccessEnabled` and
   * `additionalDirectories`, which are refused beside it.
   */
  permissionProfile?: string | undefined;
  /**
   * Instructions for the agent, beside its own and the user's AGENTS.md, in place of
   * `developer_instructions` of the user's configuration; "" is none. Default: the user's.
   */
  developerInstructions?: string | undefined;
  /**
   * Instructions in place of the agent's own: what it knows of its tools and its manners is gone.
   * `developerInstructions` is what most programs want. Over exec it goes through a private file.
   */
  baseInstructions?: string | undefined;
  /** Who serves the model: the key of one of `model_providers` of the configuration. Default: the user's. */
  modelProvider?: string | undefined;
  /**
   * How fast the service answers, at what price: "fast", "flex", or another tier that the model has;
   * "default" for none. Codex warns of others, and leaves them out. Default: the user's.
   */
  serviceTier?: string | undefined;
  /** How the model sums up its reasoning. Default: the user's configuration, else the model's. */
  summary?: ReasoningSummary | undefined;
  /** How much the model writes. Default: the user's configuration, else the model's. */
  verbosity?: Verbosity | undefined;
  /** Further folders the model's commands may write to. */
  additionalDirectories?: string[] | undefined;
  /** Name of a profile: `$CODEX_HOME/<name>.config.toml` is laid over the user's configuration. */
  profile?: string | undefined;
  /** Keeps no session file: the thread cannot be resumed. Needs Codex 0.120. Default: false. */
  ephemeral?: boolean | undefined;
  /** Leaves the user's `config.toml` aside (the login still counts). Default: false. */
  ignoreUserConfig?: boolean | undefined;
  /** Leaves the user's and the project's `.rules` files aside. Default: false. */
  ignoreRules?: boolean | undefined;
  /**
   * Functions of this program that the agent may call; made by `tool()`. Over `codex exec` they are
   * offered by an MCP server on 127.0.0.1 that lives as long as the turn, and only Codex can call them:
   * their calls are `mcp_tool_call` items of the server `host_tools`. Codex has to run on this machine.
   * On Deno that takes `--allow-net=127.0.0.1`.
   */
  tools?: readonly Tool[] | undefined;
  /** MCP servers of this thread, beside the client's. */
  mcpServers?: McpServers | undefined;
  /** Configuration of this thread; wins over the client's `config`, key by key. */
  config?: CodexConfigObject | undefined;
};

/**
 * Options of a turn.
 *
 * @typeParam Schema The type of `outputSchema`, from which the type of `turn.output` follows.
 * @category Options
 */
export type TurnOptions<Schema = unknown> = {
  /** Experimental cyber selection for this turn, with the built-in OpenAI provider. */
  cyberAccessProgram?: CyberAccessProgram | undefined;
  /**
   * What the final message has to follow: a JSON Schema object, or a Standard Schema that can give
   * its JSON Schema (zod 4.2, arktype, TypeBox, valibot through `@valibot/to-json-schema`). It is
   * sent in strict form; what strict mode cannot express is refused, unless `jsonSchema(schema, { strict: false })`
   * says to send it as it stands.
   */
  outputSchema?: Schema | undefined;
  /**
   * How many times `run()` (not `runStreamed()`) sends an answer that does not fit back to be corrected; timeouts count for
   * each attempt. Default: 0.
   */
  repair?: number | undefined;
  /** Stops the turn: it rejects with `AbortError` once the process tree is gone. */
  signal?: AbortSignal | undefined;
  /**
   * Milliseconds the turn may take, from its start until Codex has ended it: the wait for the thread's
   * earlier turns does not count, time in which a slow reader of the events holds Codex up does.
   * Default: no limit.
   */
  timeoutMs?: number | undefined;
  /**
   * Milliseconds of silence between events. The clock stands still while a command, MCP call, web
   * search or call between agents is open, and while nobody waits for an event. Default: no limit.
   */
  idleTimeoutMs?: number | undefined;
  /**
   * Tokens the turn may take: those of its output, and of its input without what came from the prompt
   * cache. Reached, the turn is stopped, and rejects with `LimitError`. Codex looks after each request,
   * so the last one goes over it. Needs Codex 0.169. Default: no limit.
   */
  maxTokens?: number | undefined;
  /**
   * Requests to the model that the turn may make. A turn that wants another one is stopped, and rejects
   * with `LimitError`. Live sessions only: `codex exec` knows no such limit. Default: no limit.
   */
  maxRequests?: number | undefined;
  /** Milliseconds between the first signal of a stop and SIGKILL. Default: 2000. */
  killGraceMs?: number | undefined;
};
