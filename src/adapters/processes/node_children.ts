/**
 * The processes of this machine on Node and Bun: the program's own children, and their descendants.
 *
 * @module
 */
import { execFile, execFileSync } from "node:child_process";
import type nodeProcess from "node:process";
import type { ProcessTree } from "../../core/ports/host.ts";
import { Children, endNow, type ProcessesNow } from "./children.ts";
import type { ProcessEntry } from "./descendants.ts";
import { linuxNow, linuxTable } from "./linux_table.ts";
import { nodeExits } from "./node_exits.ts";
import { type ProcessTable, processTree } from "./process_tree.ts";
import { parsePs, PS, PS_ARGS } from "./ps.ts";
import { taskkill, taskkillArgs } from "./taskkill.ts";

/** Not imported: that would read all properties of `process`, and so open the program's standard streams. */
export const { process }: { process: typeof nodeProcess } = globalThis as never;

const signal = (pid: number, name: "SIGSTOP" | "SIGKILL"): void => void process.kill(pid, name);
const MAX_BUFFER = 1 << 26;

/** The processes of this machine, read without waiting. */
const now = (): ProcessesNow =>
  process.platform === "linux" ? linuxNow((pid) => signal(pid, "SIGKILL")) : {
    list: () => parsePs(execFileSync(PS, PS_ARGS, { encoding: "utf8", maxBuffer: MAX_BUFFER })),
    mark: () => null,
    kill: (pid) => signal(pid, "SIGKILL"),
  };

/** The children of this program, for runtimes with `node:child_process`. */
export const CHILDREN: Children = new Children(nodeExits(process), (children) => {
  if (process.platform !== "win32") return endNow(children, now());
  for (const { pid, kill } of children) {
    try {
      execFileSync(taskkill(process.env.SystemRoot), taskkillArgs(pid), { stdio: "ignore" });
    } catch {
      kill();
    }
  }
});

/** The processes of this machine, for runtimes with `node:child_process`. */
export const TREE: ProcessTree = processTree(table());

function table(): ProcessTable {
  const markOf = (pid: number) => CHILDREN.markOf(pid);
  if (process.platform === "linux") return linuxTable(markOf, signal);
  const untold = { below: () => Promise.resolve(null), mark: () => null, variable: () => null };
  return { list: listByPs, ...untold, markOf, signal };
}

function listByPs(): Promise<ProcessEntry[]> {
  return new Promise((resolve, reject) => {
    execFile(PS, PS_ARGS, { maxBuffer: MAX_BUFFER }, (error, stdout) => {
      if (error === null) resolve(parsePs(stdout));
      else reject(error);
    });
  });
}
