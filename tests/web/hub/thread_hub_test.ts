import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { AppServer } from "../../../src/app_server/mod.ts";
import { CodexError, InvalidInputError, ResumeError } from "../../../src/core/vocabulary/errors.ts";
import {
  asks,
  delay,
  exits,
  fails,
  type FakeCodex,
  fakeCodex,
  hangs,
  item,
  streamed,
  turn,
} from "../../../src/testing/mod.ts";
import {
  HubError,
  type HubEvent,
  type HubThread,
  ThreadHub,
  type ThreadHubOptions,
} from "../../../src/web/mod.ts";

import { FakeProcess } from "../../app_server/link/fake_process.ts";
import { soon } from "../../app_server/link/line_pairs.ts";
import { ANSWERS, begin, end, heard, THREAD } from "../../app_server/turns/fake_turn.ts";
import type { LiveThread } from "../../../src/app_server/mod.ts";
import { EventLog } from "../../../src/web/hub/event_log.ts";
import { controls, createHubThread } from "../../../src/web/hub/hub_thread.ts";
import { Questions } from "../../../src/web/hub/questions.ts";

type Script = Parameters<typeof fakeCodex>[0];

/** Runs `use` with a hub on a fake. */
async function withHub(
  script: Script,
  use: (hub: ThreadHub, spawn: FakeCodex) => Promise<void>,
  options: ThreadHubOptions = {},
): Promise<void> {
  const spawn = fakeCodex(script);
  await using hub = new ThreadHub(() => AppServer.start({ spawn }), options);
  await use(hub, spawn);
}

/** Reads until so many turns have ended. */
async function readTurns(thread: HubThread, turns = 1, after = 0): Promise<HubEvent[]> {
  const seen: HubEvent[] = [];
  for await (const { event } of thread.events({ after })) {
    seen.push(event);
    if (/^turn\.(completed|failed|interrupted)$/.test(event.type) && --turns === 0) break;
  }
  return seen;
}

/** Reads until an event of that type. */
async function readTo<T extends HubEvent["type"]>(
  thread: HubThread,
  type: T,
  after = 0,
): Promise<Extract<HubEvent, { type: T }> & { readonly at: number }> {
  for await (const { n, event } of thread.events({ after })) {
    if (event.type === type) return { ...event as Extract<HubEvent, { type: T }>, at: n };
  }
  throw new Error(`the events ended without ${type}`);
}

const says = (text: string) => turn(item.agentMessage(text));
const types = (events: readonly HubEvent[]) => events.map(({ type }) => type);
const prompts = (events: readonly HubEvent[]) =>
  events.flatMap((event) =>
    event.type === "item.completed" && event.item.type === "user_message"
      ? event.item.content.map((part) => part.type === "text" ? part.text : "")
      : []
  );

Deno.test("HubThread.send() starts a turn that all readers see, with the user's message", async () => {
  await withHub([turn(streamed(item.agentMessage("Hello"), ["Hel", "lo"]))], async (hub) => {
    const thread = await hub.open();
    assertEquals([thread.state, thread.log.last], ["idle", 0]);
    const reading = [readTurns(thread), readTurns(thread)];
    const sent = await thread.send("Say hello");
    assertEquals([sent, thread.state], [{ id: "m1", mode: "start", turnId: null }, "running"]);
    const [one = [], two] = await Promise.all(reading);
    assertEquals(one, two);
    assertEquals(prompts(one), ["Say hello"]);
    const last = one.at(-1);
    assert(last?.type === "turn.completed" && last.message_id === sent.id);
    // Who comes later sees the same.
    assertEquals(await readTurns(thread), one);
    assertEquals([thread.state, thread.log], ["idle", {
      id: thread.log.id,
      from: 1,
      last: one.length,
      turns: ["turn_1"],
    }]);
    const [past] = await thread.history();
    assertEquals(past?.items.map(({ type }) => type), ["user_message", "agent_message"]);
  });
});

