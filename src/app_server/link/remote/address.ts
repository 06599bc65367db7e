/**
 * Where a server listens, and what may be sent there.
 *
 * @module
 */
import { quoted } from "../../../core/base/plain_text.ts";
import { InvalidInputError } from "../../../core/vocabulary/errors.ts";
import type { McpServers } from "../../../core/vocabulary/mcp_servers.ts";
import { loopbackHost } from "../../../launch/command/loopback.ts";
import { mcpSecrets } from "../../../launch/command/mcp_servers.ts";

/** What names a server. */
export interface Address {
  /** Where it listens: `ws://`, `wss://` or `unix:` and an absolute path. */
  readonly url: string;
  /** The token that it wants. */
  readonly token?: string | undefined;
  /** Further headers of the request that opens the WebSocket. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** A key that is handed over once the connection stands. */
  readonly apiKey?: string | undefined;
  /** Servers that every thread is told of, with what is secret in them. */
  readonly mcpServers?: McpServers | undefined;
}

/** An address as a WebSocket takes it. */
export interface Target {
  /** The URL. */
  readonly url: string;
  /** The headers. */
  readonly headers: Readonly<Record<string, string>>;
  /** Where to ask whether the server is up, or null where that is no web address. */
  readonly ready: string | null;
}

/**
 * The address as a WebSocket takes it.
 *
 * @throws {InvalidInputError} If it is none, or if a secret would go over the network in clear.
 */
export function target({ url, token, headers = {}, apiKey, mcpServers }: Address): Target {
  const parsed = parse(url);
  const isUnix = parsed.protocol === "unix:";
  if (parsed.username !== "" || parsed.password !== "") {
    throw refused("url", "it holds a user name or a password; give the token as `token`");
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
    const how = "use wss://, or forward a port of this machine through ssh";
    throw refused(option, `${option} would cross the network in clear; ${how}`);
  }
  if (token !== undefined && !/^[\x21-\x7e]+$/.test(token)) {
    throw refused("token", "it is blank, or has characters that no header may have");
  }
  // The server refuses whoever sends an `Origin`, as browsers do.
  const origin = Object.keys(headers).find((name) => name.toLowerCase() === "origin");
  if (origin !== undefined) throw refused("headers", "the app-server refuses an Origin header");
  const ready = isUnix ? null : new URL("/readyz", parsed.href.replace(/^ws/, "http")).href;
  return {
    // The form that Bun and the package `ws` know.
    url: isUnix ? `ws+unix://${parsed.pathname}` : parsed.href,
    headers: token === undefined ? headers : { ...headers, Authorization: `Bearer ${token}` },
    ready,
  };
}

/** The address without what may be secret, for messages. */
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
    throw refused("url", "the url is none");
  }
  if (!["ws:", "wss:", "unix:"].includes(parsed.protocol)) {
    const shown = quoted(parsed.protocol);
    throw refused("url", `the url begins with ${shown}, and not with ws://, wss:// or unix:`);
  }
  if (parsed.protocol === "unix:" && (parsed.host !== "" || !parsed.pathname.startsWith("/"))) {
    throw refused("url", "the url names no absolute path behind unix:");
  }
  return parsed;
}

function refused(option: string, why: string): InvalidInputError {
  return new InvalidInputError(option, `Cannot connect: ${why}`);
}
