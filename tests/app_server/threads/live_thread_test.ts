import { assert, assertEquals, assertRejects } from "@std/assert";
import { AppServer } from "../../../src/app_server/app_server.ts";
import type { LiveEvent } from "../../../src/app_server/events/live_events.ts";
import type { LiveThread } from "../../../src/app_server/threads/live_thread.ts";
import {
  ConnectionClosedError,
  RpcError,
  SlowConsumerError,
} from "../../../src/app_server/link/rpc_errors.ts";
import { ThreadOpener } from "../../../src/app_server/threads/opening/opener.ts";
import { TurnNotActiveError } from "../../../src/app_server/turns/errors.ts";
import type { LiveThreadOptions } from "../../../src/app_server/turns/options.ts";
import type { ThreadLink } from "../../../src/app_server/turns/thread_link.ts";
import { ThreadRegistry } from "../../../src/app_server/threads/registry.ts";
import {
  AbortError,
  CodexError,
  IncompleteTurnError,
  TurnFailedError,
} from "../../../src/core/vocabulary/errors.ts";
import { delay, fakeCodex, item, turn } from "../../../src/testing/mod.ts";
import { soon } from "../link/line_pairs.ts";

type Params = Record<string, unknown>;

const [THREAD, SLOW, QUICK, ONE, TWO] = Array.from(
  { length: 5 },
  (_, index) => `01a201f0-88ca-7681-ada4-00000000000${index}`,
) as [string, string, string, string, string];

/** A server whose answers and notifications the test makes. */
class Server {
  /** What was asked, but for what opens a thread. */
  readonly asked: { readonly method: string; readonly params: Params }[] = [];
  /** The threads. */
  readonly threads: ThreadRegistry = new ThreadRegistry();
  /** Opens threads. */
  readonly opener: ThreadOpener;
  /** Whether requests to start a turn wait for `answer()`. */
  holds = false;
  /** Whether it is still unloading the thread, for another client. */
  isClosing = false;
  /** Whether it no longer has any thread. */
  isGone = false;
  #turns = 0;
  #held: (() => void)[] = [];
  #opening: () => string = () => THREAD;

