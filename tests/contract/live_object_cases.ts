/**
 * Several objects of one live thread: each keeps what it was given, and so does a turn under way.
 *
 * @module
 */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { ApprovalRequest, LiveThread, LiveThreadOptions } from "../../src/app_server/mod.ts";
import type { RecordedRequest } from "../../src/testing/mod.ts";
import type { Case, Kit } from "./case.ts";
import { onLive } from "./live_case.ts";
import { POSIX } from "./posix.ts";
import { CLASSIC, itemsOf } from "./real_case.ts";

/** A tool of the host that answers with `answer`, and what happens when it is called. */
function tool(kit: Kit, answer: string, called: () => unknown = () => {}) {
  const parameters = { type: "object", properties: {} };
  return kit.live.tool({
    name: "who",
    description: "Who answers",
    parameters,
    execute: async () => {
      await called();
      return answer;
    },
  });
}

/** A model that runs a command in each turn, which tells where it is and whether it may write. */
function writing({ testing: { message, reply, shell } }: Kit) {
  return ({ body }: RecordedRequest) => {
    const { type } = (body.input as { type: string }[]).at(-1) ?? { type: "" };
    return type.endsWith("_output")
      ? reply(message("done"))
      : reply(shell("pwd; touch mark 2>/dev/null && echo may write"));
  };
}

/** Cases. */
export const LIVE_OBJECT_CASES: readonly Case[] = [
  {
    name: "live: each object of a thread keeps its folder, sandbox, model and effort",
    posix: POSIX.shell,
    run(kit) {
      return onLive(kit, writing(kit), async ({ server, app, start }) => {
        const folders = ["one", "two"].map((name) => join(kit.folder, name));
        for (const folder of folders) await mkdir(folder);
        const [one = "", two = ""] = folders;
        const seen = async (thread: LiveThread) => {
          const [command] = itemsOf((await thread.run("go")).items, "command_execution");
          const { model, reasoning } = server.requests.at(-1)?.body ?? {};
          const { effort } = (reasoning ?? {}) as { effort?: string };
          return [command?.aggregated_output.trim().split("\n").join(", "), model, effort];
        };
        const first = await start({
          workingDirectory: one,
          sandboxMode: "read-only",
          model: CLASSIC,
        });
        const firsts = [one, CLASSIC, "medium"];
        assertEquals(await seen(first), firsts);
        const second = await app.resumeThread(first.id, {
          workingDirectory: two,
          sandboxMode: "workspace-write",
          config: {},
          model: "gpt-5.4",
          modelReasoningEffort: "high",
        });
        assert(second !== first);
        assertEquals(second.id, first.id);
        const seconds = [`${two}, may write`, "gpt-5.4", "high"];
        assertEquals(await seen(second), seconds);
        // Also back to the model's own effort.
        assertEquals(await seen(first), firsts);
        assertEquals(await seen(second), seconds);
        // What is left out is as the thread was opened.
        const third = await app.resumeThread(first.id);
        assertEquals(await seen(third), firsts);
      });
    },
  },
  {
    name: "live: resumeThread() refuses by name what a loaded thread cannot be given any more",
    run(kit) {
      const { message, reply } = kit.testing;
      return onLive(kit, () => reply(message("ok")), async ({ server, app, start }) => {
        const thread = await start({ developerInstructions: "Be brief" });
        await thread.run("hello");
        const rows: readonly [LiveThreadOptions, string][] = [
          [{ developerInstructions: "Be verbose" }, "developerInstructions"],
          [{ config: { model_verbosity: "high" } }, "config"],
          [{ webSearchMode: "live" }, "webSearchMode"],
          [{ tools: [tool(kit, "me")] }, "tools"],
        ];
        for (const [options, option] of rows) {
          const error = await assertRejects(
            () => app.resumeThread(thread.id, options),
            kit.sdk.InvalidInputError,
          );
          assertEquals(error.option, option);
        }
        await app.resumeThread(thread.id, { developerInstructions: "Be brief" });
        await thread.close();
        const again = await app.resumeThread(thread.id, {
          developerInstructions: "Be verbose",
          config: { model_verbosity: "high" },
        });
        await again.run("hello");
        const { body } = server.requests.at(-1) ?? {};
        assertEquals((body?.text as { verbosity?: string } | undefined)?.verbosity, "high");
      });
    },
  },
  {
    name: "live: a turn under way keeps callbacks and tools when its thread is resumed with others",
    posix: POSIX.shell,
    run(kit) {
      const { message, reply, shell, toolCall } = kit.testing;
      const script = [
        reply(toolCall("who", {})),
        reply(toolCall("who", {})),
        reply(shell("touch mark")),
        reply(message("done")),
        reply(toolCall("who", {})),
        reply(message("done")),
      ];
      return onLive(kit, script, async ({ server, app, start }) => {
        const asked: [string, ApprovalRequest["kind"]][] = [];
        const approval = (name: string) => ({ kind }: ApprovalRequest) => {
          asked.push([name, kind]);
          return "decline" as const;
        };
        let other: LiveThread | null = null;
        const base = { model: CLASSIC, approvalPolicy: "untrusted" as const };
        const thread: LiveThread = await start({
          ...base,
          onApproval: approval("first"),
          tools: [
            tool(kit, "the first", async () => {
              other ??= await app.resumeThread(thread.id, {
                ...base,
                workingDirectory: kit.folder,
                onApproval: approval("second"),
                tools: [tool(kit, "the second")],
              });
            }),
          ],
        });
        await thread.run("go");
        const answers = () => server.requests.at(-1)?.outputs.map(({ text }) => text) ?? [];
        assertEquals(answers().slice(0, 2), ["the first", "the first"]);
        assertEquals(asked, [["first", "command"]]);
        assert(other !== null);
        await (other as LiveThread).run("go");
        assertEquals(answers().at(-1), "the second");
      });
    },
  },
  {
    name: "live: whoever resumes a thread with onApproval is asked, though nobody was before",
    posix: POSIX.shell,
    run(kit) {
      return onLive(kit, writing(kit), async ({ app, another, start }) => {
        const second = await another();
        for (const by of [app, second]) {
          const thread = await start({ model: CLASSIC });
          await thread.run("go");
          if (by === second) await thread.close();
          const methods = ["thread/settings/updated"] as const;
          const messages = by.notifications({ methods });
          const asking = await by.resumeThread(thread.id, { onApproval: () => "accept" });
          await asking.run("go");
          const { value } = await messages.next();
          assert(value.method === "thread/settings/updated");
          assertEquals(value.params.threadSettings.approvalPolicy, "on-request");
          await messages.return?.();
        }
      });
    },
  },
];
