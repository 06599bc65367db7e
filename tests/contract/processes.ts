/**
 * The processes of this machine: from /proc on Linux, by `ps` on macOS.
 *
 * @module
 */
import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import process from "node:process";

/** A process of this machine. */
export interface Process {
  readonly pid: number;
  readonly args: readonly string[];
}

/**
 * The living processes with `text` in one of their arguments. A server's URL finds its Codex, which
 * names it in `--config`.
 */
export async function processesWith(text: string): Promise<Process[]> {
  const all = process.platform === "linux" ? await listByProc() : await listByPs();
  return all.filter(({ args }) => args.some((arg) => arg.includes(text)));
}

/** Whether a process lives (zombies do not). */
export async function isAlive(pid: number): Promise<boolean> {
  const state = process.platform === "linux"
    ? (await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "")).replace(/^.*\) /s, "")
    : await ps("-o", "stat=", "-p", String(pid));
  return /^\s*[^\sZX]/.test(state);
}

async function listByProc(): Promise<Process[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  return await Promise.all(pids.map(async (pid) => {
    // Gone in between, or a zombie: no arguments.
    const line = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
    return { pid: Number(pid), args: line.split("\0").slice(0, -1) };
  }));
}

/** An argument with a blank in it comes as two. */
async function listByPs(): Promise<Process[]> {
  const lines = await ps("-axww", "-o", "pid=,args=");
  return Array.from(lines.matchAll(/^\s*(\d+) (.*)$/gm), ([, pid, args = ""]) => ({
    pid: Number(pid),
    args: args.split(" "),
  }));
}

/** What `ps` prints: nothing where there is no such process, with exit code 1. */
function ps(...args: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile("ps", args, { maxBuffer: 2 ** 26 }, (error, stdout) => {
      if (typeof error?.code === "string") reject(error);
      else resolve(stdout);
    });
  });
}
