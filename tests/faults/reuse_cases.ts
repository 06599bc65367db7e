/**
 * A pid that is used again during a stop: its new process is not hit.
 *
 * @module
 */
import { equal, ok } from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { STARTED } from "../contract/case.ts";
import { type FaultCase, type Kit, READY, sleep, until } from "./case.ts";

/** The kernel's next pid is the first free one after this. */
const LAST_PID = "/proc/sys/kernel/ns_last_pid";

/** Starts `sleep` with the pid of `$1`, and prints what it got: others start processes too. */
const TAKE = `for try in 1 2 3 4 5 6 7 8 9; do
  echo $(($1 - 1)) > ${LAST_PID}
  sleep 300 >/dev/null 2>&1 & [ $! = $1 ] && break
  kill -9 $!; wait $! 2>/dev/null
done
echo $!`;

/** Ends its only child when it is told to stop, and waits for the child's pid to be taken. */
const GIVES_AWAY = [
  "setsid sleep 300 & g=$!",
  `trap 'kill -9 $g; wait $g; echo $g > "$D/free"; until [ -e "$D/taken" ]; do sleep 0.02; done; exit 1' INT`,
  STARTED,
  READY,
  "while :; do sleep 0.02; done",
];

function without(column: string): string | null {
  if (column === "scoped") return "the child alone is ended there";
  try {
    writeFileSync(LAST_PID, readFileSync(LAST_PID));
    return null;
  } catch {
    return `${LAST_PID} cannot be written; tests/launch/process_tree_test.ts has the same offline`;
  }
}

/** Stops a turn; gives the pid that was given away and taken, and whether its new process lives. */
async function giveAway(kit: Kit): Promise<{ taken: boolean; lives: boolean }> {
  const codex = await kit.codex(['rm -f "$D/free" "$D/taken"', ...GIVES_AWAY]);
  const { events } = await codex.startThread().runStreamed("x", { killGraceMs: 10_000 });
  await until(events);
  const stopped = events.return(undefined);
  const free = join(kit.folder, "free");
  while (!await stat(free).then(({ size }) => size > 0, () => false)) await sleep(10);
  const wanted = (await readFile(free, "utf8")).trim();
  const got = execFileSync("/bin/sh", ["-c", TAKE, "take", wanted], { encoding: "utf8" }).trim();
  try {
    await writeFile(join(kit.folder, "taken"), "");
    await stopped;
    return { taken: got === wanted, lives: /^State:\s*[SR]/m.test(status(got)) };
  } finally {
    // Where the pid was not to be had, what was started for it has been ended already.
    if (status(got) !== "") process.kill(Number(got), "SIGKILL");
  }
}

function status(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/status`, "utf8");
  } catch {
    return "";
  }
}

export const REUSE_CASES: readonly FaultCase[] = [
  {
    name: "reused pid: a process that took the pid of a grandchild during the stop lives on",
    deadlineMs: 40_000,
    without,
    async run(kit) {
      for (let attempt = 0; attempt < 5; attempt++) {
        const { taken, lives } = await giveAway(kit);
        await kit.gone();
        if (!taken) continue;
        equal(lives, true);
        return;
      }
      ok(false, "another process took the pid, five times");
    },
  },
];
