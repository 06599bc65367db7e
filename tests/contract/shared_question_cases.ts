/**
 * Questions on a server that others share: whoever is asked hears when nobody waits for the answer, and
 * answers for nobody after that.
 *
 * @module
 */
import { assert, assertEquals, assertRejects } from "@std/assert";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type {
  ApprovalRequest,
  AppServer,
  ConnectOptions,
  LiveThreadOptions,
  OnApproval,
} from "../../src/app_server/mod.ts";
import type { ResponsesScript } from "../../src/testing/mod.ts";
import { type Case, gate, type Kit } from "./case.ts";
import {
  asked,
  ASKS,
  exists,
  network,
  OFTEN,
  onRemote,
  type Remote,
  script,
} from "./remote_case.ts";
import { commanding, spawning } from "./live_agent_cases.ts";

/** A callback that never answers, and what it was asked. */
function silent(): { readonly onApproval: OnApproval; readonly first: Promise<ApprovalRequest> } {
  let tell!: (request: ApprovalRequest) => void;
  const first = new Promise<ApprovalRequest>((resolve) => tell = resolve);
  return { first, onApproval: (request) => (tell(request), new Promise(() => {})) };
}

/** Agents ask about each command, with the model of the server. */
const AGENTS = { approvalPolicy: "untrusted", sandboxMode: "danger-full-access" } as const;

/** A model whose agent runs a command, and which says nothing before `opened`. */
function waitingAgents(kit: Kit, opened: Promise<void>): ResponsesScript {
  const agents = spawning(kit, commanding(kit, "touch ran"));
  return async (request, index) => {
    if (index === 0) await opened;
    return agents(request);
  };
}

/** Settles when some thread waits for an approval. */
async function waitsForApproval(app: AppServer): Promise<void> {
  for await (const { params } of app.notifications({ methods: ["thread/status/changed"] })) {
    if (!("status" in params) || params.status.type !== "active") continue;
    if (params.status.activeFlags.includes("waitingOnApproval")) return;
  }
}

/** Settles when a signal fires. */
async function fires(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
}

/** Kills a server, and waits for its end. */
async function killed(codex: ChildProcess): Promise<void> {
  const exit = once(codex, "exit");
  codex.kill("SIGKILL");
  await exit;
}

/** A thread of a client, in a turn that waits for an answer. */
async function asking(
  kit: Kit,
  { connect }: Remote,
  onApproval: OnApproval,
  options: Partial<ConnectOptions> = {},
  asks: LiveThreadOptions = ASKS,
) {
  const app = await connect(options);
  const thread = await app.startThread({ workingDirectory: kit.folder, ...asks, onApproval });
  return { app, thread };
}

/** Each way in which a client has no more to do with a question. */
const ENDS = ["close() of the thread", "close() of the client", "a cut", "a kill"] as const;

