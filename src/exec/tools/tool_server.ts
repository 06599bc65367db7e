/**
 * The host's tools for one turn of `codex exec`: an MCP server on 127.0.0.1 that runs as long as the turn.
 *
 * @module
 */
import { messageOf } from "../../core/base/plain_text.ts";
import type { Host } from "../../core/ports/host.ts";
import type { Tool } from "../../core/vocabulary/tool.ts";
import { CodexError, InvalidInputError } from "../../core/vocabulary/errors.ts";
import type { McpServers } from "../../core/vocabulary/mcp_servers.ts";
import type { CodexOptions } from "../../core/vocabulary/options.ts";
import { isPlain } from "../../core/base/plain.ts";
import { tomlValue } from "../../launch/command/config.ts";
import { answerHttp } from "./handler.ts";
import { McpTools } from "./mcp.ts";

/** The name of the server, in Codex's configuration and in `mcp_tool_call` items. */
const TOOL_SERVER = "host_tools";
/** The variable in Codex's environment that holds the token. */
export const TOKEN_VARIABLE = "CODEX_SDK_TOOL_TOKEN";
/** Seconds that Codex waits for a tool, unless the turn is stopped. Its own default of 60 is too short. */
const TIMEOUT_SEC = 86_400;

/** Finds a server of that name in a key of Codex's configuration. */
const DOTTED = new RegExp(`^\\s*mcp_servers\\.${TOOL_SERVER}(?![\\w-])`);

/** The strings of TOML. */
const STRINGS = /"(?:[^"\\]|\\.)*"|'[^']*'/g;
/** Finds that server among the keys of a table without its strings and inner tables. */
const IN_TABLE = new RegExp(`(^|,)\\s*${TOOL_SERVER}\\s*[=.]`);

/** Codex's own configuration, which may have MCP servers, too. */
type RawConfig = Pick<CodexOptions, "config" | "configOverrides">;

/** A running server for tools. */
export interface ToolServer {
  /** Configuration for Codex. */
  readonly overrides: readonly string[];
  /** Variables for Codex's environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Aborts the running calls, and closes the server. Never rejects. */
  close(): Promise<void>;
}

/**
 * Starts a server for tools.
 *
 * @param servers The thread's other MCP servers. Default: none.
 * @param raw Configuration with more of them. Default: none.
 * @throws {InvalidInputError} If one of them has the same name, and would be replaced.
 * @throws {CodexError} If the server cannot be started.
 */
export async function serveTools(
  host: Host,
  tools: readonly Tool[],
  servers: McpServers = {},
  raw: RawConfig = {},
): Promise<ToolServer> {
  const option = optionWithServer(servers, raw);
  if (option !== null) {
    throw new InvalidInputError(
      option,
      `Cannot start a turn: over codex exec, ${TOOL_SERVER} is the server of the thread's own tools; rename the MCP server of that name`,
    );
  }
  const mcp = new McpTools(tools);
  const token = randomToken();
  let address = "";
  const server = await host.serve((request) => answerHttp(mcp, token, address, request))
    .catch((cause) => {
      throw new CodexError(
        `Cannot offer the tools to Codex: no server can be started on 127.0.0.1: ${
          messageOf(cause)
        }`,
        { cause },
      );
    });
  address = `127.0.0.1:${server.port}`;
  const entry = {
    url: `http://${address}/mcp`,
    bearer_token_env_var: TOKEN_VARIABLE,
    // What the host offers is meant to be called, and nobody can be asked over exec.
    default_tools_approval_mode: "approve",
    required: true,
    tool_timeout_sec: TIMEOUT_SEC,
  };
  return {
    overrides: [
      `mcp_servers.${TOOL_SERVER}=${tomlValue(entry, "tools")}`,
      `shell_environment_policy.set.${TOKEN_VARIABLE}=""`,
    ],
    env: { [TOKEN_VARIABLE]: token },
    close: async () => {
      mcp.close();
      await server.close().catch(() => {});
    },
  };
}

/** The option with an MCP server of the same name, or null. */
function optionWithServer(servers: McpServers, raw: RawConfig): keyof CodexOptions | null {
  const { config = {}, configOverrides = [] } = raw;
  const { mcp_servers } = config;
  const inConfig = isPlain(mcp_servers) && mcp_servers[TOOL_SERVER] !== undefined;
  if (Object.hasOwn(servers, TOOL_SERVER)) return "mcpServers";
  if (inConfig || Object.keys(config).some((key) => DOTTED.test(key))) return "config";
  return configOverrides.some((override) => DOTTED.test(override) || isInline(override))
    ? "configOverrides"
    : null;
}

/** Whether an override is a table of servers, `mcp_servers={…}`, with one of that name. */
function isInline(override: string): boolean {
  const table = /^\s*mcp_servers\s*=\s*\{(.*)\}\s*$/s.exec(override)?.[1];
  if (table === undefined) return false;
  // First without strings, in which braces and commas mean nothing; a key may be one.
  let keys = table.replaceAll(
    STRINGS,
    (string) => string.slice(1, -1) === TOOL_SERVER ? TOOL_SERVER : "",
  );
  for (let before = ""; before !== keys;) {
    before = keys;
    keys = keys.replaceAll(/\{[^{}]*\}/g, "");
  }
  return IN_TABLE.test(keys);
}

/** 256 random bits. */
function randomToken(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
