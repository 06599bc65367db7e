/**
 * The host on Deno: processes over `Deno.Command`. What a permission forbids is asked for first,
 * so that nobody is ever prompted for what is optional.
 *
 * @module
 */
import type { FileKind, Host, ProcessTree } from "../core/ports/host.ts";
import type { SpawnCommand, Subprocess } from "../core/vocabulary/spawn.ts";
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

/** The host on Deno. */
export function denoHost(): Host {
  return {
    runtime: "deno",
    platform: Deno.build.os === "windows" ? "win32" : Deno.build.os,
    arch: Deno.build.arch === "x86_64" ? "x64" : "arm64",
    bindContext,
    spawn: start,
    processTree: tree,
    env: (name) => granted({ name: "env", variable: name }) ? Deno.env.get(name) : undefined,
    mainModule,
    stat: (path) => readable(path) ? fileKind(path) : Promise.resolve<FileKind>("unknown"),
    realpath: (path) => readable(path) ? realPath(path) : Promise.resolve(null),
    readText: (path) => readable(path) ? readText(path) : Promise.resolve(null),
    writePrivateFile,
  };
}

function granted(descriptor: Deno.PermissionDescriptor): boolean {
  return Deno.permissions.querySync(descriptor).state === "granted";
}

function readable(path: string): boolean {
  return granted({ name: "read", path });
}

function mainModule(): string | null {
  try {
    const url = new URL(Deno.mainModule);
    // Code from the command line or stdin has a made-up path in the working directory.
    if (url.protocol !== "file:" || /\/\$deno\$[^/]*$/.test(url.pathname)) return null;
    const path = decodeURIComponent(url.pathname);
    return Deno.build.os === "windows" ? path.slice(1).replaceAll("/", "\\") : path;
  } catch {
    return null;
  }
}

/** Another process than one's own child can be signalled with unscoped `--allow-run` only, and /proc needs `-A`. */
function tree(): ProcessTree | null {
  if (Deno.build.os === "windows") return null;
  for (const name of ["run", "read", "write", "env", "net", "ffi", "sys"] as const) {
    if (!granted({ name })) return null;
  }
  return processTree({
    list: () => Deno.build.os === "linux" ? Promise.resolve(linuxProcesses()) : listByPs(),
    signal: (pid, signal) => Deno.kill(pid, signal),
  });
}

async function listByPs(): Promise<ProcessEntry[]> {
  const { stdout } = await new Deno.Command("ps", { args: [...PS_ARGS] }).output();
  return parsePs(new TextDecoder().decode(stdout));
}

async function start(command: SpawnCommand): Promise<Subprocess> {
  try {
    const child = new Deno.Command(command.command, {
      args: [...command.args],
      env: { ...command.env },
      clearEnv: !command.inheritEnv,
      ...(command.cwd === undefined ? {} : { cwd: command.cwd }),
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
      detached: command.detached,
    }).spawn();
    return wrap(child);
  } catch (cause) {
    throw await spawnError(command.command, cause, readable(command.command));
  }
}

function wrap(child: Deno.ChildProcess): Subprocess {
  return {
    pid: child.pid,
    stdin: child.stdin,
    stdout: child.stdout,
    stderr: child.stderr,
    exited: child.status.then(({ code, signal }) => ({
      code: signal === null ? code : null,
      signal,
    })),
    kill(signal) {
      if (Deno.build.os === "windows") return killOnWindows(child);
      child.kill(signal);
    },
  };
}

/** Windows has no signals, and ending a process leaves its children. */
async function killOnWindows(child: Deno.ChildProcess): Promise<void> {
  const command = taskkill(
    granted({ name: "env", variable: "SystemRoot" }) ? Deno.env.get("SystemRoot") : undefined,
  );
  if (!granted({ name: "run", command })) return child.kill("SIGKILL");
  try {
    const args = taskkillArgs(child.pid);
    const { success } = await new Deno.Command(command, { args }).output();
    if (success) return;
  } catch {
    // As if it had failed.
  }
  child.kill("SIGKILL");
}
