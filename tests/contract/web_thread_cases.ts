/**
 * What the hub makes of threads and questions of the real Codex.
 *
 * @module
 */
import { execFileSync } from "node:child_process";
import { assert, assertEquals } from "@std/assert";
import { join } from "node:path";
import type { HubEntry } from "../../src/web/mod.ts";
import { type Case, offline } from "./case.ts";
import { demoServer } from "./live_case.ts";
import { CLASSIC, until } from "./real_case.ts";
import { onWeb, questionIn, textsOf } from "./web_case.ts";

/** Cases. */
export const WEB_THREAD_CASES: readonly Case[] = [
  {
    name: "web: threads are listed, renamed, archived, and taken out again",
    run(kit) {
      const { message, reply } = kit.testing;
      return onWeb(kit, [reply(message("hello")), reply(message("again"))], async (web) => {
        const { told, make, read } = web;
        const [path, empty] = [await make(), await make()];
        const idOf = (path: string) => path.replace("/threads/", "");
        const list = async (query = "") => {
          const [, { threads }] = await told("GET", `/threads${query}`);
          return threads.map(({ id, name }: { id: string; name: string | null }) => [id, name]);
        };
        await told("POST", `${path}/turns`, { input: "hi" });
        await read(path, "turn.completed");
        assertEquals(await list(), [[idOf(empty), null], [idOf(path), null]]);
        assertEquals((await told("GET", empty))[1].turns, []);
        assertEquals((await told("PATCH", path, { name: "A title" }))[0], 204);
        assertEquals((await told("GET", path))[1].name, "A title");
        assertEquals(await list("?search=title"), [[idOf(path), "A title"]]);
        // A reader's events end where the thread is archived.
        const reading = read(path, "never").then(() => "", (error: Error) => error.message);
        await read(path, "turn.completed");
        assertEquals((await told("DELETE", path))[0], 204);
        assert((await reading).includes("ended without never"));
        assertEquals((await told("DELETE", empty))[0], 204);
        assertEquals([await list(), await list("?archived=true")], [[], [[idOf(path), "A title"]]]);
        assertEquals((await told("POST", `${path}/turns`, { input: "hi" }))[0], 409);
        // Another tab may ask for the same.
        assertEquals((await told("DELETE", path))[0], 204);
        assertEquals((await told("PATCH", path, { archived: true }))[0], 204);
        assertEquals((await told("DELETE", empty))[0], 404);
        const [status, { error }] = await told("PATCH", path, { name: "Another" });
        assertEquals([status, error.code], [409, "thread_archived"]);
        for (let tab = 0; tab < 2; tab++) {
          assertEquals((await told("PATCH", path, { archived: false }))[0], 204);
        }
        assertEquals(await list(), [[idOf(path), "A title"]]);
        await told("POST", `${path}/turns`, { input: "hi again" });
        const [, { log }] = await told("GET", path);
        const seen = await read(path, "turn.completed", log.from - 1);
        assertEquals(textsOf(seen, "agent_message"), ["again"]);
        // Codex lists no thread before its first turn.
        const early = await make();
        assertEquals((await told("PATCH", early, { name: "Early" }))[0], 204);
        assertEquals(await list(), [[idOf(early), "Early"], [idOf(path), "A title"]]);
        const [, { threads: [listed] }] = await told("GET", "/threads");
        const [, { createdAt, updatedAt }] = await told("GET", early);
        assertEquals([listed.createdAt, listed.updatedAt], [createdAt, updatedAt]);
      });
    },
  },
  {
    name: "web: a thread is archived, and not lost, as soon as its first turn has begun",
    run(kit) {
      const { message, reply } = kit.testing;
      return onWeb(kit, () => reply(message("hello")), async ({ told, make, read }) => {
        // There Codex asks git before it writes the turn down.
        execFileSync("git", ["init", "-q", kit.folder]);
        for (let round = 0; round < 4; round++) {
          const path = await make();
          await told("POST", `${path}/turns`, { input: "hi" });
          await read(path, "turn.started");
          assertEquals((await told("DELETE", path))[0], 204);
          const [, { threads }] = await told("GET", "/threads?archived=true");
          assertEquals(threads[0]?.id, path.replace("/threads/", ""));
        }
      });
    },
  },
  {
    name: "web: readers answer the model's questions, and those of MCP servers",
    run(kit) {
      const { message, reply, toolCall } = kit.testing;
      const options = [{ label: "A", description: "a" }, { label: "B", description: "b" }];
      const questions = [{ id: "color", header: "H", question: "Which?", options }];
      const ask = (text: string) => reply(toolCall("ask", { text }, { namespace: "mcp__demo" }));
      const script = [
        reply(toolCall("request_user_input", { questions })),
        reply(message("one")),
        ask("Name?"),
        reply(message("two")),
        reply(toolCall("remove", { text: "it" }, { namespace: "mcp__demo" })),
        reply(message("three")),
      ];
      return onWeb(kit, script, async ({ server, told, make, read }) => {
        const path = await make();
        let after = 0;
        const answered = async (input: object, answer: object, kind: string) => {
          assertEquals((await told("POST", `${path}/turns`, input))[0], 202);
          const asked = await read(path, "question", after);
          const question = questionIn(asked);
          assertEquals(question.kind, kind);
          const at = `${path}/questions/${question.id}`;
          assertEquals((await told("POST", at, { decision: "perhaps" }))[0], 400);
          if (kind === "elicitation") {
            // More than Codex reads: the turn would wait for ever.
            const name = JSON.parse("[".repeat(125) + "]".repeat(125));
            const deep = { decision: "accept", content: { name } };
            assertEquals((await told("POST", at, deep))[0], 400);
          }
          if (kind === "user_input") {
            // Of no question that was asked: it would be lost.
            const other = { ...answer, answers: { colour: "teal" } };
            assertEquals((await told("POST", at, other))[0], 400);
          }
          assertEquals((await told("POST", at, answer))[0], 204);
          const rest = await read(path, "turn.completed", asked.at(-1)?.n);
          after = rest.at(-1)?.n ?? 0;
          return server.requests.at(-1)?.outputs.at(-1)?.text ?? "";
        };
        const input = { decision: "answer", answers: { color: "teal" } };
        const plan = { input: "plan", collaborationMode: "plan" };
        assert((await answered(plan, input, "user_input")).includes("teal"));
        const content = { decision: "accept", content: { name: "Ada" } };
        const go = { input: "go", collaborationMode: "default" };
        assert((await answered(go, content, "elicitation")).includes("Ada"));
        await answered({ input: "remove" }, { decision: "decline" }, "mcp_tool");
      }, {
        app: { config: { mcp_servers: { demo: demoServer("auto") } } },
        thread: { approvalPolicy: "on-request", model: CLASSIC },
        handler: { allowedOptions: ["collaborationMode"] },
      });
    },
  },
  {
    name: "web: a thread that nobody uses is unloaded, and goes on when somebody does",
    async run(kit) {
      const { message, reply, ResponsesServer } = kit.testing;
      const script = ["one", "two", "three"].map((text) => reply(message(text)));
      const server = await ResponsesServer.start(script);
      const app = await kit.live.AppServer.start(await offline(kit, server));
      const hub = new kit.web.ThreadHub(app, { idleMs: 50 });
      try {
        const thread = await hub.open({ workingDirectory: kit.folder });
        const said = async (input: string, after = 0) => {
          await thread.send(input);
          const seen: HubEntry[] = [];
          for await (const entry of thread.events({ after })) {
            seen.push(entry);
            if (entry.event.type === "turn.completed") break;
          }
          return textsOf(seen, "agent_message");
        };
        assertEquals(await said("first"), ["one"]);
        const loaded = async () => (await app.request("thread/loaded/list")).data;
        await until(async () => (await loaded()).length === 0 || null);
        const { from, last } = thread.log;
        assertEquals([from, thread.isLoaded], [last + 1, false]);
        assertEquals(await said("second", last), ["two"]);
        assertEquals(await hub.thread(thread.id), thread);
        assertEquals((await thread.history()).map(({ status }) => status), [
          "completed",
          "completed",
        ]);
        const brief = await hub.open({ workingDirectory: kit.folder, ephemeral: true });
        await brief.send("third");
        for await (const { event } of brief.events()) {
          if (event.type !== "turn.completed") continue;
          // While it is read, it is loaded.
          assertEquals([await brief.history(), brief.log.turns.length], [[], 1]);
          break;
        }
        await until(async () => (await loaded()).length === 0 || null);
        const error = await brief.send("fourth").catch(({ name }) => name);
        assertEquals(error, "ResumeError");
      } finally {
        await hub.close();
        await app.close();
        await server.close();
      }
    },
  },
  {
    name: "web: a folder of the server's that is not there is for its log to tell, with what to do",
    run: (kit) =>
      onWeb(kit, [], async ({ told }) => {
        const lines: unknown[] = [];
        const before = console.error;
        console.error = (line: unknown) => lines.push(line);
        try {
          const [status, answer] = await told("POST", "/threads?token=sk-secret", {});
          assertEquals([status, answer.error.code], [500, "internal"]);
        } finally {
          console.error = before;
        }
        const gone = JSON.stringify(join(kit.folder, "gone"));
        assertEquals(lines, [
          "Cannot answer POST /threads (500): InvalidInputError: Cannot start a turn: the working " +
          `directory ${gone} does not exist; workingDirectory is set by the handler's ` +
          "threadOptions: correct it there",
        ]);
      }, { thread: { workingDirectory: join(kit.folder, "gone") } }),
  },
  {
    name: "web: a turn without a login fails with a code of its own",
    run: (kit) =>
      onWeb(kit, [], async ({ server, told, make, read }) => {
        const path = await make();
        await told("POST", `${path}/turns`, { input: "hi" });
        const last = (await read(path, "turn.failed")).at(-1)?.event;
        assert(last?.type === "turn.failed" && last.error.code === "unauthorized");
        assertEquals(server.requests.length, 0);
      }, { app: { apiKey: undefined } }),
  },
];
