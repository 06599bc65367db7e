/**
 * A process as a program starts it by hand, on any runtime: two pipes, and no more.
 *
 * @module
 */
import { spawn } from "node:child_process";

/** The calls of Bun's that it uses. */
interface BunApi {
  spawn(command: string[], options: Record<string, unknown>): {
    readonly stdin: { write(text: string): void; flush(): void; end(): void };
    readonly stdout: ReadableStream<Uint8Array>;
    readonly exited: Promise<number>;
  };
}

/** A process, with what it takes and gives. */
export interface BareProcess {
  /** Writes to standard input. */
  write(text: string): void;
  /** Ends standard input. */
  end(): void;
  /** Standard output. */
  readonly stdout: AsyncIterable<Uint8Array>;
  /** Settles when it has ended. */
  readonly exited: Promise<unknown>;
}

/** Starts a process. */
export function bareProcess(
  command: string,
  args: string[],
  env: Record<string, string>,
): BareProcess {
  const { Deno, Bun } = globalThis as unknown as { Deno?: typeof globalThis.Deno; Bun?: BunApi };
  if (Deno !== undefined) {
    const child = new Deno.Command(command, {
      args,
      env,
      clearEnv: true,
      stdin: "piped",
      stdout: "piped",
      stderr: "null",
    }).spawn();
    const [writer, encoder] = [child.stdin.getWriter(), new TextEncoder()];
    return {
      write: (text) => void writer.write(encoder.encode(text)),
      end: () => void writer.close(),
      stdout: child.stdout,
      exited: child.status,
    };
  }
  if (Bun !== undefined) {
    const child = Bun.spawn([command, ...args], {
      env,
      stdin: "pipe",
      stdout: "pipe",
      stderr: "ignore",
    });
    return {
      write: (text) => {
        child.stdin.write(text);
        child.stdin.flush();
      },
      end: () => child.stdin.end(),
      stdout: child.stdout,
      exited: child.exited,
    };
  }
  const child = spawn(command, args, { env, stdio: ["pipe", "pipe", "ignore"] });
  return {
    write: (text) => void child.stdin.write(text),
    end: () => void child.stdin.end(),
    stdout: child.stdout,
    exited: new Promise((resolve) => child.once("exit", resolve)),
  };
}
