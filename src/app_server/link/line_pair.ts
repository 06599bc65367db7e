/**
 * A connection as a pair of line streams, so that it can use transports other than stdio.
 *
 * @module
 */
import type { Redact } from "../../core/ports/redact.ts";
import { LineSplitter } from "../../core/wire/jsonl.ts";

/** Lines both ways, without their line breaks. */
export interface LinePair {
  /** The server's output. Ends or fails with the connection, or with a `DecodeError` at an endless line. */
  readonly incoming: AsyncIterable<string>;
  /** Sends a line to the server. Rejects if the connection has ended. */
  send(line: string): Promise<void>;
  /** The most bytes that a line may have, or the server drops the connection. Default: no limit. */
  readonly maxBytes?: number;
}

/** The line pair of a process: `close` closes its input, `abandon` stops reading. `ended` never rejects. */
export function linesOf(
  stdout: ReadableStream<Uint8Array>,
  stdin: WritableStream<Uint8Array>,
  redact?: Redact,
): LinePair & { readonly ended: Promise<void>; close(): void; abandon(): void } {
  const encoder = new TextEncoder();
  const reader = stdout.getReader();
  const writer = stdin.getWriter();
  writer.closed.catch(() => {});
  return {
    incoming: readLines(reader, redact),
    // Async throughout: on a closing stream Node throws where it should reject.
    send: async (line) => await writer.write(encoder.encode(`${line}\n`)),
    ended: reader.closed.catch(() => {}),
    close: () => void (async () => await writer.close())().catch(() => {}),
    // For a pipe that a process out of reach still holds open.
    abandon: () => void reader.cancel().catch(() => {}),
  };
}

async function* readLines(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  redact?: Redact,
): AsyncGenerator<string> {
  const splitter = new LineSplitter(redact ? { redact } : {});
  try {
    for (;;) {
      const { done, value } = await reader.read();
      yield* done ? splitter.end() : splitter.push(value);
      if (done) return;
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}
