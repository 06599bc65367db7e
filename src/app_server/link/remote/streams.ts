/**
 * A server behind the caller's own pair of streams.
 *
 * @module
 */
import { kindOf } from "../../../core/base/words.ts";
import type { Redact } from "../../../core/ports/redact.ts";
import { InvalidInputError } from "../../../core/vocabulary/errors.ts";
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

/**
 * Refuses what is not a pair of web streams, or one that somebody else uses.
 *
 * @param streams The streams as the caller gave them.
 * @param act What the caller wants to do, for errors.
 * @throws {InvalidInputError} If one of them cannot be used.
 */
export function checkStreams(streams: unknown, act: string): void {
  const { readable, writable } = Object(streams);
  const parts = [
    ["readable", readable, "getReader", "pipe", "ReadableStream"],
    ["writable", writable, "getWriter", "write", "WritableStream"],
  ] as const;
  for (const [name, stream, method, nodeMethod, wanted] of parts) {
    const { locked, [method]: web, [nodeMethod]: node } = Object(stream);
    if (typeof web === "function" && locked !== true) continue;
    const hint = typeof node === "function" ? "; convert it with toWeb() of node:stream" : "";
    const state = typeof web === "function"
      ? `${name} is in use: it is locked`
      : `${name} must be a ${wanted}, not ${kindOf(stream)}${hint}`;
    throw new InvalidInputError(name, `Cannot ${act}: ${state}`);
  }
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