Deno.test("HubThread.events() gives numbers from 1, one more each, to each reader from where it was", async () => {
  await withHub([says("one"), says("two")], async (hub) => {
    const thread = await hub.open();
    const numbers: number[] = [];
    const reading = (async () => {
      for await (const { n, event } of thread.events()) {
        numbers.push(n);
        if (event.type === "turn.completed" && event.message_id === "m2") break;
      }
    })();
    await thread.send("a");
    await thread.send("b");
    await reading;
    assertEquals(numbers, numbers.map((_, index) => index + 1));
    const rest: number[] = [];
    for await (const { n } of thread.events({ after: 3 })) {
      rest.push(n);
      if (n === thread.log.last) break;
    }
    assertEquals(rest, numbers.slice(3));
  });
});

Deno.test("HubThread.send() refuses the message that is one too many, and keeps the order of the others", async () => {
  const asking = turn(asks(item.commandExecution("ls")));
  const rest = Array.from({ length: 101 }, () => says("ok"));
  await withHub([asking, ...rest], async (hub) => {
    const thread = await hub.open();
    await thread.send("first");
    const { question } = await readTo(thread, "question");
    const sent = await Promise.allSettled(
      Array.from({ length: 150 }, (_, index) => thread.send(`message ${index}`)),
    );
    const refused = sent.flatMap((one) => one.status === "rejected" ? [one.reason] : []);
    assertEquals(refused.length, 50);
    for (const { status, code } of refused) assertEquals([status, code], [409, "queue_full"]);
    const told = sent.slice(0, 100).flatMap((one) =>
      one.status === "fulfilled" ? [one.value.id] : []
    );
    assertEquals(told.length, 100);
    await thread.answer(question.id, "accept");
    const begun: string[] = [];
    for await (const { event } of thread.events()) {
      if (event.type === "turn.started") begun.push(event.message_id);
      if (event.type === "turn.completed" && event.message_id === told.at(-1)) break;
    }
    assertEquals(begun.slice(1), told);
    // There is room again.
    assertEquals((await thread.send("last")).mode, "start");
  });
});

Deno.test("HubThread.send() queues, steers or rejects while a turn runs", async () => {
  const asking = turn(asks(item.commandExecution("ls")), item.agentMessage("done"));
  await withHub([asking, says("later")], async (hub, spawn) => {
    const thread = await hub.open();
    await thread.send("first");
    const { question, at } = await readTo(thread, "question");
    assertEquals(thread.state, "asking");
    const refused = await assertRejects(() => thread.send("no", { mode: "reject" }), HubError);
    assertEquals([refused.status, refused.code], [409, "turn_running"]);
    assertEquals(await thread.send("then"), { id: "m2", mode: "queue", turnId: null });
    assertEquals(await thread.send("also", { mode: "steer" }), {
      id: "m3",
      mode: "steer",
      turnId: "turn_1",
    });
    const queued = await readTo(thread, "message.queued", at);
    assertEquals([queued.message_id, queued.text], ["m2", "then"]);
    await thread.answer(question.id, "accept");
    const seen = await readTurns(thread, 2);
    assertEquals(prompts(seen), ["first", "also", "then"]);
    assertEquals(spawn.calls.map(({ prompt, steers }) => [prompt, steers]), [
      ["first", ["also"]],
      ["then", []],
    ]);
    // Nothing runs: the others start one.
    await assertRejects(
      () => thread.send("x", { mode: "now" as "queue" }),
      InvalidInputError,
      "mode",
    );
  });
});

Deno.test("HubThread.send() starts a turn where there is none to steer, or none in the way", async () => {
  await withHub([says("one"), says("two")], async (hub) => {
    const thread = await hub.open();
    assertEquals((await thread.send("a", { mode: "steer" })).mode, "start");
    await readTurns(thread);
    assertEquals((await thread.send("b", { mode: "reject" })).mode, "start");
    await readTurns(thread, 2);
  });
});

Deno.test("HubThread.send() refuses what is no input, and stays usable", async () => {
  await withHub([says("fine")], async (hub) => {
    const thread = await hub.open();
    await assertRejects(() => thread.send("  "), InvalidInputError);
    await assertRejects(() => thread.send("a", { maxTokens: -1 }), InvalidInputError);
    assertEquals([thread.state, thread.log.last], ["idle", 0]);
    await thread.send("a");
    assertEquals((await readTurns(thread)).at(-1)?.type, "turn.completed");
  });
});

