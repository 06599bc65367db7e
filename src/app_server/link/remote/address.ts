/**
 * The address of a server, and what may be sent to it.
 *
 * @module
 */
import { quoted } from "../../../core/base/plain_text.ts";
import { InvalidInputError } from "../../../core/vocabulary/errors.ts";
import type { McpServers } from "../../../core/vocabulary/mcp_servers.ts";
import { loopbackHost } from "../../../launch/command/loopback.ts";
import { mcpSecrets } from "../../../launch/command/mcp_servers.ts";

/** The options that say where a server is. */
export interface Address {
  /** Where it listens: `ws://`, `wss://` or `unix:` and an absolute path. */
  readonly url: string;
  /** The token that the server requires. */
  readonly token?: string | undefined;
  /** More headers for the request that opens the WebSocket. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** The API key that is passed once the connection is made. */
  readonly apiKey?: string | undefined;
  /** The MCP servers of every thread, which may contain secrets. */
  readonly mcpServers?: McpServers | undefined;
}

/** An address in the form that a WebSocket takes. */
export interface Target {
  /** The URL. */
  readonly url: string;
  /** The headers. */
  readonly headers: Readonly<Record<string, string>>;
  /** The URL at which to ask whether the server is up, or null if that is not on the web. */
  readonly ready: string | null;
}

/**
 * Returns the address in the form that a WebSocket takes.
 *
 * @throws {InvalidInputError} If it is not valid, or if a secret would cross the network unencrypted.
 */
export function target({ url, token, headers = {}, apiKey, mcpServers }: Address): Target {
  const parsed = parse(url);
  const isUnix = parsed.protocol === "unix:";
  if (parsed.username !== "" || parsed.password !== "") {
    throw refused("url", "the url contains a user name or password; pass the token as `token`");
  }
  const isClear = parsed.protocol === "ws:" && loopbackHost(url) === null;
  const secrets: Readonly<Record<string, boolean>> = {
    token: token !== undefined,
    headers: Object.keys(headers).some((name) => /^(?:proxy-)?authorization$|^cookie$/i.test(name)),
    apiKey: apiKey !== undefined,
    mcpServers: mcpSecrets(mcpServers).length > 0,
  };
  for (const [option, isSecret] of Object.entries(secrets)) {
    if (!isSecret || !isClear) continue;
    const how = "use wss://, or forward a port on this machine through ssh";
    throw refused(option, `${option} would cross the network unencrypted; ${how}`);
  }
  if (token !== undefined && !/^[\x21-\x7e]+$/.test(token)) {
    throw refused("token", "the token is blank, or has characters that a header cannot contain");
  }
  // The server refuses clients that send an `Origin`, as browsers do.
  const origin = Object.keys(headers).find((name) => name.toLowerCase() === "origin");
  if (origin !== undefined) throw refused("headers", "the app-server refuses an Origin header");
  const ready = isUnix ? null : new URL("/readyz", parsed.href.replace(/^ws/, "http")).href;
  return {
    // The form that Bun and the package `ws` understand.
    url: isUnix ? `ws+unix://${parsed.pathname}` : parsed.href,
    headers: token === undefined ? headers : { ...headers, Authorization: `Bearer ${token}` },
    ready,
  };
}

/** The address without anything that may be secret, for messages. */
export function shownAddress(url: string): string {
  try {
    const { protocol, host, pathname } = new URL(url);
    return `${protocol}${protocol === "unix:" ? "" : "//"}${host}${pathname}`;
  } catch {
    return "the server";
  }
}

function parse(url: string): URL {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    throw refused("url", "the url is not valid");
  }
  if (!["ws:", "wss:", "unix:"].includes(parsed.protocol)) {
    const shown = quoted(parsed.protocol);
    throw refused("url", `the url begins with ${shown}, not with ws://, wss:// or unix:`);
  }
  if (parsed.protocol === "unix:" && (parsed.host !== "" || !parsed.pathname.startsWith("/"))) {
    throw refused("url", "the url has no absolute path after unix:");
  }
  return parsed;
}

function refused(option: string, why: string): InvalidInputError {
  return new InvalidInputError(option, `Cannot connect: ${why}`);
}
