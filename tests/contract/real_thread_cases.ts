/**
 * Threads of the real Codex: first turn, next turn, resume, fork.
 *
 * @module
 */
import { assert, assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ThreadEvent, Usage } from "../../mod.ts";
import type { Case } from "./case.ts";
import { inFolder, onServer, PNG } from "./real_case.ts";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What a reply of the offline server costs, times `turns`. */
const usage = (turns = 1): Usage => ({
  input_tokens: 42 * turns,
  cached_input_tokens: 12 * turns,
  cache_write_input_tokens: 0,
  output_tokens: 5 * turns,
  reasoning_output_tokens: 3 * turns,
});

/** Cases. */
export const REAL_THREAD_CASES: readonly Case[] = [
  {
    name:
      "run() twice gives two answers of the real Codex on one thread, the usage in all and apart",
    run(kit) {
      const { message, reply } = kit.testing;
      const script = [reply(message("first answer")), reply(message("second answer"))];
      return onServer(kit, script, async ({ server, codex }) => {
        const thread = codex.startThread(inFolder(kit));
        const { events } = await thread.runStreamed("first question");
        const seen: ThreadEvent[] = [];
        for await (const event of events) seen.push(event);
        assertMatch(thread.id ?? "", UUID);
        assertEquals(seen, [
          { type: "thread.started", thread_id: thread.id ?? "" },
          { type: "turn.started" },
          {
            type: "item.completed",
            item: { id: "item_0", type: "agent_message", text: "first answer" },
          },
          { type: "turn.completed", usage: usage() },
        ]);
        const id = thread.id;
        assertEquals(await thread.run("second question"), {
          items: [{ id: "item_0", type: "agent_message", text: "second answer" }],
          finalResponse: "second answer",
          usage: usage(2),
          turnUsage: usage(),
        });
        assertEquals(thread.id, id);
        const [first, second] = server.requests;
        assertEquals(first?.texts.at(-1), "first question");
        assertEquals(second?.texts.filter((text) => text.endsWith("question")), [
          "first question",
          "second question",
        ]);
        assertEquals(second?.answers, ["first answer"]);
      });
    },
  },
  {
    name: "resumeThread() goes on in a new client, and knows its share of the usage from then on",
    run(kit) {
      const { message, reply } = kit.testing;
      const script = ["one", "two", "three"].map((text) => reply(message(text)));
      return onServer(kit, script, async ({ server, codex, another }) => {
        const first = codex.startThread(inFolder(kit));
        assertEquals((await first.run("a")).turnUsage, usage());
        const resumed = another().resumeThread(first.id ?? "", inFolder(kit));
        assertEquals(resumed.id, first.id);
        const second = await resumed.run("b");
        assertEquals([second.usage, second.turnUsage], [usage(2), null]);
        const third = await resumed.run("c");
        assertEquals([third.usage, third.turnUsage], [usage(3), usage()]);
        assertEquals(resumed.id, first.id);
        assertEquals(server.requests[2]?.answers, ["one", "two"]);
      });
    },
  },
  {
    name: "forkThread() copies the history to a new id, takes images, and goes on under that id",
    run(kit) {
      const { message, reply } = kit.testing;
      const script = ["origin", "forked", "again", "unchanged"].map((text) => reply(message(text)));
      return onServer(kit, script, async ({ server, codex }) => {
        const path = join(kit.folder, "pixel.png");
        await writeFile(path, PNG, "base64");
        const origin = codex.startThread(inFolder(kit));
        await origin.run("a");
        const fork = codex.forkThread(origin.id ?? "", inFolder(kit));
        assertEquals(fork.id, null);
        await fork.run([{ type: "text", text: "b" }, { type: "local_image", path }]);
        const id = fork.id;
        assertMatch(id ?? "", UUID);
        assertNotEquals(id, origin.id);
        await fork.run("c");
        assertEquals(fork.id, id);
        await origin.run("d");
        const [, forked, again, unchanged] = server.requests;
        assertEquals(forked?.answers, ["origin"]);
        assertEquals(forked?.images, [`data:image/png;base64,${PNG}`]);
        assertEquals(again?.answers, ["origin", "forked"]);
        assertEquals(unchanged?.answers, ["origin"]);
      });
    },
  },
  {
    name: "run() ends with the process gone, and leaves nothing of it in the working directory",
    run(kit) {
      const { message, reply } = kit.testing;
      return onServer(kit, [reply(message("ok"))], async ({ codex }) => {
        const { mkdir, readdir } = await import("node:fs/promises");
        const workingDirectory = join(kit.folder, "work");
        await mkdir(workingDirectory);
        const sandboxMode = "workspace-write";
        await codex.startThread(inFolder(kit, { workingDirectory, sandboxMode })).run("hello");
        assertEquals(await readdir(workingDirectory), []);
      });
    },
  },
  {
    name: "events of two threads of one client run side by side",
    run(kit) {
      const { message, reply } = kit.testing;
      return onServer(
        kit,
        (request) => reply(message(`to ${request.texts.at(-1)}`)),
        async ({ codex }) => {
          const turns = await Promise.all(
            ["a", "b", "c"].map((text) => codex.startThread(inFolder(kit)).run(text)),
          );
          assertEquals(turns.map((turn) => turn.finalResponse), ["to a", "to b", "to c"]);
          assert(turns.every((turn) => turn.turnUsage?.input_tokens === 42));
        },
      );
    },
  },
];
