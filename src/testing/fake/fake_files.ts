/**
 * What the processes of a fake Codex executable share: files in a folder of theirs.
 *
 * @module
 */
import {
  appendFileSync,
  closeSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import process from "node:process";
import type { FakeCall, FakeState, KeptThread } from "./state.ts";
import type { FakeTurn } from "../script/script.ts";
import type { ThreadLocks } from "./threads.ts";
import { scriptFromJson } from "../script/json.ts";

/** A call, and its place among all calls: the last of several with one number counts. */
interface Recorded {
  readonly number: number;
  readonly call: FakeCall;
}

const THREAD = /^kept-.*\.json$/;

/** The files of a fake. */
export class FakeFiles implements ThreadLocks {
  readonly #folder: string;
  /** What was written last, by file or number. */
  readonly #written: Map<string | number, string> = new Map();
  readonly #numbers: number[] = [];

  /** @param folder Where they lie. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The turns. */
  script(): FakeTurn[] {
    return scriptFromJson(this.#read("script.json"));
  }

  /** The names of what the test's own program has in its environment. */
  inherited(): readonly string[] {
    return JSON.parse(this.#read("inherited.json"));
  }

  /** A number, from 0, that no other process has: whoever makes its file has it. */
  claim(what: "turn" | "thread"): number {
    for (let number = 0;; number++) {
      try {
        closeSync(openSync(join(this.#folder, `${what}-${number}`), "wx"));
        if (what === "turn") this.#numbers.push(number);
        return number;
      } catch (error) {
        if (codeOf(error) !== "EEXIST") throw error;
      }
    }
  }

  /** As {@linkcode ThreadLocks} has it: the process that has a thread is named in a file. */
  take(id: string): boolean {
    for (;;) {
      try {
        writeFileSync(this.#lock(id), String(process.pid), { flag: "wx" });
        return true;
      } catch (error) {
        if (codeOf(error) !== "EEXIST") throw error;
      }
      const pid = this.#holder(id);
      if (pid === process.pid) return true;
      if (pid !== null && isAlive(pid)) return false;
      // It has ended without letting go; what has been let go of may be another's by now.
      if (pid !== null) this.leave(id);
    }
  }

  /** As {@linkcode ThreadLocks} has it. */
  leave(id: string): void {
    rmSync(this.#lock(id), { force: true });
  }

  #lock(id: string): string {
    return join(this.#folder, `writer-${id}`);
  }

  /** The process that has a thread, or null if it has just let go. */
  #holder(id: string): number | null {
    try {
      return Number(readFileSync(this.#lock(id), "utf8"));
    } catch (error) {
      if (codeOf(error) !== "ENOENT") throw error;
      return null;
    }
  }

  /** The threads that other processes have kept. */
  threads(): KeptThread[] {
    const files = readdirSync(this.#folder).filter((name) => THREAD.test(name)).sort();
    return files.map((name) => {
      const text = this.#read(name);
      // What others go on with is theirs to write.
      this.#written.set(name, text);
      return JSON.parse(text);
    });
  }

  /** Writes down what has changed since the last time. */
  save(state: FakeState): void {
    for (const [at, call] of state.calls.entries()) {
      const recorded: Recorded = { number: this.#numbers[at] ?? at, call };
      const line = `${JSON.stringify(recorded)}\n`;
      if (this.#isNew(recorded.number, line)) {
        appendFileSync(join(this.#folder, "calls.jsonl"), line);
      }
    }
    for (const kept of state.kept()) {
      const name = `kept-${kept.id}.json`;
      const text = JSON.stringify(kept);
      if (this.#isNew(name, text)) this.#replace(join(this.#folder, name), text);
    }
  }

  /** Nobody reads half of it. */
  #replace(path: string, text: string): void {
    const half = `${path}.${process.pid}`;
    writeFileSync(half, text);
    renameSync(half, path);
  }

  #isNew(key: string | number, text: string): boolean {
    const isNew = this.#written.get(key) !== text;
    this.#written.set(key, text);
    return isNew;
  }

  #read(name: string): string {
    return readFileSync(join(this.#folder, name), "utf8");
  }
}

function codeOf(error: unknown): unknown {
  return (error as { readonly code?: unknown }).code;
}

/** Whether a process is there; 0, of a file that is being written, counts as one. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) !== "ESRCH";
  }
}

/** The calls that were recorded, in the order of their turns. */
export function recordedCalls(jsonl: string): FakeCall[] {
  // The last line may be half written.
  const lines = jsonl.slice(0, jsonl.lastIndexOf("\n") + 1).split("\n").filter(Boolean);
  const calls = new Map(lines.map((line) => {
    const { number, call }: Recorded = JSON.parse(line);
    return [number, call];
  }));
  return [...calls].sort(([a], [b]) => a - b).map(([, call]) => call);
}
