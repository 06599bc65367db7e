/**
 * One way to a server, from its opening to its end: a child process, a WebSocket, a pair of streams.
 * Types only.
 *
 * @module
 */
import type { Descendants } from "../../core/ports/host.ts";
import type { ExitStatus } from "../../core/vocabulary/spawn.ts";
import type { LinePair } from "./line_pair.ts";

/** One way to a server. */
export interface ServerLink {
  /** What is said and heard. */
  readonly lines: LinePair;
  /** How the server's process ended; null where that cannot be known. Never rejects. */
  readonly exited: Promise<ExitStatus | null>;
  /** What the server's standard error has said, without secrets. */
  stderr(): string;
  /** What lives below the server; null where that cannot be known, or not permitted. */
  below(): Descendants | null;
  /** Ends the link, and with it the server where that is ours. Never rejects. */
  stop(): Promise<void>;
}

/**
 * Opens a link, unless the signal fires first. Rejects with a `CodexError`: with a `RefusedError` where
 * trying again is of no use.
 */
export type OpenLink = (signal: AbortSignal) => Promise<ServerLink>;
