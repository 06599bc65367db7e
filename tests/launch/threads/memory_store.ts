/**
 * Threads in memory, and random ones.
 *
 * @module
 */
import type { ThreadHome } from "../../../src/core/ports/thread_home.ts";
import { headOf } from "../../../src/core/rollout/lines.ts";
import { namesOf } from "../../../src/core/rollout/lineage.ts";
import { rolloutName } from "../../../src/core/rollout/names.ts";
import { below } from "../../random.ts";

/** A home in memory, of which a call may fail. */
export class MemoryStore implements ThreadHome {
  readonly files: Map<string, Uint8Array> = new Map();
  /** Called before anything is changed. */
  onChange: (call: string, path: string) => void = () => {};

  list(): Promise<readonly string[]> {
    return Promise.resolve([...this.files.keys()]);
  }

  read(path: string): Promise<Uint8Array> {
    const data = this.files.get(path);
    return data === undefined ? Promise.reject(new Error(`no ${path}`)) : Promise.resolve(data);
  }

  // deno-lint-ignore require-await -- rejects
  async write(path: string, data: Uint8Array): Promise<void> {
    this.onChange("write", path);
    this.files.set(path, data.slice());
  }

  async move(from: string, to: string): Promise<void> {
    this.onChange("move", to);
    this.files.set(to, await this.read(from));
    this.files.delete(from);
  }

  // deno-lint-ignore require-await -- as the port has it
  async remove(path: string): Promise<void> {
    this.files.delete(path);
  }

  // deno-lint-ignore require-await -- rejects
  async deleteThread(id: string): Promise<boolean> {
    this.onChange("delete", id);
    const names = namesOf([...this.files.keys()], rolloutName);
    const own = [...names.values()].filter(({ name }) => name.thread === id);
    const headAt = (path: string) => headOf(this.files.get(path) ?? new Uint8Array());
    if (own.some(({ path }) => headAt(path)?.thread !== id)) return false;
    for (const { path, name } of names.values()) {
      const base = headAt(path)?.base?.segment;
      if (name.thread !== id && own.some(({ name }) => name.segment === base)) return false;
    }
    for (const { path } of own) this.files.delete(path);
    return true;
  }

  checkFree(): Promise<void> {
    return Promise.resolve();
  }
}

/** What a thread has in it, line by line, as Codex reads it; null where it cannot. */
export function contentOf(files: ReadonlyMap<string, Uint8Array>, thread: string): string | null {
  const names = namesOf([...files.keys()], rolloutName);
  const newest = [...names.values()].filter(({ name }) => name.thread === thread)
    .map(({ name }) => name).sort((a, b) => a.file < b.file ? 1 : -1)[0];
  const read = (segment: string, bytes?: number): string | null => {
    const path = names.get(segment)?.path;
    const data = path === undefined ? undefined : files.get(path);
    const head = data === undefined ? null : headOf(data);
    if (data === undefined || head === null || (bytes ?? 0) > data.length) return null;
    const own = new TextDecoder().decode(data.subarray(data.indexOf(10) + 1, bytes));
    if (head.base === null) return own;
    const before = read(head.base.segment, head.base.bytes);
    return before === null ? null : before + own;
  };
  return newest === undefined ? null : read(newest.segment);
}

const hex = (next: () => number, digits: number) =>
  Array.from({ length: digits }, () => below(next, 16).toString(16)).join("");

/** A home with random threads, forked and reverted; its threads, the oldest first. */
export function randomHome(
  next: () => number,
): { readonly store: MemoryStore; readonly threads: readonly string[] } {
  const store = new MemoryStore();
  const threads: string[] = [];
  const all: { segment: string; thread: string; ends: readonly number[] }[] = [];
  let second = 0;
  const uuid = () =>
    `01a2${hex(next, 4)}-${hex(next, 4)}-7${hex(next, 3)}-8${hex(next, 3)}-${
      (++second).toString(16).padStart(12, "0")
    }`;
  const add = (thread: string, segment: string, from: typeof all) => {
    const base = from.length === 0 ? undefined : from[below(next, from.length)];
    const payload = {
      id: thread,
      ...(base && {
        history_base: {
          thread_id: base.segment,
          end_byte_offset: base.ends[below(next, base.ends.length)],
        },
      }),
    };
    let text = `${JSON.stringify({ type: "session_meta", payload })}\n`;
    const ends = [text.length];
    for (let count = below(next, 4); count > 0; count--) {
      text += `{"line":"${hex(next, 1 + below(next, 20))}"}\n`;
      ends.push(text.length);
    }
    const time = `2026-11-${String(1 + second % 28).padStart(2, "0")}`;
    const stamp = `2026-11-27T10-00-${String(second % 60).padStart(2, "0")}`;
    const name = segment === thread ? thread : `${thread}_${segment}`;
    const folder = next() < 0.2
      ? "archived_sessions"
      : `sessions/${time.replaceAll("-", "/").slice(0, 10)}`;
    // A line may be under way.
    const half = next() < 0.3 ? '{"half":' : "";
    store.files.set(
      `${folder}/rollout-${stamp}-${name}.jsonl`,
      new TextEncoder().encode(text + half),
    );
    all.push({ segment, thread, ends });
  };
  for (let count = 1 + below(next, 4); count > 0; count--) {
    const thread = uuid();
    threads.push(thread);
    add(thread, thread, next() < 0.5 ? [] : all.slice());
    for (let reverts = below(next, 3); reverts > 0; reverts--) {
      add(thread, uuid(), next() < 0.2 ? [] : all.filter((one) => one.thread === thread));
    }
  }
  return { store, threads };
}
