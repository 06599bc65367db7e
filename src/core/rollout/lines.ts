/**
 * The lines of a thread's file.
 *
 * @module
 */
import { isThreadId } from "../base/thread_id.ts";

/** What the first line of a thread's file says. */
export interface RolloutHead {
  /** The thread. */
  readonly thread: string;
  /** What comes before it: the beginning of another file; null if nothing does. */
  readonly base: RolloutBase | null;
}

/** The beginning of a file. */
export interface RolloutBase {
  /** The file's id. */
  readonly segment: string;
  /** How many bytes of it count. */
  readonly bytes: number;
}

const NEWLINE = 10;

/** The bytes up to the end of the last whole line: another line may be in the process of being written. */
export function wholeLines(data: Uint8Array): Uint8Array {
  return data.subarray(0, data.lastIndexOf(NEWLINE) + 1);
}

/** Whether bytes are whole lines that look like JSON objects. */
export function areWholeLines(data: Uint8Array): boolean {
  if (data.at(-1) !== NEWLINE) return false;
  for (let start = 0; start < data.length;) {
    const end = data.indexOf(NEWLINE, start);
    if (data[start] !== 0x7b || data[end - 1] !== 0x7d) return false;
    start = end + 1;
  }
  return true;
}

/** Whether a file's first bytes end with a line. */
export function endsLine(data: Uint8Array, bytes: number): boolean {
  return bytes === 0 || (bytes <= data.length && data[bytes - 1] === NEWLINE);
}

/** What the first line says, or null if the file is not a thread's. */
export function headOf(data: Uint8Array): RolloutHead | null {
  const { type, payload } = Object(firstLine(data));
  const { id, history_base: base } = Object(payload);
  if (type !== "session_meta" || !isThreadId(id)) return null;
  if (base === undefined || base === null) return { thread: id, base: null };
  const { thread_id: segment, end_byte_offset: bytes } = Object(base);
  if (!isThreadId(segment) || !Number.isSafeInteger(bytes) || bytes < 0) return null;
  return { thread: id, base: { segment, bytes } };
}

function firstLine(data: Uint8Array): unknown {
  return parsedLine(new TextDecoder().decode(data.subarray(0, data.indexOf(NEWLINE) + 1)));
}

/** The value of a line; null for half a line, which a killed Codex may leave behind. */
export function parsedLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
