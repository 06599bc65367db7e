/**
 * The pipes between a process and its turn.
 *
 * @module
 */
import type { Redact } from "../core/ports/redact.ts";
import type { Subprocess } from "../core/vocabulary/spawn.ts";
import { PipeWatch } from "../launch/process/pipe_watch.ts";
import { StderrTail } from "../launch/process/stderr_tail.ts";

/** The pipes of a process. */
export interface Pipes {
  /** Standard error. */
  readonly stderr: StderrTail;
  /** The events. */
  readonly watch: PipeWatch;
  /** Reads the rest of the output, and drops it. */
  drain(): void;
  /** Releases all pipes. */
  close(): void;
}

/** Opens the pipes of a process, and writes the prompt. */
export function openPipes(child: Subprocess, prompt: string, redact: Redact): Pipes {
  // Before any pipe is opened: a host may have no TextEncoder.
  const words = new TextEncoder().encode(prompt);
  const stderr = new StderrTail(child.stderr, redact);
  const stdout = child.stdout.getReader();
  const watch = new PipeWatch(stdout);
  const stdin = writePrompt(child.stdin, words);
  return {
    stderr,
    watch,
    drain: () => void drain(stdout),
    close: () => {
      watch.close();
      stdin.abort();
      stdout.cancel().catch(() => {});
      stderr.cancel();
    },
  };
}

/** Writes the prompt. A process that does not read it is judged by its output, not by this. */
function writePrompt(
  stdin: WritableStream<Uint8Array>,
  words: Uint8Array,
): { abort(): void } {
  const writer = stdin.getWriter();
  const ignore = () => {};
  writer.closed.catch(ignore);
  // Async throughout: on a stream that has ended, Node throws where it should reject.
  const quietly = (action: () => Promise<void>) =>
    void (async () => await action())().catch(ignore);
  quietly(() => writer.write(words));
  quietly(() => writer.close());
  return { abort: () => quietly(() => writer.abort()) };
}

async function drain(stdout: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
  try {
    while (!(await stdout.read()).done);
  } catch {
    // Nothing after the verdict matters.
  }
}
