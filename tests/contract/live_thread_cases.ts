/**
 * The life of a live thread: before its first turn, in the archive, closed, without its folder.
 *
 * @module
 */
import {
  assert,
  assertEquals,
  assertNotEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import type { CodexError } from "../../mod.ts";
import type { LiveTurn } from "../../src/app_server/mod.ts";
import type { RecordedRequest } from "../../src/testing/mod.ts";
import { type Case, type Kit, offline, THREAD_ID } from "./case.ts";
import { eventsOf, onLive, readTo } from "./live_case.ts";
import { ownSpawn } from "./own_spawn.ts";
import { POSIX } from "./posix.ts";
import { processesWith } from "./processes.ts";
import { CLASSIC, inFolder } from "./real_case.ts";

/** A model that repeats what it was asked. */
const echo = ({ testing: { message, reply } }: Kit) => ({ texts }: RecordedRequest) =>
  reply(message(`to ${texts.at(-1)}`));

/** Cases. */
export const LIVE_THREAD_CASES: readonly Case[] = [
  {
    name: "live: close() unloads a thread: exec and other servers go on with it at once",
    run(kit) {
      return onLive(kit, echo(kit), async ({ server, app, another, start }) => {
        const thread = await start();
        await thread.run("one");
        const exec = new kit.sdk.Codex(await offline(kit, server));
        const resumed = exec.resumeThread(thread.id, inFolder(kit));
        const held = await assertRejects(() => resumed.run("two"), kit.sdk.ResumeError);
        assertEquals(held.reason, "in_use");
        assertStringIncludes(held.message, "close()");
        await thread.close();
        assertEquals((await app.request("thread/loaded/list", {})).data, []);
        assertEquals((await resumed.run("two")).finalResponse, "to two");
        const second = await another();
        for (let round = 0; round < 3; round++) {
          for (const by of [second, app]) {
            const again = await by.resumeThread(thread.id, { workingDirectory: kit.folder });
            assertEquals((await again.run("more")).finalResponse, "to more");
            await again[Symbol.asyncDispose]();
          }
        }
        const closed = await assertRejects(() => thread.run("more"), kit.sdk.CodexError);
        assertStringIncludes(closed.message, "it was closed");
        await thread.close();
        await (await app.resumeThread(thread.id)).close();
      });
    },
  },
  {
    name: "live: close() stops a turn under way, and refuses those that wait",
    run(kit) {
      const { message, reply, stall } = kit.testing;
      return onLive(kit, [stall(), reply(message("ok"))], async ({ server, app, start }) => {
        const thread = await start();
        const turns = [thread.run("one"), thread.run("two")];
        await server.waitForRequests(1);
        const errors = turns.map((turn) => assertRejects(() => turn, kit.sdk.CodexError));
        await thread.close();
        for (const { message } of await Promise.all(errors)) {
          assertStringIncludes(message, "it was closed");
        }
        const again = await app.resumeThread(thread.id);
        assertEquals((await again.run("three")).finalResponse, "ok");
      });
    },
  },
  {
    name: "live: a thread can be resumed, forked, renamed, read and closed before its first turn",
    run(kit) {
      return onLive(kit, echo(kit), async ({ server, app, start }) => {
        const thread = await start({ model: CLASSIC, developerInstructions: "Mind the gap" });
        const same = await app.resumeThread(thread.id);
        assertEquals(same.id, thread.id);
        await app.renameThread(thread.id, "a title");
        assertEquals((await app.readThread(thread.id)).name, "a title");
        const fork = await app.forkThread(thread.id);
        assertNotEquals(fork.id, thread.id);
        assertEquals((await fork.run("fork")).finalResponse, "to fork");
        const { body } = server.requests.at(-1) ?? {};
        assertEquals(body?.model, CLASSIC);
        assertStringIncludes(JSON.stringify(body?.input), "Mind the gap");
        assertEquals((await same.run("same")).finalResponse, "to same");
        assertEquals((await app.readThread(thread.id)).name, "a title");
        const unused = await start();
        await unused.close();
        const gone = await assertRejects(() => app.resumeThread(unused.id), kit.sdk.ResumeError);
        assertEquals(gone.reason, "not_found");
        const ephemeral = await start({ ephemeral: true });
        await ephemeral.run("hello");
        const none = await assertRejects(() => app.forkThread(ephemeral.id), kit.sdk.ResumeError);
        assertStringIncludes(none.message, "ephemeral");
        const again = await app.resumeThread(ephemeral.id);
        assertEquals((await again.run("again")).finalResponse, "to again");
      });
    },
  },
  {
    name: "live: a thread's id in capitals is that of the same thread, with one queue of turns",
    run(kit) {
      return onLive(kit, echo(kit), async ({ app, start }) => {
        const thread = await start();
        await thread.run("one");
        const capitals = thread.id.toUpperCase();
        const again = await app.resumeThread(capitals);
        assertEquals(again.id, thread.id);
        const turns = await Promise.all([thread.run("two"), again.run("three")]);
        assertEquals(turns.map(({ finalResponse }) => finalResponse), ["to two", "to three"]);
        assertEquals((await app.readThread(capitals, { includeTurns: true })).turns.length, 3);
        const fresh = await start({ developerInstructions: "Be brief" });
        const fork = await app.forkThread(fresh.id.toUpperCase());
        assertEquals((await fork.run("four")).finalResponse, "to four");
        await app.renameThread(capitals, "a title");
        await app.archiveThread(capitals);
        await assertRejects(() => thread.run("five"), kit.sdk.CodexError, "it was closed");
        await app.unarchiveThread(capitals);
        await app.deleteThread(capitals);
        await assertRejects(() => app.readThread(thread.id), kit.sdk.ResumeError);
      });
    },
  },
  {
    name:
      "live: what is asked of a thread that Codex has not, or another has, is refused by reason",
    run(kit) {
      return onLive(kit, echo(kit), async ({ app, another, start }) => {
        const thread = await start();
        await thread.run("one");
        const ephemeral = await start({ ephemeral: true });
        await ephemeral.run("one");
        const calls = (by: typeof app, id: string): readonly (() => Promise<unknown>)[] => [
          () => by.archiveThread(id),
          () => by.deleteThread(id),
          () => by.unarchiveThread(id),
          () => by.renameThread(id, "x"),
          () => by.revertThread(id, id),
          () => by.readThread(id, { includeTurns: true }),
        ];
        for (
          const [id, reason] of [
            [THREAD_ID, "not_found"],
            [ephemeral.id, "not_found"],
            ["nonsense", "invalid_id"],
          ] as const
        ) {
          for (const call of calls(app, id)) {
            const error = await assertRejects(call, kit.sdk.ResumeError);
            assertEquals([error.reason, error.requestedId], [reason, id], String(call));
          }
        }
        const second = await another();
        for (const call of calls(second, thread.id).slice(0, 2)) {
          assertEquals((await assertRejects(call, kit.sdk.ResumeError)).reason, "in_use");
        }
        await second.unarchiveThread(thread.id);
        const revert = (by: typeof app) => () => by.revertThread(thread.id, THREAD_ID);
        await assertRejects(revert(second), kit.sdk.CodexError, "it is not loaded; resume it");
        const { option } = await assertRejects(revert(app), kit.sdk.InvalidInputError);
        assertEquals(option, "beforeTurnId");
        assertEquals((await thread.run("two")).finalResponse, "to two");
      });
    },
  },
  {
    name:
      "a thread whose file is empty, as a killed Codex may leave it, is not found, live and over exec",
    run(kit) {
      return onLive(kit, echo(kit), async ({ server, app, start }) => {
        const thread = await start();
        await thread.run("one");
        const { path } = (await app.request("thread/read", { threadId: thread.id })).thread;
        await thread.close();
        await writeFile(path ?? "", "");
        const { id } = thread;
        const exec = new kit.sdk.Codex(await offline(kit, server));
        const attempts: readonly (() => Promise<unknown>)[] = [
          () => app.resumeThread(id),
          () => app.readThread(id),
          () => exec.resumeThread(id, inFolder(kit)).run("x"),
        ];
        for (const attempt of attempts) {
          const error = await assertRejects(attempt, kit.sdk.ResumeError);
          assertEquals([error.reason, error.requestedId], ["not_found", id], String(attempt));
        }
      });
    },
  },
  {
    name: "a thread in the archive is refused as archived, live and over exec",
    run(kit) {
      return onLive(kit, echo(kit), async ({ server, app, start }) => {
        const thread = await start();
        await thread.run("one");
        await app.archiveThread(thread.id);
        const exec = new kit.sdk.Codex(await offline(kit, server));
        const attempts: readonly (() => Promise<unknown>)[] = [
          () => app.resumeThread(thread.id),
          () => app.forkThread(thread.id),
          () => exec.resumeThread(thread.id, inFolder(kit)).run("x"),
          () => exec.forkThread(thread.id, inFolder(kit)).run("x"),
        ];
        for (const attempt of attempts) {
          const error = await assertRejects(attempt, kit.sdk.ResumeError);
          assertEquals([error.reason, error.requestedId], ["archived", thread.id]);
        }
        await assertRejects(() => thread.run("x"), kit.sdk.CodexError, "it was closed");
        for (
          const attempt of [
            () => app.renameThread(thread.id, "x"),
            () => app.revertThread(thread.id, thread.id),
          ]
        ) {
          assertEquals((await assertRejects(attempt, kit.sdk.ResumeError)).reason, "archived");
        }
        await app.archiveThread(thread.id);
        await app.unarchiveThread(thread.id);
        await app.unarchiveThread(thread.id);
        assertEquals((await (await app.resumeThread(thread.id)).run("x")).finalResponse, "to x");
      });
    },
  },
  {
    name:
      "live: a thread whose folder is gone is refused by workingDirectory, and goes on in another",
    run(kit) {
      return onLive(kit, echo(kit), async ({ app, start }) => {
        const workingDirectory = join(kit.folder, "gone");
        await mkdir(workingDirectory);
        const thread = await start({ workingDirectory });
        await thread.run("one");
        await rm(workingDirectory, { recursive: true });
        const refused = async () => {
          for (const method of ["resumeThread", "forkThread"] as const) {
            const error = await assertRejects(
              () => app[method](thread.id),
              kit.sdk.InvalidInputError,
            );
            assertEquals(error.option, "workingDirectory");
          }
        };
        await refused();
        await thread.close();
        await refused();
        const moved = await app.resumeThread(thread.id, { workingDirectory: kit.folder });
        assertEquals((await moved.run("two")).finalResponse, "to two");
        await moved.close();
        await app.resumeThread(thread.id);
      });
    },
  },
  {
    name:
      "live: a thread whose folder is gone is refused where the folders are on another machine, too",
    run(kit) {
      return onLive(kit, echo(kit), async ({ another, start }) => {
        const workingDirectory = join(kit.folder, "gone");
        await mkdir(workingDirectory);
        const thread = await start({ workingDirectory });
        await thread.run("one");
        await thread.close();
        const far = await another({ spawn: await ownSpawn(kit) });
        await (await far.resumeThread(thread.id)).close();
        await rm(workingDirectory, { recursive: true });
        for (const method of ["resumeThread", "forkThread"] as const) {
          const error = await assertRejects<InstanceType<typeof kit.sdk.InvalidInputError>>(
            () => far[method](thread.id),
            kit.sdk.InvalidInputError,
          );
          assertEquals(error.option, "workingDirectory");
        }
        const moved = await far.resumeThread(thread.id, { workingDirectory: kit.folder });
        assertEquals((await moved.run("two")).finalResponse, "to two");
      });
    },
  },
  {
    name: "live: forkThread() takes over what was said until afterTurnId, that turn included",
    run(kit) {
      return onLive(kit, echo(kit), async ({ server, app, start }) => {
        const thread = await start();
        for (const text of ["one", "two", "three"]) await thread.run(text);
        const { turns } = await app.readThread(thread.id, { includeTurns: true });
        const options = { workingDirectory: kit.folder };
        const fork = await app.forkThread(thread.id, {
          ...options,
          afterTurnId: turns[1]?.id ?? "",
        });
        await fork.run("four");
        assertEquals(server.requests.at(-1)?.answers, ["to one", "to two"]);
        const error = await assertRejects(
          () => app.forkThread(thread.id, { ...options, afterTurnId: thread.id }),
          kit.sdk.InvalidInputError,
        );
        assertEquals(error.option, "afterTurnId");
      });
    },
  },
  {
    name: "live: turns that Codex cannot fork after, or go back before, are refused by option",
    run(kit) {
      const { message, reply } = kit.testing;
      const script = ({ texts }: RecordedRequest) =>
        reply(message("ok", texts.at(-1) === "go" ? { deltas: 2, deltaMs: 600_000 } : {}));
      return onLive(kit, script, async ({ app, start }) => {
        const thread = await start();
        await thread.run("one");
        await thread.review({ type: "custom", instructions: "Look at it" });
        const { turns } = await app.readThread(thread.id, { includeTurns: true });
        const review = turns.find(({ items }) => items[0]?.type === "entered_review_mode");
        const revert = await assertRejects(
          () => app.revertThread(thread.id, review?.id ?? ""),
          kit.sdk.InvalidInputError,
        );
        assertEquals(revert.option, "beforeTurnId");
        const turn = await thread.runStreamed("go");
        await readTo(turn.events, "item.delta");
        const fork = await assertRejects(
          () => app.forkThread(thread.id, { afterTurnId: turn.id ?? "" }),
          kit.sdk.InvalidInputError,
        );
        assertEquals([fork.option, /has not ended/.test(fork.message)], ["afterTurnId", true]);
        await turn.interrupt();
      });
    },
  },
  {
    name: "live: steer() starts a turn and is heard, activeTurn and id tell which one runs",
    run(kit) {
      const { message, reply } = kit.testing;
      const words = ["slow", "ly"];
      const script = ({ texts }: RecordedRequest) =>
        texts.at(-1) === "go"
          ? reply(message("slowly", { deltas: words, deltaMs: 600_000 }))
          : reply(message(`to ${texts.at(-1)}`));
      return onLive(kit, script, async ({ start }) => {
        const thread = await start();
        const turn = await thread.runStreamed("go");
        assertEquals([turn.id, thread.activeTurn], [null, null]);
        await turn.steer("more");
        assert(turn.id !== null);
        assertEquals(thread.activeTurn, { id: turn.id });
        const queued = await thread.runStreamed("queued");
        const reading = eventsOf(queued);
        await assertRejects(() => queued.steer("x"), kit.live.TurnNotActiveError, "is waiting");
        const said = (await eventsOf(turn)).flatMap((event) =>
          event.type === "item.completed" && event.item.type === "agent_message"
            ? [event.item.text]
            : []
        );
        assertEquals(said.at(-1), "to more");
        assertEquals((await reading).at(-1)?.type, "turn.completed");
        assertEquals(thread.activeTurn, null);
        await assertRejects(() => turn.steer("x"), kit.live.TurnNotActiveError, "has ended");
      });
    },
  },
  {
    name: "live: InterruptedError tells whether an approval, the server or the caller interrupted",
    posix: POSIX.shell,
    run(kit) {
      const { reply, shell, stall } = kit.testing;
      const script = [reply(shell("touch mark")), stall(), stall()];
      return onLive(kit, script, async ({ server, app, start }) => {
        const thread = await start({
          model: CLASSIC,
          approvalPolicy: "untrusted",
          onApproval: () => "cancel",
        });
        const cancelled = await assertRejects(() => thread.run("go"), kit.live.InterruptedError);
        assert(cancelled instanceof kit.sdk.IncompleteTurnError);
        assertEquals([cancelled.by, cancelled.threadId], ["approval", thread.id]);
        const running = assertRejects(() => thread.run("go"), kit.live.InterruptedError);
        await server.waitForRequests(2);
        await app.request("turn/interrupt", {
          threadId: thread.id,
          turnId: thread.activeTurn?.id ?? "",
        });
        assertEquals((await running).by, "server");
        const turn = await thread.runStreamed("go");
        const result = assertRejects(() => turn.result, kit.live.InterruptedError);
        await server.waitForRequests(3);
        await turn.interrupt();
        assertEquals((await result).by, "caller");
      });
    },
  },
  {
    name: "live: reviewStreamed() and compactStreamed() give the events of run()",
    run(kit) {
      const { message, rawItem, reply } = kit.testing;
      const findings = {
        findings: [],
        overall_correctness: "patch is correct",
        overall_explanation: "All is well.",
        overall_confidence_score: 0.9,
      };
      const script = [
        reply(message("ok")),
        reply(message(JSON.stringify(findings))),
        reply(rawItem({ type: "compaction", encrypted_content: "c3VtbWFyeQ==" })),
      ];
      return onLive(kit, script, async ({ start }) => {
        const thread = await start();
        await thread.run("hello");
        const streams: readonly (() => Promise<LiveTurn>)[] = [
          () => thread.reviewStreamed({ type: "custom", instructions: "Look" }),
          () => thread.compactStreamed(),
        ];
        for (const stream of streams) {
          const types = (await eventsOf(await stream())).map(({ type }) => type);
          assertEquals(types.slice(0, 1), ["thread.started"]);
          assertEquals(types.at(-1), "turn.completed");
        }
      });
    },
  },
  {
    name: "live: server.closed and onConnectionError tell of a server that has ended",
    posix: POSIX.processes,
    run(kit) {
      return onLive(kit, [], async ({ server, app, another }) => {
        const errors: CodexError[] = [];
        const lost = await another({
          onConnectionError: (error) => errors.push(error),
          env: { ...(await offline(kit, server)).env, WHICH: "lost" },
          configOverrides: ['model="lost-one"'],
        });
        const [found] = await processesWith('model="lost-one"');
        process.kill(found?.pid ?? 0, "SIGKILL");
        const end = await lost.closed;
        assertEquals([end.reason, end.exitCode, end.signal], ["exited", null, "SIGKILL"]);
        assertEquals(errors.map(({ name }) => name), ["ConnectionClosedError"]);
        await lost.close();
        assertEquals(await lost.closed, end);
        await app.close();
        const closed = await app.closed;
        assertEquals([closed.reason, closed.exitCode, closed.signal], ["closed", 0, null]);
      });
    },
  },
];
