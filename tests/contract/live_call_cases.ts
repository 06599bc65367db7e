/**
 * The calls of a live server beside turns: threads, models, the account, the escape hatch.
 *
 * @module
 */
import { assert, assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import { execFileSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type {
  AppServer,
  ListThreadsOptions,
  LiveEvent,
  LiveItem,
  ServerMessage,
} from "../../src/app_server/mod.ts";
import { type Case, offline, THREAD_ID } from "./case.ts";
import { allCompletedOf, eventsOf, onLive } from "./live_case.ts";
import { POSIX } from "./posix.ts";
import { inFolder } from "./real_case.ts";

async function listed(app: AppServer, options: ListThreadsOptions = {}): Promise<string[]> {
  const ids: string[] = [];
  for await (const { id } of app.listThreads(options)) ids.push(id);
  return ids;
}

/** Cases. */
export const LIVE_CALL_CASES: readonly Case[] = [
  {
    name:
      "live: threads are listed (those of exec too), read, renamed, archived, reverted, deleted",
    run(kit) {
      const { message, reply } = kit.testing;
      const script = ({ texts }: { readonly texts: readonly string[] }) =>
        reply(message(`to ${texts.at(-1)}`));
      return onLive(kit, script, async ({ server, app, start }) => {
        const thread = await start();
        for (const text of ["one", "two", "three"]) await thread.run(text);
        const others = await Promise.all(["x", "y"].map(async (text) => {
          const other = await start();
          await other.run(text);
          return other.id;
        }));
        const codex = new kit.sdk.Codex(await offline(kit, server));
        const exec = codex.startThread(inFolder(kit));
        await exec.run("by exec");
        const all = [thread.id, ...others, exec.id ?? ""].sort();
        assertEquals((await listed(app)).sort(), all);
        assertEquals((await listed(app, { pageSize: 1 })).sort(), all);
        assertEquals((await listed(app, { pageSize: 1, limit: 3 })).length, 3);
        assertEquals(await listed(app, { limit: 0 }), []);
        assertEquals(await listed(app, { ids: [all[1] ?? "", THREAD_ID] }), [all[1]]);
        assertEquals(await listed(app, { ids: [] }), []);
        const [capitals, other] = [(all[1] ?? "").toUpperCase(), THREAD_ID.toUpperCase()];
        assertEquals(await listed(app, { ids: [capitals, "nonsense", other] }), [all[1]]);
        assertEquals(await listed(app, { workingDirectory: "/" }), []);

        const resumed = await app.resumeThread(exec.id ?? "", { workingDirectory: kit.folder });
        assertEquals((await resumed.run("by live")).finalResponse, "to by live");
        assertEquals(server.requests.at(-1)?.answers, ["to by exec", "to by live"].slice(0, 1));

        const read = await app.readThread(thread.id, { includeTurns: true });
        assertEquals([read.id, read.preview, read.turns.length], [thread.id, "one", 3]);
        assertEquals((await app.readThread(thread.id)).turns, []);
        assertEquals((await app.readThread((await start()).id, { includeTurns: true })).turns, []);

        await app.renameThread(thread.id, "a title");
        assertEquals((await app.readThread(thread.id)).name, "a title");
        assertEquals(await listed(app, { searchTerm: "a title" }), [thread.id]);

        await app.revertThread(thread.id, read.turns[1]?.id ?? "");
        const reverted = await app.readThread(thread.id, { includeTurns: true });
        assertEquals(reverted.turns.length, 1);
        assertEquals((await listed(app)).filter((id) => id === thread.id), [thread.id]);
        assertEquals((await thread.run("four")).turnUsage, null);
        assertEquals(server.requests.at(-1)?.answers, ["to one"]);

        await app.archiveThread(others[0] ?? "");
        assertEquals((await listed(app)).includes(others[0] ?? ""), false);
        assertEquals(await listed(app, { archived: true }), [others[0]]);
        await app.unarchiveThread(others[0] ?? "");
        assertEquals((await listed(app)).includes(others[0] ?? ""), true);
        await app.deleteThread(others[0] ?? "");
        assertEquals((await listed(app)).includes(others[0] ?? ""), false);
        const gone = await assertRejects(
          () => app.readThread(others[0] ?? ""),
          kit.sdk.ResumeError,
        );
        assertEquals([gone.reason, gone.requestedId], ["not_found", others[0]]);
      });
    },
  },
  {
    name: "live: readThread() gives turns in the shape of the stream, and failures with codes",
    posix: POSIX.shell,
    run(kit) {
      const { httpError, message, reasoning, reply, shell } = kit.testing;
      const script = [
        reply(reasoning("think"), message("let me see", { phase: "commentary" }), shell("echo hi")),
        reply(message("done", { phase: "final_answer" })),
        httpError(400, { message: "no such thing" }),
      ];
      return onLive(kit, script, async ({ app, start }) => {
        const thread = await start();
        const turn = await thread.runStreamed("go");
        const events = await eventsOf(turn);
        const failed = await thread.runStreamed("fail");
        const seen: LiveEvent[] = [];
        await assertRejects(async () => {
          for await (const event of failed.events) seen.push(event);
        }, kit.sdk.TurnFailedError);
        const { turns } = await app.readThread(thread.id, { includeTurns: true });
        assertEquals(turns.map(({ status }) => status), ["completed", "failed"]);
        for (const { startedAt, completedAt, durationMs } of turns) {
          assert(startedAt !== null && completedAt !== null && durationMs !== null);
          assert(startedAt * 1_000 <= Date.now() && startedAt <= completedAt && durationMs >= 0);
        }
        // The server's ids of what exec does not tell are others in its files, and times are in seconds.
        const plain = (items: readonly LiveItem[]) =>
          JSON.parse(
            JSON.stringify(items).replace(/"(id":"(?!item_)|\w+_at_ms":)[^,}]*/g, '"":""'),
          );
        assertEquals(plain(turns[0]?.items ?? []), plain(allCompletedOf(events)));
        const [one, two] = [seen.at(-1), turns[1]?.error];
        assert(one?.type === "turn.failed" && two);
        assertEquals(
          [one.error.code, one.error.http_status, one.error.message, one.error.will_retry],
          [two.code, two.httpStatus, two.message, false],
        );
        assertEquals([two.code, two.httpStatus], ["bad_request", 400]);
        assertEquals(turns[1]?.id, one.turn_id);
      });
    },
  },
  {
    name: "live: readThread() and findTurn() read a thread at any moment of its first turn",
    run(kit) {
      const { message, reply } = kit.testing;
      return onLive(kit, () => reply(message("done")), async ({ app, start }) => {
        for (let round = 0; round < 5; round++) {
          const thread = await start();
          let isOver = false;
          const run = thread.run("go", { messageId: `m-${round}` }).finally(() => isOver = true);
          // Told at the end, should a look fail before.
          run.catch(() => {});
          // What is seen may be nothing yet; it is no error.
          while (!isOver) {
            await app.readThread(thread.id, { includeTurns: true });
            await thread.findTurn(`m-${round}`);
          }
          await run;
          assertEquals((await thread.findTurn(`m-${round}`))?.status, "completed");
          await thread.close();
        }
      });
    },
  },
  {
    name: "live: a thread can be renamed and forked at any moment of its first turn",
    run(kit) {
      const { message, reply } = kit.testing;
      return onLive(kit, () => reply(message("done")), async ({ app, start }) => {
        const options = { workingDirectory: kit.folder };
        // There Codex asks git between making the thread's file and writing to it.
        execFileSync("git", ["init", "-q", kit.folder]);
        for (let round = 0; round < 12; round++) {
          const thread = await start();
          const run = thread.run("go");
          // Told at the end, should a call fail before.
          run.catch(() => {});
          // Each time a little later.
          for (let calls = 0; calls < round; calls++) await app.account();
          await app.renameThread(thread.id, `title ${round}`);
          await app.forkThread(thread.id, options);
          await run;
          assertEquals((await app.readThread(thread.id)).name, `title ${round}`);
          await thread.close();
        }
      });
    },
  },
  {
    name: "live: forkThread() and resumeThread() go on from the history, also in another process",
    run(kit) {
      const { message, reply } = kit.testing;
      const script = ({ texts }: { readonly texts: readonly string[] }) =>
        reply(message(`to ${texts.at(-1)}`));
      return onLive(kit, script, async ({ server, app, another, start }) => {
        const options = { workingDirectory: kit.folder };
        const origin = await start();
        await origin.run("a");
        const fork = await app.forkThread(origin.id, options);
        assertNotEquals(fork.id, origin.id);
        assertEquals((await fork.run("b")).turnUsage, null);
        assertEquals((await fork.run("c")).turnUsage?.input_tokens, 42);
        assertEquals(server.requests.at(-1)?.answers, ["to a", "to b"]);
        const ephemeral = await app.forkThread(origin.id, { ...options, ephemeral: true });
        await ephemeral.run("d");
        assertEquals(server.requests.at(-1)?.answers, ["to a"]);

        const second = await another();
        const busy = await assertRejects(
          () => second.resumeThread(origin.id, options).then((thread) => thread.run("e")),
          kit.sdk.CodexError,
        );
        assert(busy instanceof kit.sdk.ResumeError, String(busy));
        assertEquals([busy.reason, busy.requestedId], ["in_use", origin.id]);
        await app.close();
        const resumed = await second.resumeThread(origin.id, options);
        assertEquals(resumed.id, origin.id);
        assertEquals((await resumed.run("e")).finalResponse, "to e");
        assertEquals(server.requests.at(-1)?.answers, ["to a"]);
        for (const method of ["resumeThread", "forkThread"] as const) {
          for (const [id, reason] of [[THREAD_ID, "not_found"], ["nonsense", "invalid_id"]]) {
            const error = await assertRejects(
              () => second[method](id ?? "", options),
              kit.sdk.ResumeError,
            );
            assertEquals(error.reason, reason);
          }
        }
      });
    },
  },
  {
    name: "live: review() gives the findings, and compact() sums up the thread",
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
        ...["", ""].map(() => reply(message(JSON.stringify(findings)))),
        reply(rawItem({ type: "compaction", encrypted_content: "c3VtbWFyeQ==" })),
        reply(message("after")),
      ];
      return onLive(kit, script, async ({ server, start }) => {
        execFileSync("git", ["init", "-q", kit.folder]);
        await writeFile(join(kit.folder, "new.txt"), "new\n");
        const thread = await start();
        await thread.run("hello");
        const targets = [
          { type: "uncommittedChanges" },
          { type: "custom", instructions: "Look at new.txt" },
        ] as const;
        for (const target of targets) {
          const review = await thread.review(target);
          assert(review.finalResponse.includes("All is well."), review.finalResponse);
        }
        await thread.compact();
        assertEquals((await thread.run("go on")).finalResponse, "after");
        assertEquals(server.requests.length, 5);
      });
    },
  },
  {
    name: "live: listModels(), account(), request() and notifications() tell of the server",
    run(kit) {
      return onLive(kit, [kit.testing.reply(kit.testing.message("ok"))], async ({ app, start }) => {
        const models = await app.listModels();
        assertEquals(models.filter(({ isDefault }) => isDefault).length, 1);
        assert((await app.listModels({ includeHidden: true })).length > models.length);
        assertEquals((await app.account()).account, { type: "apiKey" });
        const loaded = await app.request("thread/loaded/list");
        assertEquals(loaded.data, []);
        const { info } = app;
        assert(/^\d+\.\d+\.\d+/.test(info.version), info.version);
        assert(info.userAgent.includes(`/${info.version}`), info.userAgent);
        assert(info.codexHome.startsWith(kit.folder), info.codexHome);
        assert(["unix", "windows"].includes(info.platformFamily), info.platformFamily);
        const error = await assertRejects(() => app.request("no/such/thing"), kit.live.RpcError);
        assertEquals([error.method, error.code], ["no/such/thing", -32600]);
        const told: ServerMessage[] = [];
        const telling = (async () => {
          for await (const notification of app.notifications()) told.push(notification);
        })();
        await Promise.resolve();
        const thread = await start();
        await thread.run("hello");
        await app.close();
        await telling;
        const methods: string[] = told.map(({ method }) => method);
        for (const method of ["thread/started", "turn/started", "turn/completed"]) {
          assert(methods.includes(method), method);
        }
        await assertRejects(() => app.request("model/list"), kit.live.ConnectionClosedError);
        await assertRejects(() => thread.run("more"), kit.live.ConnectionClosedError);
        await app.close();
      });
    },
  },
  {
    name:
      "live: what is nested more deeply than Codex reads is refused, not left without an answer",
    run(kit) {
      return onLive(kit, [kit.testing.reply(kit.testing.message("{}"))], async ({ app, start }) => {
        // The message and its parameters are two levels.
        const params = (levels: number) => ({ limit: 1, x: nested(levels - 2) });
        assertEquals((await app.request("thread/list", params(127))).data, []);
        const { InvalidInputError } = kit.sdk;
        const error = await assertRejects(
          () => app.request("thread/list", params(128)),
          InvalidInputError,
        );
        assert(
          error.message.startsWith("Cannot thread/list: the message has more than 127 levels"),
        );
        const thread = await start();
        const outputSchema = Array.from({ length: 70 }).reduce<object>((inner) => ({
          type: "object",
          properties: { a: inner },
          required: ["a"],
          additionalProperties: false,
        }), { type: "string" });
        await assertRejects(() => thread.run("hello", { outputSchema }), InvalidInputError);
        assertEquals((await thread.run("hello")).finalResponse, "{}");
      });
    },
  },
];

/** Lists in each other. */
function nested(levels: number): unknown {
  return JSON.parse("[".repeat(levels) + "]".repeat(levels));
}
