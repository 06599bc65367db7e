/**
 * What Codex asks, and what becomes of each answer.
 *
 * @module
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { access, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ThreadItem } from "../../mod.ts";
import type {
  ApprovalDecision,
  ApprovalRequest,
  LiveThreadOptions,
} from "../../src/app_server/mod.ts";
import type { Reply } from "../../src/testing/mod.ts";
import type { Case, Kit } from "./case.ts";
import { completedOf, eventsOf, onLive, openItems } from "./live_case.ts";
import { POSIX, quoted } from "./posix.ts";
import { CLASSIC, itemsOf } from "./real_case.ts";

/** Whether a file is there. */
const exists = (path: string) => access(path).then(() => true, () => false);

/** Asks about every command. */
const UNTRUSTED: LiveThreadOptions = {
  approvalPolicy: "untrusted",
  sandboxMode: "workspace-write",
  model: CLASSIC,
};

/** Replies to a prompt "run …" by that command, to "patch …" by a patch, and then by "done". */
function commands(kit: Kit) {
  const { message, patch, reply, shell } = kit.testing;
  return ({ texts, body }: {
    readonly texts: readonly string[];
    readonly body: Readonly<Record<string, unknown>>;
  }): Reply => {
    const input = body.input as readonly { readonly type?: string }[];
    if (String(input.at(-1)?.type).endsWith("_output")) return reply(message("done"));
    const text = texts.at(-1) ?? "";
    return text.startsWith("run ") ? reply(shell(text.slice(4))) : reply(patch(text.slice(6)));
  };
}

const PATCH = "*** Begin Patch\n*** Update File: old.txt\n@@\n-before\n+after\n*** End Patch\n";

/** Each answer: whether the deed is done, the item's status, how the turn ends, and how often is asked in two turns. */
const ANSWERS: readonly {
  readonly decision: ApprovalDecision | "throw" | "nothing" | "nonsense";
  readonly done: boolean;
  readonly status: "completed" | "declined" | "failed";
  readonly end: "turn.completed" | "turn.interrupted";
  readonly asked: number;
}[] = [
  { decision: "accept", done: true, status: "completed", end: "turn.completed", asked: 2 },
  {
    decision: "accept_for_session",
    done: true,
    status: "completed",
    end: "turn.completed",
    asked: 1,
  },
  { decision: "decline", done: false, status: "declined", end: "turn.completed", asked: 2 },
  { decision: "throw", done: false, status: "declined", end: "turn.completed", asked: 2 },
  { decision: "nonsense", done: false, status: "declined", end: "turn.completed", asked: 2 },
  { decision: "nothing", done: false, status: "declined", end: "turn.completed", asked: 0 },
  { decision: "cancel", done: false, status: "failed", end: "turn.interrupted", asked: 2 },
];

/** Answers as the table says. */
export function answering(
  decision: (typeof ANSWERS)[number]["decision"],
  asked: ApprovalRequest[],
): LiveThreadOptions {
  if (decision === "nothing") return {};
  return {
    onApproval: async (request) => {
      asked.push(request);
      await Promise.resolve();
      if (decision === "throw") throw new Error("no idea");
      return decision as ApprovalDecision;
    },
  };
}

