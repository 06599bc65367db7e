import { assertEquals, assertLess } from "@std/assert";
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import process from "node:process";
import { AbortError, Codex } from "../../../mod.ts";
import { STARTED, TURN } from "../../contract/case.ts";
import { processesWith } from "../../contract/processes.ts";

const STOPS = 50;
const OTHERS = 1_000;

/** Prints what it must, and has a child in a session of its own. */
const FAKE = `#!/bin/sh
setsid sh -c 'sleep 300; :' "$0" &
printf '%s\\n' '${JSON.stringify(STARTED)}' '${JSON.stringify(TURN)}'
sleep 300
`;

Deno.test({
  name: `${STOPS} stops at once beside ${OTHERS} other processes leave the program its time`,
  ignore: Deno.build.os !== "linux",
  // Processes that are started and ended by Node's means.
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    const folder = await Deno.makeTempDir();
    const path = join(folder, "codex");
    await Deno.writeTextFile(path, FAKE, { mode: 0o755 });
    const others = await otherProcesses();
    try {
      const codex = new Codex({ codexPathOverride: path });
      const abort = new AbortController();
      const turns = await Promise.all(
        Array.from({ length: STOPS }, () => started(codex, abort.signal)),
      );
      // In CPU time, lest a busy machine decides.
      const spent = cpuClock();
      let longest = 0;
      let last = 0;
      const timer = setInterval(() => {
        longest = Math.max(longest, spent() - last);
        last = spent();
      }, 5);
      abort.abort();
      const ends = await Promise.all(turns.map((events) => events.next().catch((error) => error)));
      clearInterval(timer);
      assertEquals(ends.every((error) => error instanceof AbortError), true);
      // 250 to 560 ms in all, 25 to 45 ms at a stretch, on three runtimes.
      assertLess(spent(), 2_000);
      assertLess(longest, 150);
      assertEquals(await processesWith(path), []);
    } finally {
      process.kill(-(others.pid as number), "SIGKILL");
      await Deno.remove(folder, { recursive: true });
    }
  },
});

async function started(codex: Codex, signal: AbortSignal) {
  const { events } = await codex.startThread().runStreamed("hello", { signal });
  while ((await events.next()).value?.type !== "turn.started");
  return events;
}

/** Milliseconds of CPU time since now. */
function cpuClock(): () => number {
  const start = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1_000;
  };
}

/** Processes that are none of the SDK's business, in a group of their own. */
async function otherProcesses(): Promise<ChildProcess> {
  const loop = `i=0; while [ $i -lt ${OTHERS} ]; do sleep 300 & i=$((i+1)); done; echo ready; wait`;
  const others = spawn("sh", ["-c", loop], { detached: true, stdio: ["ignore", "pipe", "ignore"] });
  await new Promise((resolve) => others.stdout.once("data", resolve));
  return others;
}
