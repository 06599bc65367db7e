/**
 * Clients that share a thread: whoever waits, leaves or comes back is in nobody's way.
 *
 * @module
 */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { WebSocket } from "ws";
import type {
  AppServer,
  ConnectionState,
  LiveThread,
  WebSocketConstructor,
} from "../../src/app_server/mod.ts";
import type { WebSocketLike } from "../../src/app_server/link/remote/web_socket.ts";
import type { Case, Kit } from "./case.ts";
import { readTo } from "./live_case.ts";
import { CLASSIC } from "./real_case.ts";
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

/** A turn of one client that waits for its owner's answer, and the same thread as another client has it. */
async function waiting(kit: Kit, { connect }: Remote) {
  const owner = asked();
  const app = await connect();
  const thread = await app.startThread({
    workingDirectory: kit.folder,
    ...ASKS,
    onApproval: owner.onApproval,
  });
  const running = thread.run("run touch ran");
  running.catch(() => {});
  const request = await owner.first;
  const theirs: LiveThread = await (await connect()).resumeThread(thread.id);
  return { app, owner, thread, running, request, theirs };
}

/** A client whose connection is down, and its thread as another client has it. `back()` makes it stand again. */
async function cutOff(kit: Kit, { connect, url }: Remote) {
  const net = await network(url);
  const app = await connect({ url: net.url, reconnect: OFTEN });
  // The same model as theirs: at a change of it Codex sums up what went before.
  const thread = await app.startThread({ workingDirectory: kit.folder, model: CLASSIC });
  await thread.run("zero");
  const owner = asked();
  const options = { ...ASKS, onApproval: owner.onApproval };
  const theirs = await (await connect()).resumeThread(thread.id, options);
  net.open(false);
  net.cut();
  await waitFor(app, "reconnecting");
  const back = async () => {
    net.open(true);
    await waitFor(app, "connected");
  };
  return { app, owner, thread, theirs, back, net };
}

async function waitFor(app: AppServer, state: ConnectionState): Promise<void> {
  while (app.state !== state) await new Promise((resolve) => setTimeout(resolve, 1));
}

/** A WebSocket whose messages come many at once, as on a busy machine. */
function inLots(kit: Kit): WebSocketConstructor {
  const Own: WebSocketConstructor = kit.runtime === "node" ? WebSocket : globalThis.WebSocket;
  return class {
    readonly #socket: WebSocketLike;

    constructor(...args: ConstructorParameters<WebSocketConstructor>) {
      this.#socket = new Own(...args);
    }

    addEventListener: WebSocketLike["addEventListener"] = (type, listener) => {
      if (type !== "message") return this.#socket.addEventListener(type, listener);
      let lot: { readonly data?: unknown }[] = [];
      this.#socket.addEventListener(type, (event) => {
        if (lot.push(event) > 1) return;
        setTimeout(() => {
          for (const event of lot) listener(event);
          lot = [];
        }, 50);
      });
    };

    send = (data: string) => this.#socket.send(data);
    close = () => this.#socket.close();
  };
}

