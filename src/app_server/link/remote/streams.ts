/**
 * A server behind the caller's own pair of streams.
 *
 * @module
 */
import type { Redact } from "../../../core/ports/redact.ts";
import { within } from "../../../launch/process/stop.ts";
import { linesOf } from "../line_pair.ts";
import type { ServerLink } from "../server_link.ts";

/**
 * A pair of streams that carry the server's output and input as JSON lines.
 *
 * @category Server
 */
export interface ServerStreams {
  /** The server's output. */
  readonly readable: ReadableStream<Uint8Array>;
  /** The server's input. */
  readonly writable: WritableStream<Uint8Array>;
}

/** Milliseconds that a pair of streams may take to end once its writable end is closed. */
const END_MS = 1_000;

/** The link over a pair of streams. Stopping it closes the writable stream and cancels the other. */
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
