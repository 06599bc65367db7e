/**
 * One turn over `codex exec`: the life of one process.
 *
 * @module
 */
import { CodexError, DecodeError } from "../core/vocabulary/errors.ts";
import { messageOf, plainText, shortened } from "../core/base/plain_text.ts";
import { EventDecoder } from "../core/wire/decode.ts";
import type { ExitStatus, Subprocess } from "../core/vocabulary/spawn.ts";
import type { ProcessTree } from "../core/ports/host.ts";
import { LineSplitter } from "../core/wire/jsonl.ts";
import type { Redact } from "../core/ports/redact.ts";
import type { RunningTurn, TurnEnd, TurnRequest, TurnSink } from "../core/ports/transport.ts";
import type { PipeWatch } from "../launch/process/pipe_watch.ts";
import { dropPipes, stopTree, within } from "../launch/process/stop.ts";
import { openPipes, type Pipes } from "./pipes.ts";
import { exitVerdict } from "./verdict.ts";

/** What a turn needs from its transport. */
export interface ExecContext {
  /** Checks the request and writes its files; what it returns is released after the turn. */
  prepare(): Promise<PreparedExec>;
  /** Returns what finds and ends the descendants of a process, or null. */
  processTree(): ProcessTree | null;
  /** Takes the secrets out of a text. */
  readonly redact: Redact;
}

/** A turn that is ready to be started. */
export interface PreparedExec {
  /** Starts the process. */
  spawn(): Promise<Subprocess>;
  /** Whether somebody else starts the process, which may take forever. */
  readonly mayHang: boolean;
  /** Releases what was made for the turn. Never rejects. */
  release(): Promise<void>;
}

/** Milliseconds that a process may run on after the end of its turn: 45 to 70 are usual. */
const LINGER_MS = 1_000;
/** Milliseconds to wait for the end of stderr once the process has ended. */
const DRAIN_MS = 200;
const GRACE_MS = 2_000;
/** Milliseconds that a stop waits for the turn's preparations, to release them. */
const RELEASE_MS = 500;

/** One turn over `codex exec`. */
export class ExecTurn implements RunningTurn {
  /** As {@linkcode RunningTurn} has it. */
  readonly done: Promise<TurnEnd>;
  readonly #context: ExecContext;
  readonly #request: TurnRequest;
  readonly #sink: TurnSink;
  readonly #decoder: EventDecoder;
  readonly #stopped: Promise<void>;
  #wake!: () => void;
  #stopError: CodexError | null = null;
  #terminal = false;
  #lastError: string | null = null;
  #pipes: Pipes | null = null;
  // Why its output could not be read to the end, or null.
  #broken: { readonly unknown: string } | null = null;

  /** Starts the turn. */
  constructor(context: ExecContext, request: TurnRequest, sink: TurnSink) {
    this.#context = context;
    this.#request = request;
    this.#sink = sink;
    this.#decoder = new EventDecoder(context.redact);
    this.#stopped = new Promise((resolve) => this.#wake = resolve);
    this.done = this.#run();
  }

  /** As {@linkcode RunningTurn} has it. */
  stop(error: CodexError): void {
    if (this.#terminal || this.#stopError !== null) return;
    this.#stopError = error;
    this.#wake();
    this.#pipes?.watch.close();
  }

  /** As {@linkcode RunningTurn} has it. */
  stderr(): string {
    return this.#pipes?.stderr.text() ?? "";
  }

  async #run(): Promise<TurnEnd> {
    const prepared = await this.#prepare();
    try {
      if (this.#stopError !== null) throw this.#stopError;
      return await this.#follow(await this.#spawn(prepared));
    } finally {
      await prepared.release();
    }
  }

  /** Looking at files may take forever, on a drive that does not respond: a stop waits only for a moment. */
  async #prepare(): Promise<PreparedExec> {
    const preparing = this.#context.prepare();
    const prepared = await Promise.race([preparing, this.#stopped]).catch((error) => {
      throw this.#stopError ?? error;
    });
    if (prepared !== undefined) return prepared;
    const released = preparing.then((late) => late.release()).catch(() => {});
    await within(released, RELEASE_MS);
    throw this.#stopError as CodexError;
  }

