/**
 * Turns of the real Codex that fail, or are stopped.
 *
 * @module
 */
import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { basename } from "node:path";
import { type Case, THREAD_ID } from "./case.ts";
import { POSIX } from "./posix.ts";
import { isAlive, processesWith } from "./processes.ts";
import { impatient, inFolder, itemsOf, onServer, until } from "./real_case.ts";

/** The key goes to it as to the built-in one, and a stream that is cut is tried once more. */
const PROVIDER = { env_key: "CODEX_API_KEY", stream_max_retries: 1 };

/** Cases. */
export const REAL_FAILURE_CASES: readonly Case[] = [
  {
    name:
      "run() rejects with TurnFailedError and the service's words at HTTP 400, and the thread goes on",
    run(kit) {
      const { httpError, message, reply } = kit.testing;
      const script = [httpError(400, { message: "no such thing" }), reply(message("ok"))];
      return onServer(kit, script, async ({ codex }) => {
        const thread = codex.startThread(inFolder(kit));
        const error = await assertRejects(() => thread.run("hello"), kit.sdk.TurnFailedError);
        assertStringIncludes(
          error.message,
          "the service refuses the request: no such thing. Codex",
        );
        assertEquals(error.threadId, thread.id);
        assertEquals((await thread.run("again")).finalResponse, "ok");
      });
    },
  },
  {
    name: "run() rejects with TurnFailedError at HTTP 401, when retries are used up",
    run(kit) {
      const script = () => kit.testing.httpError(401, { message: "bad key" });
      return onServer(kit, script, async ({ server, codex }) => {
        const thread = codex.startThread(
          inFolder(kit, { config: impatient(server.url, PROVIDER) }),
        );
        const error = await assertRejects(() => thread.run("hello"), kit.sdk.TurnFailedError);
        assertStringIncludes(error.message, "401 Unauthorized: bad key");
        assert(!error.message.includes("sk-offline-key"), "without the key");
        assertEquals(server.requests.length, 2);
        assertEquals(server.requests[0]?.headers.authorization, "Bearer sk-offline-key");
      });
    },
  },
  {
    name: "run() resolves when the stream was cut once, and rejects when it always is",
    run(kit) {
      const { cutStream, message, reply } = kit.testing;
      const script = [
        cutStream(message("half")),
        reply(message("whole")),
        cutStream(message("half")),
        cutStream(message("half")),
      ];
      return onServer(kit, script, async ({ server, codex }) => {
        const config = impatient(server.url, PROVIDER);
        const thread = codex.startThread(inFolder(kit, { config }));
        const turn = await thread.run("hello");
        assertEquals(turn.finalResponse, "whole");
        assertEquals(itemsOf(turn.items, "agent_message").map((item) => item.text), [
          "half",
          "whole",
        ]);
        const error = await assertRejects(() => thread.run("again"), kit.sdk.TurnFailedError);
        assertStringIncludes(error.message, "stream disconnected before completion");
        assertEquals(error.items.length, 2);
      });
    },
  },
  {
    name: "resumeThread() and forkThread() of an unknown id reject with ResumeError not_found",
    run(kit) {
      return onServer(kit, [], async ({ codex }) => {
        for (const kind of ["resumeThread", "forkThread"] as const) {
          const thread = codex[kind](THREAD_ID, inFolder(kit));
          const error = await assertRejects(() => thread.run("hello"), kit.sdk.ResumeError);
          assertEquals([error.reason, error.requestedId], ["not_found", THREAD_ID]);
        }
      });
    },
  },
  {
    name:
      "resumeThread() of a thread that another process is running a turn on rejects with in_use",
    run(kit) {
      const { message, reply, stall } = kit.testing;
      const script = [reply(message("ok")), stall(), reply(message("after"))];
      return onServer(kit, script, async ({ server, codex, another }) => {
        const thread = codex.startThread(inFolder(kit));
        await thread.run("first");
        const { events } = await thread.runStreamed("stalled");
        await events.next();
        const waiting = events.next();
        await server.waitForRequests(2);
        const second = another().resumeThread(thread.id ?? "", inFolder(kit));
        const error = await assertRejects(() => second.run("hello"), kit.sdk.ResumeError);
        assertEquals([error.reason, error.requestedId], ["in_use", thread.id]);
        await events.return(undefined);
        await waiting;
        assertEquals((await second.run("now")).finalResponse, "after");
      });
    },
  },
  {
    name: "an aborted turn leaves no process in any sandbox, and its thread can go on",
    posix: POSIX.shell,
    run(kit) {
      const { message, reply, shell } = kit.testing;
      // A name of its own by which the process is found from outside its sandbox.
      const marker = (mode: string) => `${basename(kit.folder)}-${mode}`;
      const go = ({ texts }: { readonly texts: readonly string[] }) => {
        const mode = texts.at(-1) ?? "";
        return mode === "go on"
          ? reply(message("went on"))
          : reply(shell(`(exec -a ${marker(mode)} sleep 300) & sleep 300`, { yieldMs: 30_000 }));
      };
      return onServer(kit, go, async ({ server, codex }) => {
        for (const sandboxMode of ["workspace-write", "danger-full-access"] as const) {
          const thread = codex.startThread(inFolder(kit, { sandboxMode }));
          const abort = new AbortController();
          const { events } = await thread.runStreamed(sandboxMode, { signal: abort.signal });
          for (let type = ""; type !== "item.started";) {
            type = (await events.next()).value?.type ?? "";
          }
          const sleeping = await until(async () => {
            const found = await processesWith(marker(sandboxMode));
            return found.find(({ args }) => args[0] === marker(sandboxMode)) ?? null;
          });
          abort.abort();
          const error = await assertRejects(() => events.next(), kit.sdk.AbortError);
          assertEquals(await processesWith(server.url), []);
          assert(!await isAlive(sleeping.pid), `the command of ${sandboxMode} is gone`);
          assertEquals(itemsOf(error.items, "command_execution")[0]?.status, "in_progress");
          assertEquals((await thread.run("go on")).finalResponse, "went on");
        }
      });
    },
  },
];
