/**
 * Durable turns that are stopped, or taken over.
 *
 * @module
 */
import { assertEquals, assertRejects } from "@std/assert";
import { chmod, mkdir, readdir, rename, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ThreadStore } from "../../src/durable/mod.ts";
import type { Case, Kit } from "./case.ts";
import { onFleet, ran } from "./durable_turn_cases.ts";
import { nothingLeft, untilStored } from "./durable_worker.ts";
import { POSIX } from "./posix.ts";
import { processesWith } from "./processes.ts";
import { until } from "./real_case.ts";

export const DURABLE_STOP_CASES: readonly Case[] = [
  {
    name: "runDurableTurn() takes over from another call, which ends with TakenError",
    run(kit) {
      const { message, reply, shell, stall } = kit.testing;
      const script = [reply(shell("echo one >> log")), stall(), reply(message("done"))];
      return onFleet(kit, script, async ({ server, base }) => {
        const call = { ...base, messageId: "m-1", input: "Do it" };
        const first = kit.durable.runDurableTurn(call);
        const lost = assertRejects(() => first, kit.durable.TakenError);
        await server.waitForRequests(2);
        const second = await kit.durable.runDurableTurn(call);
        assertEquals(second.finalResponse, "done");
        const { key } = await lost as { key?: unknown };
        assertEquals(key, "thread");
        assertEquals(await ran(kit), ["one"]);
        await nothingLeft(server);
      });
    },
  },
  {
    name: "runDurableTurn() is stopped by its signal, and goes on with the next call",
    run(kit) {
      const { message, reply, shell } = kit.testing;
      const script = [
        reply(shell("echo one >> log")),
        reply(shell("if [ ! -e begun ]; then touch begun; sleep 60; fi")),
        reply(message("done")),
      ];
      return onFleet(kit, script, async ({ server, base }) => {
        const call = { ...base, messageId: "m-1", input: "Do it" };
        const controller = new AbortController();
        const { signal } = controller;
        const stopped = kit.durable.runDurableTurn({ ...call, signal });
        const rejected = assertRejects(() => stopped, kit.sdk.AbortError);
        await until(() => stat(join(kit.folder, "begun")).then(() => true, () => null));
        await untilStored(kit, "sleep 60");
        controller.abort("enough");
        assertEquals((await rejected as Error).cause, "enough");
        await nothingLeft(server);
        const turn = await kit.durable.runDurableTurn(call);
        assertEquals([turn.finalResponse, await ran(kit)], ["done", ["one"]]);
        // Not what Codex says of a command that is ended with it.
        const outputs = server.requests.at(-1)?.outputs.map(({ text }) => text === "aborted");
        assertEquals(outputs, [false, true]);
        await assertRejects(
          () => kit.durable.runDurableTurn({ ...call, signal }),
          kit.sdk.AbortError,
        );
      });
    },
  },
  {
    name: "runDurableTurn() is stopped with an error that holds what was done, live and over exec",
    async run(kit) {
      const { reply, shell, stall } = kit.testing;
      // In the loop over the events, and while `onEvent` takes its time.
      for (const transport of ["live", "exec"] as const) {
        for (const isBusy of [false, true]) {
          const script = [reply(shell("echo one")), stall()];
          await onFleet(kit, script, async ({ server, base }) => {
            const key = `${transport} ${isBusy}`;
            const threadOptions = { ...base.threadOptions, skipGitRepoCheck: true };
            const controller = new AbortController();
            const call = {
              ...base,
              key,
              threadOptions,
              transport,
              messageId: "m-1",
              input: "Do it",
            };
            const stop = () => server.waitForRequests(2).then(() => controller.abort("enough"));
            const onEvent = async ({ type }: { readonly type: string }) => {
              if (type !== "item.completed") return;
              const stopped = stop();
              if (isBusy) await stopped.then(never);
            };
            const error = await assertRejects(
              () => kit.durable.runDurableTurn({ ...call, onEvent, signal: controller.signal }),
              kit.sdk.AbortError,
            );
            assertEquals([error.cause, typeof error.threadId], ["enough", "string"]);
            assertEquals(error.items.map(({ type }) => type), ["command_execution"], key);
            // Over exec, Codex tells what was used at the end of a turn only.
            assertEquals(error.usage === null, transport === "exec", key);
          });
        }
      }
    },
  },
  {
    name: "runDurableTurn() that is stopped when its turn has just ended tells what was done",
    run(kit) {
      const { message, reply, shell } = kit.testing;
      return onFleet(kit, [reply(shell("echo one")), reply(message("done"))], async ({ base }) => {
        const controller = new AbortController();
        const call = { ...base, messageId: "m-1", input: "Do it", signal: controller.signal };
        // The host has not heard of anything yet.
        const stopped = assertRejects(
          () => kit.durable.runDurableTurn({ ...call, onEvent: () => never() }),
          kit.sdk.AbortError,
        );
        await untilStored(kit, "task_complete");
        controller.abort("enough");
        const { threadId, items } = await stopped;
        assertEquals(typeof threadId, "string");
        assertEquals(items.map(({ type }) => type), ["command_execution", "agent_message"]);
      });
    },
  },
  {
    name: "runDurableTurn() is stopped while it takes the key, whatever becomes of that",
    run(kit) {
      return onFleet(kit, [], async ({ server, base }) => {
        for (const isLate of [true, false]) {
          const controller = new AbortController();
          const take: ThreadStore["take"] = async (key) => {
            controller.abort("enough");
            return await (isLate ? base.store.take(key) : never());
          };
          const store = { ...methods(base.store), take };
          const call = { ...base, store, messageId: "m-1", input: "Do it" };
          await assertRejects(
            () => kit.durable.runDurableTurn({ ...call, signal: controller.signal }),
            kit.sdk.AbortError,
          );
        }
        assertEquals(server.requests.length, 0);
      });
    },
  },
  {
    name: "runDurableTurn() is stopped while it starts a Codex that does not answer",
    posix: POSIX.script,
    run(kit) {
      return onFleet(kit, [], async ({ base }) => {
        const codexPathOverride = await hangingCodex(kit);
        const codex = { ...base.codex, codexPathOverride };
        const started = () => processesWith(codexPathOverride);
        const stopped = async (): Promise<string[]> => {
          const controller = new AbortController();
          const { signal } = controller;
          const call = { ...base, codex, messageId: "m-1", input: "Do it", signal };
          const rejected = assertRejects(
            () => kit.durable.runDurableTurn(call),
            kit.sdk.AbortError,
          );
          await until(async () => (await started()).length > 0 || null);
          const names = await readdir(base.homes ?? "");
          controller.abort("enough");
          await rejected;
          assertEquals(await started(), []);
          return names;
        };
        const [template = ""] = await stopped();
        assertEquals(await readdir(base.homes ?? ""), []);
        // Somebody else makes the template: this one starts at once.
        await mkdir(join(base.homes ?? "", template));
        assertEquals((await stopped()).length, 2);
      });
    },
  },
  {
    name:
      "runDurableTurn() waits for a Codex that does not answer as long as requestTimeoutMs says",
    posix: POSIX.script,
    run(kit) {
      return onFleet(kit, [], async ({ base }) => {
        const codexPathOverride = await hangingCodex(kit);
        const codex = { ...base.codex, codexPathOverride, requestTimeoutMs: 200 };
        const { method } = await assertRejects(
          () => kit.durable.runDurableTurn({ ...base, codex, messageId: "m-1", input: "Do it" }),
          kit.live.RequestTimeoutError,
        );
        assertEquals(method, "initialize");
      });
    },
  },
  {
    name: "runDurableTurn() is stopped while its end is kept, and keeps all of it or none",
    async run(kit) {
      const { message, reply } = kit.testing;
      const script = [reply(message("cut off")), reply(message("done")), reply(message("more"))];
      const run = (transport: "live" | "exec", outcome: () => Promise<never>) =>
        onFleet(kit, script, async ({ server, base }) => {
          const threadOptions = { ...base.threadOptions, skipGitRepoCheck: true };
          const key = `${transport} ${outcome.name}`;
          const call = { ...base, key, threadOptions, transport, messageId: "m-1", input: "Do it" };
          const controller = new AbortController();
          const append: ThreadStore["append"] = async (...args) => {
            if (new TextDecoder().decode(args[4]).includes('"task_complete"')) {
              controller.abort("enough");
              return await outcome();
            }
            await base.store.append(...args);
          };
          const store = { ...methods(base.store), append };
          await assertRejects(
            () => kit.durable.runDurableTurn({ ...call, store, signal: controller.signal }),
            kit.sdk.AbortError,
          );
          await nothingLeft(server);
          const turn = await kit.durable.runDurableTurn(call);
          assertEquals(turn.finalResponse, "done");
          const next = { ...call, messageId: "m-2", input: "More" };
          assertEquals((await kit.durable.runDurableTurn(next)).finalResponse, "more");
        });
      for (const transport of ["live", "exec"] as const) {
        for (const outcome of [never, refused]) await run(transport, outcome);
      }
    },
  },
  {
    name: "runDurableTurn() is stopped while onEvent waits for what does not come",
    async run(kit) {
      const { message, reply } = kit.testing;
      for (const transport of ["live", "exec"] as const) {
        await onFleet(kit, [reply(message("cut off"))], async ({ server, base }) => {
          const threadOptions = { ...base.threadOptions, skipGitRepoCheck: true };
          const call = { ...base, key: `${transport} waits`, threadOptions, transport };
          const controller = new AbortController();
          const onEvent = ({ type }: { readonly type: string }): Promise<void> => {
            if (type !== "turn.started") return Promise.resolve();
            controller.abort("enough");
            return never();
          };
          const asked = { messageId: "m-1", input: "Do it", onEvent, signal: controller.signal };
          await assertRejects(
            () => kit.durable.runDurableTurn({ ...call, ...asked }),
            kit.sdk.AbortError,
          );
          await nothingLeft(server);
        });
      }
    },
  },
  {
    name:
      "runDurableTurn() says a message again whose turn was cut off before the message was kept",
    async run(kit) {
      const { message, reply } = kit.testing;
      const run = (transport: "live" | "exec") =>
        onFleet(kit, () => reply(message("done")), async ({ server, base }) => {
          const threadOptions = { ...base.threadOptions, skipGitRepoCheck: true };
          const call = { ...base, key: transport, threadOptions, transport };
          const asking = { ...call, messageId: "m-1", input: "Do it" };
          const controller = new AbortController();
          const append: ThreadStore["append"] = async (key, epoch, file, position, lines) => {
            const text = new TextDecoder().decode(lines);
            const begun = text.indexOf('"task_started"');
            const kept = begun < 0 ? text : text.slice(0, text.indexOf("\n", begun) + 1);
            if (controller.signal.aborted) return await refused();
            const bytes = new TextEncoder().encode(kept);
            await base.store.append(key, epoch, file, position, bytes);
            if (begun >= 0) controller.abort("enough");
          };
          const store = { ...methods(base.store), append };
          await assertRejects(
            () => kit.durable.runDurableTurn({ ...asking, store, signal: controller.signal }),
            kit.sdk.AbortError,
          );
          await nothingLeft(server);
          const turn = await kit.durable.runDurableTurn(asking);
          assertEquals(turn.finalResponse, "done");
          const said = server.requests.at(-1)?.texts.filter((text) => text === "Do it");
          assertEquals(said, ["Do it"], transport);
        });
      for (const transport of ["live", "exec"] as const) await run(transport);
    },
  },
  {
    name: "runDurableTurn() is stopped while a custom spawn takes forever",
    async run({ durable, sdk, folder }) {
      const controller = new AbortController();
      const spawn = () => {
        controller.abort("enough");
        return never();
      };
      const stopped = await assertRejects(
        () =>
          durable.runDurableTurn({
            store: durable.folderStore(join(folder, "store")),
            homes: join(folder, "homes"),
            key: "thread",
            messageId: "m-1",
            input: "Do it",
            signal: controller.signal,
            codex: { spawn },
          }),
        sdk.AbortError,
      );
      assertEquals(stopped.cause, "enough");
    },
  },
  {
    name: "runDurableTurn() fails, and continues, when Codex could not write its thread down",
    posix: POSIX.script,
    async run(kit) {
      const { message, reply, shell } = kit.testing;
      // What Codex writes from here on is as lost as on a full disk, of which it says nothing.
      const lose =
        'for f in "$CODEX_HOME"/sessions/*/*/*/*.jsonl; do cp $f $f.new; mv $f.new $f; done';
      for (const transport of ["live", "exec"] as const) {
        const script = [reply(shell(lose)), reply(message("lost")), reply(message("done"))];
        await onFleet(kit, script, async ({ base }) => {
          const threadOptions = { ...base.threadOptions, skipGitRepoCheck: true };
          const call = { ...base, key: transport, threadOptions, transport, input: "Do it" };
          const lost = await assertRejects(
            () => kit.durable.runDurableTurn({ ...call, messageId: "m-1" }),
            kit.sdk.CodexError,
            `in ${base.homes}, where the disk may be full`,
          );
          assertEquals(lost.items.map(({ type }) => type), ["command_execution", "agent_message"]);
          const turn = await kit.durable.runDurableTurn({ ...call, messageId: "m-1" });
          assertEquals(turn.finalResponse, "done");
        });
      }
    },
  },
  {
    name: "runDurableTurn() gives its result though its home cannot be removed",
    run(kit) {
      const { message, reply } = kit.testing;
      return onFleet(kit, [reply(message("done"))], async ({ base }) => {
        const append: ThreadStore["append"] = async (...args) => {
          await base.store.append(...args);
          if (!new TextDecoder().decode(args[4]).includes('"result"')) return;
          // Somebody has put a file where the folder of the homes was.
          await rename(base.homes ?? "", join(kit.folder, "away"));
          await writeFile(base.homes ?? "", "");
        };
        const store = { ...methods(base.store), append };
        const call = { ...base, store, messageId: "m-1", input: "Do it" };
        assertEquals((await kit.durable.runDurableTurn(call)).finalResponse, "done");
      });
    },
  },
];

/** What a store's call comes to that is out of reach. */
function never(): Promise<never> {
  return new Promise(() => {});
}

function refused(): Promise<never> {
  return Promise.reject(new Error("not now"));
}

/** A Codex that starts and says nothing. */
async function hangingCodex({ folder }: Kit): Promise<string> {
  const path = join(folder, "hanging");
  await writeFile(path, "#!/bin/sh\ncat >/dev/null\nsleep 3600\n");
  await chmod(path, 0o755);
  return path;
}

/** A store's methods, to put another one in the place of one of them. */
function methods(store: ThreadStore): ThreadStore {
  return {
    take: (key) => store.take(key),
    append: (...args) => store.append(...args),
    replace: (...args) => store.replace(...args),
    list: () => store.list(),
    delete: (key) => store.delete(key),
  };
}
