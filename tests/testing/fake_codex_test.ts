import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import {
  AppServer,
  ConnectionClosedError,
  InterruptedError,
  RpcError,
} from "../../src/app_server/mod.ts";
import {
  AbortError,
  Codex,
  CodexError,
  type CodexOptions,
  ExitError,
  TimeoutError,
} from "../../mod.ts";
import {
  callsTool,
  delay,
  event,
  exits,
  fails,
  fakeCodex,
  fakeCodexBinary,
  type FakeItem,
  hangs,
  item,
  line,
  recorded,
  turn,
} from "../../src/testing/mod.ts";
import { POSIX, skipReason, testOptions } from "../contract/posix.ts";

/** Options of a test that starts a fake executable. */
const binary = (name: string) => testOptions(name, skipReason(POSIX.script));

const RUN = `{"type":"thread.started","thread_id":"01a201f0-88ca-7681-ada4-692e81620abf"}
{"type":"turn.started"}
{"type":"turn.completed","usage":{"input_tokens":1,"cached_input_tokens":0,"output_tokens":1}}`;

Deno.test("fakeCodex() refuses over the app-server what only exec says", async () => {
  const wrong = [recorded(RUN), turn(event({ type: "turn.started" })), turn(line("garbage"))];
  const server = await AppServer.start({ spawn: fakeCodex(wrong) });
  try {
    const thread = await server.startThread();
    for (const _ of wrong) {
      const error = await assertRejects(() => thread.run("go"), RpcError);
      assertStringIncludes(error.message, "event(), line() and recorded() are for codex exec");
    }
  } finally {
    await server.close();
  }
});

Deno.test("fakeCodex() leaves no timer of a delay behind that is cut short over the app-server", async () => {
  const minute = () => turn(delay(60_000), item.agentMessage("late"));
  const server = await AppServer.start({ spawn: fakeCodex([minute(), minute()]) });
  const controller = new AbortController();
  const { events } = await (await server.startThread()).runStreamed("one", {
    signal: controller.signal,
  });
  await assertRejects(async () => {
    for await (const { type } of events) if (type === "turn.started") controller.abort();
  }, AbortError);
  const lost = await (await server.startThread()).runStreamed("two");
  await assertRejects(async () => {
    for await (const { type } of lost.events) if (type === "turn.started") void server.close();
  }, ConnectionClosedError);
  await server.close();
});

Deno.test("fakeCodex() says which turn of a script is none", async () => {
  const scripts: unknown[] = [[turn(), item.agentMessage("hello")], () => undefined];
  for (const [at, script] of scripts.entries()) {
    const thread = new Codex({ spawn: fakeCodex(script as never) }).startThread();
    if (at === 0) await thread.run("hello");
    const error = await assertRejects(() => thread.run("hello"), CodexError);
    assertStringIncludes(
      error.message,
      `turn ${2 - at} of the script is not a turn; make it with turn(…)`,
    );
  }
});

Deno.test("delay() may be for ever, on both transports", async () => {
  const spawn = fakeCodex(() => turn(delay(Infinity), item.agentMessage("late")));
  const server = await AppServer.start({ spawn });
  for (const codex of [new Codex({ spawn }), server]) {
    const thread = await codex.startThread();
    await assertRejects(() => thread.run("go", { timeoutMs: 100 }), TimeoutError);
  }
  await server.close();
});

Deno.test(binary("delay() may be for ever in a fakeCodexBinary(), too"), async () => {
  await using binary = await fakeCodexBinary([turn(delay(Infinity), item.agentMessage("late"))]);
  const controller = new AbortController();
  const { events } = await new Codex({ codexPathOverride: binary.path }).startThread()
    .runStreamed("go", { signal: controller.signal });
  let timer: ReturnType<typeof setTimeout> | undefined;
  await assertRejects(async () => {
    for await (const { type } of events) {
      if (type === "turn.started") timer = setTimeout(() => controller.abort(), 100);
    }
  }, AbortError);
  clearTimeout(timer);
});

Deno.test("fakeCodex() takes settings for no login", async () => {
  const server = await AppServer.start({ spawn: fakeCodex([turn(item.agentMessage("Fine"))]) });
  const heard: string[] = [];
  const hearing = (async () => {
    for await (const { method } of server.notifications()) heard.push(method);
  })();
  await (await server.startThread()).review({ type: "uncommittedChanges" });
  await server.close();
  await hearing;
  assert(heard.includes("turn/completed"), heard.join());
  assert(!heard.includes("account/login/completed"), heard.join());
});

const lost = () => [turn(item.agentMessage("one"), exits(1)), turn(item.agentMessage("two"))];

/** The first turn's server ends, and another one goes on. */
async function loseServer(options: Pick<CodexOptions, "spawn" | "codexPathOverride">) {
  const server = await AppServer.start({ ...options, restart: true });
  try {
    const thread = await server.startThread();
    await assertRejects(() => thread.run("one", { messageId: "m" }), InterruptedError);
    assertEquals((await thread.findTurn("m"))?.status, "interrupted");
    assertEquals((await thread.run("two")).finalResponse, "two");
  } finally {
    await server.close();
  }
}

