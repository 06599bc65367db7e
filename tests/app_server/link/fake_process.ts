/**
 * An app-server in memory, for the `spawn` option: the test is the process.
 *
 * @module
 */
import type { ExitStatus, SpawnCommand, Subprocess } from "../../../src/core/vocabulary/spawn.ts";
import type { Message } from "./line_pairs.ts";

/** A process that speaks lines. */
export class FakeProcess {
  /** What the client has sent. */
  readonly heard: Message[] = [];
  /** The signals it got. */
  readonly signals: string[] = [];
  /** How it was started. */
  command: SpawnCommand | null = null;
  #out!: ReadableStreamDefaultController<Uint8Array>;
  #err!: ReadableStreamDefaultController<Uint8Array>;
  #exit!: (status: ExitStatus) => void;
  readonly #answers: Readonly<Record<string, unknown>>;
  readonly #deaf: boolean;

  /**
   * @param answers Results by method; `initialize` is answered anyway, what is not here never.
   * @param deaf Whether it goes on when its input is closed.
   */
  constructor(answers: Readonly<Record<string, unknown>> = {}, deaf = false) {
    this.#answers = { initialize: {}, ...answers };
    this.#deaf = deaf;
  }

  /** For the option `spawn`. */
  readonly spawn = (command: SpawnCommand): Subprocess => {
    this.command = command;
    const exited = new Promise<ExitStatus>((resolve) => this.#exit = resolve);
    let rest = "";
    return {
      stdin: new WritableStream({
        write: (chunk) => {
          const lines = (rest + new TextDecoder().decode(chunk)).split("\n");
          rest = lines.pop() ?? "";
          for (const line of lines) this.#hear(JSON.parse(line));
        },
        close: () => {
          if (!this.#deaf) this.exit(0);
        },
      }),
      stdout: new ReadableStream({ start: (controller) => void (this.#out = controller) }),
      stderr: new ReadableStream({ start: (controller) => void (this.#err = controller) }),
      exited,
      kill: (signal) => {
        this.signals.push(signal);
        this.exit(null, signal);
      },
    };
  };

  /** Says lines, or messages. */
  say(...messages: readonly (string | Message)[]): void {
    for (const message of messages) {
      const line = typeof message === "string" ? message : JSON.stringify(message);
      this.#out.enqueue(new TextEncoder().encode(`${line}\n`));
    }
  }

  /** Says something on standard error. */
  complain(text: string): void {
    this.#err.enqueue(new TextEncoder().encode(text));
  }

  /** Ends. With `holding`, somebody else still holds its output open. */
  exit(code: number | null, signal: string | null = null, holding = false): void {
    this.#exit({ code, signal });
    for (const pipe of [this.#out, this.#err]) {
      try {
        if (!holding) pipe.close();
      } catch {
        // Closed, or abandoned by the client.
      }
    }
  }

  #hear(message: Message): void {
    this.heard.push(message);
    const { id, method = "" } = message;
    if (id !== undefined && Object.hasOwn(this.#answers, method)) {
      this.say({ id, result: this.#answers[method] });
    }
  }
}
