/**
 * What the hub's benchmark and its servers agree on.
 *
 * @module
 */

import { setImmediate } from "node:timers";

/** Threads. */
export const THREADS = 20;
/** Readers of all threads together. */
export const READERS = 200;
/** An event's text: when it was told. */
export const EVENT = /@(\d+\.\d{3})@/g;

/** The text of an event that is told now. */
export function stamp(): string {
  return `@${(performance.timeOrigin + performance.now()).toFixed(3)}@ and a few words`;
}

/** The lines of a stream. */
export async function* linesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string, void> {
  let rest = "";
  for await (
    const chunk of stream.pipeThrough(
      new TextDecoderStream() as TransformStream<Uint8Array, string>,
    )
  ) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
}

/** Lets what waits go on: for so many milliseconds, or once. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => void (ms > 0 ? setTimeout(resolve, ms) : setImmediate(resolve)));
}
