/**
 * MCP servers whose tools the agent may call. Types only.
 *
 * @module
 */

/**
 * Whether a tool may be called without asking: `"auto"` asks unless the tool says that it only reads,
 * `"writes"` unless it says that it writes nothing, `"prompt"` always, `"approve"` never. Over
 * `codex exec` nobody can be asked: what would be, is refused.
 *
 * @category Options
 */
export type McpApprovalMode = "auto" | "prompt" | "writes" | "approve";

/**
 * What every MCP server may say.
 *
 * @category Options
 */
export interface McpServerOptions {
  /** Whether it is used. Default: true. */
  readonly enabled?: boolean | undefined;
  /** Whether a turn fails where the server cannot be started; else it goes on without. Default: false. */
  readonly required?: boolean | undefined;
  /** Milliseconds that it may take to start. Default: Codex's, 10,000 to 30,000 by version. */
  readonly startupTimeoutMs?: number | undefined;
  /** Milliseconds that a call may take. Default: Codex's. */
  readonly toolTimeoutMs?: number | undefined;
  /** The tools that are offered. Default: all. */
  readonly enabledTools?: readonly string[] | undefined;
  /** Tools that are not offered, of those that are. */
  readonly disabledTools?: readonly string[] | undefined;
  /** Whether calls are asked for: one mode for all tools, or by the names of tools. Default: `"auto"`. */
  readonly toolApproval?:
    | McpApprovalMode
    | { readonly [tool: string]: McpApprovalMode }
    | undefined;
}

/**
 * A server that Codex starts, and talks to on its standard input and output.
 *
 * @category Options
 */
export interface McpStdioServer extends McpServerOptions {
  /** The program. */
  readonly command: string;
  /** Its arguments, which other programs of this machine can see. */
  readonly args?: readonly string[] | undefined;
  /**
   * Variables of its environment, beside the few that Codex hands on (`PATH`, `HOME`, …). They are no
   * part of any command line, and the model's commands do not get them.
   */
  readonly env?: { readonly [variable: string]: string } | undefined;
  /** The folder it runs in. Default: that of the thread. */
  readonly cwd?: string | undefined;
}

/**
 * A server that runs somewhere, and is reached over HTTP.
 *
 * @category Options
 */
export interface McpHttpServer extends McpServerOptions {
  /** Where it is. Over exec other programs of this machine can see it: what is secret belongs into `headers`. */
  readonly url: string;
  /** The variable of Codex's environment that holds the token it wants. */
  readonly bearerTokenEnvVar?: string | undefined;
  /** Headers of each request. They are no part of any command line. */
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
  /** A server. */
  readonly [name: string]: McpServer;
}
