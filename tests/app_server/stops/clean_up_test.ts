import { assert, assertEquals, assertRejects } from "@std/assert";
import { AppServer } from "../../../src/app_server/app_server.ts";
import type { ApprovalRequest } from "../../../src/app_server/asks/approvals.ts";
import type { LiveEvent } from "../../../src/app_server/events/live_events.ts";
import type { LiveTurnOptions } from "../../../src/app_server/turns/options.ts";
import { CleanUp } from "../../../src/app_server/stops/clean_up.ts";
import { AbortError } from "../../../src/core/vocabulary/errors.ts";
import { FakeProcess } from "../link/fake_process.ts";
import { soon } from "../link/line_pairs.ts";
import {
  AGENT,
  ANSWERS,
  answerTo,
  begin,
  CLEAN,
  end,
  heard,
  LIST,
  type Params,
  tell,
  THREAD,
} from "../turns/fake_turn.ts";

/** A command of the turn begins, or ends. */
function command(process: FakeProcess, method: string, status: string, threadId = THREAD): void {
  const item = {
    type: "commandExecution",
    id: "command",
    command: "sleep",
    aggregatedOutput: "slept",
    exitCode: null,
    status,
  };
  tell(process, method, { turnId: "turn", item }, threadId);
}

/** A turn under way, and its events as they come. */
async function running(
  process: FakeProcess,
  options: LiveTurnOptions = {},
): Promise<{ server: AppServer; seen: LiveEvent[]; reading: Promise<void> }> {
  const server = await AppServer.start({ spawn: process.spawn, env: {} });
  const { events } = await (await server.startThread()).runStreamed("go", options);
  const seen: LiveEvent[] = [];
  const reading = (async () => {
    for await (const event of events) seen.push(event);
  })();
  reading.catch(() => {});
  await heard(process, "turn/start");
  begin(process, "turn");
  return { server, seen, reading };
}

const types = (events: readonly LiveEvent[]) => events.map(({ type }) => type);

Deno.test("LiveTurn is interrupted when its commands are gone, and no sooner", async () => {
  const { [CLEAN]: _, ...answers } = ANSWERS;
  const process = new FakeProcess(answers);
  const { server, seen, reading } = await running(process);
  command(process, "item/started", "inProgress");
  end(process, "interrupted");
  const [clean] = await heard(process, CLEAN);
  assertEquals(clean?.params, { threadId: THREAD });
  process.say({ id: clean?.id, result: {} });
  for (let round = 0; round < 5; round++) await soon();
  assertEquals(types(seen), ["thread.started", "turn.started", "item.started"]);
  command(process, "item/completed", "failed");
  await reading;
  assertEquals(types(seen).slice(3), ["item.completed", "turn.interrupted"]);
  const item = seen[3]?.type === "item.completed" ? seen[3].item : null;
  assert(item?.type === "command_execution");
  assertEquals([item.status, item.aggregated_output], ["failed", "slept"]);
  await server.close();
});

Deno.test("LiveTurn does not wait for commands that the server does not know", async () => {
  const process = new FakeProcess({ ...ANSWERS, [LIST]: { data: [], nextCursor: null } });
  const { server, seen, reading } = await running(process);
  command(process, "item/started", "inProgress");
  end(process, "interrupted");
  await reading;
  assertEquals(types(seen).slice(3), ["item.completed", "turn.interrupted"]);
  await server.close();
});

Deno.test("LiveTurn is interrupted after killGraceMs where nobody cleans up", async () => {
  const { [CLEAN]: _, [LIST]: __, ...answers } = ANSWERS;
  const rows: readonly Params[] = [
    // Neither is answered.
    answers,
    { ...answers, [LIST]: null },
    { ...answers, [LIST]: { data: [null, {}, { itemId: 7 }] }, [CLEAN]: null },
    // Cleaned, and the command never ends.
    ANSWERS,
  ];
  for (const row of rows) {
    const process = new FakeProcess(row);
    const { server, seen, reading } = await running(process, { killGraceMs: 50 });
    command(process, "item/started", "inProgress");
    end(process, "interrupted");
    await reading;
    assertEquals(seen.at(-1)?.type, "turn.interrupted");
    await server.close();
  }
});

Deno.test("LiveTurn is interrupted at once where the server refuses to clean up", async () => {
  const { [CLEAN]: _, [LIST]: __, ...answers } = ANSWERS;
  const process = new FakeProcess(answers);
  const { server, seen, reading } = await running(process, { killGraceMs: 60_000 });
  end(process, "interrupted");
  for (const method of [LIST, CLEAN]) {
    const [call] = await heard(process, method);
    process.say({ id: call?.id, error: { code: -32600, message: "unknown variant" } });
  }
  await reading;
  assertEquals(seen.at(-1)?.type, "turn.interrupted");
  await server.close();
});

Deno.test("LiveTurn that is stopped cleans up whatever the server says of its end", async () => {
  for (const status of ["interrupted", "completed", "failed"]) {
    const process = new FakeProcess(ANSWERS);
    const controller = new AbortController();
    const { server, reading } = await running(process, { signal: controller.signal });
    await soon();
    controller.abort();
    await heard(process, "turn/interrupt");
    end(process, status);
    await assertRejects(() => reading, AbortError);
    assertEquals((await heard(process, CLEAN)).length, 1, status);
    await server.close();
  }
});

