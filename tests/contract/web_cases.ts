/**
 * The hub and its handler on the real Codex, behind a server of each runtime.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { access } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import type { LiveItem } from "../../src/app_server/mod.ts";
import type { HubEntry, HubEvent } from "../../src/web/mod.ts";
import { sseOf } from "../sse.ts";
import type { Case } from "./case.ts";
import { POSIX, quoted } from "./posix.ts";
import { processesWith } from "./processes.ts";
import { CLASSIC } from "./real_case.ts";
import { onWeb, questionIn, textsOf } from "./web_case.ts";

/** Whether a file is there. */
const exists = (path: string) => access(path).then(() => true, () => false);

/** Longer than any case. */
const NEVER_MS = 600_000;

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
