/**
 * A server behind a pair of streams of the caller's own.
 *
 * @module
 */
import type { Redact } from "../../../core/ports/redact.ts";
import { within } from "../../../launch/process/stop.ts";
import { linesOf } from "../line_pair.ts";
import type { ServerLink } from "../server_link.ts";

/**
 * A pair of streams: what the server says, and what it hears, as JSON lines.
 *
 * @category Server
 */
export interface ServerStreams {
  /** What the server says. */
  readonly readable: ReadableStream<Uint8Array>;
  /** What it hears. */
  readonly writable: WritableStream<Uint8Array>;
}

/** Milliseconds that a pair of streams may take to end once its writable end is closed. */
const END_MS = 1_000;

/** The link over a pair of streams. Its end closes the writable one, and cancels the other. */
export function overStreams({ readable, writable }: ServerStreams, redact: Redact): ServerLink {
  const { close, abandon, ended, ...lines } = linesOf(readable, writable, redact);
  return {
    lines,
    exited: ended.then(() => null),
    stderr: () => "",
    below: () => null,
    stop: async () => {
      close();
      if (!await within(ended, END_MS)) abandon();
    },
  };
}