Deno.test("fakeCodex() runs no turn any longer whose server has ended", async () => {
  await loseServer({ spawn: fakeCodex(lost()) });
});

Deno.test(binary("fakeCodexBinary() runs no turn any longer whose server has ended"), async () => {
  await using binary = await fakeCodexBinary(lost());
  await loseServer({ codexPathOverride: binary.path });
});

Deno.test("fakeCodex() has a running turn interrupted in a fork, and running where it runs", async () => {
  const server = await AppServer.start({ spawn: fakeCodex([turn(hangs())]) });
  try {
    const thread = await server.startThread();
    const { events, interrupt } = await thread.runStreamed("go", { messageId: "m" });
    for await (const { type } of events) {
      if (type !== "turn.started") continue;
      const fork = await server.forkThread(thread.id);
      assertEquals((await fork.findTurn("m"))?.status, "interrupted");
      assertEquals((await thread.findTurn("m"))?.status, "running");
      await interrupt();
    }
  } finally {
    await server.close();
  }
});

Deno.test("fakeCodex() plays nothing in a process that was killed before it had its prompt", async () => {
  const spawn = fakeCodex([turn(item.agentMessage("one")), turn(item.agentMessage("two"))]);
  const thread = new Codex({ spawn }).startThread();
  await thread.run("one");
  const args = ["exec", "resume", thread.id ?? ""];
  const rest = { env: {}, inheritEnv: true, detached: false, files: [] };
  const killed = await spawn({ command: "codex", args, ...rest });
  await killed.kill("SIGKILL");
  await killed.stdin.close();
  assertEquals((await thread.run("two")).finalResponse, "two");
  assertEquals(spawn.calls.length, 2);
});

Deno.test("fakeCodex() refuses to call a tool over exec where the thread has none", async () => {
  const thread = new Codex({ spawn: fakeCodex([turn(callsTool("add"))]) }).startThread();
  const error = await assertRejects(() => thread.run("go"), ExitError);
  assertStringIncludes(error.message, "the thread has no tools");
});

Deno.test("fakeCodex() matches a prompt from its beginning, whatever the expression's flags", async () => {
  const expect = { prompt: /diagnose/gi };
  const spawn = fakeCodex(() => turn({ expect }, item.agentMessage("ok")));
  for (const prompt of ["Diagnose this", "diagnose that"]) {
    const { finalResponse } = await new Codex({ spawn }).startThread().run(prompt);
    assertEquals(finalResponse, "ok");
  }
});

Deno.test("turn() says what it takes where it is given something else", () => {
  const { agentMesage } = item as unknown as Record<string, FakeItem>;
  const wrong: readonly [unknown, string][] = [
    [agentMesage, "part 2 is undefined, and must be an item "],
    [agentMesage, "; a misspelt name gives undefined"],
    [item.agentMessage, "part 2 is a function"],
    [item.agentMessage, "; it must be called"],
    ["hello", "part 2 is a string"],
  ];
  for (const [part, says] of wrong) {
    const error = assertThrows(() => turn(fails("no"), part as FakeItem), TypeError);
    assertStringIncludes(error.message, says);
  }
});

Deno.test(binary("fakeCodexBinary() is removed by close()"), async () => {
  const binary = await fakeCodexBinary([]);
  await Deno.stat(binary.path);
  await binary.close();
  await assertRejects(() => Deno.stat(binary.path), Deno.errors.NotFound);
});

Deno.test(binary("fakeCodexBinary() matches prompts by regular expression"), async () => {
  const expected = turn({ expect: { prompt: /^diagnose\s/i } }, item.agentMessage("ok"));
  await using binary = await fakeCodexBinary([expected, expected]);
  const run = async (prompt: string) =>
    await new Codex({ codexPathOverride: binary.path }).startThread().run(prompt);
  assertEquals((await run("Diagnose the failure")).finalResponse, "ok");
  const error = await assertRejects(() => run("Please diagnose"), ExitError);
  assertStringIncludes(error.message, "turn 2 was called with a different prompt");
  assertStringIncludes(error.message, "^diagnose");
});

Deno.test(
  binary("fakeCodexBinary() records the calls of a server that ends by itself"),
  async () => {
    await using binary = await fakeCodexBinary([turn(exits(3)), turn(item.agentMessage("again"))]);
    const options = { codexPathOverride: binary.path };
    const first = await AppServer.start(options);
    const lost = (await first.startThread()).run("one");
    assertEquals((await assertRejects(() => lost, ConnectionClosedError)).exitCode, 3);
    await first.close();
    // The turn that was played is not played again.
    const second = await AppServer.start(options);
    assertEquals((await (await second.startThread()).run("two")).finalResponse, "again");
    await second.close();
    assertEquals((await binary.calls()).map(({ prompt }) => prompt), ["one", "two"]);
  },
);