  /** A custom `spawn` may take forever: a stop does not wait for it. */
  async #spawn(prepared: PreparedExec): Promise<Subprocess> {
    const spawning = prepared.spawn();
    if (!prepared.mayHang) return await spawning;
    const child = await Promise.race([spawning, this.#stopped]);
    if (child !== undefined) return child;
    spawning.then((late) => this.#dismiss(late)).catch(() => {});
    throw this.#stopError as CodexError;
  }

  /** Ends a process that came too late. */
  async #dismiss(late: Subprocess): Promise<void> {
    await this.#end(late, exitOf(late));
    dropPipes(late);
  }

  /** From a running process to a verdict. */
  async #follow(child: Subprocess): Promise<TurnEnd> {
    const exited = exitOf(child);
    let pipes: Pipes | null = null;
    try {
      pipes = this.#open(child, exited);
      if (this.#stopError === null) await this.#pump(pipes.watch);
      // The rest is read and dropped: a full or closed pipe would keep the process from ending properly.
      pipes.drain();
      const inTime = this.#stopError === null && await within(exited, LINGER_MS);
      if (!inTime) await this.#end(child, exited);
      if (this.#stopError !== null) throw this.#stopError;
      if (!this.#terminal) {
        await within(pipes.stderr.ended, DRAIN_MS);
        throw this.#verdict(inTime ? await exited : this.#broken);
      }
      return { usageIsTotal: this.#decoder.usageIsTotal, stderr: this.stderr() };
    } catch (error) {
      if (error instanceof CodexError && !(error instanceof DecodeError)) throw error;
      // A line that is not an event, or a host that lacks what is needed to read one.
      if (pipes === null) dropPipes(child);
      else pipes.drain();
      await this.#end(child, exited);
      throw this.#stopError ?? error;
    } finally {
      pipes?.close();
    }
  }

  #open(child: Subprocess, exited: Promise<unknown>): Pipes {
    const pipes = openPipes(child, this.#request.input.prompt, this.#context.redact);
    this.#pipes = pipes;
    exited.then(() => {
      pipes.watch.died();
      // The verdict may be in the pipe: a slow consumer must not keep it from stopping the clocks.
      this.#sink.unbound();
    });
    return pipes;
  }

  #verdict(end: ExitStatus | { readonly unknown: string } | null): CodexError {
    const { redact } = this.#context;
    const last = this.#lastError === null ? null : shortened(redact(plainText(this.#lastError)));
    return exitVerdict(end, this.stderr(), this.#request.origin, redact, last);
  }

  /** Reads events until the verdict, the end of the output, or a stop. */
  async #pump(watch: PipeWatch): Promise<void> {
    const lines = new LineSplitter({ redact: this.#context.redact });
    try {
      for (;;) {
        // Settles on a stop too, which drops the waiting events.
        await this.#sink.room();
        const chunk = await watch.next();
        if (this.#stopError !== null) return;
        if (this.#take(chunk === null ? lines.end() : lines.push(chunk)) || chunk === null) return;
      }
    } catch (error) {
      if (error instanceof DecodeError) throw error;
      // A broken pipe counts as its end; the process decides the verdict, if it ends.
      this.#broken = { unknown: `its output broke off: ${messageOf(error)}` };
    }
  }

  /** Takes lines, and returns whether the verdict is among them. */
  #take(lines: readonly string[]): boolean {
    for (const line of lines) {
      const event = this.#decoder.decode(line);
      const { type } = event;
      this.#terminal = type === "turn.completed" || type === "turn.failed";
      if (type === "error") this.#lastError = event.message;
      this.#sink.event(event, line.length);
      if (this.#terminal || this.#stopError !== null) return this.#terminal;
    }
    return false;
  }

  #end(child: Subprocess, exited: Promise<unknown>): Promise<void> {
    // SIGINT leaves empty folders behind in a sandbox; SIGTERM leaves children alive without one.
    const sandbox = this.#request.thread.sandboxMode;
    const sandboxed = sandbox === "read-only" || sandbox === "workspace-write";
    return stopTree(child, exited, {
      first: sandboxed ? "SIGTERM" : "SIGINT",
      graceMs: this.#request.turn.killGraceMs ?? GRACE_MS,
      tree: this.#context.processTree(),
    });
  }
}

/** The exit of a process, or why it cannot be known. Never rejects. */
function exitOf(child: Subprocess): Promise<ExitStatus | { readonly unknown: string }> {
  return child.exited.catch((reason: unknown) => ({
    unknown: messageOf(reason),
  }));
}
