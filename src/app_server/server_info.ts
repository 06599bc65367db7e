/**
 * What the server says of itself when it is greeted.
 *
 * @module
 */
import type { InitializeResponse } from "./protocol/results.ts";

/**
 * The server, as it has introduced itself.
 *
 * @category Server
 */
export interface ServerInfo {
  /** The version of Codex, such as `0.171.0`; "" where the user agent does not tell it. */
  readonly version: string;
  /** Its folder for configuration and threads, on the server's machine. */
  readonly codexHome: string;
  /** The family of its operating system: `unix` or `windows`. */
  readonly platformFamily: string;
  /** Its operating system: `linux`, `macos`, `windows`, … */
  readonly platformOs: string;
  /** What it tells the model's service of itself; begins with the originator and the version. */
  readonly userAgent: string;
}

/** What `initialize` has answered. */
export function serverInfo(answer: InitializeResponse): ServerInfo {
  // A stand-in may leave out what it is not asked for.
  const { codexHome = "", platformFamily = "", platformOs = "", userAgent = "" } = answer;
  const [, version = ""] = /\/(\d+\.\d+\.\d+\S*) \(/.exec(userAgent) ?? [];
  return { version, codexHome, platformFamily, platformOs, userAgent };
}
