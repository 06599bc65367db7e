/**
 * Connections that are lost and made again, servers that die and are started again.
 *
 * @module
 */
import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import process from "node:process";
import type { AppServer, ConnectionState, LiveEvent } from "../../src/app_server/mod.ts";
import type { Subprocess } from "../../mod.ts";
import { type Case, gate, type Kit } from "./case.ts";
import { allCompletedOf, eventsOf, onLive, openItems, readTo } from "./live_case.ts";
import { POSIX } from "./posix.ts";
import { processesWith } from "./processes.ts";
import { CLASSIC, until } from "./real_case.ts";
import { network, onRemote } from "./remote_case.ts";

/** Numbers from 0 to 1, the same in every run. */
function random(seed: number): () => number {
  return () => {
    seed = (seed * 1_664_525 + 1_013_904_223) >>> 0;
    return seed / 2 ** 32;
  };
}

const OFTEN = { attempts: 100, minDelayMs: 5, maxDelayMs: 50 };

/** What a turn comes to, whatever became of the connection: ids of items count from 0, texts are whole. */
function outcome(events: readonly LiveEvent[]) {
  const items = allCompletedOf(events).map((item) => {
    if (item.type === "agent_message") return ["agent_message", item.text];
    if (item.type === "command_execution") {
      return ["command_execution", item.aggregated_output, item.exit_code, item.status];
    }
    return [item.type];
  });
  const last = events.at(-1);
  return { items, end: last?.type, usage: last?.type === "turn.completed" ? last.usage : null };
}

/** What was told of items, in short. */
function traceOf(events: readonly LiveEvent[]): string {
  return events.map((event) => {
    const id = "item" in event ? event.item.id : event.type === "item.delta" ? event.item_id : "";
    return `${event.type} ${id}`;
  }).join(", ");
}

/** Two commands and a text in pieces, over half a second and more. */
function script(kit: Kit) {
  const { message, reply, shell } = kit.testing;
  const words = Array.from({ length: 20 }, (_, index) => `word ${index} `);
  return ({ body }: { readonly body: Readonly<Record<string, unknown>> }) => {
    const input = body.input as readonly { readonly type?: string; readonly role?: string }[];
    const turn = input.slice(input.findLastIndex(({ role }) => role === "user"));
    const done = turn.filter(({ type }) => String(type).endsWith("_output")).length;
    if (done === 0) return reply(message("I begin"), shell("echo one; sleep 0.1; echo two"));
    if (done === 1) return reply(shell("echo three"));
    return reply(message(words.join(""), { deltas: words, deltaMs: 10 }));
  };
}

/** Other moments on each runtime, of which `deno task test --all` has all; most of what can go wrong has nothing to do with it. */
const SEEDS = {
  deno: 7,
  node: 8,
  bun: 9,
} as const;
const ROUNDS = 3;

/** A network that is cut four times in each round. */
export const RANDOM_CUT_CASES: readonly Case[] = [
  {
    name: "remote: a network cut at random moments changes nothing of what a turn comes to",
    run: (kit) =>
      onRemote(kit, script(kit), async ({ url, connect, server }) => {
        const options = { model: CLASSIC, sandboxMode: "danger-full-access" } as const;
        const app = await connect();
        const uncut = await app.startThread({ workingDirectory: kit.folder, ...options });
        const wanted = outcome(await eventsOf(await uncut.runStreamed("go")));
        assertEquals(wanted.items.length, 5);
        const net = await network(url);
        const states: ConnectionState[] = [];
        const cut = await connect({
          url: net.url,
          reconnect: OFTEN,
          onConnectionChange: (state) => void states.push(state),
        });
        const chance = random(SEEDS[kit.runtime]);
        const pause = () => new Promise((resolve) => setTimeout(resolve, chance() * 500));
        try {
          for (let round = 0; round < ROUNDS; round++) {
            const before = server.requests.length;
            const turns = [1, 2, 3, 4].map(async () => {
              await pause();
              const thread = await cut.startThread({ workingDirectory: kit.folder, ...options });
              const seen = await eventsOf(await thread.runStreamed("go"));
              await thread.close();
              return seen;
            });
            for (let cuts = 0; cuts < 4; cuts++) {
              await pause();
              net.cut();
            }
            for (const seen of await Promise.all(turns)) {
              assertEquals(outcome(seen), wanted, `round ${round}`);
              assertEquals(openItems(seen), [], `round ${round}: ${traceOf(seen)}`);
              const ids = allCompletedOf(seen).map(({ id }) => id);
              assertEquals(new Set(ids).size, ids.length, `round ${round}`);
            }
            // Nothing was asked of the model twice.
            assertEquals(server.requests.length - before, 4 * 3, `round ${round}`);
          }
          assert(states.includes("reconnecting"));
          await waitFor(cut, "connected");
        } finally {
          await net.close();
        }
      }),
  },
];

