/**
 * A connection as a pair of line streams, so that another transport than stdio can be put under it.
 *
 * @module
 */
import type { Redact } from "../../core/ports/redact.ts";
import { LineSplitter } from "../../core/wire/jsonl.ts";

/** Lines both ways, without their line breaks. */
export interface LinePair {
  /** What the server says. Ends or fails when the connection does, or with `DecodeError` at a line without end. */
  readonly incoming: AsyncIterable<string>;
  /** Says something to the server. Rejects when the connection is gone. */
  send(line: string): Promise<void>;
  /** Bytes of a line that the server takes at most: for more it drops the connection. Default: any number. */
  readonly maxBytes?: number;
}

/** The line pair of a process: `close` ends what it hears, `abandon` stops listening to it. `ended` never rejects. */
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
    // Async throughout: on a stream that closes Node throws, where it should reject.
    send: async (line) => await writer.write(encoder.encode(`${line}\n`)),
    ended: reader.closed.catch(() => {}),
    close: () => void (async () => await writer.close())().catch(() => {}),
    // For a pipe that some process out of reach still holds open.
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
