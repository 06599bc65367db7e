/**
 * Turns options into the arguments of `codex exec`. Which flags belong before and after `resume` was
 * measured on Codex 0.65 to 0.169.
 *
 * @module
 */
import { InvalidInputError } from "../core/vocabulary/errors.ts";
import type { CodexConfigObject, ThreadOptions } from "../core/vocabulary/options.ts";
import type { TurnRequest } from "../core/ports/transport.ts";
import { checkConfig, configOverrides, mergeConfig, tomlValue } from "../launch/command/config.ts";
import { checkProfile } from "../launch/checks/permission_profile.ts";
import { withServers } from "../launch/command/mcp_servers.ts";

/** What the arguments are made from. */
export interface ArgsRequest extends TurnRequest {
  /** The client's configuration. */
  readonly config: CodexConfigObject;
  /** The client's raw overrides. */
  readonly configOverrides: readonly string[];
  /** The base URL, or undefined. */
  readonly baseUrl: string | undefined;
  /** Whether the environment carries an API key that the model's commands must not see. */
  readonly hideApiKey: boolean;
  /** Path of the output schema, or undefined. */
  readonly schemaPath?: string | undefined;
  /** MCP servers, as in `mcp_servers`, without secrets. */
  readonly mcpServers?: CodexConfigObject;
  /** Variables of Codex's environment that the model's commands must not see. */
  readonly hide?: readonly string[];
  /** Path of the file with the base instructions, or undefined. */
  readonly instructionsPath?: string | undefined;
  /** Configuration of the server that offers the host's tools. */
  readonly toolOverrides?: readonly string[] | undefined;
}

/**
 * Returns the arguments of one turn.
 *
 * @throws {InvalidInputError} If an option has a value that cannot be an argument.
 */
export function execArgs(request: ArgsRequest): string[] {
  const { thread, turn, origin } = request;
  const args = ["exec", "--experimental-json"];
  const config = (override: string) => args.push(...valueFlag("--config", "config", override));
  // As in `@openai/codex-sdk`, an empty string counts as an option that was not given.
  const flag = (name: string, option: string, value: string | undefined) => {
    if (value !== undefined && value !== "") args.push(...valueFlag(name, option, value));
  };
  const toggle = (name: string, value: boolean | undefined) => {
    if (value) args.push(name);
  };

  for (const override of structuredConfig(request)) config(override);
  for (const override of request.configOverrides) {
    config(text("configOverrides", override));
  }
  for (const override of request.toolOverrides ?? []) config(override);
  if (request.baseUrl) config(`openai_base_url=${tomlValue(request.baseUrl, "baseUrl")}`);
  for (const name of request.hide ?? []) config(`shell_environment_policy.set.${name}=""`);
  if (request.hideApiKey) config('shell_environment_policy.set.CODEX_API_KEY=""');

  flag("--model", "model", thread.model);
  if (origin.type !== "resume") flag("--thread-source", "threadSource", thread.threadSource);
  flag("--sandbox", "sandboxMode", thread.sandboxMode);
  flag("--cd", "workingDirectory", thread.workingDirectory);
  for (const folder of thread.additionalDirectories ?? []) {
    flag("--add-dir", "additionalDirectories", folder);
  }
  flag("--profile", "profile", thread.profile);
  toggle("--skip-git-repo-check", thread.skipGitRepoCheck);
  toggle("--ephemeral", thread.ephemeral);
  toggle("--ignore-user-config", thread.ignoreUserConfig);
  toggle("--ignore-rules", thread.ignoreRules);
  flag("--output-schema", "outputSchema", request.schemaPath);
  flag("--cyber-access-program", "cyberAccessProgram", turn.cyberAccessProgram);

  if (turn.maxRequests !== undefined) {
    throw new InvalidInputError(
      "maxRequests",
      "Cannot start a turn: codex exec has no limit on requests; use maxTokens, or a live session",
    );
  }
  if (turn.maxTokens !== undefined) {
    config(
      `features.rollout_budget={enabled=true, limit_tokens=${turn.maxTokens}, reminder_at_remaining_tokens=[]}`,
    );
  }
  const { modelReasoningEffort, networkAccessEnabled, approvalPolicy } = thread;
  if (modelReasoningEffort) {
    config(`model_reasoning_effort=${tomlValue(modelReasoningEffort, "modelReasoningEffort")}`);
  }
  if (networkAccessEnabled !== undefined) {
    config(`sandbox_workspace_write.network_access=${Boolean(networkAccessEnabled)}`);
  }
  const said = (key: string, option: keyof ThreadOptions) => {
    if (thread[option]) config(`${key}=${tomlValue(thread[option], option)}`);
  };
  // Empty instructions replace the user's with none.
  const { developerInstructions: given } = thread;
  if (given !== undefined) {
    config(`developer_instructions=${tomlValue(given, "developerInstructions")}`);
  }
  if (request.instructionsPath) {
    config(`model_instructions_file=${tomlValue(request.instructionsPath, "baseInstructions")}`);
  }
  said("approvals_reviewer", "approvalsReviewer");
  checkProfile(thread);
  said("default_permissions", "permissionProfile");
  said("model_provider", "modelProvider");
  said("service_tier", "serviceTier");
  said("model_reasoning_summary", "summary");
  said("model_verbosity", "verbosity");
  const webSearch = thread.webSearchMode ?? webSearchOf(thread.webSearchEnabled);
  if (webSearch) config(`web_search=${tomlValue(webSearch, "webSearchMode")}`);
  if (approvalPolicy) config(`approval_policy=${tomlValue(approvalPolicy, "approvalPolicy")}`);

  // Before `resume ID`, `--image FILE` would swallow both words and start a new thread.
  if (origin.type !== "start") args.push(origin.type, origin.id);
  // Images in memory become files when the turn starts.
  for (const image of request.input.images) {
    if (typeof image === "string") flag("--image", "input", image);
  }
  // `fork` reads stdin only when told to; the others always do.
  if (origin.type === "fork") args.push("-");
  return args;
}

/** Merges the client's configuration with the thread's, so that a table of one does not erase the other's. */
function structuredConfig(request: ArgsRequest): string[] {
  const { config, mcpServers = {} } = request;
  const ofThread = request.thread.config ?? {};
  for (const one of [config, ofThread]) checkConfig(one, "config");
  return configOverrides(withServers(mergeConfig(config, ofThread), mcpServers), "config");
}

function webSearchOf(enabled: boolean | undefined): string | undefined {
  if (enabled === undefined) return undefined;
  return enabled ? "live" : "disabled";
}

/** A value that begins with a dash would be taken for a flag, unless it is joined to its own flag. */
function valueFlag(name: string, option: string, value: unknown): string[] {
  const checked = text(option, value);
  return checked.startsWith("-") ? [`${name}=${checked}`] : [name, checked];
}

function text(option: string, value: unknown): string {
  if (typeof value === "string" && !value.includes("\0")) return value;
  throw new InvalidInputError(
    option,
    `Cannot start Codex: ${option} must be a string without NUL characters`,
  );
}
