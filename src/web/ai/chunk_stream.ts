/**
 * Chunks as a stream: what is replaced often is sent only now and then.
 *
 * @module
 */
import { startTimer, stopTimer, type Timer } from "../../core/base/timers.ts";
import type { UIMessageChunk } from "./chunks.ts";

/** Where chunks come from. */
export interface ChunkSource {
  /** The next ones, which may be none; null at the end. Never rejects. */
  next(): Promise<readonly UIMessageChunk[] | null>;
  /** Nobody reads any more. */
  leave(): void;
}

/** Milliseconds between two states of the same thing: the output of a command, the diff. */
const HOLD_MS = 50;

type Lot = readonly UIMessageChunk[] | null | "due";

/** The chunks, read on demand. */
export function streamOf(source: ChunkSource): ReadableStream<UIMessageChunk> {
  const held = new Map<string, UIMessageChunk>();
  let next: Promise<Lot> | null = null;
  let due: Promise<Lot> | null = null;
  let timer: Timer | undefined;
  const release = (): UIMessageChunk[] => {
    stopTimer(timer);
    due = null;
    const chunks = [...held.values()];
    held.clear();
    return chunks;
  };
  return new ReadableStream<UIMessageChunk>({
    async pull(controller) {
      for (;;) {
        next ??= source.next();
        due ??= held.size === 0 ? null : new Promise((resolve) => {
          timer = startTimer(() => resolve("due"), HOLD_MS);
        });
        const lot = await (due === null ? next : Promise.race([next, due]));
        if (lot !== "due") next = null;
        if (lot !== null && lot !== "due" && hold(lot, held)) continue;
        const chunks = [...release(), ...lot === "due" ? [] : lot ?? []];
        for (const chunk of chunks) controller.enqueue(chunk);
        if (lot === null) return controller.close();
        return;
      }
    },
    cancel() {
      release();
      source.leave();
    },
  }, { highWaterMark: 0 });
}

/** Holds chunks back, if each of them will be replaced. */
function hold(lot: readonly UIMessageChunk[], held: Map<string, UIMessageChunk>): boolean {
  const keys = lot.map(replaceKey);
  if (keys.includes(null)) return false;
  lot.forEach((chunk, index) => held.set(keys[index] as string, chunk));
  return true;
}

/** The name of the thing that a chunk is a state of, or null if it says something only once. */
function replaceKey(chunk: UIMessageChunk): string | null {
  if (chunk.type === "data-diff" || chunk.type === "message-metadata") return chunk.type;
  const { preliminary, toolCallId } = chunk as { preliminary?: true; toolCallId?: string };
  return preliminary && toolCallId !== undefined ? toolCallId : null;
}
