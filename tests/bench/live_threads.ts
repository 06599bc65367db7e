/**
 * Whether memory grows with the threads that a program has had: opened, used for a turn, and closed.
 *
 * @module
 */
import { readFileSync } from "node:fs";
import type { ResponsesServer } from "../../src/testing/mod.ts";
import type { Setup } from "./live_program.ts";
import { memoryOfCodex } from "./live_memory.ts";
import { type Held, MANY } from "./live_report.ts";

/** Threads that are open at once. */
const AT_ONCE = 10;
/** What is loaded and compiled first does not count. */
const STEPS: readonly number[] = [MANY / 10, MANY / 2, MANY];

/** The memory of both programs after so many threads. */
export async function measureThreads(setup: Setup, service: ResponsesServer): Promise<Held[]> {
  const { live, options, thread } = setup;
  const app = await live.AppServer.start(options);
  const found: Held[] = [];
  try {
    let threads = 0;
    for (const step of STEPS) {
      for (; threads < step; threads += AT_ONCE) {
        await Promise.all(Array.from({ length: AT_ONCE }, async () => {
          const opened = await app.startThread({ ...thread, approvalPolicy: "never" });
          await opened.run("Hello");
          await opened.close();
        }));
        // The stand-in for the service is in this program, too, and keeps what it was asked.
        (service.requests as unknown[]).length = 0;
      }
      const { Bun, gc } = globalThis as { Bun?: { gc(now: boolean): void }; gc?: () => void };
      if (Bun === undefined) gc?.();
      else Bun.gc(true);
      const [, kb] = readFileSync("/proc/self/status", "utf8").match(/^VmRSS:\s+(\d+) kB/m) ?? [];
      found.push({ threads, host: Number(kb) / 1024, codex: (await memoryOfCodex(setup)).rss });
    }
  } finally {
    await app.close();
  }
  return found;
}