Deno.test("LiveTurn that has ended by itself leaves its commands alone", async () => {
  const process = new FakeProcess(ANSWERS);
  const { server, seen, reading } = await running(process);
  command(process, "item/started", "inProgress");
  end(process, "completed");
  await reading;
  assertEquals(seen.at(-1)?.type, "turn.completed");
  assertEquals(process.heard.filter(({ method }) => method === CLEAN), []);
  await server.close();
});

Deno.test("LiveTurn that is stopped interrupts its agents, those of theirs, and late ones", async () => {
  const process = new FakeProcess({ ...ANSWERS, [LIST]: { data: [], nextCursor: null } });
  const { server, reading } = await running(process);
  begin(process, "theirs", AGENT);
  begin(process, "of theirs", "grandchild");
  begin(process, "another's", "stranger", "another");
  end(process, "interrupted");
  const ids = async (count: number) =>
    (await heard(process, "turn/interrupt", count)).map(({ params }) => params as Params);
  assertEquals(await ids(2), [
    { threadId: AGENT, turnId: "theirs" },
    { threadId: "grandchild", turnId: "of theirs" },
  ]);
  end(process, "interrupted", "theirs", AGENT);
  end(process, "interrupted", "of theirs", "grandchild");
  await reading;
  const cleaned = (await heard(process, CLEAN, 3)).map(({ params }) => (params as Params).threadId);
  assertEquals(cleaned.toSorted(), [THREAD, AGENT, "grandchild"].toSorted());
  begin(process, "late", "latecomer");
  assertEquals((await ids(3))[2], { threadId: "latecomer", turnId: "late" });
  await server.close();
});

Deno.test("LiveTurn answers what its agents ask, until theirs is over", async () => {
  const process = new FakeProcess({ ...ANSWERS, [LIST]: { data: [], nextCursor: null } });
  const asked: ApprovalRequest[] = [];
  let answer!: () => void;
  const answered = new Promise<void>((resolve) => answer = resolve);
  const { server, reading } = await running(process, {
    async onApproval(request) {
      asked.push(request);
      await answered;
      return "accept" as const;
    },
  });
  begin(process, "theirs", AGENT);
  process.say({
    id: 0,
    method: "item/commandExecution/requestApproval",
    params: { threadId: AGENT, turnId: "theirs", itemId: "x", command: "touch x", cwd: "/" },
  });
  while (asked.length === 0) await soon();
  assertEquals(asked.map(({ threadId, turnId }) => [threadId, turnId]), [[AGENT, "theirs"]]);
  assertEquals(asked[0]?.signal.aborted, false);
  answer();
  assertEquals(await answerTo(process, 0), { decision: "accept" });
  end(process, "completed", "theirs", AGENT);
  end(process, "completed");
  await reading;
  assertEquals(asked[0]?.signal.aborted, true);
  await server.close();
});

/** A clean-up for the thread "ours", and the methods that it calls. */
function cleaning(called: (method: string, threadId: string) => void = () => {}) {
  const calls: string[] = [];
  const scope = { turn: null, givenUp: () => false, places: null, tools: [] };
  const cleanUp = new CleanUp({
    request: (method, params) => {
      const { threadId } = params as Params & { threadId: string };
      calls.push(`${method} ${threadId}`);
      called(method, threadId);
      return Promise.resolve({ status: "unsubscribed", data: [] });
    },
    scope: (threadId) => threadId === "ours" || threadId === "opened" ? scope : null,
    root: () => null,
    below: () => null,
  });
  const spawn = (threadId: string, by: string) => {
    const item = {
      type: "subAgentActivity",
      id: threadId,
      kind: "started",
      agentThreadId: threadId,
    };
    cleanUp.notify("item/started", { threadId: by, turnId: `turn of ${by}`, item });
    const turn = { id: `turn of ${threadId}`, rootTurnId: "turn of ours" };
    cleanUp.notify("turn/started", { threadId, turn });
  };
  cleanUp.notify("turn/started", {
    threadId: "ours",
    turn: { id: "turn of ours", rootTurnId: "turn of ours" },
  });
  return { cleanUp, calls, spawn };
}

Deno.test("CleanUp.close() ends those whom an agent spawns while it is ended", async () => {
  const { cleanUp, calls, spawn } = cleaning((method, threadId) => {
    if (method === "thread/unsubscribe") cleanUp.notify("thread/closed", { threadId });
    if (method !== "turn/interrupt") return;
    if (threadId === "child") spawn("grandchild", "child");
    const turn = { id: `turn of ${threadId}`, status: "interrupted" };
    cleanUp.notify("turn/completed", { threadId, turn });
  });
  spawn("child", "ours");
  await cleanUp.close("ours", false);
  for (const agent of ["child", "grandchild"]) {
    const own = calls.filter((call) => call.endsWith(` ${agent}`)).map((call) =>
      call.split(" ")[0]
    );
    assertEquals([own[0], own.at(-1)], ["turn/interrupt", "thread/unsubscribe"]);
  }
});

Deno.test("CleanUp.close() on a shared server leaves agents to others, but for those opened here", async () => {
  const { cleanUp, calls, spawn } = cleaning();
  spawn("child", "ours");
  spawn("opened", "ours");
  const ended = cleanUp.scope("child")?.turn?.ended.signal;
  await cleanUp.close("ours", true);
  assertEquals(calls, ["thread/unsubscribe child"]);
  assertEquals([ended?.aborted, cleanUp.scope("child")], [true, null]);
});