/** Cases. */
export const RECONNECT_CASES: readonly Case[] = [
  {
    name: "remote: a turn that ended while the network was down ends by what is stored of it",
    run: (kit) =>
      onRemote(kit, script(kit), async ({ url, connect }) => {
        const net = await network(url);
        try {
          const app = await connect({ url: net.url, reconnect: OFTEN });
          const options = { model: CLASSIC, sandboxMode: "danger-full-access" } as const;
          const thread = await app.startThread({ workingDirectory: kit.folder, ...options });
          const turn = await thread.runStreamed("go");
          const before = await readTo(turn.events, "item.completed", "agent_message");
          net.open(false);
          net.cut();
          // Somebody else sees it end.
          const other = await connect();
          const watched = await (await other.resumeThread(thread.id)).attach();
          const wanted = await watched?.result;
          net.open(true);
          const after = await eventsOf(turn);
          assertEquals(after.at(-1)?.type, "turn.completed");
          const result = await turn.result;
          assertEquals(result.finalResponse, wanted?.finalResponse);
          assertEquals(result.usage, wanted?.usage);
          assertEquals(result.turnUsage, result.usage);
          assertEquals(allCompletedOf([...before, ...after]).length, 5);
          assertEquals((await thread.run("again")).finalResponse, result.finalResponse);
        } finally {
          await net.close();
        }
      }),
  },
  {
    name: "remote: a review goes on after a cut",
    run: (kit) => {
      const { message, reply } = kit.testing;
      let goOn!: () => void;
      const gate = new Promise<void>((resolve) => goOn = resolve);
      const script = async () => (await gate, reply(message("fine")));
      return onRemote(kit, script, async ({ url, connect, server }) => {
        const net = await network(url);
        try {
          const app = await connect({ url: net.url, reconnect: OFTEN });
          const thread = await app.startThread({ workingDirectory: kit.folder });
          const review = thread.review({ type: "custom", instructions: "Look" });
          await server.waitForRequests(1);
          net.open(false);
          net.cut();
          await waitFor(app, "reconnecting");
          net.open(true);
          await waitFor(app, "connected");
          goOn();
          assertEquals((await review).finalResponse, "fine");
        } finally {
          await net.close();
        }
      });
    },
  },
  {
    name: "remote: a question that waits is asked once, and its answer comes through after a cut",
    run: (kit) => {
      const { message, reply, shell } = kit.testing;
      const replies = [reply(shell("echo asked")), reply(message("done"))];
      return onRemote(kit, replies, async ({ url, connect }) => {
        const net = await network(url);
        try {
          let asked = 0;
          let ask!: () => void;
          const first = new Promise<void>((resolve) => ask = resolve);
          let answer!: () => void;
          const answered = new Promise<void>((resolve) => answer = resolve);
          const app = await connect({ url: net.url, reconnect: OFTEN });
          const thread = await app.startThread({
            workingDirectory: kit.folder,
            model: CLASSIC,
            approvalPolicy: "untrusted",
            onApproval: async () => {
              asked++;
              ask();
              await answered;
              return "accept";
            },
          });
          const running = thread.run("go");
          await first;
          for (let cut = 0; cut < 3; cut++) {
            net.cut();
            await waitFor(app, "reconnecting");
            await waitFor(app, "connected");
          }
          answer();
          const { finalResponse, items } = await running;
          assertEquals([finalResponse, asked], ["done", 1]);
          const [command] = items.filter(({ type }) => type === "command_execution");
          assert(command?.type === "command_execution");
          assertEquals(command.aggregated_output.trim(), "asked");
        } finally {
          await net.close();
        }
      });
    },
  },
  {
    name: "remote: a server that does not come back is given up, and everything is told",
    run: (kit) =>
      onRemote(kit, [kit.testing.stall()], async ({ connect, codex, server }) => {
        const states: ConnectionState[] = [];
        const errors: Error[] = [];
        const app = await connect({
          reconnect: { attempts: 3, minDelayMs: 5 },
          onConnectionChange: (state) => void states.push(state),
          onConnectionError: (error) => void errors.push(error),
        });
        const thread = await app.startThread({ workingDirectory: kit.folder });
        const running = thread.run("go");
        await server.waitForRequests(1);
        codex.kill("SIGKILL");
        const error = await assertRejects(() => running, kit.live.ConnectionClosedError);
        // What a runtime's WebSocket says of it comes between.
        assertMatch(error.message, /was lost(: .+)?; the SDK tried to reconnect 3 times/);
        assertEquals(states, ["reconnecting", "closed"]);
        assertEquals((await app.closed).reason, "lost");
        assertEquals(errors.map(({ message }) => message), [error.message]);
        await assertRejects(() => app.listModels(), kit.live.ConnectionClosedError);
      }),
  },
  {
    name: "remote: without reconnect a lost connection is the end",
    run: (kit) =>
      onRemote(kit, [kit.testing.stall()], async ({ url, connect, server }) => {
        const net = await network(url);
        try {
          const app = await connect({ url: net.url, reconnect: false });
          const thread = await app.startThread({ workingDirectory: kit.folder });
          const running = thread.run("go");
          await server.waitForRequests(1);
          net.cut();
          await assertRejects(() => running, kit.live.ConnectionClosedError, "was lost");
          assertEquals(app.state, "closed");
        } finally {
          await net.close();
        }
      }),
  },
  {
    name: "remote: close() while a connection is made again settles, and is the end",
    run: (kit) =>
      onRemote(kit, [], async ({ url, connect }) => {
        const net = await network(url);
        const app = await connect({
          url: net.url,
          reconnect: { minDelayMs: 60_000, maxDelayMs: 60_000 },
        });
        net.open(false);
        net.cut();
        await waitFor(app, "reconnecting");
        const waiting = app.listModels();
        const ended = assertRejects(() => waiting, kit.live.ConnectionClosedError, "was closed");
        await app.close();
        await ended;
        assertEquals([app.state, (await app.closed).reason], ["closed", "closed"]);
        await net.close();
      }),
  },
  {
    name:
      "live: with restart a server that died is started again, and its turn ends with its items",
    posix: POSIX.processes,
    run(kit) {
      const { message, reply, shell, stall } = kit.testing;
      const replies = [
        reply(message("I begin"), shell("echo one")),
        stall(),
        reply(message("again")),
      ];
      const states: ConnectionState[] = [];
      const options = {
        restart: true,
        onConnectionChange: (state: ConnectionState) => void states.push(state),
      };
      return onLive(kit, replies, async ({ server, app, start }) => {
        const thread = await start({ sandboxMode: "danger-full-access", model: CLASSIC });
        const fresh = await start();
        const turn = await thread.runStreamed("go");
        const reading = eventsOf(turn);
        await server.waitForRequests(2);
        await kill(server.url);
        const seen = await reading;
        assertEquals(seen.at(-1)?.type, "turn.interrupted");
        assertEquals(openItems(seen), []);
        const error = await assertRejects(() => turn.result, kit.live.InterruptedError);
        assertEquals(error.items.map(({ type }) => type), ["agent_message", "command_execution"]);
        assertEquals((await thread.run("more")).finalResponse, "again");
        assertEquals(states, ["reconnecting", "connected"]);
        // Of a thread that has had no turn nothing was kept.
        for (const ask of [() => fresh.run("first"), () => app.resumeThread(fresh.id)]) {
          const { reason } = await assertRejects(
            () => ask() as Promise<unknown>,
            kit.sdk.ResumeError,
          );
          assertEquals(reason, "not_found");
        }
        assertEquals(app.state, "connected");
      }, options);
    },
  },
  {
    name: "live: close() does not wait for the custom spawn of a restart, and ends what comes late",
    async run({ live, testing: { fakeCodex } }) {
      const fake = fakeCodex([]);
      const children: Subprocess[] = [];
      const asked = gate();
      const late = gate();
      const server = await live.AppServer.start({
        restart: true,
        spawn: async (command) => {
          if (children.length > 0) {
            asked.open();
            await late.opened;
          }
          const child = await fake(command);
          children.push(child);
          return child;
        },
      });
      await children[0]?.kill("SIGKILL");
      await asked.opened;
      await server.close();
      assertEquals([server.state, children.length], ["closed", 1]);
      late.open();
      await until(() => Promise.resolve(children[1] ?? null));
      await children[1]?.exited;
    },
  },
];

async function kill(url: string): Promise<void> {
  const [codex] = await processesWith(url);
  assert(codex !== undefined);
  process.kill(codex.pid, "SIGKILL");
}

/** Waits until a connection stands so. */
async function waitFor(app: AppServer, state: ConnectionState): Promise<void> {
  while (app.state !== state) await new Promise((resolve) => setTimeout(resolve, 1));
}