Deno.test("ThreadHub and its threads take null for no options, and know no thread by it", async () => {
  const none = null as unknown as undefined;
  await withHub([says("fine")], async (hub) => {
    const thread = await hub.open(none);
    const events = thread.events(none);
    await thread.send("a", none);
    assertEquals((await events.next()).value?.n, 1);
    assertEquals(await hub.thread(thread.id, none), thread);
    assertEquals(hub.known(none as unknown as string), null);
    await events.return();
  });
});

Deno.test("HubThread.answer() takes the first answer, and tells all of it", async () => {
  const asking = turn(asks(item.fileChange([{ path: "/a", kind: "add", diff: "+1" }])));
  await withHub([asking], async (hub) => {
    const thread = await hub.open();
    await thread.send("write");
    const { question } = await readTo(thread, "question");
    assert(question.kind === "file_change");
    assertEquals(question.changes.map(({ path, diff }) => [path, diff]), [["/a", "+1"]]);
    assertEquals(question.decisions, ["accept", "accept_for_session", "decline", "cancel"]);
    assert((question.expiresAt ?? 0) > Date.now());
    assertEquals(thread.questions(), [question]);
    assertEquals(JSON.parse(JSON.stringify(question)), question);
    for (const wrong of ["perhaps", "accept_with_amendment", "", null as unknown as string]) {
      await assertRejects(() => thread.answer(question.id, wrong), InvalidInputError);
    }
    const answers = ["accept", "decline", "accept"].map((decision) =>
      thread.answer(question.id, decision).then(() => "took", (error: HubError) => error.status)
    );
    assertEquals(await Promise.all(answers), ["took", 409, 409]);
    const [, mark] = question.id.split("-");
    for (const id of [`q2-${mark}`, `q0-${mark}`, `${question.id}x`, "q1", "q1-", "", "1"]) {
      assertEquals((await assertRejects(() => thread.answer(id, "accept"), HubError)).status, 404);
    }
    const resolved = await readTo(thread, "question.resolved");
    assertEquals([resolved.question_id, resolved.by, resolved.decision], [
      question.id,
      "answer",
      "accept",
    ]);
    assertEquals(thread.questions(), []);
    await readTurns(thread);
  });
});

Deno.test("HubThread.answer() takes no answer to a question that was asked before a restart", async () => {
  const asking = turn(asks(item.commandExecution("ls")), item.agentMessage("done"));
  const ids: string[] = [];
  for (let start = 0; start < 2; start++) {
    await withHub([asking], async (hub) => {
      const thread = await hub.open();
      await thread.send("a");
      const { question } = await readTo(thread, "question");
      for (const old of ids) {
        const error = await assertRejects(() => thread.answer(old, "accept"), HubError);
        assertEquals([error.status, error.code], [404, "question_not_found"]);
      }
      assertEquals(thread.questions(), [question]);
      ids.push(question.id);
      await thread.answer(question.id, "decline");
      await readTurns(thread);
    });
  }
});

Deno.test("a question is declined when its time is over, and withdrawn when its turn is", async () => {
  const asking = turn(asks(item.commandExecution("ls")), item.agentMessage("done"));
  await withHub([asking], async (hub, spawn) => {
    const thread = await hub.open();
    await thread.send("a");
    assertEquals((await readTo(thread, "question.resolved")).by, "timeout");
    await readTurns(thread);
    assertEquals(spawn.calls[0]?.decisions, ["decline"]);
  }, { questionTimeoutMs: 20 });
  await withHub([asking], async (hub) => {
    const thread = await hub.open();
    await thread.send("a");
    const { question } = await readTo(thread, "question");
    assertEquals(question.expiresAt, null);
    await thread.interrupt();
    const seen = await readTurns(thread);
    assertEquals(types(seen).slice(-1), ["turn.interrupted"]);
    const resolved = seen.find((event) => event.type === "question.resolved");
    assertEquals(resolved?.type === "question.resolved" && resolved.by, "withdrawn");
    const late = await assertRejects(() => thread.answer(question.id, "accept"), HubError);
    assertEquals([late.status, thread.state], [409, "idle"]);
  }, { questionTimeoutMs: Infinity });
});

