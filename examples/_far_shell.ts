/**
 * A `spawn` that starts Codex behind a shell: on another host over ssh, or in a container that runs.
 *
 * Two shells per process: one runs Codex; the other watches over it, passes signals on, and ends all
 * of it when the connection is lost or this program dies. Files are copied by further ones.
 *
 * @module
 */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { createReadStream } from "node:fs";
import { constants } from "node:os";
import { extname } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { clearTimeout, setTimeout } from "node:timers";
import { CodexNotFoundError, type ExitStatus, type KillSignal, type Spawn } from "@codex-js/sdk";
import { BOOT, encode, MARK, NONE, quote, receive, run, WATCH } from "./_far_scripts.ts";
import { after, web, withoutEnd } from "./_far_streams.ts";

/** Milliseconds that a connection may take to tell of an end by SIGKILL. */
const LOST_MS = 3_000;
/** Characters of standard error that an error shows. */
const SHOWN = 1_000;
/** What the far shell says before it becomes Codex. */
const PID = new RegExp(`${MARK} (\\d+|${NONE})\n`);

/**
 * Over ssh; with its arguments: options and a destination. A destination that comes from outside stands
 * behind "--": `overSsh("--", host)`. Else `-oProxyCommand=…` would be an option, which runs a program here.
 */
export function overSsh(...args: readonly string[]): Spawn {
  return behind([
    "ssh",
    "-T",
    // Nobody is there to be asked for a password; and a connection that is lost is noticed.
    ...["-o", "BatchMode=yes", "-o", "ServerAliveInterval=15", "-o", "ServerAliveCountMax=3"],
    ...args,
    `exec /bin/sh -c ${quote(BOOT)}`,
  ]);
}

/**
 * In a container of Docker that runs; with its name, and options of `docker exec` before it. A name that
 * comes from outside must not begin with "-".
 */
export function inContainer(...args: readonly string[]): Spawn {
  return behind(["docker", "exec", "--interactive", ...args, "/bin/sh", "-c", BOOT]);
}

/** In a container of Podman that runs: as `inContainer()` has it. */
export function inPodman(...args: readonly string[]): Spawn {
  return behind(["podman", "exec", "--interactive", ...args, "/bin/sh", "-c", BOOT]);
}

/** In a pod of Kubernetes that runs; with its name, and options of `kubectl exec`: as `inContainer()` has it. */
export function inPod(...args: readonly string[]): Spawn {
  return behind(["kubectl", "exec", "--stdin", "--quiet", ...args, "--", "/bin/sh", "-c", BOOT]);
}

/** In a shell of this machine, to try it. */
export function inShell(): Spawn {
  return behind(["/bin/sh", "-c", BOOT]);
}

/** Behind a command that runs {@linkcode BOOT} in a shell over there. */
function behind(shell: readonly string[]): Spawn {
  return async ({ command, args, cwd, env, files }) => {
    const watch = open(shell, WATCH);
    const said = tail(watch);
    const lines = createInterface({ input: watch.child.stdout })[Symbol.asyncIterator]();
    let codex: Shell | null = null;
    try {
      const folder = await Promise.race([folderOf(lines), watch.closed.then(() => null)]);
      if (folder === null) throw new Error(await failure(watch, said));
      const moved = await copy(shell, folder, files);
      const words = [command, ...args.map((word) => moved.reduce(replace, word))];
      const nonce = crypto.randomUUID();
      const started = codex = open(shell, run(folder, words, env, cwd, nonce));
      const { stdin, stdout, stderr } = started.child;
      const chunks = stdout[Symbol.asyncIterator]();
      const begun = await after(PID, chunks);
      if (begun === null) throw new Error(await failure(started, tail(started)));
      if (begun.match === NONE) {
        watch.child.stdin.end();
        // Nothing has hung so far: its folder is gone then.
        await watch.closed;
        throw notFound(command, shell);
      }
      // Codex starts when the watch knows it, and nothing that it runs can change what the watch knows.
      watch.child.stdin.write(`pid ${begun.match}\n`);
      if ((await lines.next()).value !== "known") throw new Error(await failure(watch, said));
      stdin.write("go\n");
      const end = withoutEnd(stderr, nonce, started.exited);
      return {
        stdin: Writable.toWeb(stdin),
        stdout: web(stdout, chunks, begun.rest),
        stderr: end.stream,
        exited: end.status.then((status) => verdict(status, watch, lines, said)),
        kill: (signal) => kill(signal, watch, started),
      };
    } catch (error) {
      // Without "go" nothing starts over there.
      for (const shell of [watch, codex]) shell?.child.stdin.end();
      throw error;
    }
  };
}

