import { assert, assertEquals, assertRejects } from "@std/assert";
import { AppServer } from "../../../src/app_server/app_server.ts";
import { tool } from "../../../src/core/schema/tool.ts";
import { CodexError } from "../../../src/core/vocabulary/errors.ts";
import { InterruptedError, TurnNotActiveError } from "../../../src/app_server/turns/errors.ts";
import { FakeProcess } from "../link/fake_process.ts";
import { soon } from "../link/line_pairs.ts";
import {
  ANSWERS,
  answerTo,
  begin,
  end,
  heard,
  LIST,
  type Params,
  tell,
  THREAD,
} from "./fake_turn.ts";

const { "turn/start": STARTED, ...UNSTARTED } = ANSWERS;
const RESUMED = {
  ...ANSWERS,
  "thread/read": { thread: { id: THREAD } },
  "thread/resume": { thread: { id: THREAD } },
};

/** What the thread has used, as of a turn. */
function used(process: FakeProcess, turnId: string, inputTokens: number): void {
  const total = { inputTokens, cachedInputTokens: 0, outputTokens: 1, reasoningOutputTokens: 0 };
  tell(process, "thread/tokenUsage/updated", { turnId, tokenUsage: { total, last: total } });
}

Deno.test("LiveTurn is asked for what comes before its id, and knows the patch", async () => {
  const process = new FakeProcess(UNSTARTED);
  const server = await AppServer.start({ spawn: process.spawn, env: {} });
  const asked: unknown[] = [];
  const called: unknown[] = [];
  const lookup = tool({
    name: "lookup",
    description: "Looks something up",
    parameters: { type: "object" },
    execute: (args) => {
      called.push(args);
      return "found";
    },
  });
  const thread = await server.startThread({ tools: [lookup] });
  const running = thread.run("go", {
    onApproval: (request) => {
      if (request.kind === "file_change") asked.push(request.changes.map(({ path }) => path));
      return "accept";
    },
  });
  const [start] = await heard(process, "turn/start");
  const changes = [{ path: "/work/a", kind: { type: "add" }, diff: "+a" }];
  const patch = { type: "fileChange", id: "patch", changes, status: "inProgress" };
  const at: Params = { threadId: THREAD, turnId: "turn" };
  begin(process, "turn");
  tell(process, "item/started", { turnId: "turn", item: patch });
  process.say(
    { id: 0, method: "item/fileChange/requestApproval", params: { ...at, itemId: "patch" } },
    { id: 1, method: "item/tool/call", params: { ...at, tool: "lookup", arguments: { key: 1 } } },
  );
  for (let round = 0; round < 5; round++) await soon();
  assertEquals([asked, called], [[], []], "nobody is asked for a turn that is not known");
  process.say({ id: start?.id, result: STARTED });
  assertEquals(await answerTo(process, 0), { decision: "accept" });
  const contentItems = [{ type: "inputText", text: "found" }];
  assertEquals(await answerTo(process, 1), { success: true, contentItems });
  assertEquals([asked, called], [[["/work/a"]], [{ key: 1 }]]);
  end(process, "completed");
  await running;
  await server.close();
});

Deno.test("Turn.turnUsage is what the turn has used, whenever Codex tells of the thread's", async () => {
  for (const moment of ["before run()", "before the turn", "in the turn", "never"]) {
    const process = new FakeProcess(RESUMED);
    const server = await AppServer.start({ spawn: process.spawn, env: {} });
    const thread = await server.resumeThread(THREAD);
    const tellAt = (now: string) => {
      if (now === moment) used(process, "turn before", 100);
    };
    tellAt("before run()");
    await soon();
    const running = thread.run("go");
    await heard(process, "turn/start");
    tellAt("before the turn");
    begin(process, "turn");
    tellAt("in the turn");
    used(process, "turn", 142);
    end(process, "completed");
    const { usage, turnUsage } = await running;
    assertEquals(usage?.input_tokens, 142);
    assertEquals(turnUsage?.input_tokens, moment === "never" ? undefined : 42, moment);
    // What the next turn has used does not depend on it.
    const next = thread.run("go on");
    await heard(process, "turn/start", 2);
    begin(process, "turn");
    used(process, "turn", 150);
    end(process, "completed");
    assertEquals((await next).turnUsage?.input_tokens, 8);
    await server.close();
  }
});

Deno.test("Turn.turnUsage is null after a revert, which Codex may tell of when the turn has been sent", async () => {
  for (const moment of ["before run()", "after run()"]) {
    const process = new FakeProcess(RESUMED);
    const server = await AppServer.start({ spawn: process.spawn, env: {} });
    const thread = await server.resumeThread(THREAD);
    used(process, "turn before", 100);
    const tellAt = (now: string) => {
      if (now === moment) tell(process, "thread/reverted", {});
    };
    tellAt("before run()");
    await soon();
    const running = thread.run("go");
    await heard(process, "turn/start");
    tellAt("after run()");
    begin(process, "turn");
    used(process, "turn", 142);
    end(process, "completed");
    const { usage, turnUsage } = await running;
    assertEquals([usage?.input_tokens, turnUsage], [142, null], moment);
    await server.close();
  }
});