Deno.test("HubThread tells no key of the program's, where the service's answer quotes it", async () => {
  const apiKey = "sk-SECRET-of-the-program";
  const spawn = fakeCodex([turn(fails(`unexpected status 401: no such key: ${apiKey}`))]);
  await using hub = new ThreadHub(() => AppServer.start({ spawn, apiKey }));
  const thread = await hub.open();
  await thread.send("go");
  const told = await readTurns(thread);
  assert(!JSON.stringify(told).includes("SECRET"), JSON.stringify(told));
  const [stored] = await thread.history();
  assertEquals(stored?.error?.message, "unexpected status 401: no such key: [redacted]");
});

Deno.test("a lost server ends its turns with turn.failed, and is started again when asked", async () => {
  await withHub([turn(delay(5), exits(1)), says("back")], async (hub) => {
    const thread = await hub.open();
    const before = await hub.server();
    await thread.send("a");
    await thread.send("b");
    const seen = await readTurns(thread, 2);
    const ends = seen.filter((event) => event.type === "turn.failed");
    assertEquals(ends.map((event) => event.type === "turn.failed" && event.message_id), [
      "m1",
      "m2",
    ]);
    assertEquals(thread.state, "lost");
    const at = thread.log.last;
    await thread.send("c");
    assertEquals((await readTurns(thread, 1, at)).at(-1)?.type, "turn.completed");
    assert(await hub.server() !== before);
    assertEquals(await hub.thread(thread.id), thread);
  });
});

Deno.test("ThreadHub on a server that it was given leaves it open, and cannot replace it", async () => {
  await using server = await AppServer.start({ spawn: fakeCodex([says("one"), says("two")]) });
  const hub = new ThreadHub(server);
  const thread = await hub.open();
  await thread.send("a");
  await readTurns(thread);
  await hub.close();
  assertEquals((await thread.events({ after: thread.log.last }).next()).done, true);
  assertEquals((await server.account()).account, null);
  const closed = await assertRejects(() => hub.thread(thread.id), HubError);
  assertEquals([closed.status, closed.code], [503, "hub_closed"]);
  const again = new ThreadHub(server);
  const other = await again.open();
  await server.close();
  await server.closed;
  const lost = await assertRejects(() => other.send("b"), HubError);
  assertEquals([lost.status, lost.code, other.state], [503, "server_lost", "lost"]);
  await again.close();
});

Deno.test("ThreadHub unloads a thread without readers and turns, and loads it again", async () => {
  await withHub([turn(delay(30), item.agentMessage("one")), says("two")], async (hub) => {
    const thread = await hub.open();
    await thread.send("a");
    await readTurns(thread);
    while (thread.isLoaded) await new Promise((resolve) => setTimeout(resolve, 5));
    const { id, last } = thread.log;
    assertEquals(thread.log, { id, from: last + 1, last, turns: [] });
    assertEquals(await hub.thread(thread.id), thread);
    assertEquals(await hub.thread(thread.id.toUpperCase()), thread);
    assertEquals(hub.known(thread.id.toUpperCase()), thread);
    assert(thread.isLoaded);
    // A reader keeps it.
    const waiting = readTo(thread, "log.truncated", 1);
    assertEquals((await waiting).from, last + 1);
    await thread.send("b");
    const seen = await readTurns(thread, 1, last);
    assertEquals(prompts(seen), ["b"]);
  }, { idleMs: 10 });
});

Deno.test("HubThread.send() that is given up while it waits leaves what the running turn asks", async () => {
  const script = [turn(asks(item.commandExecution("ls")), item.agentMessage("done")), says("two")];
  await withHub(script, async (hub) => {
    const thread = await hub.open();
    await thread.send("one");
    await readTo(thread, "question");
    const stop = new AbortController();
    await thread.send("two", { signal: stop.signal });
    stop.abort();
    assertEquals((await readTo(thread, "turn.failed")).turn_id, null);
    const [question] = thread.questions();
    assert(question !== undefined, "nothing is asked any more");
    await thread.answer(question.id, "accept");
    assertEquals((await readTo(thread, "turn.completed")).message_id, "m1");
  });
});

