/**
 * Concurrency: many threads, and many turns of one.
 *
 * @module
 */
import { deepEqual, equal, ok } from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Thread } from "../../mod.ts";
import { COMPLETED, said, STARTED, THREAD_ID } from "../contract/case.ts";
import { failure, type FaultCase, HANG, type Kit, READY, runOnce, timed, until } from "./case.ts";

/** Says its prompt, and writes down its life. */
const ECHO = [
  "p=$(cat)",
  'echo "$p begins" >> "$D/log"',
  STARTED,
  `printf '{"type":"item.completed","item":{"id":"x","type":"agent_message","text":"%s"}}\\n' "$p"`,
  'case "$p" in slow*) sleep 0.2;; esac',
  'echo "$p ends" >> "$D/log"',
  COMPLETED,
];

/** 5 MB of events, then the verdict. */
const FLOOD = [
  STARTED,
  `yes '{"type":"test.flood","text":"${"x".repeat(1_000)}"}' | head -5000`,
  COMPLETED,
];

const log = async (kit: Kit) =>
  (await readFile(join(kit.folder, "log"), "utf8")).trim().split("\n");

const dropped = (name: string, drop: (thread: Thread) => Promise<unknown>): FaultCase => ({
  name: `concurrency: ${name} does not block the thread`,
  async run(kit) {
    const codex = await kit.codex(['case "$*" in *resume*) read -r p;; esac', ...FLOOD]);
    const thread = codex.startThread();
    const kept = await drop(thread);
    equal((await thread.run("two\n")).usage?.output_tokens, 5);
    await kit.gone();
    ok(kept !== undefined);
  },
});

export const CONCURRENCY_CASES: readonly FaultCase[] = [
  {
    name: "concurrency: 100 turns at once",
    deadlineMs: 40_000,
    async run(kit) {
      const codex = await kit.codex(ECHO);
      const prompts = Array.from({ length: 100 }, (_, index) => `slow ${index}`);
      const turns = await Promise.all(prompts.map((prompt) => codex.startThread().run(prompt)));
      deepEqual(turns.map(({ finalResponse }) => finalResponse), prompts);
    },
  },
  {
    name: "concurrency: 50 turns at once are aborted by one signal",
    deadlineMs: 40_000,
    async run(kit) {
      const codex = await kit.codex([STARTED, READY, HANG]);
      const abort = new AbortController();
      let ready = 0;
      await Promise.all(Array.from({ length: 50 }, async () => {
        const { events } = await codex.startThread().runStreamed("x", { signal: abort.signal });
        await until(events);
        if (++ready === 50) abort.abort();
        await failure(events.next(), kit.sdk.AbortError);
      }));
      await kit.gone();
    },
  },
  dropped("a stream that is never read", (thread) => thread.runStreamed("one\n")),
  dropped("a stream of 5 MB, dropped after its first event,", async (thread) => {
    const { events } = await thread.runStreamed("one\n");
    await events.next();
    return events;
  }),
  dropped("a stream of 5 MB, dropped after its first event a while ago,", async (thread) => {
    const { events } = await thread.runStreamed("one\n");
    await events.next();
    await new Promise((resolve) => setTimeout(resolve, 500));
    return events;
  }),
  {
    name: "concurrency: a dropped stream that another turn went past still has its events",
    async run(kit) {
      const thread = (await kit.codex(FLOOD)).startThread();
      const { events } = await thread.runStreamed("one");
      await events.next();
      await thread.run("two");
      let count = 0;
      for await (const { type } of events) if ((type as string) === "test.flood") count++;
      equal(count, 5_000);
    },
  },
  {
    name: "concurrency: turns of one thread run one after another, in order",
    async run(kit) {
      const thread = (await kit.codex(ECHO)).startThread();
      const prompts = ["slow a", "b", "slow c", "d"];
      const turns = await Promise.all(prompts.map((prompt) => thread.run(prompt)));
      deepEqual(turns.map(({ finalResponse }) => finalResponse), prompts);
      deepEqual(
        await log(kit),
        prompts.flatMap((prompt) => [`${prompt} begins`, `${prompt} ends`]),
      );
    },
  },
  {
    name: "concurrency: a turn that is aborted in the queue leaves it at once, and never runs",
    async run(kit) {
      const thread = (await kit.codex(ECHO)).startThread();
      const abort = new AbortController();
      const first = thread.run("slow a");
      const second = failure(thread.run("b", { signal: abort.signal }), kit.sdk.AbortError);
      const third = thread.run("c");
      let order = "";
      first.then(() => order += "first ");
      second.then(() => order += "second ");
      abort.abort();
      await Promise.all([first, second, third]);
      equal(order, "second first ");
      deepEqual(await log(kit), ["slow a begins", "slow a ends", "c begins", "c ends"]);
    },
  },
  {
    name: "concurrency: the next turn waits until the stopped one is gone",
    async run(kit) {
      const stubborn = ["trap '' INT TERM", STARTED, READY, HANG];
      const codex = await kit.codex([
        '[ -e "$D/log" ] || {',
        'echo x > "$D/log"',
        ...stubborn,
        "}",
        ...ECHO,
      ]);
      const thread = codex.startThread();
      const { events } = await thread.runStreamed("one", { killGraceMs: 300 });
      await until(events);
      const leaving = events.return(undefined);
      const next = thread.run("two").then(() => kit.gone());
      ok(await timed(next) > 290);
      await leaving;
      deepEqual(await log(kit), ["x", "two begins", "two ends"]);
    },
  },
  ...(["resumeThread", "forkThread"] as const).map((method): FaultCase => ({
    name: `concurrency: ${method}() of a thread in use elsewhere says so`,
    async run(kit) {
      const complaint = `Error: thread ${THREAD_ID} already has an active writer`;
      const codex = await kit.codex([`echo '${complaint}' >&2`, "exit 1"]);
      const error = await failure(codex[method](THREAD_ID).run("x"), kit.sdk.ResumeError);
      deepEqual([error.reason, error.requestedId], ["in_use", THREAD_ID]);
      await failure(runOnce(codex), kit.sdk.ExitError);
    },
  })),
  {
    name: "concurrency: two clients on one fake do not meet",
    async run(kit) {
      const one = await kit.codex([STARTED, said("hi"), COMPLETED]);
      const two = await kit.codex([STARTED, said("hi"), COMPLETED]);
      const [a, b] = await Promise.all([runOnce(one), runOnce(two)]);
      deepEqual(a, b);
    },
  },
];
