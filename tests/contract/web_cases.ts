/**
 * The hub and its handler on the real Codex, behind a server of each runtime.
 *
 * @module
 */
import { execFileSync } from "node:child_process";
import { assert, assertEquals } from "@std/assert";
import { access } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import type { LiveItem } from "../../src/app_server/mod.ts";
import type { HubEntry, HubEvent } from "../../src/web/mod.ts";
import { sseOf } from "../sse.ts";
import { type Case, offline } from "./case.ts";
import { demoServer } from "./live_case.ts";
import { POSIX, quoted } from "./posix.ts";
import { processesWith } from "./processes.ts";
import { CLASSIC, until } from "./real_case.ts";
import { onWeb } from "./web_case.ts";

/** Whether a file is there. */
const exists = (path: string) => access(path).then(() => true, () => false);

/** Longer than any case. */
const NEVER_MS = 600_000;

/** The texts of the user, or of the agent, among completed items. */
function textsOf(entries: readonly HubEntry[], type: "user_message" | "agent_message"): string[] {
  return entries.flatMap(({ event }) => {
    if (event.type !== "item.completed" || event.item.type !== type) return [];
    const { item } = event;
    if (item.type === "agent_message") return [item.text];
    return item.type === "user_message"
      ? item.content.map((part) => part.type === "text" ? part.text : "")
      : [];
  });
}

/** The one question among events. */
function questionIn(entries: readonly HubEntry[]) {
  const [event] = entries.flatMap(({ event }) => event.type === "question" ? [event] : []);
  assert(event !== undefined, "nothing was asked");
  return event.question;
}

const typesOf = (entries: readonly HubEntry[]): HubEvent["type"][] =>
  entries.map(({ event }) => event.type);