/** Cases. */
export const SHARED_QUESTION_CASES: readonly Case[] = [
  ...ENDS.map((end): Case => ({
    name: `remote: who is asked in another client's turn hears that nobody waits, after ${end}`,
    run: (kit) =>
      onRemote(kit, script(kit), async (remote) => {
        const owner = asked();
        const { thread } = await asking(kit, remote, owner.onApproval, { reconnect: false });
        const running = thread.run("run touch ran");
        running.catch(() => {});
        await owner.first;
        const net = await network(remote.url);
        try {
          const other = silent();
          const app = await remote.connect({ url: net.url, reconnect: false });
          const theirs = await app.resumeThread(thread.id, { onApproval: other.onApproval });
          const { signal } = await other.first;
          if (end === "close() of the thread") await theirs.close();
          else if (end === "close() of the client") await app.close();
          else if (end === "a cut") net.cut();
          else await killed(remote.codex);
          await fires(signal);
          owner.accept();
          if (end === "a kill") await assertRejects(() => running, kit.live.ConnectionClosedError);
          else assertEquals((await running).finalResponse, "echo run touch ran");
        } finally {
          await net.close();
        }
      }),
  })),
  {
    name: "remote: a turn whose question another client has answered waits for its own no longer",
    run: (kit) => {
      const { reply, shell, stall } = kit.testing;
      return onRemote(kit, [reply(shell("touch ran")), stall()], async (remote) => {
        const owner = silent();
        const { thread } = await asking(kit, remote, owner.onApproval);
        const running = thread.run("go", { idleTimeoutMs: 1_000 });
        const ends = assertRejects(() => running, kit.sdk.TimeoutError, "was silent");
        const { signal } = await owner.first;
        const app = await remote.connect();
        await app.resumeThread(thread.id, { onApproval: () => "accept" });
        await fires(signal);
        await ends;
      });
    },
  },
  {
    name: "remote: a question that was answered while the connection was down is open no longer",
    run: (kit) =>
      onRemote(kit, script(kit), async (remote) => {
        const net = await network(remote.url);
        try {
          const owner = silent();
          const own = { url: net.url, reconnect: OFTEN };
          const { thread } = await asking(kit, remote, owner.onApproval, own);
          const turns = Promise.all([thread.run("run touch one"), thread.run("echo")]);
          turns.catch(() => {});
          const { signal } = await owner.first;
          net.open(false);
          net.cut();
          const others = await remote.connect();
          const other = await others.resumeThread(thread.id, { onApproval: () => "accept" });
          const watched = await other.attach();
          net.open(true);
          await fires(signal);
          await watched?.result;
          assertEquals((await turns).map(({ finalResponse }) => finalResponse), [
            "echo run touch one",
            "echo echo",
          ]);
        } finally {
          await net.close();
        }
      }),
  },
  {
    name:
      "remote: who leaves attach() with a question open has not answered it, and is asked again",
    run: (kit) =>
      onRemote(kit, script(kit), async (remote) => {
        const owner = asked();
        const { thread } = await asking(kit, remote, owner.onApproval);
        const running = thread.run("run touch ran");
        await owner.first;
        const theirs = await (await remote.connect()).resumeThread(thread.id);
        for (let round = 0; round < 2; round++) {
          const first = asked();
          const watched = await theirs.attach({
            onApproval: async (request) => {
              void first.onApproval(request);
              await fires(request.signal);
              throw new Error("nobody is here any more");
            },
          });
          assert(watched !== null);
          await watched.events.next();
          await first.first;
          await watched.events.return(undefined);
        }
        const taken = await theirs.attach({ onApproval: () => "accept" });
        assertEquals((await taken?.result)?.finalResponse, "echo run touch ran");
        assertEquals((await running).finalResponse, "echo run touch ran");
        assert(await exists(join(kit.folder, "ran")));
      }),
  },
  {
    name: "remote: of two that attach() gave, the second is asked what the first leaves open",
    run: (kit) =>
      onRemote(kit, script(kit), async (remote) => {
        const owner = asked();
        const { thread } = await asking(kit, remote, owner.onApproval);
        const running = thread.run("run touch ran");
        await owner.first;
        const theirs = await (await remote.connect()).resumeThread(thread.id);
        const first = asked();
        const left = await theirs.attach({ onApproval: first.onApproval });
        assert(left !== null);
        await left.events.next();
        await first.first;
        const second = asked();
        second.accept();
        const stays = await theirs.attach({ onApproval: second.onApproval });
        assert(stays !== null);
        await stays.events.next();
        await left.events.return(undefined);
        assertEquals((await stays.result).finalResponse, "echo run touch ran");
        assertEquals((await running).finalResponse, "echo run touch ran");
        assertEquals([first.count, second.count], [1, 1]);
      }),
  },
  {
    name: "remote: a sub-agent that was spawned while the connection was down is asked for",
    run: (kit) => {
      const { opened, open } = gate();
      return onRemote(kit, waitingAgents(kit, opened), async (remote) => {
        const net = await network(remote.url);
        try {
          const app = await remote.connect({ url: net.url, reconnect: OFTEN });
          const requests: ApprovalRequest[] = [];
          const thread = await app.startThread({
            ...AGENTS,
            workingDirectory: kit.folder,
            onApproval: (request) => (requests.push(request), "accept"),
          });
          const running = thread.run("go");
          await remote.server.waitForRequests(1);
          const others = await remote.connect();
          const waits = waitsForApproval(others);
          net.open(false);
          net.cut();
          open();
          await waits;
          net.open(true);
          assertEquals((await running).finalResponse, "the agent is done");
          assertEquals(requests.length, 1);
          assert(requests[0]?.threadId !== thread.id);
          assert(await exists(join(kit.folder, "ran")));
        } finally {
          await net.close();
        }
      });
    },
  },
  {
    name: "remote: what a sub-agent asks is asked of who takes its turn over with attach()",
    run: (kit) =>
      onRemote(kit, spawning(kit, commanding(kit, "touch ran")), async (remote) => {
        const owner = silent();
        const { app, thread } = await asking(kit, remote, owner.onApproval, {}, AGENTS);
        const lost = assertRejects(() => thread.run("go"), kit.live.ConnectionClosedError);
        const { threadId } = await owner.first;
        await app.close();
        await lost;
        const theirs = await (await remote.connect()).resumeThread(thread.id);
        const other = asked();
        other.accept();
        const taken = await theirs.attach({ onApproval: other.onApproval });
        assertEquals((await taken?.result)?.finalResponse, "the agent is done");
        assertEquals([other.count, (await other.first).threadId], [1, threadId]);
        assert(await exists(join(kit.folder, "ran")));
      }),
  },
  {
    name: "remote: who leaves attach() with a sub-agent's question open is asked again",
    run: (kit) =>
      onRemote(kit, spawning(kit, commanding(kit, "touch ran")), async (remote) => {
        const owner = silent();
        const { thread } = await asking(kit, remote, owner.onApproval, {}, AGENTS);
        const running = thread.run("go");
        await owner.first;
        const theirs = await (await remote.connect()).resumeThread(thread.id);
        const other = silent();
        const watched = await theirs.attach({ onApproval: other.onApproval });
        assert(watched !== null);
        await watched.events.next();
        const { signal } = await other.first;
        await watched.events.return(undefined);
        await fires(signal);
        const taken = await theirs.attach({ onApproval: () => "accept" });
        assertEquals((await taken?.result)?.finalResponse, "the agent is done");
        assertEquals((await running).finalResponse, "the agent is done");
        assert(await exists(join(kit.folder, "ran")));
      }),
  },
  {
    name: "remote: attach() is asked what a sub-agent asked before, when nobody here could answer",
    run: (kit) => {
      const { opened, open } = gate();
      return onRemote(kit, waitingAgents(kit, opened), async (remote) => {
        const owner = silent();
        const { thread } = await asking(kit, remote, owner.onApproval, {}, AGENTS);
        const running = thread.run("go");
        await remote.server.waitForRequests(1);
        const others = await remote.connect();
        const theirs = await others.resumeThread(thread.id);
        const asks = others.notifications({ methods: ["item/commandExecution/requestApproval"] });
        open();
        await asks.next();
        const taken = await theirs.attach({ onApproval: () => "accept" });
        assertEquals((await taken?.result)?.finalResponse, "the agent is done");
        assertEquals((await running).finalResponse, "the agent is done");
      });
    },
  },
];
