/**
 * Options to the parameters of `thread/start`, `thread/resume`, `thread/fork` and `turn/start`.
 *
 * @module
 */
import { InvalidInputError } from "../../core/vocabulary/errors.ts";
import type { NormalizedInput } from "../../core/vocabulary/input.ts";
import type {
  ApprovalMode,
  CodexConfigObject,
  SandboxMode,
} from "../../core/vocabulary/options.ts";
import { mergeConfig } from "../../launch/config.ts";
import type { LiveThreadOptions, LiveTurnOptions } from "../options.ts";

type Params = Record<string, unknown>;

/** What a turn needs to know of its thread. */
export interface ThreadFacts {
  /** The thread's id. */
  readonly id: string;
  /** The thread's options. */
  readonly options: LiveThreadOptions;
  /** Whether anybody can be asked for approval in every turn. */
  readonly asks: boolean;
  /** The sandbox of its turns. */
  readonly sandboxPolicy: Params;
}

/** The part of Codex's effective configuration that decides about the sandbox. */
export interface SandboxConfig {
  readonly sandbox_mode?: SandboxMode | null;
  readonly sandbox_workspace_write?: {
    readonly writable_roots?: readonly string[];
    readonly network_access?: boolean;
    readonly exclude_tmpdir_env_var?: boolean;
    readonly exclude_slash_tmp?: boolean;
  } | null;
}

/**
 * Refuses what a live thread cannot have.
 *
 * @throws {InvalidInputError} If an option is not one of a live thread.
 */
export function checkThreadOptions(options: LiveThreadOptions): void {
  for (const option of ["profile", "ignoreUserConfig", "ignoreRules"] as const) {
    if (options[option]) {
      throw new InvalidInputError(
        option,
        `Cannot start a live thread: ${option} belongs to a whole process; use it with Codex.startThread()`,
      );
    }
  }
  if (options.approvalPolicy === "on-failure") {
    throw new InvalidInputError(
      "approvalPolicy",
      'Cannot start a live thread: the app-server has no approvalPolicy "on-failure"; use "on-request"',
    );
  }
}

/**
 * The parameters that start, resume and fork have in common. The sandbox is sent with each turn
 * instead: a thread that starts with permission to write marks its project as trusted.
 *
 * @param asks Whether anybody is there to be asked for approval.
 */
export function threadParams(options: LiveThreadOptions, asks: boolean): Params {
  const { webSearchMode, webSearchEnabled, modelReasoningEffort: effort } = options;
  const webSearch = webSearchMode ??
    (webSearchEnabled === undefined ? undefined : webSearchEnabled ? "live" : "disabled");
  const config = mergeConfig(options.config ?? {}, {
    ...(webSearch === undefined ? {} : { web_search: webSearch }),
    ...(effort === undefined ? {} : { model_reasoning_effort: effort }),
  });
  return defined({
    model: options.model || undefined,
    cwd: options.workingDirectory || undefined,
    approvalPolicy: approvalPolicy(options, asks, false),
    sandbox: options.trustProject ? options.sandboxMode : "read-only",
    config: Object.keys(config).length > 0 ? config : undefined,
    developerInstructions: options.developerInstructions,
  });
}

/** The parameters that only a new thread takes. */
export function newThreadParams(options: LiveThreadOptions): Params {
  return defined({
    ephemeral: options.ephemeral,
    threadSource: options.threadSource || undefined,
  });
}

/** The tools, as a new thread takes them. Later they cannot be declared again. */
export function toolParams({ tools = [] }: LiveThreadOptions): Params {
  if (tools.length === 0) return {};
  const names = tools.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new InvalidInputError("tools", `Cannot start a live thread: it has two tools ${twice}`);
  }
  return {
    dynamicTools: tools.map(({ name, description, inputSchema }) => ({
      type: "function",
      name,
      description,
      inputSchema,
    })),
  };
}

/**
 * The sandbox for the thread's turns: the thread's options, over its `config`, over the user's.
 *
 * @param user The user's configuration.
 */
export function sandboxPolicy(options: LiveThreadOptions, user: SandboxConfig): Params {
  const config = mergeConfig(plain(user), options.config ?? {}) as SandboxConfig;
  const mode: string = options.sandboxMode || config.sandbox_mode || "read-only";
  if (mode === "danger-full-access") return { type: "dangerFullAccess" };
  if (mode === "read-only") return { type: "readOnly", networkAccess: false };
  if (mode !== "workspace-write") {
    throw new InvalidInputError(
      "sandboxMode",
      `Cannot start a live thread: there is no sandboxMode ${JSON.stringify(mode)}`,
    );
  }
  const workspace = config.sandbox_workspace_write ?? {};
  return {
    type: "workspaceWrite",
    writableRoots: [...workspace.writable_roots ?? [], ...options.additionalDirectories ?? []],
    networkAccess: options.networkAccessEnabled ?? workspace.network_access ?? false,
    excludeTmpdirEnvVar: workspace.exclude_tmpdir_env_var ?? false,
    excludeSlashTmp: workspace.exclude_slash_tmp ?? false,
  };
}

/** The user's input as the server takes it. Images must be absolute: others are not found. */
export function inputParams(input: NormalizedInput, absolute: (path: string) => string): unknown[] {
  return [
    ...input.images.map((path) => ({ type: "localImage", path: absolute(path) })),
    { type: "text", text: input.prompt },
  ];
}

/** The parameters of a turn, beside its input. What a turn changes stays, unless the next says otherwise. */
export function turnParams(thread: ThreadFacts, options: LiveTurnOptions): Params {
  return defined({
    threadId: thread.id,
    sandboxPolicy: thread.sandboxPolicy,
    approvalPolicy: approvalPolicy(thread.options, thread.asks, Boolean(options.onApproval)),
    model: options.model || undefined,
    effort: options.modelReasoningEffort,
    outputSchema: options.outputSchema,
    cyberAccessProgram: options.cyberAccessProgram,
  });
}

/**
 * As with `exec`, where nobody can be asked, nothing is asked. Where somebody always can be, the
 * user's configuration counts, and Codex's default "on-request".
 */
function approvalPolicy(
  options: LiveThreadOptions,
  asks: boolean,
  turnAsks: boolean,
): ApprovalMode | undefined {
  if (options.approvalPolicy !== undefined || asks) return options.approvalPolicy;
  return turnAsks ? "on-request" : "never";
}

function plain(user: SandboxConfig): CodexConfigObject {
  return JSON.parse(JSON.stringify(user, (_, value) => value ?? undefined));
}

function defined(params: Params): Params {
  return Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined));
}