Deno.test("LiveTurn ends where an item of it is nested too deeply to be counted", async () => {
  const process = new FakeProcess(ANSWERS);
  const server = await AppServer.start({ spawn: process.spawn, env: {} });
  const thread = await server.startThread();
  const running = thread.run("go");
  await heard(process, "turn/start");
  begin(process, "turn");
  const item = {
    type: "mcpToolCall",
    id: "call",
    server: "s",
    tool: "t",
    status: "completed",
    arguments: "DEEP",
    result: null,
    error: null,
  };
  const params = { threadId: THREAD, turnId: "turn", item };
  const deep = "[".repeat(50_000) + "]".repeat(50_000);
  process.say(JSON.stringify({ method: "item/completed", params }).replace('"DEEP"', deep));
  end(process, "completed");
  const { items } = await running;
  assert(items.length === 1 && items[0]?.type === "mcp_tool_call");
  await server.close();
});

Deno.test("LiveTurn goes on where its end comes without a turn, until it comes with one", async () => {
  const process = new FakeProcess(ANSWERS);
  const server = await AppServer.start({ spawn: process.spawn, env: {} });
  const thread = await server.startThread();
  const running = thread.run("go");
  await heard(process, "turn/start");
  begin(process, "turn");
  for (const turn of [undefined, null, "turn"]) {
    // Nobody would catch what this throws.
    process.say({ method: "turn/completed", params: { threadId: THREAD, turnId: "turn", turn } });
  }
  end(process, "completed");
  assertEquals((await running).items, []);
  await server.close();
});

Deno.test("LiveTurn waits for the end of a command that has only just ended, and takes one without an end for failed", async () => {
  const process = new FakeProcess({ ...ANSWERS, [LIST]: { data: [], nextCursor: null } });
  const server = await AppServer.start({ spawn: process.spawn, env: {} });
  const thread = await server.startThread();
  const running = thread.run("go");
  await heard(process, "turn/start");
  begin(process, "turn");
  const command = (id: string) => ({ type: "commandExecution", id, command: id, cwd: "/" });
  for (const id of ["ended", "stopped"]) {
    const item = { ...command(id), status: "inProgress" };
    tell(process, "item/started", { turnId: "turn", item });
  }
  end(process, "completed");
  await heard(process, LIST);
  await soon();
  const item = { ...command("ended"), status: "completed", exitCode: 0, aggregatedOutput: "ok" };
  tell(process, "item/completed", { turnId: "turn", item });
  const told = (await running).items.map((item) =>
    item.type === "command_execution" ? [item.command, item.status, item.aggregated_output] : []
  );
  assertEquals(told, [["ended", "completed", "ok"], ["stopped", "failed", ""]]);
  await server.close();
});

Deno.test("run() on a thread that request() has unsubscribed from says that it was closed", async () => {
  const unsubscribed = { ...RESUMED, "thread/unsubscribe": { status: "unsubscribed" } };
  const process = new FakeProcess(unsubscribed);
  const server = await AppServer.start({ spawn: process.spawn, env: {} });
  const thread = await server.resumeThread(THREAD);
  await server.request("thread/unsubscribe", { threadId: THREAD });
  await assertRejects(() => thread.run("go"), CodexError, "it was closed");
  const again = (await server.resumeThread(THREAD)).run("go");
  await heard(process, "turn/start");
  begin(process, "turn");
  end(process, "completed");
  await again;
  await server.close();
});

Deno.test("run() and steer() on a thread that is deleted meanwhile say that it was closed", async () => {
  const process = new FakeProcess(UNSTARTED);
  const server = await AppServer.start({ spawn: process.spawn, env: {} });
  const thread = await server.startThread();
  const error = { code: -32600, message: `thread not found: ${THREAD}` };
  const turn = await thread.runStreamed("go");
  const interrupted = assertRejects(() => turn.result, InterruptedError);
  const [start] = await heard(process, "turn/start");
  process.say({ id: start?.id, result: STARTED });
  begin(process, "turn");
  const steering = assertRejects(() => turn.steer("more"), TurnNotActiveError, "it has ended");
  const [steer] = await heard(process, "turn/steer");
  process.say({ id: steer?.id, error });
  await steering;
  end(process, "interrupted");
  await interrupted;
  const refused = assertRejects(() => thread.run("again"), CodexError, "it was closed");
  const [, again] = await heard(process, "turn/start", 2);
  process.say({ id: again?.id, error });
  await refused;
  await server.close();
});
