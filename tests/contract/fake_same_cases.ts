/**
 * The same program on the fake and on the real Codex: it must not see which one it has.
 *
 * @module
 */
import { assertEquals, assertGreater } from "@std/assert";
import { type Case, type Kit, offline } from "./case.ts";
import { CLASSIC } from "./real_case.ts";
import { POSIX } from "./posix.ts";
import type { AppServer } from "../../src/app_server/mod.ts";
import type { FakeScript, ResponsesScript } from "../../src/testing/mod.ts";

type Codex = InstanceType<Kit["sdk"]["Codex"]>;

/** What is played by both. */
interface Script {
  readonly fake: FakeScript;
  readonly real: ResponsesScript;
}

/** Runs `use` with a client of the fake, then with one of the real Codex, and compares what it gives. */
async function same(
  kit: Kit,
  script: Script,
  use: (
    clients: { readonly codex: Codex; readonly start: () => Promise<AppServer> },
  ) => Promise<unknown>,
): Promise<void> {
  const spawn = kit.testing.fakeCodex(script.fake);
  const fake = await use({
    codex: new kit.sdk.Codex({ spawn }),
    start: () => kit.live.AppServer.start({ spawn }),
  });
  const server = await kit.testing.ResponsesServer.start(script.real);
  try {
    const options = await offline(kit, server);
    const real = await use({
      codex: new kit.sdk.Codex(options),
      start: () => kit.live.AppServer.start(options),
    });
    assertEquals(fake, real);
    assertEquals(server.unexpected, []);
  } finally {
    await server.close();
  }
}

/** `count` turns that say something each. */
function talk({ testing: { item, message, reply, turn } }: Kit, count: number): Script {
  const numbers = Array.from({ length: count }, (_, index) => String(index));
  return {
    fake: numbers.map((text) => turn(item.agentMessage(text))),
    real: numbers.map((text) => reply(message(text))),
  };
}

/** How a promise fails: the class, and the reason of a `ResumeError`. */
async function failure(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
    return "none";
  } catch (error) {
    return [(error as Error).constructor.name, (error as { reason?: string }).reason];
  }
}

