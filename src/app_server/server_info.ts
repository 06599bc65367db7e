/**
 * What the server reports about itself in answer to `initialize`.
 *
 * @module
 */
import type { InitializeResponse } from "./protocol/results.ts";

/**
 * What a server reports about itself when a connection is made.
 *
 * @category Server
 */
export interface ServerInfo {
  /** The version of Codex, such as `0.171.0`; "" if the user agent does not contain it. */
  readonly version: string;
  /** The server's folder for configuration and threads, on its own machine. */
  readonly codexHome: string;
  /** The family of the server's operating system: `unix` or `windows`. */
  readonly platformFamily: string;
  /** The server's operating system: `linux`, `macos`, `windows`, … */
  readonly platformOs: string;
  /** The user agent that the server sends to the model's service; begins with originator and version. */
  readonly userAgent: string;
}

/** The server's answer to `initialize`, with the version taken from the user agent. */
export function serverInfo(answer: InitializeResponse): ServerInfo {
  // A stand-in may leave fields out.
  const { codexHome = "", platformFamily = "", platformOs = "", userAgent = "" } = answer;
  const [, version = ""] = /\/(\d+\.\d+\.\d+\S*) \(/.exec(userAgent) ?? [];
  return { version, codexHome, platformFamily, platformOs, userAgent };
}