/** Cases. */
export const LIVE_APPROVAL_CASES: readonly Case[] = [
  {
    name:
      "live: each answer to a command approval has its effect, and none of a callback is decline",
    posix: POSIX.shell,
    run(kit) {
      return onLive(kit, commands(kit), async ({ start }) => {
        await Promise.all(ANSWERS.map(async ({ decision, done, status, end, asked: times }) => {
          const asked: ApprovalRequest[] = [];
          const file = join(kit.folder, `made-${decision}`);
          const thread = await start({ ...UNTRUSTED, ...answering(decision, asked) });
          for (let round = 0; round < 2; round++) {
            const seen = await eventsOf(await thread.runStreamed(`run touch ${quoted(file)}`));
            assertEquals(openItems(seen), [], decision);
            const items = itemsOf(completedOf(seen), "command_execution");
            const expected = decision === "cancel" ? "declined" : status;
            assertEquals(items.map((item) => item.status), [expected], decision);
            assertEquals(seen.at(-1)?.type, end, decision);
            assertEquals(await exists(file), done, decision);
          }
          assertEquals(asked.length, times, decision);
          const [request] = asked;
          if (request === undefined) return;
          assert(request.kind === "command");
          assertStringIncludes(request.command, `touch ${quoted(file)}`);
          assertEquals([request.threadId, request.cwd], [thread.id, kit.folder]);
          assert(request.turnId.length > 0 && request.signal.aborted);
        }));
      });
    },
  },
  {
    name: "live: accept_with_amendment lets the like of a command run from then on",
    posix: POSIX.shell,
    run(kit) {
      return onLive(kit, commands(kit), async ({ start }) => {
        const asked: ApprovalRequest[] = [];
        const options = answering("accept_with_amendment", asked);
        const file = join(kit.folder, "made");
        const thread = await start({ ...UNTRUSTED, ...options });
        await thread.run(`run touch ${quoted(file)}`);
        const [request] = asked;
        assert(request?.kind === "command");
        assertEquals(request.proposedAmendment, ["touch", file]);
        const rules = await readFile(join(kit.folder, "home", "rules", "default.rules"), "utf8");
        assertStringIncludes(rules, '"touch"');
        const other = await start({ ...UNTRUSTED, ...options });
        await other.run(`run touch ${quoted(file)}`);
        assertEquals(asked.length, 1);
      });
    },
  },
  {
    name: "live: each answer to a file change approval has its effect, and the diff is shown",
    run(kit) {
      return onLive(kit, commands(kit), async ({ start }) => {
        await Promise.all(ANSWERS.map(async ({ decision, done, status, end, asked: times }) => {
          const asked: ApprovalRequest[] = [];
          const workingDirectory = join(kit.folder, decision);
          const file = join(workingDirectory, "old.txt");
          await mkdir(workingDirectory);
          const thread = await start({
            ...UNTRUSTED,
            ...answering(decision, asked),
            workingDirectory,
          });
          for (let round = 0; round < 2; round++) {
            await writeFile(file, "before\n");
            const seen = await eventsOf(await thread.runStreamed(`patch ${PATCH}`));
            assertEquals(openItems(seen), [], decision);
            const items: ThreadItem[] = itemsOf(completedOf(seen), "file_change");
            const { id: _, ...item } = items[0] ?? { id: "" };
            const changes = [{ path: file, kind: "update" }];
            assertEquals([items.length, item], [1, { type: "file_change", changes, status }]);
            assertEquals(seen.at(-1)?.type, end, decision);
            assertEquals(await readFile(file, "utf8"), done ? "after\n" : "before\n", decision);
            assertEquals(
              seen.some((event) => event.type === "turn.diff" && event.diff.includes("+after")),
              done,
              decision,
            );
          }
          assertEquals(asked.length, times, decision);
          const [request] = asked;
          if (request === undefined) return;
          assert(request.kind === "file_change");
          const diff = "@@ -1 +1 @@\n-before\n+after\n";
          const there = { absolutePath: file, movePath: null, absoluteMovePath: null };
          assertEquals(request.changes, [{ path: file, kind: "update", diff, ...there }]);
        }));
      });
    },
  },
  {
    name: "live: the turn's onApproval goes before the thread's, and that before the client's",
    posix: POSIX.shell,
    run(kit) {
      const asked: string[] = [];
      const by = (name: string): LiveThreadOptions => ({
        onApproval: () => {
          asked.push(name);
          return "decline";
        },
      });
      return onLive(kit, commands(kit), async ({ start, another }) => {
        const thread = await start({ ...UNTRUSTED, ...by("thread") });
        const run = `run touch ${quoted(join(kit.folder, "made"))}`;
        await thread.run(run, by("turn"));
        await thread.run(run);
        await (await start(UNTRUSTED)).run(run);
        assertEquals(asked.splice(0), ["turn", "thread", "client"]);
        await writeFile(join(kit.folder, "old.txt"), "before\n");
        // Where only one turn can ask, only that one does.
        const app = await another();
        const silent = await app.startThread({ workingDirectory: kit.folder, model: CLASSIC });
        for (const options of [{}, by("turn"), {}]) await silent.run(`patch ${PATCH}`, options);
        assertEquals(asked, ["turn"]);
      }, by("client"));
    },
  },
  {
    name:
      "live: the signal of an approval fires when the turn ends, and the late answer is ignored",
    posix: POSIX.shell,
    run(kit) {
      return onLive(kit, commands(kit), async ({ start }) => {
        const file = join(kit.folder, "made");
        let answer!: (decision: ApprovalDecision) => void;
        let request!: ApprovalRequest;
        let asked!: () => void;
        const asking = new Promise<void>((resolve) => asked = resolve);
        const thread = await start({
          ...UNTRUSTED,
          onApproval: (asks) => {
            request = asks;
            asked();
            return new Promise((resolve) => answer = resolve);
          },
        });
        const turn = await thread.runStreamed(`run touch ${quoted(file)}`);
        const reading = eventsOf(turn);
        await asking;
        assertEquals(request.signal.aborted, false);
        const fired = new Promise<void>((resolve) =>
          request.signal.addEventListener("abort", () => resolve(), { once: true })
        );
        await turn.interrupt();
        await fired;
        const seen = await reading;
        assertEquals(seen.at(-1)?.type, "turn.interrupted");
        assertEquals(openItems(seen), []);
        answer("accept");
        const next = thread.run(`run touch ${quoted(file)}`, { onApproval: () => "decline" });
        assertEquals((await next).finalResponse, "done");
        assertEquals(await exists(file), false);
      });
    },
  },
  {
    name: "live: an approved command that the sandbox stops is among the turn's items, as failed",
    posix: POSIX.sandbox,
    run(kit) {
      return onLive(kit, commands(kit), async ({ start }) => {
        const path = join(kit.folder, "kept");
        await writeFile(path, "kept");
        const thread = await start({
          approvalPolicy: "on-request",
          sandboxMode: "read-only",
          onApproval: () => "accept",
        });
        // Codex asks about this command by a rule of its own, and then still runs it in the sandbox.
        const turn = await thread.runStreamed(`run rm -rf ${quoted(path)}`);
        const events = await eventsOf(turn);
        assertEquals(openItems(events), []);
        assertEquals(events.at(-1)?.type, "turn.completed");
        assertEquals(statusesOf((await turn.result).items), ["failed"]);
        assert(await exists(path));
      });
    },
  },
  {
    name: "live: an approved command that outlives its turn stays open",
    posix: POSIX.shell,
    run(kit) {
      const { message, reply, shell } = kit.testing;
      const script = [reply(shell("sleep 300", { yieldMs: 250 })), reply(message("done"))];
      return onLive(kit, script, async ({ start }) => {
        const thread = await start({
          approvalPolicy: "untrusted",
          sandboxMode: "workspace-write",
          onApproval: () => "accept",
        });
        const turn = await thread.runStreamed("go");
        const events = await eventsOf(turn);
        assertEquals(events.at(-1)?.type, "turn.completed");
        assertEquals(openItems(events).length, 1);
        assertEquals(statusesOf((await turn.result).items), []);
      });
    },
  },
];

function statusesOf(items: readonly ThreadItem[]): string[] {
  return items.flatMap((item) => item.type === "command_execution" ? [item.status] : []);
}