Deno.test("ThreadHub unloads no thread on which the program runs a turn of its own", async () => {
  await withHub([turn(delay(100), item.agentMessage("done"))], async (hub) => {
    const thread = await hub.open();
    const reader = thread.events();
    const waiting = reader.next();
    const other = await (await hub.server()).resumeThread(thread.id);
    const start = performance.now();
    const looks = countReads(Object.getPrototypeOf(other), "activeTurn");
    const { events } = await other.runStreamed("a");
    const seen: string[] = [];
    for await (const { type } of events) {
      seen.push(type);
      // From here on, the hub has nobody who uses the thread.
      if (type === "turn.started") void reader.return();
    }
    await waiting;
    assertEquals(seen.at(-1), "turn.completed");
    // About once a second.
    const count = looks.stop();
    const seconds = (performance.now() - start) / 1_000;
    assert(count < 5 + seconds, `it was looked at ${count} times in ${seconds} s`);
    while (thread.isLoaded) await new Promise((resolve) => setTimeout(resolve, 5));
  }, { idleMs: 0 });
});

/** Counts how often a getter is read. */
function countReads(object: object, name: string): { stop(): number } {
  const getter = Object.getOwnPropertyDescriptor(object, name) as PropertyDescriptor;
  let reads = 0;
  Object.defineProperty(object, name, {
    ...getter,
    get: function () {
      reads++;
      return getter.get?.call(this);
    },
  });
  return {
    stop: () => {
      Object.defineProperty(object, name, getter);
      return reads;
    },
  };
}

Deno.test("HubThread.send() loads a thread again that was closed, archived and unarchived elsewhere", async () => {
  await withHub([says("one"), says("two"), says("three")], async (hub) => {
    const thread = await hub.open();
    const ended = async (input: string) => {
      const after = thread.log.last;
      await thread.send(input);
      return types(await readTurns(thread, 1, after)).at(-1);
    };
    assertEquals(await ended("1"), "turn.completed");
    const server = await hub.server();
    await (await server.resumeThread(thread.id)).close();
    assertEquals(await ended("2"), "turn.completed");
    await server.archiveThread(thread.id);
    const error = await assertRejects(() => thread.send("3"), ResumeError);
    assertEquals([error.reason, thread.state, thread.isLoaded], ["archived", "idle", false]);
    await server.unarchiveThread(thread.id);
    assertEquals(await ended("3"), "turn.completed");
  });
});

Deno.test("HubThread.close() stops the turn, and ends the events of all readers", async () => {
  await withHub([turn(hangs()), says("again")], async (hub) => {
    const thread = await hub.open();
    const seen: HubEvent[] = [];
    const reading = (async () => {
      for await (const { event } of thread.events()) seen.push(event);
    })();
    await thread.send("a");
    await readTo(thread, "turn.started");
    await thread.close();
    await reading;
    assertEquals(seen.at(-1)?.type, "turn.interrupted");
    const at = thread.log.last;
    await thread.send("b");
    assertEquals((await readTurns(thread, 1, at)).at(-1)?.type, "turn.completed");
  });
});

Deno.test("ThreadHub.close() leaves no thread behind that is being opened", async () => {
  const { "thread/start": started, ...answers } = ANSWERS;
  const process = new FakeProcess({ ...answers, "thread/unsubscribe": { status: "notLoaded" } });
  await using server = await AppServer.start({ spawn: process.spawn, env: {} });
  const hub = new ThreadHub(server);
  const opening = hub.open();
  const [start] = await heard(process, "thread/start");
  const closing = hub.close();
  process.say({ id: start?.id, result: started });
  const error = await assertRejects(() => opening, HubError);
  assertEquals(error.code, "hub_closed");
  await closing;
  assertEquals((await heard(process, "thread/unsubscribe")).length, 1);
});

Deno.test("HubThread.log names a turn that Codex knows before its first event, once", async () => {
  const process = new FakeProcess({ ...ANSWERS, "thread/unsubscribe": { status: "notLoaded" } });
  await using server = await AppServer.start({ spawn: process.spawn, env: {} });
  await using hub = new ThreadHub(server);
  const thread = await hub.open();
  await thread.send("a");
  while (controls.turnId(thread) === null) await soon();
  const known = thread.log.turns;
  begin(process, "turn");
  await readTo(thread, "turn.started");
  const begun = thread.log.turns;
  end(process, "completed");
  await readTurns(thread);
  assertEquals([known, begun, thread.log.turns], [["turn"], ["turn"], ["turn"]]);
});

