/**
 * The host on Node: processes over `node:child_process`.
 *
 * @module
 */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import type nodeProcess from "node:process";
import type { Readable, Writable } from "node:stream";
import type { ExitStatus, KillSignal, SpawnCommand, Subprocess } from "../core/vocabulary/spawn.ts";
import type { Host } from "../core/ports/host.ts";
import { bindContext } from "./async_context.ts";
import { fileKind, readText, realPath, writePrivateFile } from "./files.ts";
import {
  linuxProcesses,
  parsePs,
  type ProcessEntry,
  processTree,
  PS_ARGS,
} from "./process_tree.ts";
import { spawnError } from "./spawn_error.ts";
import { taskkill, taskkillArgs } from "./taskkill.ts";

/** Not imported: that would read all of its properties, and so open the program's standard streams. */
export const { process }: { process: typeof nodeProcess } = globalThis as never;

/** Bytes of output that may wait for the consumer, beside what the pipe itself holds. */
const HIGH_WATER = 64 * 1024;

/** The host on Node. */
export function nodeHost(): Host {
  return {
    runtime: "node",
    platform: process.platform,
    arch: process.arch,
    bindContext,
    spawn: start,
    processTree: () => process.platform === "win32" ? null : TREE,
    env: (name) => process.env[name],
    mainModule,
    stat: fileKind,
    realpath: realPath,
    readText,
    writePrivateFile,
  };
}

/** With `-e` and the like, the first argument is the program's own, and names no module. */
function mainModule(): string | null {
  const evaluates = process.execArgv.some((flag) => /^(-[a-z]*[ep]|--eval|--print)\b/.test(flag));
  return evaluates ? null : process.argv[1] ?? null;
}

/** The processes of this machine, for runtimes with `node:child_process`. */
export const TREE = processTree({
  list: () => process.platform === "linux" ? Promise.resolve(linuxProcesses()) : listByPs(),
  signal: (pid, signal) => void process.kill(pid, signal),
});

function listByPs(): Promise<ProcessEntry[]> {
  return new Promise((resolve, reject) => {
    execFile("ps", [...PS_ARGS], { maxBuffer: 1 << 26 }, (error, stdout) => {
      if (error === null) resolve(parsePs(stdout));
      else reject(error);
    });
  });
}

function start(command: SpawnCommand): Promise<Subprocess> {
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown) => spawnError(command.command, cause).then(reject, reject);
    try {
      const child = spawn(command.command, [...command.args], {
        env: environment(command),
        ...(command.cwd === undefined ? {} : { cwd: command.cwd }),
        detached: command.detached,
        stdio: "pipe",
        windowsHide: true,
      });
      // Stays for the child's life: an error without a listener would end the program.
      child.on("error", fail);
      child.once("spawn", () => {
        // What is thrown in a listener would reach nobody who waits for the process.
        try {
          resolve(wrap(child));
        } catch (cause) {
          child.kill("SIGKILL");
          fail(cause);
        }
      });
    } catch (cause) {
      fail(cause);
    }
  });
}

function wrap(child: ChildProcess): Subprocess {
  const exited = new Promise<ExitStatus>((resolve) => {
    child.once("exit", (code, signal) => resolve({ code, signal }));
  });
  return {
    ...(child.pid === undefined ? {} : { pid: child.pid }),
    stdin: webWritable(child.stdin as Writable),
    stdout: webReadable(child.stdout as Readable),
    stderr: webReadable(child.stderr as Readable),
    exited,
    kill: (signal) => kill(child, signal),
  };
}

function kill(child: ChildProcess, signal: KillSignal): void | Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  if (process.platform === "win32") return killOnWindows(child);
  child.kill(signal);
}

/** Ends a process and all below it; the process alone where the system's program fails. */
export function killOnWindows(
  child: { readonly pid?: number | undefined; kill(signal: "SIGKILL"): unknown },
): Promise<void> {
  return new Promise((resolve) => {
    execFile(taskkill(process.env.SystemRoot), taskkillArgs(child.pid as number), (error) => {
      if (error !== null) child.kill("SIGKILL");
      resolve();
    });
  });
}

/** The environment of a child; on Windows a variable has one name, in whatever case. */
export function environment(
  { env, inheritEnv }: Pick<SpawnCommand, "env" | "inheritEnv">,
): Record<string, string | undefined> {
  if (!inheritEnv) return { ...env };
  if (process.platform !== "win32") return { ...process.env, ...env };
  const added = new Set(Object.keys(env).map((name) => name.toUpperCase()));
  const kept = Object.entries(process.env).filter(([name]) => !added.has(name.toUpperCase()));
  return { ...Object.fromEntries(kept), ...env };
}

/** A Node stream as a web stream that pauses it; `Readable.toWeb` is slower and reads ahead. */
function webReadable(source: Readable): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>({
    start(controller) {
      source.on("data", (chunk: Uint8Array) => {
        controller.enqueue(chunk);
        if ((controller.desiredSize ?? 0) <= 0) source.pause();
      });
      source.once("end", () => controller.close());
      source.once("error", (error) => controller.error(error));
      source.once("close", () => {
        if (!source.readableEnded && source.errored === null) controller.error(new Error("closed"));
      });
    },
    pull: () => void source.resume(),
    cancel: () => void source.removeAllListeners().on("error", () => {}).destroy(),
  }, { highWaterMark: HIGH_WATER, size: (chunk) => chunk.byteLength });
}

/** A Node stream as a web stream; an error (EPIPE) rejects the write, and never goes elsewhere. */
function webWritable(sink: Writable): WritableStream<Uint8Array> {
  sink.on("error", () => {});
  const settle = (resolve: () => void, reject: (error: Error) => void) => (error?: Error | null) =>
    error ? reject(error) : resolve();
  return new WritableStream<Uint8Array>({
    write: (chunk) =>
      new Promise((resolve, reject) => {
        sink.write(chunk, settle(resolve, reject));
      }),
    close: () => new Promise((resolve) => void sink.end(() => resolve())),
    abort: () => void sink.destroy(),
  });
}
