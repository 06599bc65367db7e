/**
 * Sub-agents: Codex lets the model spawn them unasked. What they do, ask and leave belongs to the
 * turn that they work for.
 *
 * @module
 */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { ApprovalRequest } from "../../src/app_server/mod.ts";
import type { RecordedRequest, Reply } from "../../src/testing/mod.ts";
import type { Case, Kit } from "./case.ts";
import { eventsOf, onLive } from "./live_case.ts";
import { deployment, runs } from "./live_stop_cases.ts";
import { POSIX } from "./posix.ts";
import { processesWith } from "./processes.ts";
import { inFolder, onServer, turnMetadata } from "./real_case.ts";

/** Whether it is a sub-agent that asks the model. */
function isAgent(request: RecordedRequest): boolean {
  return turnMetadata(request).subagent_kind === "thread_spawn";
}

/** A model that spawns an agent, waits for it, and then answers; `agent` is the agent's model. */
export function spawning(
  kit: Kit,
  agent: (request: RecordedRequest) => Reply,
  fork_turns: "all" | "none" = "none",
): (request: RecordedRequest) => Reply {
  const { message, reply, toolCall } = kit.testing;
  const namespace = "collaboration";
  const task = { task_name: "helper", message: "help", fork_turns };
  return (request) => {
    if (isAgent(request)) return agent(request);
    switch (request.outputs.length) {
      case 0:
        return reply(toolCall("spawn_agent", task, { namespace }));
      case 1:
        return reply(toolCall("wait_agent", { timeout_ms: 600_000 }, { namespace }));
      default:
        return reply(message("the agent is done"));
    }
  };
}

/** An agent that runs a command, and then says so. */
export function commanding(kit: Kit, command: string): (request: RecordedRequest) => Reply {
  const { message, reply, shell } = kit.testing;
  return ({ outputs }) =>
    outputs.length === 0 ? reply(shell(command, { yieldMs: 30_000 })) : reply(message("helped"));
}

