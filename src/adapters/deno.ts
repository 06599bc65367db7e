/**
 * The host on Deno: processes over `Deno.Command`. Permissions are queried first, so that nobody is ever
 * prompted for an optional one.
 *
 * @module
 */
import type { FileKind, Host, ProcessTree, Programs } from "../core/ports/host.ts";
import type { SpawnCommand, Subprocess } from "../core/vocabulary/spawn.ts";
import { bindContext } from "./async_context.ts";
import { codexFiles } from "./files/codex_files.ts";
import { fileKind, readText, realPath, writePrivateFile, writtenPath } from "./files/files.ts";
import {
  type Child,
  Children,
  endNow,
  MARK,
  newMark,
  type ProcessesNow,
} from "./processes/children.ts";
import { DENO_EXITS } from "./processes/deno_exits.ts";
import { exitStatus } from "./processes/exit_status.ts";
import type { ProcessEntry } from "./processes/descendants.ts";
import { linuxNow, linuxTable } from "./processes/linux_table.ts";
import { type ProcessTable, processTree } from "./processes/process_tree.ts";
import { parsePs, PS, PS_ARGS } from "./processes/ps.ts";
import {
  type Flags,
  type Permits,
  permittedCodexFiles,
  permittedFiles,
} from "./files/permitted.ts";
import { privateFiles } from "./files/private_files.ts";
import { machinePrograms } from "./files/program_store.ts";
import { isOurs } from "./files/store_folder.ts";
import { spawnError } from "./spawn_error.ts";
import { taskkill, taskkillArgs } from "./processes/taskkill.ts";

/** As Node names it. */
const PLATFORM: string = Deno.build.os === "windows" ? "win32" : Deno.build.os;

/** The host on Deno. */
export function denoHost(): Host {
  return {
    runtime: "deno",
    platform: PLATFORM,
    arch: Deno.build.arch === "x86_64" ? "x64" : "arm64",
    bindContext,
    spawn: start,
    processTree: tree,
    env: (name) => granted({ name: "env", variable: name }) ? Deno.env.get(name) : undefined,
    hidesEnv: (variable) => !granted({ name: "env", variable }),
    mainModule,
    cwd,
    compiled: Deno.build.standalone,
    execPath,
    isOurs: async (folder, module) =>
      !readable(folder) || !readable(module) ||
      await isOurs(folder, module, { platform: PLATFORM, uid: uid() }),
    programs: programs(),
    codexFiles: permittedCodexFiles(codexFiles, permits, FLAGS),
    stat: (path) => readable(path) ? fileKind(path) : Promise.resolve<FileKind>("unknown"),
    realpath: (path) => readable(path) ? realPath(path) : Promise.resolve(null),
    writtenPath: (path) => writtenPath(path, readable),
    readText: (path) => readable(path) ? readText(path) : Promise.resolve(null),
    files: permittedFiles(privateFiles, permits, FLAGS),
    writePrivateFile,
    serve: async (handler) => {
      // Queried, so that nobody is prompted in the middle of a turn.
      if (!granted({ name: "net", host: "127.0.0.1" })) {
        throw new Error("--allow-net=127.0.0.1 is missing");
      }
      return (await import("./loopback.ts")).serveLoopback(handler);
    },
  };
}

/** Rejects instead of prompting: the error names the missing permission. */
const permits: Permits = (name, path) => granted({ name, ...(path === undefined ? {} : { path }) });
const FLAGS: Flags = { read: "--allow-read", write: "--allow-write" };

function granted(descriptor: Deno.PermissionDescriptor): boolean {
  try {
    return Deno.permissions.querySync(descriptor).state === "granted";
  } catch (error) {
    // In a folder that was removed there is nothing to prompt for: relative paths exist no more.
    if (error instanceof Deno.errors.NotFound) return true;
    throw error;
  }
}

/** Null on Windows, and if reading it is not permitted. */
function uid(): number | null {
  return granted({ name: "sys", kind: "uid" }) ? Deno.uid() : null;
}

/** A file that may not be read counts as a script that does not change, and is not copied. */
function programs(): Programs {
  const env = (name: string) =>
    granted({ name: "env", variable: name }) ? Deno.env.get(name) : undefined;
  const platform = PLATFORM;
  const home = env(platform === "win32" ? "USERPROFILE" : "HOME") ?? null;
  const all = machinePrograms({ platform, uid: uid(), home, env });
  const usable = (path: string) => readable(path) && granted({ name: "write", path });
  return {
    ...all,
    isNative: async (path) => readable(path) && await all.isNative(path),
    identity: async (path) => readable(path) ? await all.identity(path) : null,
    stores: () => granted({ name: "run" }) ? all.stores().filter(usable) : [],
  };
}

