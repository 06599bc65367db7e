/**
 * One turn, and several clients of one server: who sees what, who is asked, who takes over.
 *
 * @module
 */
import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import type { RecordedRequest } from "../../src/testing/mod.ts";
import type { Case } from "./case.ts";
import { allCompletedOf, completedOf, deltasOf, eventsOf, readTo } from "./live_case.ts";
import { asked, ASKS, exists, onRemote, script } from "./remote_case.ts";

/** Cases. */
export const SHARED_TURN_CASES: readonly Case[] = [
  {
    name: "remote: two clients see one turn; the first answer wins, and the other is told",
    run: (kit) =>
      onRemote(kit, script(kit), async ({ connect }) => {
        const [one, two] = [asked(), asked()];
        const app = await connect();
        const thread = await app.startThread({
          workingDirectory: kit.folder,
          ...ASKS,
          onApproval: one.onApproval,
        });
        const turn = await thread.runStreamed("run touch ran");
        const reading = eventsOf(turn);
        const { turnId } = await one.first;
        const other = await connect();
        const theirs = await other.resumeThread(thread.id);
        assertEquals(theirs.activeTurn, { id: turnId });
        const watched = await theirs.attach({ onApproval: two.onApproval });
        assert(watched !== null);
        const watching = eventsOf(watched);
        const request = await two.first;
        assertEquals([request.kind, request.turnId], ["command", turnId]);
        two.accept();
        const [mine, their] = await Promise.all([reading, watching]);
        const signal = (await one.first).signal;
        assertEquals([signal.aborted, request.signal.aborted], [true, true]);
        assertStringIncludes(String(signal.reason), "Another client has answered");
        // What comes too late is said to nobody.
        one.accept();
        assert(await exists(join(kit.folder, "ran")));
        assertEquals([one.count, two.count], [1, 1]);
        assertEquals(allCompletedOf(their), allCompletedOf(mine));
        assertEquals(mine.at(-1)?.type, "turn.completed");
        assertEquals(their.at(-1), mine.at(-1));
        assertEquals((await watched.result).finalResponse, "echo run touch ran");
        assertEquals((await watched.result).usage, (await turn.result).usage);
        // How much of it was used before the turn nobody has told this client.
        assertEquals((await watched.result).turnUsage, null);
      }),
  },
  {
    name: "remote: a bystander says nothing to questions, tools and methods it has nothing for",
    run: (kit) => {
      const { message, reply, toolCall } = kit.testing;
      const replies = ({ texts, body }: RecordedRequest) => {
        const input = body.input as readonly { readonly type?: string }[];
        if (texts.at(-1) === "call" && !String(input.at(-1)?.type).endsWith("_output")) {
          return reply(toolCall("weather", { city: "Bern" }));
        }
        return texts.at(-1) === "call"
          ? reply(message("sunny"))
          : script(kit)({ texts, body } as RecordedRequest);
      };
      return onRemote(kit, replies, async ({ connect }) => {
        const one = asked();
        let ask!: () => void;
        const called = new Promise<void>((resolve) => ask = resolve);
        let answer!: (text: string) => void;
        const weather = kit.live.tool({
          name: "weather",
          description: "The weather",
          parameters: { type: "object", properties: { city: { type: "string" } } },
          execute: () => {
            ask();
            return new Promise<string>((resolve) => answer = resolve);
          },
        });
        const app = await connect();
        const options = {
          workingDirectory: kit.folder,
          ...ASKS,
          onApproval: one.onApproval,
          tools: [weather],
        };
        const thread = await app.startThread(options);
        const bystander = await connect();
        const running = thread.run("run touch ran");
        await one.first;
        const theirs = await bystander.resumeThread(thread.id);
        one.accept();
        assertEquals((await running).finalResponse, "echo run touch ran");
        assert(await exists(join(kit.folder, "ran")));
        const second = thread.run("call");
        await called;
        assert(theirs.activeTurn !== null);
        answer("sunny");
        assertEquals((await second).finalResponse, "sunny");
      });
    },
  },
  {
    name: "remote: a turn that another client runs is in_use, or waited for; it is never steered",
    run: (kit) =>
      onRemote(kit, script(kit), async ({ connect, server }) => {
        const one = asked();
        const app = await connect();
        const thread = await app.startThread({
          workingDirectory: kit.folder,
          ...ASKS,
          onApproval: one.onApproval,
        });
        const running = thread.run("run touch ran");
        await one.first;
        const other = await connect();
        const theirs = await other.resumeThread(thread.id);
        const error = await assertRejects(() => theirs.run("two"), kit.sdk.ResumeError, "attach()");
        assertEquals([error.reason, error.requestedId], ["in_use", thread.id]);
        const controller = new AbortController();
        const left = theirs.run("three", { whenBusy: "wait", signal: controller.signal });
        const waiting = theirs.run("four", { whenBusy: "wait" });
        controller.abort();
        await assertRejects(() => left, kit.sdk.AbortError);
        one.accept();
        assertEquals((await running).finalResponse, "echo run touch ran");
        assertEquals((await waiting).finalResponse, "echo four");
        const said = server.requests.map(({ texts }) => texts.at(-1));
        assertEquals(said, ["run touch ran", "run touch ran", "four"]);
      }),
  },
  {
    name:
      "remote: what only the owner has set of policy and sandbox stays when another client runs a turn",
    run: (kit) =>
      onRemote(kit, script(kit), async ({ connect }) => {
        const app = await connect();
        const thread = await app.startThread({
          workingDirectory: kit.folder,
          approvalPolicy: "never",
          sandboxMode: "workspace-write",
        });
        await thread.run("one");
        const other = await connect();
        const heard = other.notifications({ methods: ["thread/settings/updated"] });
        const theirs = await other.resumeThread(thread.id);
        await theirs.run("two");
        await heard.return?.();
        const { items } = await theirs.run(`run touch '${join(kit.folder, "written")}'`);
        assertEquals(items.map(({ type }) => type).includes("command_execution"), true);
        // "never" and "workspace-write", as the owner has it: neither asked nor refused.
        assert(await exists(join(kit.folder, "written")));
      }),
  },
  {
    name: "remote: leaving the events of an attached turn leaves it alone; interrupt() does not",
    run: (kit) => {
      const { message, reply } = kit.testing;
      // What comes behind the first word never does.
      const begun = reply(message("one two", { deltas: ["one ", "two"], deltaMs: 600_000 }));
      return onRemote(kit, [begun], async ({ connect }) => {
        const app = await connect();
        const thread = await app.startThread({ workingDirectory: kit.folder });
        const turn = await thread.runStreamed("go");
        await readTo(turn.events, "item.delta");
        const other = await connect();
        const theirs = await other.resumeThread(thread.id);
        const left = await theirs.attach();
        assertEquals((await left?.events.next())?.value?.type, "item.completed");
        await left?.events.return(undefined);
        const controller = new AbortController();
        const aborted = await theirs.attach({ signal: controller.signal });
        const aborting = assertRejects(
          () => aborted?.result ?? Promise.resolve(),
          kit.sdk.AbortError,
        );
        controller.abort();
        await aborting;
        const stored = await app.readThread(thread.id, { includeTurns: true });
        assertEquals(stored.turns?.at(-1)?.status, "inProgress");
        const again = await theirs.attach();
        assert(again !== null);
        await again.events.next();
        const [mine, seen] = await Promise.all([
          eventsOf(turn),
          eventsOf(again),
          again.interrupt(),
        ]);
        assertEquals(seen.at(-1)?.type, "turn.interrupted");
        assertEquals(mine.at(-1)?.type, "turn.interrupted");
        await assertRejects(() => again.result, kit.live.InterruptedError);
      });
    },
  },
  ...(["completed", "interrupted"] as const).map((end): Case => ({
    name: `remote: attach() follows a review until it is ${end}`,
    run: (kit) => {
      const { message, reply } = kit.testing;
      let goOn!: () => void;
      const gate = new Promise<void>((resolve) => goOn = resolve);
      const review = async () => (await gate, reply(message("fine")));
      return onRemote(kit, review, async ({ connect, server }) => {
        const app = await connect();
        const thread = await app.startThread({ workingDirectory: kit.folder });
        const target = { type: "custom", instructions: "Look" } as const;
        const turn = await thread.reviewStreamed(target);
        turn.result.catch(() => {});
        const reading = eventsOf(turn);
        await server.waitForRequests(1);
        const theirs = await (await connect()).resumeThread(thread.id);
        const watched = await theirs.attach();
        assert(watched !== null);
        watched.result.catch(() => {});
        await watched.events.next();
        const ending = end === "completed" ? goOn() : watched.interrupt();
        const [mine, seen] = await Promise.all([reading, eventsOf(watched), ending]);
        goOn();
        assertEquals([mine, seen].map((events) => events.at(-1)), [mine.at(-1), mine.at(-1)]);
        assertEquals(seen.at(-1)?.type, `turn.${end}`);
        if (end === "completed") assertEquals((await watched.result).finalResponse, "fine");
      });
    },
  })),
  {
    name: "remote: a delta of a text that began before attach() has a gap, and its item is whole",
    run: (kit) => {
      const { message, reply } = kit.testing;
      const words = Array.from({ length: 40 }, (_, index) => `word ${index} `);
      const replies = () => reply(message(words.join(""), { deltas: words, deltaMs: 50 }));
      return onRemote(kit, replies, async ({ connect }) => {
        const app = await connect();
        const thread = await app.startThread({ workingDirectory: kit.folder });
        const turn = await thread.runStreamed("one");
        await readTo(turn.events, "item.delta");
        const reading = eventsOf(turn);
        const other = await connect();
        const watched = await (await other.resumeThread(thread.id)).attach();
        assert(watched !== null);
        const events = await eventsOf(watched);
        const deltas = events.filter((event) => event.type === "item.delta");
        assertEquals(deltas.map(({ gap = false }) => gap).filter(Boolean).length, 1);
        assertEquals(deltas[0]?.gap, true);
        const [said] = completedOf(events);
        assert(said?.type === "agent_message");
        assertEquals(said.text, words.join(""));
        assert(said.text.endsWith(deltasOf(events, said.id)));
        await reading;
      });
    },
  },
];
