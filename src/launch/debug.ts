/**
 * Reports what happens between the SDK and a process. Loaded only if somebody wants to know.
 *
 * @module
 */
import type { Redact } from "../core/ports/redact.ts";
import type { DebugEvent } from "../core/vocabulary/debug.ts";
import type { SpawnCommand, Subprocess } from "../core/vocabulary/spawn.ts";
import { tell } from "../core/base/tell.ts";
import { now } from "../core/base/timers.ts";
import { LineSplitter } from "../core/wire/jsonl.ts";

/** Characters of a line of standard error that may wait for its end. */
const HELD = 64 * 1024;

type Told = DebugEvent extends infer E ? E extends DebugEvent ? Omit<E, "atMs" | "process"> : never
  : never;

/** Reports the events of one process. */
export class DebugTap {
  readonly #tell: (event: DebugEvent) => void;
  readonly #redact: Redact;
  readonly #process: number;
  readonly #start: number = now();

  /**
   * @param tell Called with each event; its errors are ignored.
   * @param redact Takes the secrets out of a text.
   * @param process The number of the process.
   */
  constructor(tell: (event: DebugEvent) => void, redact: Redact, process: number) {
    this.#tell = tell;
    this.#redact = redact;
    this.#process = process;
  }

  /** Reports that the process is about to be started. */
  spawning({ command, args, cwd, env }: SpawnCommand): void {
    this.#say({
      type: "spawn",
      command,
      args: args.map((arg) => this.#redact(arg)),
      cwd: cwd ?? null,
      variables: Object.keys(env),
    });
  }

  /** Returns the same process, with its pipes and signals reported. */
  watch(child: Subprocess): Subprocess {
    child.exited.then(({ code, signal }) => this.#say({ type: "exit", code, signal }), () => {});
    return {
      ...child,
      stdin: this.#written(child.stdin),
      stdout: child.stdout.pipeThrough(this.#lines("out")),
      stderr: child.stderr.pipeThrough(this.#texts()),
      kill: (signal) => {
        this.#say({ type: "signal", signal });
        return child.kill(signal);
      },
    };
  }

  /** Not a pipe: its errors would not be those of the process's own input. */
  #written(stdin: WritableStream<Uint8Array>): WritableStream<Uint8Array> {
    const writer = stdin.getWriter();
    writer.closed.catch(() => {});
    const tell = this.#line("in");
    return new WritableStream({
      write: (chunk) => {
        tell.push(chunk);
        return writer.write(chunk);
      },
      close: () => {
        tell.end();
        return writer.close();
      },
      abort: (reason) => writer.abort(reason),
    });
  }

  #lines(type: "in" | "out"): TransformStream<Uint8Array, Uint8Array> {
    const tell = this.#line(type);
    return new TransformStream({
      transform: (chunk, controller) => {
        tell.push(chunk);
        controller.enqueue(chunk);
      },
      flush: () => tell.end(),
    });
  }

  #line(type: "in" | "out"): { push(chunk: Uint8Array): void; end(): void } {
    const splitter = new LineSplitter();
    const say = (lines: readonly string[]) => {
      for (const line of lines) this.#say({ type, line: this.#redact(line) });
    };
    // A copy: the splitter keeps the chunk until the line ends.
    return { push: (chunk) => say(splitter.push(chunk.slice())), end: () => say(splitter.end()) };
  }

  /** A line whose end may be the beginning of a secret waits for the rest. */
  #texts(): TransformStream<Uint8Array, Uint8Array> {
    const decoder = new TextDecoder();
    let waiting = "";
    const say = (text: string) => {
      if (text !== "") this.#say({ type: "stderr", text: this.#redact(text) });
    };
    return new TransformStream({
      transform: (chunk, controller) => {
        const text = waiting + decoder.decode(chunk, { stream: true });
        const line = text.slice(text.lastIndexOf("\n") + 1);
        const mayGoOn = line.length <= HELD && this.#redact(line, "end") !== this.#redact(line);
        waiting = mayGoOn ? line : "";
        say(text.slice(0, text.length - waiting.length));
        controller.enqueue(chunk);
      },
      flush: () => say(waiting + decoder.decode()),
    });
  }

  #say(told: Told): void {
    const atMs = Math.round(now() - this.#start);
    tell(() => this.#tell({ ...told, atMs, process: this.#process }));
  }
}

/** Prints an event to standard error, as one line. */
export function printDebug({ atMs, process, type, ...rest }: DebugEvent): void {
  console.error(`codex[${process}] +${atMs} ms ${type} ${JSON.stringify(rest)}`);
}