/** Cases. */
export const LIVE_AGENT_CASES: readonly Case[] = [
  ...(["signal", "interrupt()"] as const).map((way): Case => ({
    name: `live: a sub-agent and its command are gone when the turn has settled (${way})`,
    posix: POSIX.processes,
    async run(kit) {
      const { command, tag } = deployment();
      await onLive(kit, spawning(kit, commanding(kit, command)), async ({ app, start }) => {
        const thread = await start({ sandboxMode: "danger-full-access", approvalPolicy: "never" });
        const ended: unknown[] = [];
        const told = app.notifications();
        const listening = (async () => {
          for await (const { method, params } of told) {
            const { turn, threadId } = params as { turn?: { status: string }; threadId?: string };
            if (method === "turn/completed") ended.push([threadId === thread.id, turn?.status]);
          }
        })();
        const controller = new AbortController();
        const turn = await thread.runStreamed("go", { signal: controller.signal });
        const reading = eventsOf(turn);
        reading.catch(() => {});
        await runs(tag);
        if (way === "signal") {
          controller.abort();
          await assertRejects(() => reading, kit.sdk.AbortError);
        } else {
          await turn.interrupt();
          assertEquals((await reading).at(-1)?.type, "turn.interrupted");
        }
        assertEquals(await processesWith(tag), []);
        assertEquals(ended, [[true, "interrupted"], [false, "interrupted"]]);
        await told.return?.();
        await listening;
      });
      assert(!existsSync(join(kit.folder, "deployed.txt")));
    },
  })),
  {
    name: "live: what a sub-agent asks is asked of the turn that it works for",
    posix: POSIX.shell,
    run(kit) {
      const asked: ApprovalRequest[] = [];
      const others: ApprovalRequest[] = [];
      const script = spawning(kit, commanding(kit, "touch asked"));
      return onLive(kit, script, async ({ server, start }) => {
        const thread = await start({
          sandboxMode: "danger-full-access",
          approvalPolicy: "untrusted",
          onApproval: (request) => {
            others.push(request);
            return "decline";
          },
        });
        const { finalResponse } = await thread.run("go", {
          onApproval(request) {
            asked.push(request);
            return "accept";
          },
        });
        assertEquals(finalResponse, "the agent is done");
        assertEquals(others, []);
        const [request, ...more] = asked;
        assertEquals(more, []);
        assert(request?.kind === "command");
        const agent = server.requests.find(isAgent);
        assertEquals(request.threadId, turnMetadata(agent).thread_id);
        assert(request.threadId !== thread.id);
        assertEquals(request.signal.aborted, true, "its turn is over");
        assert(existsSync(join(kit.folder, "asked")));
      });
    },
  },
  {
    name: "live: cancel ends the sub-agent that asks, and not the turn that it works for",
    posix: POSIX.shell,
    run(kit) {
      const script = spawning(kit, commanding(kit, "touch asked"));
      return onLive(kit, script, async ({ app, start }) => {
        const told = app.notifications({ methods: ["turn/completed"] });
        const thread = await start({
          sandboxMode: "danger-full-access",
          approvalPolicy: "untrusted",
          onApproval: () => "cancel",
        });
        const turn = await thread.runStreamed("go");
        const ended = assertRejects(() => turn.result, kit.live.InterruptedError);
        const { value } = await told.next();
        assert(value?.method === "turn/completed");
        assert(value.params.threadId !== thread.id);
        assertEquals(value.params.turn.status, "interrupted");
        // The model may wait for the agent as long as it likes.
        await turn.interrupt();
        assertEquals((await ended).by, "caller");
        assert(!existsSync(join(kit.folder, "asked")));
      });
    },
  },
  {
    name: "live: a sub-agent's patch is shown to the turn that it works for",
    run(kit) {
      const { message, patch, reply } = kit.testing;
      const add = "*** Begin Patch\n*** Add File: by-agent.txt\n+hello\n*** End Patch\n";
      const script = spawning(
        kit,
        ({ outputs }) => outputs.length === 0 ? reply(patch(add)) : reply(message("helped")),
      );
      return onLive(kit, script, async ({ start }) => {
        const changes: unknown[] = [];
        const thread = await start({
          sandboxMode: "read-only",
          approvalPolicy: "on-request",
          onApproval: (request) => {
            if (request.kind === "file_change") changes.push(...request.changes);
            return "accept";
          },
        });
        await thread.run("go");
        assertEquals(changes.length, 1);
        assert(existsSync(join(kit.folder, "by-agent.txt")));
      });
    },
  },
  {
    name: "live: a sub-agent calls the tools of the turn that it works for",
    run(kit) {
      const { message, reply, toolCall } = kit.testing;
      const agent = ({ outputs }: RecordedRequest) =>
        outputs.at(-1)?.text.includes("found")
          ? reply(message("helped"))
          : reply(toolCall("lookup", { key: "k" }));
      // Codex offers the host's tools to an agent that inherits the conversation, and to no other.
      const script = spawning(kit, agent, "all");
      return onLive(kit, script, async ({ server, start }) => {
        const calls: unknown[] = [];
        const lookup = kit.live.tool({
          name: "lookup",
          description: "Looks something up",
          parameters: { type: "object", properties: { key: { type: "string" } } },
          execute: (args, { threadId }) => {
            calls.push([args, threadId]);
            return "found";
          },
        });
        const thread = await start({ tools: [lookup] });
        await thread.run("go");
        const agent = server.requests.find(isAgent);
        assertEquals(calls, [[{ key: "k" }, turnMetadata(agent).thread_id]]);
      });
    },
  },
  {
    name: "exec: a sub-agent and its command are gone when the turn has settled",
    posix: POSIX.processes,
    async run(kit) {
      const { command, tag } = deployment();
      await onServer(kit, spawning(kit, commanding(kit, command)), async ({ codex }) => {
        const options = inFolder(kit, { sandboxMode: "danger-full-access" });
        const controller = new AbortController();
        const running = codex.startThread(options).run("go", { signal: controller.signal });
        running.catch(() => {});
        await runs(tag);
        controller.abort();
        await assertRejects(() => running, kit.sdk.AbortError);
        assertEquals(await processesWith(tag), []);
      });
      assert(!existsSync(join(kit.folder, "deployed.txt")));
    },
  },
  {
    name:
      "live: close() ends a thread's sub-agents and unloads them: others can archive it at once",
    posix: POSIX.shell,
    run(kit) {
      const { message, reply, toolCall } = kit.testing;
      const namespace = "collaboration";
      const task = { task_name: "helper", message: "help", fork_turns: "none" };
      const agent = commanding(kit, "sleep 300");
      // It does not wait for its agent, which works on when the turn is over.
      const script = (request: RecordedRequest) =>
        isAgent(request)
          ? agent(request)
          : request.outputs.length === 0
          ? reply(toolCall("spawn_agent", task, { namespace }))
          : reply(message("spawned"));
      return onLive(kit, script, async ({ server, app, another, start }) => {
        const thread = await start({ sandboxMode: "danger-full-access", approvalPolicy: "never" });
        await thread.run("go");
        await server.waitForRequests(3);
        assertEquals((await app.request("thread/loaded/list")).data.length, 2);
        await thread.close();
        assertEquals((await app.request("thread/loaded/list")).data, []);
        await (await another()).archiveThread(thread.id);
      });
    },
  },
  {
    name: "live: close() of a thread leaves a sub-agent's thread open that was resumed",
    run(kit) {
      const { message, reply, toolCall } = kit.testing;
      const namespace = "collaboration";
      const task = { task_name: "helper", message: "help", fork_turns: "none" };
      const script = (request: RecordedRequest) =>
        isAgent(request)
          ? reply(message("the agent says so"))
          : request.outputs.length === 0
          ? reply(toolCall("spawn_agent", task, { namespace }))
          : reply(message("spawned"));
      return onLive(kit, script, async ({ app, start, server }) => {
        const thread = await start({ sandboxMode: "danger-full-access", approvalPolicy: "never" });
        await thread.run("go");
        await server.waitForRequests(3);
        const { data } = await app.request("thread/loaded/list");
        const agent = await app.resumeThread(data.find((id) => id !== thread.id) ?? "");
        await thread.close();
        assertEquals((await app.request("thread/loaded/list")).data, [agent.id]);
        await agent.close();
        assertEquals((await app.request("thread/loaded/list")).data, []);
      });
    },
  },
  {
    name: "live: a stop while a sub-agent is being spawned leaves none at work",
    run(kit) {
      const { message, reply } = kit.testing;
      const script = spawning(kit, () => reply(message("late", { deltas: 2, deltaMs: 600_000 })));
      return onLive(kit, script, async ({ app, start }) => {
        // From the spawn to the beginning of the agent's turn.
        for (let later = 0; later < 4; later++) {
          const thread = await start();
          const told = app.notifications();
          const turn = await thread.runStreamed("go");
          const reading = eventsOf(turn);
          for (let left = later; left >= 0;) {
            const { params } = (await told.next()).value ?? {};
            if (left < later || JSON.stringify(params).includes("subAgentActivity")) left--;
          }
          await turn.interrupt();
          assertEquals((await reading).at(-1)?.type, "turn.interrupted");
          await told.return?.();
        }
        const { data } = await app.request("thread/loaded/list") as { data: string[] };
        assertEquals(data.length, 8);
        for (const threadId of data) {
          const { thread } = await app.request("thread/read", { threadId }) as {
            thread: { status: { type: string } };
          };
          assertEquals(thread.status.type, "idle", threadId);
        }
      });
    },
  },
];
