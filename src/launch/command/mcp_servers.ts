/**
 * Turns MCP servers into Codex's configuration. `env` and `headers` may be secret, and every program on the
 * machine can see arguments: over exec, they go through Codex's environment, live through the pipe.
 *
 * @module
 */
import { InvalidInputError } from "../../core/vocabulary/errors.ts";
import type { McpHttpServer, McpServer, McpServers } from "../../core/vocabulary/mcp_servers.ts";
import type { CodexConfigObject } from "../../core/vocabulary/options.ts";
import { quoted } from "../../core/base/plain_text.ts";

/** Servers whose secrets are in Codex's environment. */
export interface McpByEnvironment {
  /** The servers, for `mcp_servers`. */
  readonly config: CodexConfigObject;
  /** Variables for Codex's environment that the model's commands must not see. */
  readonly env: Readonly<Record<string, string>>;
}

/** Variables that Codex itself, or what starts it, uses. */
const CODEX_READS = /^(CODEX_|OPENAI_|RUST_|LD_|DYLD_|SSL_CERT_)|_PROXY$/i;
/** A name that `shell_environment_policy.set.NAME` can take. */
const PLAIN_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** The beginning of the names of variables that hold headers. */
const HEADER_VARIABLE = "CODEX_SDK_MCP_HEADER_";

/** Merges the client's servers with the thread's, which replace those of the same name as a whole. */
export function mergeServers(
  client: McpServers | undefined,
  thread: McpServers | undefined,
): McpServers {
  return { ...client, ...thread };
}

/** Adds servers to those of a configuration; each replaces one of the same name as a whole. */
export function withServers(
  config: CodexConfigObject,
  servers: CodexConfigObject,
): CodexConfigObject {
  if (Object.keys(servers).length === 0) return config;
  const { mcp_servers } = config;
  const before = typeof mcp_servers === "object" && !Array.isArray(mcp_servers) ? mcp_servers : {};
  return { ...config, mcp_servers: { ...before, ...servers } };
}

/** Returns the servers with their secrets, for a channel that nobody else sees. */
export function mcpConfig(servers: McpServers): CodexConfigObject {
  return table(
    Object.entries(servers).map(([name, server]) => {
      const secret = "command" in server && server.command ? { env: some(server.env) } : {
        http_headers: some((server as { headers?: Readonly<Record<string, string>> }).headers),
      };
      return [name, { ...common(server), ...table(Object.entries(secret)) }];
    }),
  );
}

/**
 * Returns the servers, with their secrets in variables of Codex's environment. Codex passes a variable on to
 * a server only under its own name, so two values for one name are refused.
 *
 * @param servers The servers.
 * @param current Reads the environment that Codex will have.
 * @param platform The platform, as Node names it.
 * @throws {InvalidInputError} If a variable cannot be passed on.
 */
export function mcpByEnvironment(
  servers: McpServers,
  current: (name: string) => string | undefined,
  platform: string,
): McpByEnvironment {
  const env: Record<string, string> = {};
  // On Windows, names are case-insensitive.
  const taken = new Map<string, string>();
  let headers = 0;
  const hand = (server: string, name: string, value: string): string => {
    const key = platform === "win32" ? name.toUpperCase() : name;
    const before = taken.get(key) ?? current(name);
    if (before === value) return name;
    const why = !PLAIN_NAME.test(name)
      ? "its name has characters other than letters, digits and _"
      : CODEX_READS.test(name)
      ? "Codex itself uses it"
      : before !== undefined
      ? "Codex's environment, or another server, has a different value for it"
      : null;
    if (why !== null) throw refused(server, name, why);
    taken.set(key, value);
    env[name] = value;
    return name;
  };
  const config = table(
    Object.entries(servers).map(([name, server]) => {
      if ("command" in server && server.command) {
        const names = Object.entries(server.env ?? {}).map(([key, value]) =>
          hand(name, key, value)
        );
        return [name, { ...common(server), ...(names.length > 0 ? { env_vars: names } : {}) }];
      }
      const given = Object.entries("headers" in server ? server.headers ?? {} : {});
      const variables = given.filter(([, value]) => value !== undefined).map(([header, value]) => {
        const variable = `${HEADER_VARIABLE}${++headers}`;
        env[variable] = value;
        return [header, variable];
      });
      const more: CodexConfigObject = variables.length > 0
        ? { env_http_headers: Object.fromEntries(variables) }
        : {};
      return [name, { ...common(server), ...more }];
    }),
  );
  return { config, env };
}

/**
 * Returns what may be secret: the values of `env` and `headers`, and tokens.
 *
 * @param variables Codex's environment, as far as it is known. Default: nothing of it.
 */
export function mcpSecrets(
  servers: McpServers | undefined,
  variables: Readonly<Record<string, string>> = {},
): string[] {
  return Object.values(servers ?? {}).flatMap((server) => [
    ...tokenOf(server, variables),
    ...Object.values("env" in server ? server.env ?? {} : {}),
    // "Bearer TOKEN" may come back as TOKEN.
    ...Object.values("headers" in server ? server.headers ?? {} : {})
      .flatMap((value) => [value, ...(value ?? "").split(/\s+/)]),
  ]);
}

/** The token of a server, if it is known. */
function tokenOf(server: McpServer, variables: Readonly<Record<string, string>>): string[] {
  const { bearerTokenEnvVar: name } = server as Partial<McpHttpServer>;
  const token = name === undefined ? undefined : variables[name];
  return token === undefined ? [] : [token];
}

function common(server: McpServer): CodexConfigObject {
  const { toolApproval, startupTimeoutMs, toolTimeoutMs } = server;
  const isOne = typeof toolApproval === "string";
  return table(Object.entries({
    ...("command" in server && server.command
      ? { command: server.command, args: server.args && [...server.args], cwd: server.cwd }
      : "url" in server
      ? { url: server.url, bearer_token_env_var: server.bearerTokenEnvVar }
      : {}),
    enabled: server.enabled,
    required: server.required,
    startup_timeout_sec: startupTimeoutMs === undefined ? undefined : startupTimeoutMs / 1000,
    tool_timeout_sec: toolTimeoutMs === undefined ? undefined : toolTimeoutMs / 1000,
    enabled_tools: server.enabledTools && [...server.enabledTools],
    disabled_tools: server.disabledTools && [...server.disabledTools],
    default_tools_approval_mode: isOne ? toolApproval || undefined : undefined,
    tools: isOne || toolApproval === undefined ? undefined : Object.fromEntries(
      Object.entries(toolApproval).map(([tool, mode]) => [tool, { approval_mode: mode }]),
    ),
  }));
}

/** A table of the defined values. */
function table(
  entries: readonly (readonly [string, CodexConfigObject[string] | undefined])[],
): CodexConfigObject {
  return Object.fromEntries(
    entries.filter(([, value]) => value !== undefined),
  ) as CodexConfigObject;
}

function some(
  values: Readonly<Record<string, string>> | undefined,
): CodexConfigObject | undefined {
  const given = Object.entries(values ?? {}).filter(([, value]) => value !== undefined);
  return given.length > 0 ? Object.fromEntries(given) : undefined;
}

function refused(server: string, name: string, why: string): InvalidInputError {
  return new InvalidInputError(
    "mcpServers",
    `Cannot start a turn: the variable ${quoted(name)} of the MCP server ${
      quoted(server)
    } cannot go through codex exec, which passes variables on under their own names: ${why}; if it is not a secret, set it with { command: "env", args: ["NAME=value", "program"] }, otherwise use a live session`,
  );
}