/** Cases. */
export const WEB_CASES: readonly Case[] = [
  {
    name: "web: a second reader answers what the first one's turn asks, over HTTP",
    posix: POSIX.shell,
    run(kit) {
      const { message, reply, shell } = kit.testing;
      const file = join(kit.folder, "made");
      const script = [reply(shell(`touch ${quoted(file)}`)), reply(message("done"))];
      return onWeb(kit, script, async ({ told, make, read }) => {
        const path = await make();
        const first = read(path, "turn.completed");
        const second = read(path, "question");
        const [status, sent] = await told("POST", `${path}/turns`, { input: "make it" });
        assertEquals([status, sent.mode], [202, "start"]);
        const question = questionIn(await second);
        assert(question.kind === "command" && question.command.includes("touch"));
        assert(question.decisions.includes("accept") && question.itemId !== null);
        assertEquals((await told("GET", path))[1].state, "asking");
        assertEquals(await exists(file), false);
        const answer = { decision: "accept" };
        const at = `${path}/questions/${question.id}`;
        const answers = await Promise.all([told("POST", at, answer), told("POST", at, answer)]);
        assertEquals(answers.map(([status]) => status).sort(), [204, 409]);
        const seen = await first;
        assertEquals(await exists(file), true);
        assertEquals(questionIn(seen), question);
        assert(typesOf(seen).includes("question.resolved"));
        assertEquals(textsOf(seen, "user_message"), ["make it"]);
        assertEquals(textsOf(seen, "agent_message"), ["done"]);
        assertEquals(seen.map(({ n }) => n), seen.map((_, index) => index + 1));
        const [, details] = await told("GET", path);
        assertEquals([details.state, details.questions], ["idle", []]);
        assertEquals(details.log.turns, details.turns.map(({ id }: { id: string }) => id));
      }, {
        thread: { approvalPolicy: "untrusted", sandboxMode: "workspace-write", model: CLASSIC },
      });
    },
  },
  {
    name: "web: a reader that comes back in mid-turn misses nothing and hears nothing twice",
    run(kit) {
      const { message, reply } = kit.testing;
      const words = Array.from({ length: 120 }, (_, index) => `word ${index} `);
      const script = [reply(message(words.join(""), { deltas: words, deltaMs: 5 }))];
      return onWeb(kit, script, async ({ told, make, read, ask }) => {
        const path = await make();
        const whole = read(path, "turn.completed");
        await told("POST", `${path}/turns`, { input: "go" });
        const seen: HubEntry[] = [];
        let visits = 0;
        while (seen.at(-1)?.event.type !== "turn.completed") {
          visits++;
          const headers: HeadersInit = { "last-event-id": `${seen.at(-1)?.n ?? 0}` };
          let left = 7;
          for await (const entry of sseOf(await ask("GET", `${path}/events`, undefined, headers))) {
            seen.push(entry);
            if (entry.event.type === "turn.completed" || --left === 0) break;
          }
        }
        assert(visits > 5, `${visits} visits`);
        const textOf = (entries: readonly HubEntry[]) =>
          entries.map(({ event }) => event.type === "item.delta" ? event.delta : "").join("");
        assertEquals(textOf(seen), words.join(""));
        const all = await whole;
        assertEquals(textOf(all), words.join(""));
        const others = (entries: readonly HubEntry[]) =>
          entries.filter(({ event }) => event.type !== "item.delta");
        assertEquals(others(seen), others(all));
        assertEquals(textsOf(seen, "agent_message"), [words.join("")]);
      });
    },
  },
  {
    name:
      "web: a turn that is longer than the log is drawn once, by a page that loads meanwhile and later",
    posix: POSIX.shell,
    run(kit) {
      const { message, reply, shell } = kit.testing;
      const script = [
        reply(message("one"), shell("echo one")),
        reply(message("two"), shell("echo two")),
        reply(message("three")),
      ];
      return onWeb(kit, script, async ({ told, make, read }) => {
        const path = await make();
        await told("POST", `${path}/turns`, { input: "go" });
        const accept = async () => {
          const [question] = (await told("GET", `${path}/questions`))[1].questions;
          await told("POST", `${path}/questions/${question.id}`, { decision: "accept" });
        };
        /** What is drawn, and what comes to be drawn of the rest of the events. */
        const page = async (then: () => Promise<void>) => {
          const [, { turns, log }] = await told("GET", path);
          const [turn] = turns.filter(({ id }: { id: string }) => !log.turns.includes(id));
          const items = new Map(turn.items.map((item: LiveItem) => [item.id, item]));
          await then();
          const rest = await read(path, "turn.completed", log.from - 1);
          assertEquals(typesOf(rest).includes("turn.started"), false);
          for (const { event } of rest) {
            if (event.type === "item.completed") items.set(event.item.id, event.item);
          }
          return [...items.values()].map((item) => (item as LiveItem).type);
        };
        const asked = await read(path, "question");
        await accept();
        await read(path, "question", asked.at(-1)?.n);
        const whole = [
          "user_message",
          "agent_message",
          "command_execution",
          "agent_message",
          "command_execution",
          "agent_message",
        ];
        assertEquals(await page(accept), whole);
        assertEquals(await page(async () => {}), whole);
      }, { thread: { approvalPolicy: "untrusted" }, hub: { maxLogBytes: 2000 } });
    },
  },
  {
    name: "web: a server that is killed ends the turn for its readers, and the thread goes on",
    posix: POSIX.processes,
    run(kit) {
      const { message, reply, stall } = kit.testing;
      const script = [reply(message("one")), stall(), reply(message("three"))];
      return onWeb(kit, script, async ({ server, told, make, read }) => {
        const path = await make();
        await told("POST", `${path}/turns`, { input: "first" });
        await read(path, "turn.completed");
        const failing = read(path, "turn.failed");
        await told("POST", `${path}/turns`, { input: "second" });
        await server.waitForRequests(2);
        const [codex] = await processesWith(server.url);
        assert(codex !== undefined);
        process.kill(codex.pid, "SIGKILL");
        const failed = await failing;
        const last = failed.at(-1)?.event;
        assert(last?.type === "turn.failed" && last.message_id === "m2");
        assertEquals(last.error.message, "The connection to Codex was lost during the turn");
        await told("POST", `${path}/turns`, { input: "third" });
        const rest = await read(path, "turn.completed", failed.length);
        assertEquals([rest[0]?.n, textsOf(rest, "agent_message")], [failed.length + 1, ["three"]]);
        const [, { turns }] = await told("GET", path);
        const statuses = turns.map(({ status }: { status: string }) => status);
        assertEquals(statuses, ["completed", "interrupted", "completed"]);
      });
    },
  },
  {
    name: "web: a browser steers, queues and interrupts",
    run(kit) {
      const { message, reply } = kit.testing;
      const endless = reply(message("on and on", { deltas: ["on ", "and on"], deltaMs: NEVER_MS }));
      const script = [endless, endless, reply(message("last"))];
      return onWeb(kit, script, async ({ told, make, read }) => {
        const path = await make();
        const send = (input: string, mode?: string) =>
          told("POST", `${path}/turns`, { input, ...mode === undefined ? {} : { mode } });
        await send("one");
        const begun = await read(path, "item.delta");
        const [status, steered] = await send("two", "steer");
        assertEquals([status, steered.mode, typeof steered.turnId], [202, "steer", "string"]);
        await read(path, "item.delta", begun.at(-1)?.n);
        assertEquals((await send("three"))[1].mode, "queue");
        assertEquals((await send("four", "reject"))[0], 409);
        assertEquals((await told("POST", `${path}/interrupt`))[0], 204);
        const seen = await read(path, "turn.completed");
        assert(typesOf(seen).includes("turn.interrupted"));
        assertEquals(textsOf(seen, "user_message"), ["one", "two", "three"]);
        assertEquals(textsOf(seen, "agent_message").at(-1), "last");
        assertEquals((await told("POST", `${path}/interrupt`))[0], 204);
      });
    },
  },
  {
    name: "web: strangers, foreign pages and wrong bodies are turned away",
    run(kit) {
      return onWeb(kit, [], async ({ ask, told, make }) => {
        const path = await make();
        const other = { "x-user": "bob" };
        const input = { input: "hi" };
        assertEquals((await told("GET", path, undefined, other))[0], 404);
        assertEquals((await told("GET", `${path}/events`, undefined, other))[0], 404);
        assertEquals((await told("POST", `${path}/turns`, input, other))[0], 404);
        assertEquals((await told("GET", "/threads", undefined, other))[1], { threads: [] });
        const origin = "https://evil.example";
        assertEquals((await told("POST", `${path}/turns`, input, { origin }))[0], 403);
        const large = { input: "x".repeat(1024 * 1024) };
        assertEquals((await told("POST", `${path}/turns`, large))[0], 413);
        const plain = { "content-type": "text/plain" };
        assertEquals((await told("POST", `${path}/turns`, input, plain))[0], 415);
        const option = { ...input, sandboxMode: "danger-full-access" };
        assertEquals((await told("POST", `${path}/turns`, option))[0], 400);
        const file = [{ type: "local_image", path: "/etc/passwd" }];
        assertEquals((await told("POST", `${path}/turns`, { input: file }))[0], 400);
        const wrong = await ask("PATCH", "/threads", {});
        assertEquals([wrong.status, wrong.headers.get("allow")], [405, "GET, POST"]);
        await wrong.body?.cancel();
        const [, document] = await told("GET", "/openapi.json");
        assert(document.paths["/threads/{id}/turns"].post !== undefined);
        const [, { models }] = await told("GET", "/models");
        assert(models.some(({ isDefault }: { isDefault: boolean }) => isDefault));
        assertEquals((await told("GET", "/account"))[1].account, { type: "apiKey" });
      });
    },
  },
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
      const script = [reply(message("one")), reply(message("two"))];
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
  {
    name: "web: a reader that does not read holds nobody up, and one that leaves is let go",
    run(kit) {
      const { message, reply } = kit.testing;
      const part = "x".repeat(4096);
      const parts = Array.from({ length: 1000 }, () => part);
      const script = [reply(message(parts.join(""), { deltas: parts }))];
      return onWeb(kit, script, async ({ hub, told, make, read, ask }) => {
        const path = await make();
        const stalled = await ask("GET", `${path}/events`);
        const reader = stalled.body?.getReader();
        await reader?.read();
        await told("POST", `${path}/turns`, { input: "go" });
        const seen = await read(path, "turn.completed");
        const text = seen.map(({ event }) => event.type === "item.delta" ? event.delta : "").join(
          "",
        );
        assertEquals(text.length, 4096 * 1000);
        const thread = hub.known(path.replace("/threads/", ""));
        await reader?.cancel();
        while (thread?.readers !== 0) await new Promise((resolve) => setTimeout(resolve, 10));
      });
    },
  },
];
