/**
 * The floor: the least that can be done. Spawns a program, splits what it writes, parses each line,
 * and looks at nothing else: no verdict, no error, no stop, no back pressure but the pipe's.
 *
 * @module
 */
import { spawn } from "node:child_process";

type Env = Record<string, string>;

/** The calls of Bun's that the floor uses. */
interface BunApi {
  spawn(command: string[], options: Record<string, unknown>): {
    readonly stdin: { write(text: string): void; end(): void };
    readonly stdout: ReadableStream<Uint8Array>;
    readonly exited: Promise<number>;
  };
}

/** Runs a program to its end; gives the number of JSON lines that it has written. */
export async function bare(command: string, args: string[], env: Env): Promise<number> {
  const { stdout, exited } = await start(command, args, env);
  const decoder = new TextDecoder();
  let count = 0;
  let rest = "";
  for await (const chunk of stdout) {
    rest += decoder.decode(chunk, { stream: true });
    // Splitting what has no end yet, over and over, would make a long line cost minutes.
    if (chunk.indexOf(0x0a) === -1) continue;
    const lines = rest.split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      if (JSON.parse(line).type !== undefined) count++;
    }
  }
  await exited;
  return count;
}

async function start(
  command: string,
  args: string[],
  env: Env,
): Promise<{ stdout: AsyncIterable<Uint8Array>; exited: Promise<unknown> }> {
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
    const writer = child.stdin.getWriter();
    await writer.write(new TextEncoder().encode("Hello"));
    await writer.close();
    return { stdout: child.stdout, exited: child.status };
  }
  if (Bun !== undefined) {
    const child = Bun.spawn([command, ...args], {
      env,
      stdin: "pipe",
      stdout: "pipe",
      stderr: "ignore",
    });
    child.stdin.write("Hello");
    child.stdin.end();
    return child;
  }
  const child = spawn(command, args, {
    env,
    stdio: ["pipe", "pipe", "ignore"],
  });
  child.stdin.end("Hello");
  return { stdout: child.stdout, exited: new Promise((resolve) => child.once("exit", resolve)) };
}