  constructor() {
    const link: ThreadLink = {
      callbacks: {},
      bindContext: () => (run) => run(),
      request: async (method, params) => {
        if (method === "config/read") return { config: {} };
        if (method === "thread/start") return { thread: { id: this.#opening() }, ...SETTINGS };
        this.asked.push({ method, params: params as Params });
        if (method === "thread/read") return { thread: { id: THREAD } };
        if (method === "thread/resume" && this.isClosing) {
          const message =
            `thread ${THREAD} is closing; retry thread/resume after the thread is closed`;
          throw new RpcError(method, { code: -32600, message });
        }
        if (method === "thread/resume") {
          // Right behind the answer, what the thread has used so far.
          queueMicrotask(() => this.used("earlier", 9));
          return { thread: { id: THREAD }, ...SETTINGS };
        }
        if (method === "thread/unsubscribe") return { status: "unsubscribed" };
        if (method === "turn/start" && this.isGone) {
          throw new RpcError(method, { code: -32600, message: `thread not found: ${THREAD}` });
        }
        if (method !== "turn/start") return {};
        const id = `turn${++this.#turns}`;
        if (this.holds) await new Promise<void>((resolve) => this.#held.push(resolve));
        return { turn: { id } };
      },
      unloaded: (threadId) => this.threads.notify("thread/closed", { threadId }),
      images: () => Promise.resolve((path: string) => path),
      stderr: () => "",
      redact: (text: string) => text,
    };
    this.opener = new ThreadOpener(link, this.threads, null);
  }

  /** Lets the requests that were held be answered. */
  answer(): void {
    for (const go of this.#held.splice(0)) go();
  }

  /** Opens a thread; `meanwhile` happens before the answer is there. */
  open(
    id = THREAD,
    meanwhile: () => void = () => {},
    options: LiveThreadOptions = {},
  ): Promise<LiveThread> {
    this.#opening = () => {
      meanwhile();
      return id;
    };
    return this.opener.start(options);
  }

  /** A notification of a thread's turn. */
  tell(turnId: string, method: string, params: Params = {}, threadId = THREAD): void {
    const turn = { id: turnId, error: null, ...params.turn as Params | undefined };
    this.threads.notify(method, { threadId, turnId, ...params, turn });
  }

  /** The turn begins. */
  begin(turnId: string, threadId = THREAD): void {
    this.tell(turnId, "turn/started", {}, threadId);
  }

  /** The turn ends. */
  end(turnId: string, status = "completed", threadId = THREAD): void {
    this.tell(turnId, "turn/completed", { turn: { status } }, threadId);
  }

  /** What the thread has used so far. */
  used(turnId: string, inputTokens: number): void {
    const total = { inputTokens, cachedInputTokens: 0, outputTokens: 0, reasoningOutputTokens: 0 };
    this.tell(turnId, "thread/tokenUsage/updated", { tokenUsage: { total, last: total } });
  }

  /** A message of the agent, complete. */
  say(turnId: string, text: string, threadId = THREAD): void {
    const item = { type: "agentMessage", id: `msg ${text.slice(0, 9)}`, text };
    this.tell(turnId, "item/completed", { item }, threadId);
  }

  /** The methods that were called. */
  get methods(): string[] {
    return this.asked.map(({ method }) => method);
  }
}

/** What the server says a thread's turns are run with. */
const SETTINGS = { model: "m", reasoningEffort: null, cwd: "/work", approvalPolicy: "never" };

const MIB = "x".repeat(1024 * 1024);

/** What is left of the events. */
async function rest(events: AsyncGenerator<LiveEvent>): Promise<LiveEvent[]> {
  const seen: LiveEvent[] = [];
  for await (const event of events) seen.push(event);
  return seen;
}

Deno.test("LiveThread.runStreamed() merges what may be merged while the consumer is behind", async () => {
  const server = new Server();
  const thread = await server.open();
  const { events } = await thread.runStreamed("go");
  await events.next();
  await soon();
  server.begin("turn1");
  for (let word = 0; word < 1000; word++) {
    for (const itemId of ["a", "b"]) {
      server.tell("turn1", "item/agentMessage/delta", { itemId, delta: `${itemId}${word} ` });
    }
    // Each replaces the one that waits: 1000 MiB in all, one MiB at a time.
    server.tell("turn1", "turn/diff/updated", { diff: MIB });
  }
  server.end("turn1");
  const seen = await rest(events);
  assertEquals(seen.map(({ type }) => type), [
    "turn.started",
    "item.delta",
    "item.delta",
    "turn.diff",
    "turn.completed",
  ]);
  const words = (name: string) => Array.from({ length: 1000 }, (_, word) => `${name}${word} `);
  for (const [index, name] of [[1, "a"], [2, "b"]] as const) {
    const event = seen[index];
    assert(event?.type === "item.delta");
    assertEquals(event.delta, words(name).join(""));
  }
});

Deno.test("LiveThread.runStreamed() throws SlowConsumerError beyond 64 MiB, and other threads go on", async () => {
  const server = new Server();
  const [slow, quick] = [await server.open(SLOW), await server.open(QUICK)];
  const { events } = await slow.runStreamed("go");
  await events.next();
  const other = quick.run("go");
  await soon();
  server.begin("turn1", SLOW);
  server.begin("turn2", QUICK);
  for (let count = 0; count < 70; count++) server.say("turn1", `${count} ${MIB}`, SLOW);
  await soon();
  const interrupt = server.asked.find(({ method }) => method === "turn/interrupt");
  assertEquals(interrupt?.params, { threadId: SLOW, turnId: "turn1" });
  server.end("turn1", "interrupted", SLOW);
  const error = await assertRejects(() => rest(events), SlowConsumerError);
  assert(error.queuedSize > 64 * 1024 * 1024, String(error.queuedSize));
  assertEquals(error.threadId, SLOW);
  server.say("turn2", "fine", QUICK);
  server.end("turn2", "completed", QUICK);
  assertEquals((await other).finalResponse, "fine");
  const next = slow.run("again");
  await soon();
  server.say("turn3", "fine", SLOW);
  server.end("turn3", "completed", SLOW);
  assertEquals((await next).finalResponse, "fine");
});

Deno.test("LiveThread hears what came before the answer to its start, and to its turn", async () => {
  const server = new Server();
  server.holds = true;
  const thread = await server.open(THREAD, () => {
    server.threads.notify("warning", { threadId: THREAD, message: "careful" });
    server.threads.notify("warning", { threadId: "another", message: "not mine" });
    server.threads.notify("warning", { message: "nobody's" });
  });
  const { events } = await thread.runStreamed("go");
  const reading = rest(events);
  await soon();
  server.begin("turn1");
  server.say("turn1", "early");
  server.say("turn0", "of another turn");
  server.answer();
  await soon();
  server.end("turn1");
  assertEquals<unknown>((await reading).slice(1, 4), [
    { type: "item.completed", item: { id: "item_0", type: "error", message: "careful" } },
    { type: "turn.started", turn_id: "turn1" },
    {
      type: "item.completed",
      item: { id: "item_1", type: "agent_message", text: "early", phase: null },
    },
  ]);
});

Deno.test("LiveThread tells what a reviewing model has refused as a warning of the turn", async () => {
  const server = new Server();
  const thread = await server.open(THREAD);
  const { events } = await thread.runStreamed("go");
  const reading = rest(events);
  await soon();
  server.threads.notify("guardianWarning", { threadId: THREAD, message: "denied" });
  server.end("turn1");
  assertEquals<unknown>((await reading).at(-2), {
    type: "item.completed",
    item: { id: "item_0", type: "error", message: "denied" },
  });
});

Deno.test("LiveThread.run() sends the options of its own object, whatever another one changed", async () => {
  const server = new Server();
  const first = await server.open(THREAD, () => {}, { approvalPolicy: "never" });
  const second = await server.opener.resume(THREAD, {
    approvalPolicy: "untrusted",
    sandboxMode: "danger-full-access",
    model: "other",
    modelReasoningEffort: "high",
    workingDirectory: "/else",
  });
  assert(second !== first);
  const sent: Params[] = [];
  for (const [index, thread] of [first, second, first].entries()) {
    const running = thread.run("go");
    await soon();
    sent.push(server.asked.at(-1)?.params ?? {});
    server.threads.notify("thread/settings/updated", {
      threadId: THREAD,
      threadSettings: { effort: thread === second ? "high" : null },
    });
    server.end(`turn${index + 1}`);
    await running;
  }
  const input = [{ type: "text", text: "go" }];
  const own = {
    threadId: THREAD,
    cwd: "/work",
    runtimeWorkspaceRoots: ["/work"],
    sandboxPolicy: { type: "readOnly", networkAccess: false },
    approvalPolicy: "never",
    model: "m",
    input,
  };
  assertEquals(sent, [own, {
    threadId: THREAD,
    cwd: "/else",
    runtimeWorkspaceRoots: ["/else"],
    sandboxPolicy: { type: "dangerFullAccess" },
    approvalPolicy: "untrusted",
    model: "other",
    effort: "high",
    input,
  }, {
    ...own,
    collaborationMode: {
      mode: "default",
      settings: { model: "m", reasoning_effort: null, developer_instructions: null },
    },
  }]);
});

Deno.test("LiveThread.close() stops the turn, refuses those that wait, and settles when Codex has unloaded it", async () => {
  const server = new Server();
  const thread = await server.open();
  const running = thread.run("go", { killGraceMs: 10 });
  const waiting = thread.run("next");
  await soon();
  server.begin("turn1");
  assertEquals(thread.activeTurn, { id: "turn1" });
  let closed = false;
  const closing = thread.close().then(() => closed = true);
  await assertRejects(() => running, CodexError, "it was closed");
  await assertRejects(() => waiting, CodexError, "it was closed");
  await soon();
  assertEquals(server.methods.at(-1), "turn/interrupt");
  server.end("turn1", "interrupted");
  await soon();
  assertEquals([server.methods.at(-1), closed], ["thread/unsubscribe", false]);
  server.threads.notify("thread/closed", { threadId: THREAD });
  await closing;
  assertEquals([thread.activeTurn, server.threads.get(THREAD)], [null, undefined]);
  await thread.close();
  await assertRejects(() => thread.run("more"), CodexError, "it was closed");
  await assertRejects(() => thread.runStreamed("more"), CodexError, "it was closed");
});

Deno.test("LiveTurn.steer() starts a turn, and rejects in one that waits or has ended", async () => {
  const server = new Server();
  const thread = await server.open();
  const first = await thread.runStreamed("go");
  const second = await thread.runStreamed("next");
  const steering = first.steer("more");
  assertEquals([first.id, second.id], [null, null]);
  // Before and after it was asked for.
  await assertRejects(() => second.steer("x"), TurnNotActiveError, "is waiting");
  const reading = rest(second.events);
  await assertRejects(() => second.steer("x"), TurnNotActiveError, "is waiting");
  await soon();
  server.begin("turn1");
  await steering;
  assertEquals([server.methods, first.id], [["turn/start", "turn/steer"], "turn1"]);
  server.end("turn1");
  await rest(first.events);
  await assertRejects(() => first.steer("x"), TurnNotActiveError, "has ended");
  await soon();
  server.end("turn2");
  await reading;
  const left = await thread.runStreamed("never");
  await left.events.return(undefined);
  await assertRejects(() => left.steer("x"), TurnNotActiveError, "has ended");
});

Deno.test("LiveTurn.interrupt() is repeated when the turn begins after it", async () => {
  const server = new Server();
  const thread = await server.open();
  const turn = await thread.runStreamed("go");
  const reading = rest(turn.events);
  await soon();
  await turn.interrupt();
  server.begin("turn1");
  await soon();
  const ids = server.asked.slice(1).map(({ params }) => params.turnId);
  assertEquals(ids, ["", "turn1"]);
  server.end("turn1", "interrupted");
  assertEquals((await reading).at(-1), { type: "turn.interrupted", turn_id: "turn1" });
  await turn.interrupt();
  assertEquals(server.asked.length, 3);
});

Deno.test("LiveThread.run() waits for a turn that was given up, lest it steer that", async () => {
  const server = new Server();
  const thread = await server.open();
  const abort = new AbortController();
  const given = thread.run("go", { signal: abort.signal, killGraceMs: 10 });
  await soon();
  server.begin("turn1");
  abort.abort();
  await assertRejects(() => given, AbortError);
  const next = thread.run("next");
  await soon();
  assertEquals(server.methods, ["turn/start", "turn/interrupt"]);
  server.end("turn1", "interrupted");
  await soon();
  assertEquals(server.methods.at(-1), "turn/start");
  server.say("turn2", "fine");
  server.end("turn2");
  assertEquals((await next).finalResponse, "fine");
});

Deno.test("LiveThread.run() tells this turn's share of the tokens, also after one that failed", async () => {
  const server = new Server();
  const thread = await server.open();
  const use = (turnId: string, tokens: number) => {
    const count = {
      inputTokens: tokens,
      cachedInputTokens: 0,
      outputTokens: tokens,
      reasoningOutputTokens: 0,
    };
    server.tell(turnId, "thread/tokenUsage/updated", { tokenUsage: { total: count, last: count } });
  };
  const rows = [["completed", 10, 10], ["failed", 30, null], ["interrupted", 40, null], [
    "completed",
    45,
    5,
  ]] as const;
  for (const [index, [status, total, share]] of rows.entries()) {
    const id = `turn${index + 1}`;
    const running = thread.run("go");
    await soon();
    use(id, total);
    server.end(id, status);
    if (status === "failed") await assertRejects(() => running, TurnFailedError);
    else if (status === "interrupted") await assertRejects(() => running, IncompleteTurnError);
    else assertEquals((await running).turnUsage?.input_tokens, share);
  }
});

Deno.test("ThreadRegistry.lose() rejects each turn with an error of its own", async () => {
  const server = new Server();
  const threads = [await server.open(ONE), await server.open(TWO)];
  const turns = threads.map((thread) => thread.run("go"));
  await soon();
  server.say("turn1", "so far", ONE);
  const fields = { exitCode: null, signal: "SIGKILL", stderr: "" };
  server.threads.lose(() => new ConnectionClosedError("gone", fields));
  const errors = await Promise.all(
    turns.map((turn) => assertRejects(() => turn, ConnectionClosedError)),
  );
  assertEquals(errors.map(({ threadId, items }) => [threadId, items.length]), [
    [ONE, 1],
    [TWO, 0],
  ]);
});

Deno.test("LiveTurn.interrupt() before the turn has begun keeps it from beginning", async () => {
  const spawn = fakeCodex(() => turn(delay(50), item.agentMessage("hi")));
  const server = await AppServer.start({ spawn });
  const thread = await server.startThread();
  const read = async (events: AsyncIterable<LiveEvent>) => {
    const seen = [];
    for await (const { type } of events) seen.push(type);
    return seen;
  };
  const first = thread.run("first");
  const queued = await thread.runStreamed("queued");
  const reading = read(queued.events);
  await queued.interrupt();
  assertEquals((await first).finalResponse, "hi");
  assertEquals(await reading, ["turn.interrupted"]);
  const unread = await thread.runStreamed("unread");
  await unread.interrupt();
  assertEquals(await read(unread.events), ["turn.interrupted"]);
  assertEquals((await thread.run("last")).finalResponse, "hi");
  assertEquals(spawn.calls.map(({ prompt }) => prompt), ["first", "last"]);
  await server.close();
});

Deno.test("AppServer.archiveThread() and deleteThread() close a thread before Codex tells of it", async () => {
  const server = await AppServer.start({ spawn: fakeCodex(() => turn(item.agentMessage("hi"))) });
  for (const method of ["archiveThread", "deleteThread"] as const) {
    const thread = await server.startThread();
    await thread.run("go");
    await server[method](thread.id);
    await assertRejects(() => thread.run("more"), CodexError, "it was closed");
  }
  await server.close();
});

Deno.test("resumeThread() loads a thread again that the server has lost without a word", async () => {
  const server = new Server();
  const thread = await server.open();
  server.isGone = true;
  await assertRejects(() => thread.run("go"), CodexError, "it was closed");
  assertEquals(server.threads.all, []);
  server.isGone = false;
  const again = await server.opener.resume(THREAD, {});
  const running = again.run("go on");
  await soon();
  server.begin("turn1");
  server.used("turn1", 11);
  server.end("turn1");
  assertEquals((await running).turnUsage?.input_tokens, 2);
  assertEquals(server.methods.filter((method) => method === "thread/resume").length, 1);
});

Deno.test("resumeThread() outlives the end of the thread that another client has unloaded", async () => {
  const server = new Server();
  server.isClosing = true;
  const resuming = server.opener.resume(THREAD, {});
  while (!server.methods.includes("thread/resume")) await soon();
  server.isClosing = false;
  server.threads.notify("thread/closed", { threadId: THREAD });
  const thread = await resuming;
  assertEquals(server.threads.all.map(({ id }) => id), [thread.id]);
  assertEquals(server.methods.filter((method) => method === "thread/resume").length, 2);
});

Deno.test("startThread() ends for a thread that is closed, and told of, before it is known", async () => {
  const server = new Server();
  const thread = await server.open(THREAD, () => {
    server.threads.notify("thread/closed", { threadId: THREAD });
    server.threads.notify("thread/status/changed", { threadId: THREAD });
  });
  assertEquals(server.threads.all, []);
  await assertRejects(() => thread.run("go"), CodexError, "it was closed");
});
