/**
 * Live turns that are stopped: what they have started is gone when they settle.
 *
 * @module
 */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { existsSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import type { SandboxMode } from "../../mod.ts";
import type { LiveThread, LiveTurnOptions } from "../../src/app_server/mod.ts";
import type { RecordedRequest, Reply } from "../../src/testing/mod.ts";
import type { Case, Kit } from "./case.ts";
import {
  completedOf,
  eventsOf,
  isOfUser,
  type Live,
  onLive,
  openItems,
  readTo,
} from "./live_case.ts";
import { POSIX } from "./posix.ts";
import { processesWith } from "./processes.ts";
import { CLASSIC, until } from "./real_case.ts";

/** A command that no other process on this machine resembles, and that would do its work in time. */
export function deployment(): { readonly command: string; readonly tag: string } {
  const tag = `4.${Math.floor(Math.random() * 1e9)}`;
  return { command: `sleep ${tag}; echo DEPLOYED > deployed.txt`, tag };
}

/** Settles when the command runs: its shell has begun to sleep. */
export async function runs(tag: string): Promise<void> {
  await until(async () =>
    (await processesWith(tag)).some(({ args }) => args.at(-2) === "sleep" && args.at(-1) === tag) ||
    null
  );
}

const WAYS: readonly {
  readonly name: string;
  /** Stops a turn whose command runs; settles when the turn has settled. */
  readonly stop: (kit: Kit, thread: LiveThread, tag: string) => Promise<void>;
}[] = [
  {
    name: "signal",
    async stop(kit, thread, tag) {
      const controller = new AbortController();
      const { events } = await thread.runStreamed("go", { signal: controller.signal });
      await readTo(events, "item.started", "command_execution");
      await runs(tag);
      controller.abort();
      await assertRejects(() => events.next(), kit.sdk.AbortError);
    },
  },
  {
    name: "interrupt()",
    async stop(_kit, thread, tag) {
      const turn = await thread.runStreamed("go");
      const seen = await readTo(turn.events, "item.started", "command_execution");
      await runs(tag);
      await turn.interrupt();
      assertEquals(await processesWith(tag), [], "when interrupt() has settled");
      seen.push(...await eventsOf(turn));
      assertEquals(seen.at(-1)?.type, "turn.interrupted");
      const [item, ...others] = completedOf(seen);
      assertEquals(others, []);
      assert(item?.type === "command_execution");
      assertEquals(item.status, "failed");
    },
  },
  {
    name: "break",
    async stop(_kit, thread, tag) {
      const { events } = await thread.runStreamed("go");
      for await (const event of events) {
        if (event.type !== "item.started" || isOfUser(event)) continue;
        await runs(tag);
        break;
      }
    },
  },
  {
    name: "timeoutMs",
    async stop(kit, thread) {
      await assertRejects(() => thread.run("go", { timeoutMs: 2_000 }), kit.sdk.TimeoutError);
    },
  },
];

/** Each way to stop. */
const WAY_STOPS: readonly Stop[] = [
  ["workspace-write", "signal", CLASSIC],
  ["workspace-write", "interrupt()"],
  ["workspace-write", "break"],
  ["workspace-write", "timeoutMs"],
];

/** The other kinds of sandbox; both models, whose tools differ. */
const SANDBOX_STOPS: readonly Stop[] = [
  ["read-only", "signal"],
  ["danger-full-access", "signal"],
  ["danger-full-access", "interrupt()", CLASSIC],
  ["danger-full-access", "break"],
];

type Stop = readonly [mode: SandboxMode, way: string, model?: string];

/** Asks the model's service nothing but what the last of the user's words are answered with. */
function working(kit: Kit, commands: readonly string[]): (request: RecordedRequest) => Reply {
  const { message, reply, shell } = kit.testing;
  let next = 0;
  return ({ outputs }) =>
    outputs.length > next
      ? reply(message("it went on"))
      : reply(shell(commands[next++] ?? "true", { yieldMs: 30_000 }));
}

/** A thread whose turns may do something. */
function start(live: Live, sandboxMode: SandboxMode, model?: string): Promise<LiveThread> {
  return live.start({
    sandboxMode,
    approvalPolicy: "never",
    ...(model === undefined ? {} : { model }),
  });
}

/** A turn is stopped while a command runs. */
function isGone([mode, way, model]: Stop): Case {
  return {
    name: `live: a command is gone when its turn has settled (${way}, ${mode}${
      model === undefined ? "" : `, ${model}`
    })`,
    posix: POSIX.sandbox,
    async run(kit) {
      const { command, tag } = deployment();
      await onLive(kit, working(kit, [command]), async (live) => {
        const thread = await start(live, mode, model);
        await WAYS.find(({ name }) => name === way)?.stop(kit, thread, tag);
        assertEquals(await processesWith(tag), []);
      });
      assert(!existsSync(join(kit.folder, "deployed.txt")));
    },
  };
}

/** What Codex's sandboxes have a part in. */
export const LIVE_SANDBOX_STOP_CASES: readonly Case[] = SANDBOX_STOPS.map(isGone);

/** Cases. */
export const LIVE_STOP_CASES: readonly Case[] = [
  ...WAY_STOPS.map(isGone),
  {
    name: "live: a command is gone when its turn is stopped as soon as it runs",
    posix: POSIX.sandbox,
    async run(kit) {
      const { command, tag } = deployment();
      await onLive(kit, working(kit, [command]), async (live) => {
        const thread = await start(live, "workspace-write");
        const controller = new AbortController();
        const running = thread.run("go", { signal: controller.signal });
        running.catch(() => {});
        // Codex tells of it a moment later.
        await runs(tag);
        controller.abort();
        await assertRejects(() => running, kit.sdk.AbortError);
        // Codex has killed it unasked; the kernel may still be at it.
        await until(async () => (await processesWith(tag)).length === 0 || null);
      });
      assert(!existsSync(join(kit.folder, "deployed.txt")));
    },
  },
  {
    name: "live: what a command has moved out of its session is gone when its turn has settled",
    posix: POSIX.processes,
    async run(kit) {
      const { tag } = deployment();
      const script = working(kit, [`setsid sleep ${tag} & wait`]);
      await onLive(kit, script, async (live) => {
        const thread = await start(live, "danger-full-access");
        await WAYS.find(({ name }) => name === "signal")?.stop(kit, thread, tag);
        assertEquals(await processesWith(tag), []);
      });
    },
  },
  {
    name: "live: a daemon that a command has detached is gone when its turn has settled",
    posix: POSIX.processes,
    async run(kit) {
      // Elsewhere nobody can tell whose it is.
      if (process.platform !== "linux") return;
      const { tag } = deployment();
      const script = working(kit, [`(setsid sleep ${tag} &); sleep 60`]);
      await onLive(kit, script, async (live) => {
        const thread = await start(live, "danger-full-access");
        await WAYS.find(({ name }) => name === "signal")?.stop(kit, thread, tag);
        assertEquals(await processesWith(tag), []);
      });
    },
  },
  {
    name: "live: an approval answered with cancel ends the command that runs meanwhile",
    posix: POSIX.processes,
    async run(kit) {
      const { message, reply, shell } = kit.testing;
      const { command, tag } = deployment();
      const script = ({ outputs }: RecordedRequest) =>
        outputs.length > 0
          ? reply(message("it went on"))
          : reply(shell(command, { yieldMs: 30_000 }), shell("touch second", { yieldMs: 30_000 }));
      await onLive(kit, script, async (live) => {
        const thread = await live.start({
          sandboxMode: "danger-full-access",
          approvalPolicy: "untrusted",
          async onApproval(request) {
            if (request.kind !== "command" || request.command.includes(tag)) return "accept";
            await runs(tag);
            // Codex ends one that it has not listed yet by itself.
            const params = { threadId: request.threadId };
            await until(async () => {
              const answer = await live.app.request("thread/backgroundTerminals/list", params);
              return (answer as { data: unknown[] }).data.length > 0 || null;
            });
            return "cancel";
          },
        });
        const seen = await eventsOf(await thread.runStreamed("go"));
        assertEquals(seen.at(-1)?.type, "turn.interrupted");
        assertEquals(await processesWith(tag), []);
        assertEquals(openItems(seen), []);
      });
    },
  },
  {
    name: "live: a stop that the server does not clean up after settles after killGraceMs",
    posix: POSIX.processes,
    async run(kit) {
      const { command, tag } = deployment();
      await onLive(kit, working(kit, [command]), async (live) => {
        const thread = await start(live, "danger-full-access");
        const options: LiveTurnOptions = { killGraceMs: 0 };
        const turn = await thread.runStreamed("go", options);
        await readTo(turn.events, "item.started", "command_execution");
        await runs(tag);
        await turn.events.return(undefined);
        // The server sees to it all the same.
        await until(async () => (await processesWith(tag)).length === 0 || null);
      });
    },
  },
];
