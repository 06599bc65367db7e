/**
 * The host on Bun: processes over `Bun.spawn`. Files and the process table are Node's.
 *
 * @module
 */
import type { Host } from "../core/ports/host.ts";
import type { KillSignal, SpawnCommand, Subprocess } from "../core/vocabulary/spawn.ts";
import { environment, killOnWindows, nodeHost } from "./node.ts";
import { exitStatus } from "./processes/exit_status.ts";
import { newMark } from "./processes/children.ts";
import { CHILDREN, process } from "./processes/node_children.ts";
import { spawnError } from "./spawn_error.ts";

/** The part of Bun's API that this adapter uses. Bun's own types would be a dependency. */
interface BunApi {
  readonly main: string;
  spawn(command: string[], options: {
    cwd?: string;
    env: Record<string, string | undefined>;
    stdin: "pipe";
    stdout: "pipe";
    stderr: "pipe";
    detached: boolean;
    windowsHide: boolean;
  }): BunProcess;
}

interface BunProcess {
  readonly pid: number;
  readonly stdin: {
    write(chunk: Uint8Array): number | Promise<number>;
    flush(): number | Promise<number>;
    end(): number | Promise<number>;
  };
  readonly stdout: ReadableStream<Uint8Array>;
  readonly stderr: ReadableStream<Uint8Array>;
  readonly exited: Promise<number>;
  readonly exitCode: number | null;
  readonly signalCode: string | null;
  kill(signal: KillSignal): void;
}

/** The host on Bun. */
export function bunHost(): Host {
  const { Bun } = globalThis as unknown as { Bun: BunApi };
  return {
    ...nodeHost(),
    runtime: "bun",
    compiled: /^(\/\$bunfs\/|[A-Z]:[\\/]~BUN[\\/])/i.test(Bun.main),
    spawn: (command) => start(Bun, command),
    // Code from the command line or stdin has a made-up path in the working directory.
    mainModule: () => /[\\/]\[[^\\/]*\]$/.test(Bun.main) ? null : Bun.main || null,
  };
}

async function start(bun: BunApi, command: SpawnCommand): Promise<Subprocess> {
  let child: BunProcess | null = null;
  try {
    const mark = newMark(process.pid);
    child = bun.spawn([command.command, ...command.args], {
      env: environment(command, mark),
      ...(command.cwd === undefined ? {} : { cwd: command.cwd }),
      stdin: "pipe",
      stdout: "pipe",
      stderr: "pipe",
      detached: command.detached,
      windowsHide: true,
    });
    const started = wrap(child);
    const { pid } = child;
    const kill = child.kill.bind(child, "SIGKILL");
    CHILDREN.add({ pid, mark, kill }, !command.detached, started.exited);
    return started;
  } catch (cause) {
    child?.kill("SIGKILL");
    throw await spawnError(command.command, cause, process.platform);
  }
}

function wrap(child: BunProcess): Subprocess {
  const exited = child.exited.then(() => exitStatus(child.exitCode, child.signalCode));
  return {
    pid: child.pid,
    stdin: new WritableStream<Uint8Array>({
      async write(chunk) {
        await child.stdin.write(chunk);
        await child.stdin.flush();
      },
      close: async () => void await child.stdin.end(),
      abort: async () => void await child.stdin.end(),
    }),
    stdout: child.stdout,
    stderr: child.stderr,
    exited,
    kill(signal) {
      if (child.exitCode !== null || child.signalCode !== null) return;
      if (process.platform === "win32") return killOnWindows(child);
      child.kill(signal);
    },
  };
}
