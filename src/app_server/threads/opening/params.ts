/**
 * Maps options to the parameters of `thread/start`, `thread/resume` and `thread/fork`.
 *
 * @module
 */
import { checkTools } from "../../../core/schema/tool.ts";
import { checkedOptions } from "../../../core/options/check.ts";
import { InvalidInputError } from "../../../core/vocabulary/errors.ts";
import type { McpServers } from "../../../core/vocabulary/mcp_servers.ts";
import type { CodexConfigObject, SandboxMode } from "../../../core/vocabulary/options.ts";
import { quoted } from "../../../core/base/plain_text.ts";
import { checkConfig, mergeConfig } from "../../../launch/command/config.ts";
import type { LiveCallbacks } from "../../asks/callbacks.ts";
import { checkToolNames } from "../../asks/reserved_tools.ts";
import { checkProfile } from "../../../launch/checks/permission_profile.ts";
import { mcpConfig, mergeServers, withServers } from "../../../launch/command/mcp_servers.ts";
import type { LiveThreadOptions } from "../../turns/options.ts";
import { approvalPolicy, defined } from "../../turns/params/turn_start.ts";
import { webSearch } from "./reopen.ts";

type Params = Record<string, unknown>;

/** Otherwise Codex holds a thread and its file for a minute after `close()`. */
const UNLOAD_AT_ONCE: CodexConfigObject = { thread_unload_delay_secs: 0 };

/** The part of Codex's effective configuration that controls the sandbox and approvals. */
export interface UserConfig {
  readonly approval_policy?: unknown;
  readonly approvals_reviewer?: unknown;
  readonly sandbox_mode?: SandboxMode | null;
  /** The name of a permission profile. */
  readonly default_permissions?: string | null;
  readonly sandbox_workspace_write?: {
    readonly writable_roots?: readonly string[];
    readonly network_access?: boolean;
    readonly exclude_tmpdir_env_var?: boolean;
    readonly exclude_slash_tmp?: boolean;
  } | null;
}

const NOT_SHARED = { isShared: false, isGuest: false };

/**
 * Options of a fork.
 *
 * @category Options
 */
export interface ForkThreadOptions extends LiveThreadOptions {
  /** The id of the last turn to copy, as in `readThread()`. Default: all turns are copied. */
  afterTurnId?: string | undefined;
}

/**
 * Returns a checked copy of the options of a live thread.
 *
 * @param given The options as the caller gave them.
 * @param verb What is to be done with the thread.
 * @throws {InvalidInputError} If an option is unknown, invalid, or not available on a live thread.
 */
export function checkThreadOptions(
  given: ForkThreadOptions,
  verb: "start" | "resume" | "fork" = "start",
): ForkThreadOptions {
  const level = verb === "fork" ? "liveFork" : "liveThread";
  const options = checkedOptions(level, given, `${verb} a thread`);
  // The type forbids these, and "on-failure", but JavaScript does not check.
  for (const option of ["profile", "ignoreUserConfig", "ignoreRules"]) {
    if ((options as Record<string, unknown>)[option]) {
      throw new InvalidInputError(
        option,
        `Cannot start a live thread: ${option} applies to a whole process; use it with Codex.startThread()`,
      );
    }
  }
  checkProfile(options);
  if ((options.approvalPolicy as string | undefined) === "on-failure") {
    throw new InvalidInputError(
      "approvalPolicy",
      'Cannot start a live thread: the app-server has no approvalPolicy "on-failure"; use "on-request"',
    );
  }
  // Over the pipe it would be JSON, which says less about an invalid value.
  if (options.config !== undefined) checkConfig(options.config, "config");
  return options;
}

/**
 * The parameters that start, resume and fork have in common. The sandbox is sent with each turn instead,
 * since a thread that starts with permission to write marks its project as trusted.
 *
 * @param callbacks Who can be asked: the callbacks of the thread and of the client.
 * @param client The client's MCP servers.
 * @param server Whether others share the server, and whether the thread may be theirs: then only what the
 * options name is sent.
 */
