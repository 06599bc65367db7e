/**
 * What comes from the far side, and what this side puts into it.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import type { Readable } from "node:stream";
import { clearTimeout, setTimeout } from "node:timers";

/** Bytes of standard error that may wait for their reader. */
const HIGH_WATER = 65_536;
/** Milliseconds that the end of standard error may come behind that of the shell. */
const LATE_MS = 1_000;

/** Reads up to a mark. What it says, and what has come behind it already; null when it does not come. */
export async function after(
  mark: RegExp,
  chunks: AsyncIterator<Buffer>,
): Promise<{ readonly match: string; readonly rest: Uint8Array } | null> {
  let head = Buffer.alloc(0);
  for (;;) {
    const { done, value } = await chunks.next();
    if (done) return null;
    head = Buffer.concat([head, value]);
    // A character per byte, so that none is cut.
    const found = mark.exec(head.toString("latin1"));
    if (found === null) continue;
    return { match: found[1] ?? "", rest: head.subarray(found.index + found[0].length) };
  }
}

/**
 * Standard error without its end: a line of `nonce` and a status. It is read to its end, whoever else stops.
 *
 * @param exited Settles when the shell has ended. The status is null where it did not come by then.
 */
export function withoutEnd(
  source: Readable,
  nonce: string,
  exited: Promise<void>,
): { readonly stream: ReadableStream<Uint8Array>; readonly status: Promise<number | null> } {
  const mark = `\n${nonce} `;
  const end = new RegExp(`^${mark}(\\d+)\n`);
  const { promise: status, resolve: tell } = later<number | null>();
  let held = "";
  let isWanted = true;
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      const give = (text: string) => {
        if (!isWanted) return;
        if (text !== "") controller.enqueue(Buffer.from(text, "latin1"));
        if ((controller.desiredSize ?? 0) <= 0) source.pause();
      };
      let isOver = false;
      let late: ReturnType<typeof setTimeout> | undefined;
      const finish = (status: number | null) => {
        isOver = true;
        clearTimeout(late);
        if (status === null) give(held);
        if (isWanted) controller.close();
        isWanted = false;
        tell(status);
      };
      source.on("data", (chunk: Buffer) => {
        held += chunk.toString("latin1");
        const cut = beginOf(mark, held);
        give(held.slice(0, cut));
        held = held.slice(cut);
        const [, code] = held.match(end) ?? [];
        if (code !== undefined) finish(Number(code));
      });
      source.once("close", () => finish(null));
      // The master of a shared ssh connection may hold the pipe open.
      void exited.then(() => {
        if (!isOver) late = setTimeout(() => finish(null), LATE_MS);
      });
    },
    pull: () => void source.resume(),
    cancel() {
      isWanted = false;
      source.resume();
    },
  }, { highWaterMark: HIGH_WATER, size: ({ byteLength }) => byteLength });
  return { stream, status };
}

/** A promise that is settled from outside. */
function later<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve!: (value: T) => void;
  return { promise: new Promise<T>((settle) => resolve = settle), resolve };
}

/** Where a mark begins in a text, or may, with what is still to come; else the text's length. */
function beginOf(mark: string, text: string): number {
  const at = text.indexOf(mark);
  if (at !== -1) return at;
  for (let length = Math.min(mark.length - 1, text.length); length > 0; length--) {
    if (text.endsWith(mark.slice(0, length))) return text.length - length;
  }
  return text.length;
}

/** A Node stream as a web stream; `Readable.toWeb` of Deno 2.9.6 throws into the void when it is cancelled. */
export function web(
  source: Readable,
  chunks: AsyncIterator<Uint8Array> = source[Symbol.asyncIterator](),
  first: Uint8Array = new Uint8Array(),
): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>({
    start: (controller) => {
      if (first.length > 0) controller.enqueue(first);
    },
    pull: async (controller) => {
      const { done, value } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: () => void source.destroy(),
  });
}