function readable(path: string): boolean {
  return granted({ name: "read", path });
}

/** Null if the folder no longer exists, or may not be read. */
function cwd(): string | null {
  try {
    return readable(".") ? Deno.cwd() : null;
  } catch {
    return null;
  }
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

function execPath(): string | null {
  try {
    return Deno.execPath();
  } catch {
    return null;
  }
}

/** To signal a process that is not an own child takes unscoped `--allow-run`, and /proc needs `-A`. */
function mayEndOthers(): boolean {
  return (["run", "read", "write", "env", "net", "ffi", "sys"] as const)
    .every((name) => granted({ name }));
}

function tree(): ProcessTree | null {
  return Deno.build.os !== "windows" && mayEndOthers() ? TREE : null;
}

const signal = (pid: number, name: "SIGSTOP" | "SIGKILL"): void => Deno.kill(pid, name);

const CHILDREN: Children = new Children(DENO_EXITS, (children) => {
  if (Deno.build.os === "windows") return children.forEach(endOnWindows);
  endNow(children, now());
});

const TREE: ProcessTree = processTree(table());

function table(): ProcessTable {
  const markOf = (pid: number) => CHILDREN.markOf(pid);
  if (Deno.build.os === "linux") return linuxTable(markOf, signal);
  const untold = { below: () => Promise.resolve(null), mark: () => null, variable: () => null };
  return { list: listByPs, ...untold, markOf, signal };
}

/** The processes of this machine, read without waiting. */
function now(): ProcessesNow {
  const kill = (pid: number) => signal(pid, "SIGKILL");
  if (!mayEndOthers()) return { list: () => [], mark: () => null, kill };
  if (Deno.build.os === "linux") return linuxNow(kill);
  const list = () =>
    parsePs(
      new TextDecoder().decode(new Deno.Command(PS, { args: [...PS_ARGS] }).outputSync().stdout),
    );
  return { list, mark: () => null, kill };
}

async function listByPs(): Promise<ProcessEntry[]> {
  const { stdout } = await new Deno.Command(PS, { args: [...PS_ARGS] }).output();
  return parsePs(new TextDecoder().decode(stdout));
}

async function start(command: SpawnCommand): Promise<Subprocess> {
  try {
    const mark = newMark(Deno.pid);
    const child = new Deno.Command(command.command, {
      args: [...command.args],
      env: { ...command.env, [MARK]: mark },
      clearEnv: !command.inheritEnv,
      ...folderFor(command),
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
      detached: command.detached,
    }).spawn();
    const own = { pid: child.pid, mark, kill: () => child.kill("SIGKILL") };
    CHILDREN.add(own, !command.detached, child.status);
    return wrap(child);
  } catch (cause) {
    throw await spawnError(command.command, cause, PLATFORM, readable(command.command));
  }
}

/** In a folder that was removed, Deno starts nothing. Codex was told another one if this comes so far. */
function folderFor(command: SpawnCommand): { cwd?: string } {
  if (command.cwd !== undefined) return { cwd: command.cwd };
  return readable(".") && cwd() === null ? { cwd: "/" } : {};
}

function wrap(child: Deno.ChildProcess): Subprocess {
  return {
    pid: child.pid,
    stdin: child.stdin,
    stdout: child.stdout,
    stderr: child.stderr,
    exited: child.status.then(({ code, signal }) => exitStatus(code, signal)),
    kill(signal) {
      if (Deno.build.os === "windows") return killOnWindows(child);
      child.kill(signal);
    },
  };
}

/** Windows has no signals, and ending a process leaves its children. */
async function killOnWindows(child: Deno.ChildProcess): Promise<void> {
  const command = taskkillOf(child.pid);
  try {
    if ((await command?.output())?.success) return;
  } catch {
    // Treated like a failure of the command.
  }
  child.kill("SIGKILL");
}

/** The same, synchronously, at the end of the program. */
function endOnWindows({ pid, kill }: Child): void {
  try {
    if (taskkillOf(pid)?.outputSync().success) return;
    kill();
  } catch {
    // It has ended.
  }
}

/** The command that ends a process and its descendants, or null if it is not permitted. */
function taskkillOf(pid: number): Deno.Command | null {
  const command = taskkill(
    granted({ name: "env", variable: "SystemRoot" }) ? Deno.env.get("SystemRoot") : undefined,
  );
  return granted({ name: "run", command })
    ? new Deno.Command(command, { args: taskkillArgs(pid) })
    : null;
}