export function threadParams(
  options: LiveThreadOptions,
  callbacks: LiveCallbacks,
  client: McpServers = {},
  { isShared, isGuest }: { readonly isShared: boolean; readonly isGuest: boolean } = NOT_SHARED,
): Params {
  const { modelReasoningEffort: effort, summary, verbosity } = options;
  const search = webSearch(options);
  const config = withServers(
    mergeConfig({ ...isShared ? {} : UNLOAD_AT_ONCE, ...options.config }, {
      ...(search === undefined ? {} : { web_search: search }),
      ...(effort === undefined ? {} : { model_reasoning_effort: effort }),
      ...(summary === undefined ? {} : { model_reasoning_summary: summary }),
      ...(verbosity === undefined ? {} : { model_verbosity: verbosity }),
    }),
    // Through the pipe, where nobody else sees the secrets that they may contain.
    mcpConfig(mergeServers(client, options.mcpServers)),
  );
  return defined({
    model: options.model || undefined,
    cwd: options.workingDirectory || undefined,
    approvalPolicy: isGuest ? options.approvalPolicy : approvalPolicy(options, callbacks, {}),
    approvalsReviewer: options.approvalsReviewer,
    sandbox: isGuest && !options.sandboxMode
      ? undefined
      : options.trustProject
      ? options.sandboxMode
      : "read-only",
    permissions: options.trustProject ? options.permissionProfile : undefined,
    config,
    developerInstructions: options.developerInstructions,
    baseInstructions: options.baseInstructions,
    modelProvider: options.modelProvider,
    serviceTier: options.serviceTier,
  });
}

/**
 * Who is asked for approval in an existing thread. Its file may name a model, and so may another object for it:
 * neither speaks for this one.
 *
 * @param user The user's configuration.
 */
export function reviewerOf(options: LiveThreadOptions, user: UserConfig): unknown {
  const { approvals_reviewer: own } = owned((options.config ?? {}) as UserConfig);
  return options.approvalsReviewer ?? own ?? owned(user).approvals_reviewer ?? "user";
}

/** The parameters that only a new thread takes. */
export function newThreadParams(options: LiveThreadOptions): Params {
  return defined({
    ephemeral: options.ephemeral,
    threadSource: options.threadSource || undefined,
  });
}

/** The tools as parameters of a new thread. Later, no more can be declared. */
export function toolParams({ tools = [] }: LiveThreadOptions): Params {
  if (tools.length === 0) return {};
  checkTools(tools);
  checkToolNames(tools.map(({ name }) => name));
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
 * The permission profile for the thread's turns, instead of a sandbox. The thread's option takes precedence
 * over its `config`, and that over the user's. Null if a sandbox takes precedence, or nothing is set.
 *
 * @param user The user's configuration.
 */
export function permissionsOf(options: LiveThreadOptions, user: UserConfig): string | null {
  if (options.permissionProfile) return options.permissionProfile;
  if (options.sandboxMode) return null;
  for (const config of [owned((options.config ?? {}) as UserConfig), owned(user)]) {
    if (config.sandbox_mode) return null;
    if (config.default_permissions) return config.default_permissions;
  }
  return null;
}

/**
 * The sandbox for the thread's turns. The thread's options take precedence over its `config`, and that over
 * the user's.
 *
 * @param user The user's configuration.
 */
export function sandboxPolicy(options: LiveThreadOptions, user: UserConfig): Params {
  const config: UserConfig = owned(mergeConfig(plain(user), options.config ?? {}));
  const mode: string = options.sandboxMode || config.sandbox_mode || "read-only";
  if (mode === "danger-full-access") return { type: "dangerFullAccess" };
  if (mode === "read-only") return { type: "readOnly", networkAccess: false };
  if (mode !== "workspace-write") {
    throw new InvalidInputError(
      "sandboxMode",
      `Cannot start a live thread: there is no sandboxMode ${quoted(mode)}`,
    );
  }
  const workspace: UserConfig["sandbox_workspace_write"] = owned(
    config.sandbox_workspace_write ?? {},
  );
  return {
    type: "workspaceWrite",
    writableRoots: [...workspace.writable_roots ?? [], ...options.additionalDirectories ?? []],
    networkAccess: options.networkAccessEnabled ?? workspace.network_access ?? false,
    excludeTmpdirEnvVar: workspace.exclude_tmpdir_env_var ?? false,
    excludeSlashTmp: workspace.exclude_slash_tmp ?? false,
  };
}

/** A copy without a prototype, so that additions to `Object.prototype` grant nothing. */
function owned<T extends object>(table: T): T {
  return Object.assign(Object.create(null), table);
}

function plain(user: UserConfig): CodexConfigObject {
  return JSON.parse(JSON.stringify(user, (_, value) => value ?? undefined));
}
