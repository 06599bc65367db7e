/**
 * A connection as a pair of line streams, so that another transport than stdio can be put under it.
 *
 * @module
 */
import { LineSplitter } from "../core/jsonl.ts";

/** Lines both ways, without their line breaks. */
export interface LinePair {
  /** What the server says. Ends or fails when the connection does. */
  readonly incoming: AsyncIterable<string>;
  /** Says something to the server. Rejects when the connection is gone. */
  send(line: string): Promise<void>;
}

/** The line pair of a process. */
export function linesOf(
  stdout: ReadableStream<Uint8Array>,
  stdin: WritableStream<Uint8Array>,
): LinePair & { close(): void } {
  const writer = stdin.getWriter();
  const encoder = new TextEncoder();
  writer.closed.catch(() => {});
  return {
    incoming: readLines(stdout),
    send: (line) => writer.write(encoder.encode(`${line}\n`)),
    close: () => void writer.close().catch(() => {}),
  };
}

async function* readLines(stdout: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const splitter = new LineSplitter();
  const reader = stdout.getReader();
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