Deno.test("HubThread leaves callbacks that it is given to answer in the readers' place", async () => {
  const asking = turn(asks(item.commandExecution("ls")), item.agentMessage("done"));
  await withHub([asking], async (hub, spawn) => {
    const thread = await hub.open({ onApproval: () => "accept", onUserInput: undefined });
    await thread.send("a");
    const seen = await readTurns(thread);
    assertEquals(types(seen).includes("question"), false);
    assertEquals(spawn.calls[0]?.decisions, ["accept"]);
  });
});

Deno.test("ten thousand readers that come and go leave nothing behind", async () => {
  await withHub([turn(hangs())], async (hub) => {
    const thread = await hub.open();
    await thread.send("a");
    // What the user has said, after which nothing comes.
    await readTo(thread, "item.completed");
    const stay = new AbortController();
    let listeners = 0;
    const { addEventListener, removeEventListener } = stay.signal;
    Object.assign(stay.signal, {
      addEventListener(...args: Parameters<typeof addEventListener>) {
        listeners++;
        addEventListener.apply(stay.signal, args);
      },
      removeEventListener(...args: Parameters<typeof removeEventListener>) {
        listeners--;
        removeEventListener.apply(stay.signal, args);
      },
    });
    const before = thread.log;
    for (let count = 0; count < 10_000; count++) {
      const leave = new AbortController();
      const { signal } = count % 2 === 0 ? leave : stay;
      const events = thread.events({ after: before.last, signal });
      const next = events.next();
      if (count % 2 === 0) leave.abort();
      else await events.return();
      assertEquals((await next).done, true);
    }
    assertEquals([listeners, thread.readers, thread.log], [0, 0, before]);
    await thread.interrupt();
  });
});

Deno.test("a thread that was lost with its server may be forgotten once nobody reads it", async () => {
  const unloaded: string[] = [];
  const settings = { idleMs: Infinity, questionTimeoutMs: Infinity, maxLogBytes: 1e6 };
  const thread = createHubThread({
    settings,
    server: () => Promise.reject(new Error("lost")),
    loaded: () => {},
    unloaded: ({ id }) => void unloaded.push(id),
  }, {
    id: THREAD,
    options: {},
    live: {} as LiveThread,
    questions: new Questions(settings.questionTimeoutMs, () => {}),
    log: new EventLog(settings.maxLogBytes),
  });
  const events = thread.events();
  const next = events.next();
  controls.lose(thread);
  assertEquals([thread.state, unloaded], ["lost", []]);
  await events.return();
  await next;
  assertEquals(unloaded, [THREAD]);
});

Deno.test("new ThreadHub() refuses options that it does not know", () => {
  const start = () => AppServer.start();
  for (
    const options of [
      { idle: 1 },
      { idleMs: -1 },
      { questionTimeoutMs: "1" },
      { maxLogBytes: 0 },
      [],
    ]
  ) {
    assertThrows(() => new ThreadHub(start, options as ThreadHubOptions), InvalidInputError);
  }
  assertThrows(
    () => new ThreadHub(start, { idelMs: 1 } as ThreadHubOptions),
    InvalidInputError,
    'Cannot make a hub: there is no option "idelMs"; did you mean idleMs?',
  );
});

Deno.test("ThreadHub says so if it gets no server", async () => {
  const nothing = undefined as unknown as AppServer;
  for (const source of [nothing, () => nothing, () => Promise.resolve({} as AppServer)]) {
    await using hub = new ThreadHub(source);
    await assertRejects(() => hub.open(), InvalidInputError, "the hub got no AppServer");
  }
});

Deno.test("ThreadHub.open() tells why the server cannot be started, and tries again", async () => {
  let attempts = 0;
  const spawn = fakeCodex([]);
  await using hub = new ThreadHub(async () => {
    if (++attempts === 1) throw new CodexError("not now");
    return await AppServer.start({ spawn });
  });
  await assertRejects(() => hub.open(), CodexError, "not now");
  assertEquals((await hub.open()).state, "idle");
});
