import { assertEquals, assertRejects } from "@std/assert";
import { AppServer } from "../../../../src/app_server/app_server.ts";
import { ConnectionClosedError } from "../../../../src/app_server/link/rpc_errors.ts";
import { ResumeError } from "../../../../src/core/vocabulary/errors.ts";
import type { SpawnCommand } from "../../../../src/core/vocabulary/spawn.ts";
import { FakeProcess } from "../../link/fake_process.ts";
import { type Message, soon } from "../../link/line_pairs.ts";
import { ANSWERS, begin, end, heard, THREAD } from "../../turns/fake_turn.ts";

/** Refuses a method as often as it is called, until it is stopped. */
function refusing(process: FakeProcess, method: string, message: string): () => Promise<void> {
  const refused = new Set<Message>();
  let isOver = false;
  const run = async () => {
    while (!isOver) {
      for (const call of process.heard) {
        if (call.method !== method || refused.has(call)) continue;
        refused.add(call);
        process.say({ id: call.id, error: { code: -32600, message } });
      }
      await soon();
    }
  };
  const running = run();
  return async () => {
    isOver = true;
    await running;
  };
}

Deno.test("a turn that its server was lost with before anything of it was written ends", async () => {
  const first = new FakeProcess(ANSWERS);
  // It has the thread, though nothing of it is written.
  const second = new FakeProcess({ ...ANSWERS, "thread/read": { thread: {} } });
  const processes = [first, second];
  const spawn = (command: SpawnCommand) => (processes.shift() as FakeProcess).spawn(command);
  const server = await AppServer.start({ spawn, env: {}, restart: true });
  const thread = await server.startThread();
  const running = thread.run("go");
  // Its id is told by the answer, and nothing else of it.
  await heard(first, "turn/start");
  await soon();
  const stop = refusing(second, "thread/resume", "no rollout found for thread id");
  first.exit(1);
  await assertRejects(() => running, ConnectionClosedError);
  await stop();
  const next = thread.run("again");
  await heard(second, "turn/start");
  await server.close();
  await next.catch(() => {});
});

Deno.test("attach() and findTurn() tell of a thread that was lost with its server", async () => {
  const first = new FakeProcess(ANSWERS);
  const second = new FakeProcess(ANSWERS);
  const processes = [first, second];
  const spawn = (command: SpawnCommand) => (processes.shift() as FakeProcess).spawn(command);
  const server = await AppServer.start({ spawn, env: {}, restart: true });
  const thread = await server.startThread();
  const asked = [() => thread.attach(), () => thread.findTurn("m")].map((ask) => ask());
  for (const ask of asked) ask.catch(() => {});
  await heard(first, "thread/turns/list", 2);
  const stops = [
    refusing(second, "thread/resume", "no rollout found for thread id"),
    ...["thread/read", "thread/turns/list"].map((method) =>
      refusing(second, method, `thread not loaded: ${thread.id}`)
    ),
  ];
  first.exit(1);
  for (const ask of asked) {
    const error = await assertRejects(() => ask, ResumeError);
    assertEquals([error.reason, error.requestedId], ["not_found", thread.id]);
  }
  for (const stop of stops) await stop();
  await server.close();
});

for (
  const refusal of [
    "list_turns is not supported yet",
    `thread ${THREAD} is closing; retry thread/resume after the thread is closed`,
  ]
) {
  Deno.test(`an idle thread stays through a reconnect in which Codex says "${refusal}" once`, async () => {
    const first = new FakeProcess(ANSWERS);
    const second = new FakeProcess(ANSWERS);
    const processes = [first, second];
    const spawn = (command: SpawnCommand) => (processes.shift() as FakeProcess).spawn(command);
    const server = await AppServer.start({ spawn, env: {}, restart: true });
    const thread = await server.startThread();
    const turn = thread.run("go");
    await heard(first, "turn/start");
    begin(first, "turn");
    end(first, "completed");
    await turn;
    first.exit(1);
    const [asked] = await heard(second, "thread/resume");
    second.say({ id: asked?.id, error: { code: -32600, message: refusal } });
    const [, again] = await heard(second, "thread/resume", 2);
    second.say({ id: again?.id, result: { thread: { id: THREAD } } });
    const next = thread.run("go on");
    await heard(second, "turn/start");
    begin(second, "turn");
    end(second, "completed");
    await next;
    await server.close();
  });
}

for (const answered of [true, false]) {
  const when = answered ? "before it has told of the end" : "before it has answered";
  Deno.test(`LiveThread.close() settles if the server dies ${when}, and the next one does not load the thread`, async () => {
    const unsubscribe = { "thread/unsubscribe": { status: "unsubscribed" } };
    const first = new FakeProcess({ ...ANSWERS, ...answered ? unsubscribe : {} });
    const second = new FakeProcess({ ...ANSWERS, "thread/unsubscribe": { status: "notLoaded" } });
    const processes = [first, second];
    const spawn = (command: SpawnCommand) => (processes.shift() as FakeProcess).spawn(command);
    const server = await AppServer.start({ spawn, env: {}, restart: true });
    const thread = await server.startThread();
    const closing = thread.close();
    await heard(first, "thread/unsubscribe");
    await soon();
    first.exit(1);
    await closing;
    await server.startThread(); // on the second one
    assertEquals(second.heard.some(({ method }) => method === "thread/resume"), false);
    await server.close();
  });
}
