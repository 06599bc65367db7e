/**
 * One link to a server, from its opening to its end: a child process, a WebSocket, a pair of streams.
 * Types only.
 *
 * @module
 */
import type { Descendants } from "../../core/ports/host.ts";
import type { ExitStatus } from "../../core/vocabulary/spawn.ts";
import type { LinePair } from "./line_pair.ts";

/** One link to a server. */
export interface ServerLink {
  /** The lines in both directions. */
  readonly lines: LinePair;
  /** How the server's process ended; null if unknown. Never rejects. */
  readonly exited: Promise<ExitStatus | null>;
  /** The server's standard error, without secrets. */
  stderr(): string;
  /** The processes below the server; null if they are unknown or may not be listed. */
  below(): Descendants | null;
  /** Ends the link, and the server if it is ours. Never rejects. */
  stop(): Promise<void>;
}

/**
 * Opens a link, unless the signal fires first. Rejects with a `CodexError`, which is a `RefusedError` if
 * trying again does not help.
 */
export type OpenLink = (signal: AbortSignal) => Promise<ServerLink>;
