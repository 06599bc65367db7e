/**
 * A fake Codex without a process, for `new Codex({ spawn })` and `AppServer.start({ spawn })`.
 *
 * @module
 */
import { messageOf } from "../../core/base/plain_text.ts";
import { MAX_DELAY } from "../../core/base/duration.ts";
import { kindOf } from "../../core/base/words.ts";
import type { ExitStatus, Spawn, SpawnCommand, Subprocess } from "../../core/vocabulary/spawn.ts";
import { LineSplitter } from "../../core/wire/jsonl.ts";
import { FakeAppServer } from "./live/app_server.ts";
import { type FakeOutput, playExec } from "./fake_exec.ts";
import { type FakeCall, type FakeScript, FakeState } from "./state.ts";

/**
 * A fake Codex.
 *
 * @category Fake Codex
 */
export interface FakeCodex extends Spawn {
  /** The calls, turn by turn. */
  readonly calls: readonly FakeCall[];
}

/**
 * Makes a fake Codex: a `spawn` that runs no process.
 *
 * @param script The turns, in the order in which they are requested, or a function that makes one for a
 * call.
 * @throws {TypeError} If the script is neither.
 * @returns The `spawn`, with a record of its calls. A call that the script does not expect makes the turn
 * reject with an `ExitError` (over the app-server: an `RpcError`) that shows what was expected and what
 * was seen.
 *
 * @example Test a program without Codex
 * ```ts
 * import { Codex } from "@codex-js/sdk";
 * import { fakeCodex, item, turn } from "@codex-js/sdk/testing";
 * import { assertEquals } from "@std/assert";
 *
 * const spawn = fakeCodex([
 *   turn(item.commandExecution("ls", { output: "a.txt\n" }), item.agentMessage("One file")),
 * ]);
 * const { finalResponse } = await new Codex({ spawn }).startThread().run("What is here?");
 * assertEquals(finalResponse, "One file");
 * assertEquals(spawn.calls[0]?.prompt, "What is here?");
 * ```
 *
 * @category Fake Codex
 */
export function fakeCodex(script: FakeScript): FakeCodex {
  if (typeof script !== "function" && !Array.isArray(script)) {
    throw new TypeError(
      `Cannot fake Codex: the script must be a list of turns or a function, not ${kindOf(script)}`,
    );
  }
  const state = new FakeState(script);
  const spawn = (command: SpawnCommand) =>
    command.args[0] === "app-server" ? startServer(state, command) : startExec(state, command);
  return Object.assign(spawn, { calls: state.calls });
}

/** Nothing is said before the prompt has been read; an unexpected call starts no process. */
function startExec(state: FakeState, command: SpawnCommand): Subprocess {
  const process = {};
  const pipe = new FakePipe(() => state.threads.unload(process));
  const decoder = new TextDecoder();
  let prompt = "";
  const stdin = new WritableStream<Uint8Array>({
    write: (chunk) => void (prompt += decoder.decode(chunk, { stream: true })),
    close: () => void pipe.play(() => playExec(state, command.args, command.env, prompt, process)),
  });
  return pipe.process(stdin);
}

function startServer(state: FakeState, command: SpawnCommand): Subprocess {
  const pipe = new FakePipe(() => server.stop());
  const server = new FakeAppServer(state, command, {
    send: (line) => pipe.write(line),
    exit: (status) => pipe.exit(status),
    stderr: (text) => pipe.writeError(text),
  });
  const lines = new LineSplitter();
  const stdin = new WritableStream<Uint8Array>({
    write: (chunk) => {
      for (const line of lines.push(chunk)) server.receive(line);
    },
    close: () => pipe.exit({ code: 0, signal: null }),
  });
  return pipe.process(stdin);
}

/** The outputs and the end of a process that does not exist. */
class FakePipe {
  readonly #encoder = new TextEncoder();
  readonly #onExit: () => void;
  readonly #exited: Promise<ExitStatus>;
  #resolve!: (status: ExitStatus) => void;
  #stdout!: ReadableStreamDefaultController<Uint8Array>;
  #stderr!: ReadableStreamDefaultController<Uint8Array>;
  #ended = false;
  #wake: (() => void) | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param onExit Called when it ends. */
  constructor(onExit: () => void = () => {}) {
    this.#onExit = onExit;
    this.#exited = new Promise((resolve) => this.#resolve = resolve);
  }

  process(stdin: WritableStream<Uint8Array>): Subprocess {
    return {
      stdin,
      stdout: new ReadableStream({ start: (controller) => void (this.#stdout = controller) }),
      stderr: new ReadableStream({ start: (controller) => void (this.#stderr = controller) }),
      exited: this.#exited,
      kill: (signal) => this.exit({ code: null, signal }),
    };
  }

  /** Plays outputs in order; the end cuts waiting short. A process that has ended plays nothing. */
  async play(outputs: () => AsyncIterable<FakeOutput>): Promise<void> {
    if (this.#ended) return;
    try {
      for await (const output of outputs()) {
        if (this.#ended) return;
        if ("stdout" in output) this.write(output.stdout);
        else if ("stderr" in output) this.writeError(output.stderr);
        else if ("exit" in output) this.exit(output.exit);
        else await this.#wait(output.wait);
      }
    } catch (error) {
      this.writeError(messageOf(error));
      this.exit({ code: 1, signal: null });
    }
  }

  write(text: string): void {
    this.#enqueue(this.#stdout, text);
  }

  writeError(text: string): void {
    this.#enqueue(this.#stderr, text);
  }

  exit(status: ExitStatus): void {
    if (this.#ended) return;
    this.#ended = true;
    clearTimeout(this.#timer);
    this.#wake?.();
    this.#onExit();
    for (const controller of [this.#stdout, this.#stderr]) {
      try {
        controller.close();
      } catch {
        // The reader has left.
      }
    }
    this.#resolve(status);
  }

  #enqueue(controller: ReadableStreamDefaultController<Uint8Array>, text: string): void {
    if (this.#ended) return;
    try {
      controller.enqueue(this.#encoder.encode(text));
    } catch {
      // The reader has left.
    }
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
      // Forever is not a timer, which would keep the program alive.
      if (Number.isFinite(ms)) this.#timer = setTimeout(resolve, Math.min(ms, MAX_DELAY));
    });
  }
}