/** Cases. */
export const FAKE_SAME_CASES: readonly Case[] = [
  {
    name: "fakeCodex() keeps threads as Codex does: lists, titles, archive, deletion",
    run: (kit) =>
      same(kit, talk(kit, 3), async ({ codex, start }) => {
        const app = await start();
        const seen: unknown[] = [];
        try {
          const options = { workingDirectory: kit.folder };
          const [first, second, none] = [
            await app.startThread(options),
            await app.startThread(options),
            await app.startThread({ ...options, ephemeral: true }),
          ];
          const names = new Map([[first.id, "first"], [second.id, "second"]]);
          const list = async (archived = false) => {
            const found: unknown[] = [];
            for await (const { id, name, preview } of app.listThreads({ archived })) {
              found.push([names.get(id) ?? "another", name, preview]);
            }
            seen.push(found);
          };
          await list();
          await first.run("hello");
          await second.run("there");
          await none.run("psst");
          await list();
          await app.renameThread(first.id, "A title");
          await list();
          seen.push(await failure(app.renameThread(none.id, "A title")));
          seen.push(await failure(none.findTurn("unknown")));
          await app.archiveThread(first.id);
          await list();
          await list(true);
          seen.push(await failure(app.resumeThread(first.id)));
          seen.push(
            await failure(codex.resumeThread(first.id, { skipGitRepoCheck: true }).run("?")),
          );
          await app.unarchiveThread(first.id);
          await list();
          await app.deleteThread(second.id);
          await list();
          seen.push(await failure(app.resumeThread(second.id)));
          seen.push(await failure(app.readThread(second.id)));
          seen.push(
            await failure(codex.resumeThread(second.id, { skipGitRepoCheck: true }).run("?")),
          );
          return seen;
        } finally {
          await app.close();
        }
      }),
  },
  {
    name: "fakeCodex() takes an id in capitals for the same thread, as Codex does",
    run: (kit) =>
      same(kit, talk(kit, 3), async ({ codex, start }) => {
        const options = { workingDirectory: kit.folder, skipGitRepoCheck: true };
        const first = codex.startThread(options);
        await first.run("one");
        const id = first.id ?? "";
        const again = codex.resumeThread(id.toUpperCase(), options);
        await again.run("two");
        const app = await start();
        try {
          const seen: unknown[] = [again.id === id];
          const params = { threadId: id.toUpperCase() };
          const { thread } = await app.request("thread/read", params);
          seen.push(thread.id === id, thread.preview);
          const live = await app.resumeThread(id.toUpperCase());
          await live.run("three");
          const { turns } = await app.readThread(id, { includeTurns: true });
          return [...seen, live.id === id, turns.length];
        } finally {
          await app.close();
        }
      }),
  },
  {
    name: "fakeCodex() finds threads by their titles and first messages as Codex does",
    run: (kit) =>
      same(kit, talk(kit, 3), async ({ start }) => {
        const app = await start();
        try {
          const options = { workingDirectory: kit.folder };
          const [named, unnamed] = [
            await app.startThread(options),
            await app.startThread(options),
          ];
          await named.run("First: 100% of Österreich_x");
          await named.run("Second message");
          await unnamed.run("Another\nline, and a tail");
          await app.renameThread(named.id, "Große Pläne");
          const found: unknown[] = [];
          const terms = ["First", "first", "Second", "Österreich", "österreich", "100%", "1%0"];
          terms.push("Große", "große", "nother", "another", "line, and a tail", "0");
          for (const searchTerm of terms) {
            const names: string[] = [];
            for await (const { id } of app.listThreads({ searchTerm })) {
              names.push(id === named.id ? "named" : "unnamed");
            }
            found.push([searchTerm, ...names]);
          }
          return found;
        } finally {
          await app.close();
        }
      }),
  },
  {
    name: "fakeCodex() keeps the turns of a thread as Codex does, over all processes",
    run: (kit) =>
      same(kit, talk(kit, 5), async ({ start }) => {
        const before = await start();
        const options = { workingDirectory: kit.folder };
        const thread = await before.startThread(options);
        await thread.run("one", { messageId: "m-1" });
        await thread.run("two", { messageId: "m-2" });
        await before.close();
        const app = await start();
        try {
          const again = await app.resumeThread(thread.id, options);
          const turns = async (id: string) => {
            const { turns } = await app.readThread(id, { includeTurns: true });
            return turns.map(({ status, items }) => [
              status,
              items.map((item) => [
                item.type,
                item.type === "user_message" ? [item.client_id, item.content] : "",
                item.type === "agent_message" ? [item.id, item.text] : "",
              ]),
            ]);
          };
          const found = await again.findTurn("m-1");
          assertGreater(found?.items.length ?? 0, 0);
          const seen: unknown[] = [
            [found?.status, found?.finalResponse],
            await again.findTurn("m-3"),
            await turns(thread.id),
          ];
          const fork = await app.forkThread(thread.id, options);
          const { usage, turnUsage } = await fork.run("forked");
          seen.push(usage, turnUsage, await turns(fork.id));
          const second = (await app.readThread(thread.id, { includeTurns: true })).turns[1];
          await app.revertThread(thread.id, second?.id ?? "");
          seen.push(await turns(thread.id), await again.findTurn("m-2"));
          seen.push(await failure(app.revertThread(thread.id, "unknown")));
          seen.push((await again.run("three")).finalResponse);
          return seen;
        } finally {
          await app.close();
        }
      }),
  },
  {
    name: "fakeCodex() has one plan per turn, which ends with it, as Codex has it",
    run: (kit) => {
      const { fails, httpError, item, message, plan, reply, turn } = kit.testing;
      const steps = [item.todoList({ a: false, b: false }), item.todoList({ a: true, b: false })];
      const plans = [
        reply(plan(["a", "b"])),
        reply(plan([{ step: "a", status: "completed" }, "b"])),
      ];
      const script: Script = {
        fake: [turn(...steps, item.agentMessage("done")), turn(...steps, fails("oh"))],
        real: [...plans, reply(message("done")), ...plans, httpError(400, { body: "oh" })],
      };
      return same(kit, script, async ({ codex }) => {
        const thread = codex.startThread({
          workingDirectory: kit.folder,
          skipGitRepoCheck: true,
          config: { tools: { update_plan: { enabled: true } } },
        });
        const seen: unknown[] = [];
        for (const prompt of ["go", "again"]) {
          const { events } = await thread.runStreamed(prompt);
          try {
            for await (const event of events) {
              seen.push("item" in event ? event : event.type);
            }
          } catch (error) {
            seen.push((error as Error).message);
          }
        }
        return seen;
      });
    },
  },
  {
    name: "fakeCodex() ends a command that is not approved as Codex does",
    posix: POSIX.shell,
    run: (kit) => {
      const { asks, item, message, reply, shell, turn } = kit.testing;
      const command = asks(item.commandExecution("/bin/bash -lc 'touch x'", { output: "touched" }));
      const script: Script = {
        fake: [turn(command, item.agentMessage("done")), turn(command)],
        real: [reply(shell("touch x")), reply(message("done")), reply(shell("touch x"))],
      };
      return same(kit, script, async ({ start }) => {
        const app = await start();
        try {
          const seen: unknown[] = [];
          for (const decision of ["decline", "cancel"] as const) {
            const thread = await app.startThread({
              workingDirectory: kit.folder,
              model: CLASSIC,
              approvalPolicy: "untrusted",
              onApproval: () => decision,
            });
            const { events, result } = await thread.runStreamed("go");
            for await (const event of events) {
              if (!("item" in event) || event.item.type !== "command_execution") continue;
              const { status, exit_code, aggregated_output, cwd } = event.item;
              seen.push([event.type, status, exit_code, aggregated_output, cwd]);
            }
            seen.push(await failure(result));
          }
          return seen;
        } finally {
          await app.close();
        }
      });
    },
  },
  {
    name: "fakeCodex() asks nothing where nobody would answer, as Codex does",
    posix: POSIX.shell,
    run: (kit) => {
      const { asks, item, message, reply, shell, turn } = kit.testing;
      const command = asks(item.commandExecution("/bin/bash -lc 'exit 3'", { exitCode: 3 }));
      const script: Script = {
        fake: [turn(command, item.agentMessage("done")), turn(command, item.agentMessage("done"))],
        real: [0, 1].flatMap(() => [reply(shell("exit 3")), reply(message("done"))]),
      };
      return same(kit, script, async ({ start }) => {
        const app = await start();
        try {
          const thread = await app.startThread({ workingDirectory: kit.folder, model: CLASSIC });
          const statuses: unknown[] = [];
          for (const onElicitation of [undefined, () => ({ action: "decline" }) as const]) {
            const { items } = await thread.run("go", { onElicitation });
            statuses.push(items.map((item) => "status" in item && item.status));
          }
          return statuses;
        } finally {
          await app.close();
        }
      });
    },
  },
  {
    name: "fakeCodex() has a thread in one process at a time, as Codex does",
    run: (kit) =>
      same(kit, talk(kit, 3), async ({ codex, start }) => {
        const [app, other] = [await start(), await start()];
        try {
          const options = { workingDirectory: kit.folder, skipGitRepoCheck: true };
          const thread = await app.startThread(options);
          await thread.run("one");
          const exec = codex.resumeThread(thread.id, options);
          const seen: unknown[] = [
            await failure(other.resumeThread(thread.id)),
            await failure(exec.run("no")),
          ];
          await app.close();
          seen.push((await exec.run("two")).finalResponse);
          const again = await other.resumeThread(thread.id);
          seen.push(await failure(exec.run("no")));
          await again.close();
          seen.push((await exec.run("three")).finalResponse);
          return seen;
        } finally {
          await Promise.all([app.close(), other.close()]);
        }
      }),
  },
  {
    name:
      "fakeCodex() refuses to steer and to interrupt a turn that is not there, in Codex's words",
    run: (kit) => {
      const { hangs, item, message, reply, stall, turn } = kit.testing;
      const script: Script = {
        fake: [turn(item.agentMessage("1")), turn(hangs()), turn(hangs())],
        real: [reply(message("1")), stall(message("2")), stall(message("3"))],
      };
      return same(kit, script, async ({ start }) => {
        const app = await start();
        try {
          const thread = await app.startThread({ workingDirectory: kit.folder });
          const seen: unknown[] = [];
          const ask = async (method: string, params: object) => {
            try {
              await app.request(method, { threadId: thread.id, ...params });
              seen.push("done");
            } catch (error) {
              seen.push((error as Error).message.replace(/found `?[\w-]+`?/, "found another"));
            }
          };
          const input = [{ type: "text", text: "more" }];
          await ask("turn/steer", { expectedTurnId: "x", input });
          await ask("turn/interrupt", { turnId: "x" });
          await ask("turn/interrupt", { turnId: "" });
          await thread.run("go");
          await ask("turn/steer", { expectedTurnId: "x", input });
          const live = await thread.runStreamed("again");
          for await (const { type } of live.events) {
            if (type !== "turn.started") continue;
            await ask("turn/steer", { expectedTurnId: "x", input });
            await ask("turn/interrupt", { turnId: "x" });
            await live.interrupt();
          }
          const review = await thread.reviewStreamed({ type: "custom", instructions: "look" });
          for await (const { type } of review.events) {
            if (type !== "turn.started") continue;
            await ask("turn/steer", { expectedTurnId: review.id, input });
            await review.interrupt();
          }
          return seen;
        } finally {
          await app.close();
        }
      });
    },
  },
];
