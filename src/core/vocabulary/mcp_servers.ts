/**
 * MCP servers whose tools the agent may call. Types only.
 *
 * @module
 */

/**
 * When to ask before a tool is called: `"auto"` asks unless the tool declares that it only reads,
 * `"writes"` unless it declares that it writes nothing, `"prompt"` always, `"approve"` never. Where nobody
 * can be asked, as over `codex exec`, Codex refuses calls that would ask; under `danger-full-access`,
 * Codex 0.171 makes them.
 *
 * @category Options
 */
export type McpApprovalMode = "auto" | "prompt" | "writes" | "approve";

/**
 * Options that every MCP server has.
 *
 * @category Options
 */
export interface McpServerOptions {
  /** Whether the server is used. Default: true. */
  readonly enabled?: boolean | undefined;
  /**
   * Whether Codex needs the server: it waits for it to start. If it cannot start, a turn over exec fails, and
   * a live thread cannot be opened. Otherwise Codex 0.171 waits for one second and continues without it; if
   * it starts later, the model's later requests get its tools. Default: false.
   */
  readonly required?: boolean | undefined;
  /** Milliseconds that the server may take to start. Default: Codex's, 10,000 to 30,000 by version. */
  readonly startupTimeoutMs?: number | undefined;
  /** Milliseconds that a call may take. Default: Codex's. */
  readonly toolTimeoutMs?: number | undefined;
  /** The tools that are offered. Default: all. */
  readonly enabledTools?: readonly string[] | undefined;
  /** Tools that are not offered, even if `enabledTools` includes them. */
  readonly disabledTools?: readonly string[] | undefined;
  /** When to ask before calls: one mode for all tools, or a mode for each tool's name. Default: `"auto"`. */
  readonly toolApproval?:
    | McpApprovalMode
    | { readonly [tool: string]: McpApprovalMode }
    | undefined;
}

/**
 * A server that Codex starts and talks to over its standard input and output.
 *
 * @category Options
 */
export interface McpStdioServer extends McpServerOptions {
  /** The program. */
  readonly command: string;
  /** The program's arguments, which other programs on this machine can see. */
  readonly args?: readonly string[] | undefined;
  /**
   * Environment variables, in addition to the few that Codex passes on (`PATH`, `HOME`, …). They appear
   * on no command line, and the model's commands do not get them.
   */
  readonly env?: { readonly [variable: string]: string } | undefined;
  /** The folder that the server runs in. Default: the thread's. */
  readonly cwd?: string | undefined;
}

/**
 * A server that is already running somewhere and is reached over HTTP.
 *
 * @category Options
 */
export interface McpHttpServer extends McpServerOptions {
  /** The server's URL. Over exec, other programs on this machine can see it: put secrets into `headers`. */
  readonly url: string;
  /**
   * The variable in Codex's environment that holds the server's bearer token. The model's commands can read
   * it, too: to keep the token from them, use `headers`.
   */
  readonly bearerTokenEnvVar?: string | undefined;
  /** Headers of each request. They appear on no command line. */
  readonly headers?: { readonly [header: string]: string } | undefined;
}

/**
 * An MCP server.
 *
 * @category Options
 */
export type McpServer = McpStdioServer | McpHttpServer;

/**
 * MCP servers by name: letters, digits, and `_ - . : @ /`.
 *
 * @category Options
 */
export interface McpServers {
  /** A server, by its name. */
  readonly [name: string]: McpServer;
}
