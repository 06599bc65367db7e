/**
 * A program that ends in the middle of a turn: Codex and what it has started end with it.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { spawn } from "node:child_process";
import { chmod, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { type Case, entryUrl, type Kit, STARTED, TURN } from "./case.ts";
import { POSIX } from "./posix.ts";
import { isAlive, processesWith } from "./processes.ts";
import { until } from "./real_case.ts";

/** How the program ends: what it runs when Codex and its children are there. */
const WAYS: Readonly<Record<string, string>> = {
  "process.exit()": "process.exit(3)",
  "an uncaught exception": 'setTimeout(() => { throw new Error("mine"); })',
  "an unhandled rejection": 'Promise.reject(new Error("mine"))',
  "SIGTERM": 'process.kill(process.pid, "SIGTERM")',
  "SIGINT": 'process.kill(process.pid, "SIGINT")',
  "SIGHUP": 'process.kill(process.pid, "SIGHUP")',
};

/** Children of every kind that do nothing: each has `$0`, the path of the fake, among its arguments. */
const FAKE = `#!/bin/sh
trap '' INT TERM HUP
sh -c 'tail -n 0 -f "$0"; :' "$0" &
setsid sh -c 'sh -c "tail -n 0 -f \\"\\$0\\"; :" "$0" & tail -n 0 -f "$0"; :' "$0" &
printf '%s\\n' '${JSON.stringify(STARTED)}' '${JSON.stringify(TURN)}'
tail -n 0 -f "$0"
`;

interface End {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
}

/** Runs a program with a turn under way; `end` runs once the turn has started. */
async function program(kit: Kit, end: string, before = ""): Promise<End> {
  const codex = join(kit.folder, "codex");
  await writeFile(codex, FAKE);
  await chmod(codex, 0o755);
  const path = join(kit.folder, "program.mjs");
  await writeFile(
    path,
    `import process from "node:process";
import { Codex } from ${JSON.stringify(entryUrl(kit))};
${before}
const codex = new Codex({ codexPathOverride: ${JSON.stringify(codex)} });
// Not at the top level: Bun ends a program by an exception only when its modules have been run.
codex.startThread().runStreamed("hello").then(async ({ events }) => {
  for await (const { type } of events) if (type === "turn.started") end(events);
}).catch(() => {});
function end(events) { ${end}; }
`,
  );
  const flags = kit.runtime === "deno" ? ["run", "-A", "--quiet"] : [];
  const child = spawn(process.execPath, [...flags, path], { stdio: ["ignore", "pipe", "ignore"] });
  let stdout = "";
  child.stdout.on("data", (data) => stdout += data);
  const ended = new Promise<[number | null, string | null]>((resolve) =>
    child.once("close", (...how) => resolve(how))
  );
  const [code, signal] = await ended;
  return { code, signal, stdout };
}

/** Waits until nothing of the fake is left. */
async function gone(kit: Kit): Promise<void> {
  const fake = join(kit.folder, "codex");
  await until(async () => {
    const alive = await Promise.all((await processesWith(fake)).map(({ pid }) => isAlive(pid)));
    return alive.includes(true) ? null : true;
  });
}

const ended = Object.entries(WAYS).map(([way, end]): Case => ({
  name: `a program that ends by ${way} in the middle of a turn takes Codex and its children along`,
  posix: POSIX.script,
  async run(kit) {
    // Whether others listen for a signal cannot be known in Deno: it dies of it as it would anyway.
    if (kit.runtime === "deno" && way.startsWith("SIG")) return;
    const { code, signal } = await program(kit, end);
    const expected = way.startsWith("SIG") ? [null, way] : [way === "process.exit()" ? 3 : 1, null];
    assertEquals([code, signal], expected);
    await gone(kit);
  },
}));

// With once(), the listener is gone when those after it are called.
const heard = ["on", "once"].map((method): Case => ({
  name:
    `a program that listens for SIGTERM by ${method}() goes on, and its turn too, until it ends by itself`,
  posix: POSIX.script,
  async run(kit) {
    const before = `process.${method}("SIGTERM", () => {
  console.log("heard");
  setTimeout(async () => {
    const { execFileSync } = await import("node:child_process");
    const left = execFileSync("ps", ["-eo", "args"], { encoding: "utf8" });
    console.log(left.includes(${JSON.stringify(join(kit.folder, "codex"))}));
    process.exit(4);
  }, 100);
});`;
    const { code, stdout } = await program(
      kit,
      'process.kill(process.pid, "SIGTERM")',
      before,
    );
    assertEquals([code, stdout], [4, "heard\ntrue\n"]);
    await gone(kit);
  },
}));

export const HOST_END_CASES: readonly Case[] = [
  ...ended,
  ...heard,
  {
    name: "a program killed in the middle of a stop leaves no process suspended",
    posix: POSIX.script,
    async run(kit) {
      if (process.platform !== "linux") return;
      for (const ms of [0, 1, 2, 4, 8]) {
        const end =
          `events.return(); setTimeout(() => process.kill(process.pid, "SIGKILL"), ${ms})`;
        assertEquals((await program(kit, end)).signal, "SIGKILL");
        for (const { pid } of await processesWith(join(kit.folder, "codex"))) {
          const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
          assert(!/\) [Tt] /.test(stat), `suspended ${ms} ms after the stop began: ${stat}`);
          try {
            process.kill(pid, "SIGKILL");
          } catch {
            // It has ended with what it waited for.
          }
        }
      }
    },
  },
];
