import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { AppServer } from "../../../src/app_server/app_server.ts";
import { CodexError, ResumeError } from "../../../src/core/vocabulary/errors.ts";
import { FakeProcess } from "../link/fake_process.ts";
import { ANSWERS, end, heard, tell, THREAD } from "./fake_turn.ts";

const LISTED = [{ id: "theirs", status: "inProgress", items: [] }];

const COMMAND = {
  command: "codex",
  args: [],
  env: {},
  inheritEnv: false,
  detached: false,
  files: [],
};

/** A server that others use, on which a review of theirs runs that this client has not heard of. */
async function besideReview(): Promise<{ process: FakeProcess; server: AppServer }> {
  const { "turn/start": _, ...answers } = ANSWERS;
  const process = new FakeProcess({
    ...answers,
    "thread/turns/list": { data: LISTED, nextCursor: null },
  });
  const { stdin: writable, stdout: readable } = process.spawn(COMMAND);
  return { process, server: await AppServer.over({ readable, writable }) };
}

async function refuse(process: FakeProcess): Promise<void> {
  const [call] = await heard(process, "turn/start");
  const message = "failed to submit turn input: ActiveTurnNotSteerable { turn_kind: Review }";
  process.say({ id: call?.id, error: { code: -32603, message } });
}

Deno.test("run() on a thread that another client has just begun a review on is refused as in_use", async () => {
  const { process, server } = await besideReview();
  const running = (await server.startThread()).run("go");
  running.catch(() => {});
  await refuse(process);
  const error = await assertRejects(() => running, ResumeError);
  assertEquals([error.reason, error.requestedId], ["in_use", THREAD]);
  assertStringIncludes(error.message, "turn theirs is running on it");
  await server.close();
});

Deno.test("run() waits for a review that another client has just begun, if it is to", async () => {
  const { process, server } = await besideReview();
  const running = (await server.startThread()).run("go", { whenBusy: "wait" });
  await refuse(process);
  await heard(process, "thread/turns/list");
  end(process, "completed", "theirs");
  const [, again] = await heard(process, "turn/start", 2);
  process.say({ id: again?.id, result: { turn: { id: "turn" } } });
  tell(process, "turn/started", { turn: { id: "turn", rootTurnId: "turn" } });
  const { clientUserMessageId: clientId } = again?.params as { clientUserMessageId: string };
  const message = { type: "userMessage", id: "m", clientId, content: [] };
  tell(process, "item/completed", { turnId: "turn", item: message });
  const answer = { type: "agentMessage", id: "a", text: "done" };
  tell(process, "item/completed", { turnId: "turn", item: answer });
  end(process, "completed");
  assertEquals((await running).finalResponse, "done");
  await server.close();
});

Deno.test("compact() and run() on a thread that the server has let go of say that it was closed", async () => {
  for (const method of ["thread/settings/update", "turn/start"]) {
    const { [method]: _, ...answers }: Record<string, unknown> = ANSWERS;
    const process = new FakeProcess(answers);
    const server = await AppServer.start({ spawn: process.spawn, env: {} });
    const thread = await server.startThread();
    const running = method === "turn/start" ? thread.run("go") : thread.compact();
    running.catch(() => {});
    const [call] = await heard(process, method);
    process.say({ id: call?.id, error: { code: -32600, message: `thread not found: ${THREAD}` } });
    await assertRejects(() => running as Promise<unknown>, CodexError, "it was closed; resume it");
    await server.close();
  }
});

Deno.test("a turn whose thread is deleted ends, though Codex may not tell so", async () => {
  const process = new FakeProcess({ ...ANSWERS, "thread/settings/update": {} });
  const server = await AppServer.start({ spawn: process.spawn, env: {} });
  for (const task of ["run", "compact"] as const) {
    const thread = await server.startThread();
    const running = task === "run" ? thread.run("go") : thread.compact();
    running.catch(() => {});
    const method = task === "run" ? "turn/start" : "thread/compact/start";
    const [call] = await heard(process, method);
    if (task === "compact") process.say({ id: call?.id, result: {} });
    tell(process, "thread/deleted", {});
    end(process, "interrupted");
    await assertRejects(() => running as Promise<unknown>, CodexError, "it was closed; resume it");
  }
  await server.close();
});
