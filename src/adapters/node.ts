/**
 * The host on Node: processes over `node:child_process`.
 *
 * @module
 */
import { type ChildProcess, execFile, spawn } from "node:child_process";
// Not `createRequire` by its name: webpack would take its result for its own `require`, and warn.
import nodeModule from "node:module";
import { homedir } from "node:os";
import type { Readable, Writable } from "node:stream";
import type { ExitStatus, KillSignal, SpawnCommand, Subprocess } from "../core/vocabulary/spawn.ts";
import type { Host } from "../core/ports/host.ts";
import { bindContext } from "./async_context.ts";
import { fileKind, readText, realPath, writePrivateFile, writtenPath } from "./files/files.ts";
import {
  isSingleExecutable,
  mainModuleOf,
  missingNetFlag,
  type NodePermissions,
  type NodeProgram,
  permittedBy,
} from "./node_program.ts";
import { codexFiles } from "./files/codex_files.ts";
import { MARK, newMark } from "./processes/children.ts";
import { exitStatus } from "./processes/exit_status.ts";
import { CHILDREN, process, TREE } from "./processes/node_children.ts";
import { type Flags, permittedCodexFiles, permittedFiles } from "./files/permitted.ts";
import { privateFiles } from "./files/private_files.ts";
import { machinePrograms } from "./files/program_store.ts";
import { isOurs } from "./files/store_folder.ts";
import { spawnError } from "./spawn_error.ts";
import { taskkill, taskkillArgs } from "./processes/taskkill.ts";

/** Bytes of output that may wait for the consumer, besides those in the pipe itself. */
const HIGH_WATER = 64 * 1024;

/** As Node's permission model has them. */
const FLAGS: Flags = { read: "--allow-fs-read", write: "--allow-fs-write" };

/** The host on Node. */
export function nodeHost(): Host {
  const permits = permittedBy(process as NodePermissions);
  return {
    runtime: "node",
    platform: process.platform,
    arch: process.arch,
    bindContext,
    spawn: start,
    processTree: () => process.platform === "win32" ? null : TREE,
    env: (name) => process.env[name],
    mainModule: () => mainModuleOf(process as NodeProgram),
    cwd,
    compiled: isSingleExecutable(process),
    execPath: () => process.execPath,
    isOurs: (folder, module) => isOurs(folder, module, { platform: process.platform, uid: uid() }),
    programs: machinePrograms({
      platform: process.platform,
      uid: uid(),
      home: home(),
      env: (name) => process.env[name],
    }),
    codexFiles: permits === null ? codexFiles : permittedCodexFiles(codexFiles, permits, FLAGS),
    stat: fileKind,
    realpath: realPath,
    writtenPath: (path) => writtenPath(path),
    readText,
    resolve,
    files: permits === null ? privateFiles : permittedFiles(privateFiles, permits, FLAGS),
    writePrivateFile,
    noNetwork,
    serve: async (handler) => {
      // Otherwise Node would throw where nobody can catch it.
      const missing = noNetwork();
      if (missing !== null) throw new Error(missing);
      return (await import("./loopback.ts")).serveLoopback(handler);
    },
  };
}

const noNetwork = (): string | null => missingNetFlag(process as NodePermissions);

/** Resolves by Plug'n'Play. Without it, Node would only search `node_modules`, and NODE_PATH. */
function resolve(specifier: string, from: string): string | null {
  if (process.versions.pnp === undefined) return null;
  try {
    return nodeModule.createRequire(from).resolve(specifier);
  } catch {
    return null;
  }
}

/** Null if the folder no longer exists. */
function cwd(): string | null {
  try {
    return process.cwd();
  } catch {
    return null;
  }
}

/** The home folder, or null: a user without an entry in the user database may have none. */
function home(): string | null {
  try {
    return homedir();
  } catch {
    return null;
  }
}

/** Null on Windows. */
function uid(): number | null {
  return process.getuid?.() ?? null;
}

function start(command: SpawnCommand): Promise<Subprocess> {
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown) =>
      spawnError(command.command, cause, process.platform).then(reject, reject);
    try {
      const mark = newMark(process.pid);
      const child = spawn(command.command, [...command.args], {
        env: environment(command, mark),
        ...(command.cwd === undefined ? {} : { cwd: command.cwd }),
        detached: command.detached,
        stdio: "pipe",
        windowsHide: true,
      });
      // Stays for the child's life: an error without a listener would end the program.
      child.on("error", fail);
      child.once("spawn", () => {
        // Whoever waits for the process would not see an error that is thrown in a listener.
        try {
          const { pid = 0 } = child;
          const started = wrap(child);
          const own = { pid, mark, kill: () => void child.kill("SIGKILL") };
          CHILDREN.add(own, !command.detached, started.exited);
          resolve(started);
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
    child.once("exit", (code, signal) => resolve(exitStatus(code, signal)));
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

/** Ends a process and its descendants; only the process itself if `taskkill` fails. */
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

/** The environment of a child, with its mark. On Windows, names of variables are case-insensitive. */
export function environment(
  { env, inheritEnv }: Pick<SpawnCommand, "env" | "inheritEnv">,
  mark: string,
): Record<string, string | undefined> {
  const own = { ...env, [MARK]: mark };
  if (!inheritEnv) return own;
  if (process.platform !== "win32") return { ...process.env, ...own };
  const added = new Set(Object.keys(own).map((name) => name.toUpperCase()));
  const kept = Object.entries(process.env).filter(([name]) => !added.has(name.toUpperCase()));
  return { ...Object.fromEntries(kept), ...own };
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