/** Cases. */
export const SHARING_CASES: readonly Case[] = [
  {
    name: "remote: a run() that waits and is aborted says nothing to what the owner is asked",
    run: (kit) =>
      onRemote(kit, script(kit), async (remote) => {
        const { owner, running, request, theirs } = await waiting(kit, remote);
        const abort = new AbortController();
        const waits = theirs.run("two", { whenBusy: "wait", signal: abort.signal });
        const ends = assertRejects(() => waits, kit.sdk.AbortError);
        const turn = await theirs.runStreamed("three", { whenBusy: "wait" });
        const left = assertRejects(() => turn.result, kit.live.InterruptedError);
        abort.abort();
        await turn.interrupt();
        await Promise.all([ends, left]);
        // A round trip, in which a word of theirs would have arrived.
        await theirs.findTurn("none");
        assertEquals(request.signal.aborted, false);
        owner.accept();
        assertEquals((await running).finalResponse, "echo run touch ran");
        assert(await exists(join(kit.folder, "ran")));
      }),
  },
  {
    name: "remote: a run() that waits keeps its own tokens, and lets an attached turn be answered",
    run: (kit) =>
      onRemote(kit, script(kit), async (remote) => {
        const { running, theirs } = await waiting(kit, remote);
        const other = asked();
        other.accept();
        const watched = await theirs.attach({ onApproval: other.onApproval });
        const waits = theirs.run("two", { whenBusy: "wait" });
        assertEquals((await watched?.result)?.finalResponse, "echo run touch ran");
        assertEquals(other.count, 1);
        const mine = await running;
        const theirTurn = await waits;
        assertEquals(theirTurn.finalResponse, "echo two");
        assertEquals(theirTurn.turnUsage?.input_tokens, 42);
        assertEquals(theirTurn.usage?.input_tokens, (mine.usage?.input_tokens ?? 0) + 42);
      }),
  },
  {
    name: "remote: a callback of attach() answers for that turn alone",
    run: (kit) =>
      onRemote(kit, script(kit), async (remote) => {
        const { owner, thread, running, theirs } = await waiting(kit, remote);
        const watched = await theirs.attach({ onApproval: () => new Promise(() => {}) });
        await watched?.events.next();
        await watched?.events.return(undefined);
        owner.accept();
        await running;
        let declined = 0;
        const own = await theirs.attach({ onApproval: () => (declined++, "decline") });
        assertEquals(own, null);
        const { items } = await thread.run("run touch again");
        assertEquals(declined, 0);
        assert(await exists(join(kit.folder, "again")));
        assert(items.some((item) => item.type === "command_execution" && item.exit_code === 0));
      }),
  },
  {
    name: "remote: close() of a thread ends what attach() gave, and leaves the turn alone",
    run: (kit) =>
      onRemote(kit, script(kit), async (remote) => {
        const { owner, running, theirs } = await waiting(kit, remote);
        const watched = await theirs.attach();
        assert(watched !== null);
        const ends = assertRejects(() => watched.result, kit.sdk.CodexError, "it was closed");
        await watched.events.next();
        await theirs.close();
        await ends;
        owner.accept();
        assertEquals((await running).finalResponse, "echo run touch ran");
      }),
  },
  {
    name:
      "remote: a patch that is asked for while the connection is down is asked for when it is back",
    run: (kit) => {
      const { message, patch, reply } = kit.testing;
      const words = ["one ", "two ", "three"];
      const change = "*** Begin Patch\n*** Add File: new.txt\n+hi\n*** End Patch\n";
      const replies = [
        reply(message(words.join(""), { deltas: words, deltaMs: 150 }), patch(change)),
        reply(message("done")),
      ];
      return onRemote(kit, replies, async ({ connect, url }) => {
        const net = await network(url);
        try {
          const owner = asked();
          owner.accept();
          const app = await connect({ url: net.url, reconnect: OFTEN });
          const thread = await app.startThread({
            workingDirectory: kit.folder,
            ...ASKS,
            onApproval: owner.onApproval,
          });
          const turn = await thread.runStreamed("go");
          await readTo(turn.events, "item.delta");
          net.open(false);
          net.cut();
          const other = await connect();
          const heard = other.notifications({ methods: ["thread/status/changed"] });
          for await (const { method, params } of heard) {
            if (method !== "thread/status/changed" || params.status.type !== "active") continue;
            if (params.status.activeFlags.includes("waitingOnApproval")) break;
          }
          net.open(true);
          assertEquals((await turn.result).finalResponse, "done");
          assertEquals(owner.count, 1);
          assert(await exists(join(kit.folder, "new.txt")));
        } finally {
          await net.close();
        }
      });
    },
  },
  {
    name: "remote: run() while the connection is down does not steer a turn that began meanwhile",
    run: (kit) =>
      onRemote(kit, script(kit), async (remote) => {
        const { app, owner, thread, theirs, back, net } = await cutOff(kit, remote);
        try {
          const mine = thread.run("mine", { whenBusy: "wait" });
          const running = theirs.run("run touch ran");
          await owner.first;
          await back();
          owner.accept();
          await running;
          assertEquals((await mine).finalResponse, "echo mine");
          const { turns } = await app.readThread(thread.id, { includeTurns: true });
          const said = turns.map(({ items }) =>
            items.filter(({ type }) => type === "user_message").length
          );
          assertEquals(said, [1, 1, 1]);
        } finally {
          await net.close();
        }
      }),
  },
  {
    name: "remote: interrupt() of a turn that waits after a gap leaves another client's alone",
    run: (kit) =>
      onRemote(kit, script(kit), async (remote) => {
        const { owner, thread, theirs, back, net } = await cutOff(kit, remote);
        try {
          const mine = await thread.runStreamed("mine", { whenBusy: "wait" });
          const ends = assertRejects(() => mine.result, kit.live.InterruptedError);
          const running = theirs.run("run touch ran");
          await owner.first;
          await back();
          await mine.interrupt();
          await ends;
          owner.accept();
          assertEquals((await running).finalResponse, "echo run touch ran");
          const said = remote.server.requests.map(({ texts }) => texts.at(-1));
          assertEquals(said.includes("mine"), false);
        } finally {
          await net.close();
        }
      }),
  },
  {
    name: "remote: a thread that cannot be taken up again says so, and never hangs",
    run: (kit) =>
      onRemote(kit, script(kit), async ({ connect, url }) => {
        const net = await network(url);
        try {
          const app = await connect({ url: net.url, reconnect: OFTEN });
          // Codex keeps nothing of it that could be resumed.
          const options = { workingDirectory: kit.folder, ephemeral: true };
          const thread = await app.startThread(options);
          await thread.run("one");
          net.cut();
          await waitFor(app, "reconnecting");
          await waitFor(app, "connected");
          for (let call = 0; call < 2; call++) {
            const error = await assertRejects(() => thread.run("two"), kit.sdk.ResumeError);
            assertEquals(error.reason, "not_found");
          }
          assertEquals(
            (await (await app.startThread(options)).run("three")).finalResponse,
            "echo three",
          );
        } finally {
          await net.close();
        }
      }),
  },
  {
    name: "remote: a question that comes in one breath with attach() is asked",
    run: (kit) =>
      onRemote(kit, script(kit), async (remote) => {
        const { app, running, thread } = await waiting(kit, remote);
        await app.close();
        await assertRejects(() => running, kit.live.ConnectionClosedError);
        const theirs = await (await remote.connect({ webSocket: inLots(kit) }))
          .resumeThread(thread.id);
        const other = asked();
        other.accept();
        const taken = await theirs.attach({ onApproval: other.onApproval });
        assertEquals((await taken?.result)?.finalResponse, "echo run touch ran");
        assertEquals(other.count, 1);
      }),
  },
  {
    name: "remote: a turn that waits after a gap does not keep its thread from answering",
    run: (kit) =>
      onRemote(kit, script(kit), async ({ connect, url }) => {
        const net = await network(url);
        try {
          const mine = asked();
          mine.accept();
          const app = await connect({ url: net.url, reconnect: OFTEN });
          const options = { workingDirectory: kit.folder, model: CLASSIC } as const;
          const thread = await app.startThread({ ...options, onApproval: mine.onApproval });
          await thread.run("zero");
          const other = await connect();
          const theirs = await other.resumeThread(thread.id, ASKS);
          net.open(false);
          net.cut();
          await waitFor(app, "reconnecting");
          const waits = thread.run("mine", { whenBusy: "wait" });
          const heard = other.notifications({ methods: ["thread/status/changed"] });
          const running = theirs.run("run touch ran");
          for await (const { method, params } of heard) {
            if (method !== "thread/status/changed" || params.status.type !== "active") continue;
            if (params.status.activeFlags.includes("waitingOnApproval")) break;
          }
          net.open(true);
          assertEquals((await running).finalResponse, "echo run touch ran");
          assertEquals(mine.count, 1);
          assertEquals((await waits).finalResponse, "echo mine");
        } finally {
          await net.close();
        }
      }),
  },
];