/** A shell over there, seen from here. */
interface Shell {
  readonly child: ChildProcessWithoutNullStreams;
  /** Settles when it has ended. */
  readonly exited: Promise<void>;
  /** Settles when it has ended, and its output too. */
  readonly closed: Promise<void>;
}

/** Starts a shell over there, with a script. */
function open(shell: readonly string[], script: string): Shell {
  const [program = "", ...args] = shell;
  // In a group of its own: Ctrl-C would cut the connection before Codex could end in good order.
  const child = spawn(program, args, { stdio: "pipe", detached: true });
  const settled = (event: string) =>
    new Promise<void>((resolve) => void child.once(event, () => resolve()).once("error", resolve));
  const opened = { child, exited: settled("exit"), closed: settled("close") };
  // What cannot be written or read is told by the exit.
  for (const stream of [child.stdin, child.stdout, child.stderr]) stream.on("error", () => {});
  child.stdin.write(encode(script));
  return opened;
}

/** Copies files of this machine into the folder over there. */
function copy(
  shell: readonly string[],
  folder: string,
  files: readonly string[],
): Promise<(readonly [file: string, path: string])[]> {
  return Promise.all(files.map(async (file, index) => {
    const path = `${folder}/${index}${extname(file)}`;
    const copying = open(shell, receive(path));
    const said = tail(copying);
    copying.child.stdout.resume();
    let unread: unknown = null;
    const reading = createReadStream(file).once("error", (error) => unread = error);
    await pipeline(reading, copying.child.stdin).catch(() => {});
    await copying.closed;
    // What could not be read arrives as an empty file, and nobody over there knows.
    if (unread !== null) throw new Error(`Cannot copy ${file}: ${unread}`);
    if (copying.child.exitCode === 0) return [file, path] as const;
    throw new Error(`Cannot copy ${file}: ${await failure(copying, said)}`);
  }));
}

/** An argument that names a file: the file itself, or behind a flag. */
function replace(word: string, [file, path]: readonly [string, string]): string {
  if (word === file) return path;
  const isFlag = word.startsWith("-") && word.endsWith(`=${file}`);
  return isFlag ? `${word.slice(0, -file.length)}${path}` : word;
}

/** The folder that the watch tells behind its mark. */
async function folderOf(lines: AsyncIterator<string>): Promise<string | null> {
  for (let marked = false;;) {
    const { done, value } = await lines.next();
    if (done || marked) return done ? null : value;
    marked = value === MARK;
  }
}

/** How Codex ended, once the watch has ended what it left. */
async function verdict(
  status: number | null,
  watch: Shell,
  lines: AsyncIterator<string>,
  said: () => string,
): Promise<ExitStatus> {
  watch.child.stdin.end(status === null ? "" : `ended ${status}\n`);
  let isOver = false;
  for (let line = await lines.next(); !line.done; line = await lines.next()) {
    isOver = line.value === "over";
  }
  if (!isOver || status === null) {
    throw new Error(`the connection was lost: ${await failure(watch, said)}`);
  }
  // The shell's way to tell of a signal.
  const [name] = Object.entries(constants.signals).find(([, id]) => id + 128 === status) ?? [];
  return name === undefined ? { code: status, signal: null } : { code: null, signal: name };
}

/**
 * Has the watch send a signal. Where the connection hangs it is cut, which is the end for the watch
 * too, as soon as the far side notices.
 */
function kill(signal: KillSignal, watch: Shell, codex: Shell): void {
  if (hasEnded(codex)) return;
  watch.child.stdin.write(`${signal.slice("SIG".length)}\n`);
  if (signal !== "SIGKILL") return;
  const cut = setTimeout(() => {
    for (const shell of [watch, codex]) {
      if (!hasEnded(shell)) process.kill(shell.child.pid as number, "SIGKILL");
    }
  }, LOST_MS);
  cut.unref();
  void watch.exited.then(() => clearTimeout(cut));
}

function hasEnded({ child }: Shell): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}

/** There is no such command over there. */
function notFound(command: string, [program]: readonly string[]): CodexNotFoundError {
  return new CodexNotFoundError(
    `Cannot find the codex executable: there is no ${command} behind ${program}; install it over ` +
      "there, or name it in codexPathOverride",
    [command],
  );
}

/** Why a shell is of no use, in words. */
async function failure({ child, closed }: Shell, said: () => string): Promise<string> {
  await closed;
  const [program] = child.spawnargs;
  if (child.pid === undefined) return `there is no ${program}`;
  return `${program} ended with ${child.signalCode ?? child.exitCode}: ${said().trim()}`;
}

/** Keeps the end of what a shell says on standard error. */
function tail({ child }: Shell): () => string {
  let text = "";
  child.stderr.on("data", (chunk) => text = `${text}${chunk}`.slice(-SHOWN));
  return () => text;
}
