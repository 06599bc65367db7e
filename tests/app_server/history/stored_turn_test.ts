import { assertEquals } from "@std/assert";
import { knownTurn, storedTurn, storedUsage } from "../../../src/app_server/history/stored_turn.ts";
import type { Turn } from "../../../src/app_server/protocol/common.ts";

/** Gives the answers in turn, the last one again and again. */
function serverOf(answers: Readonly<Record<string, readonly unknown[]>>) {
  const asked: Record<string, number> = {};
  const request = (method: string): Promise<unknown> => {
    const all = answers[method] ?? [];
    const at = asked[method] ?? 0;
    asked[method] = at + 1;
    return Promise.resolve(all[Math.min(at, all.length - 1)]);
  };
  return { request, asked };
}

const page = (...statuses: readonly string[]) => ({
  data: statuses.map((status) => ({ id: "a", status, items: [] })),
  nextCursor: null,
});

const fileOf = (...lines: readonly unknown[]) => ({
  dataBase64: btoa(lines.map((line) => `${JSON.stringify(line)}\n`).join("")),
});

const record = (input_tokens: number) => {
  const usage = { input_tokens };
  return {
    type: "token_usage_record",
    payload: { turn_id: "a", turn_token_usage: usage, thread_token_usage: usage },
  };
};

const END = { type: "event_msg", payload: { type: "task_complete", turn_id: "a" } };

Deno.test("storedTurn() finds an older turn, too, unless it is to look at the newest ones only", async () => {
  const data = ["c", "b", "a"].map((id) => ({ id, status: "completed", items: [] }));
  const { request } = serverOf({ "thread/turns/list": [{ data, nextCursor: null }] });
  const isB = ({ id }: Turn) => id === "b";
  assertEquals((await storedTurn(request, "t", isB))?.id, "b");
  assertEquals((await storedTurn(request, "t", isB, 2))?.id, "b");
  assertEquals(await storedTurn(request, "t", isB, 1), null);
});

Deno.test("knownTurn() looks again while a turn is in no list, or said to be interrupted", async () => {
  const lists = [page(), page("interrupted"), page("inProgress")];
  const { request, asked } = serverOf({ "thread/turns/list": lists });
  assertEquals((await knownTurn(request, "t", "a", null))?.status, "inProgress");
  assertEquals(asked["thread/turns/list"], 3);
  const [seen] = page("completed").data as unknown as Turn[];
  assertEquals(await knownTurn(request, "t", "a", seen ?? null), seen);
  assertEquals(asked["thread/turns/list"], 3);
});

Deno.test("knownTurn() takes what is said again and again for true", async () => {
  for (
    const [list, status] of [[page("interrupted"), "interrupted"], [page(), undefined]] as const
  ) {
    const { request } = serverOf({ "thread/turns/list": [list] });
    assertEquals((await knownTurn(request, "t", "a", null))?.status, status);
  }
});

Deno.test("storedUsage() waits for the end of a turn that has ended, and no longer than a moment", async () => {
  const files = [fileOf(record(1)), fileOf(record(1), record(2), END)];
  const read = { "thread/read": [{ thread: { path: "/rollout" } }] };
  const total = async (status: Turn["status"], data: readonly unknown[]) => {
    const { request } = serverOf({ ...read, "fs/readFile": data });
    return (await storedUsage(request, "t", { id: "a", status }))?.total.input_tokens;
  };
  assertEquals(await total("completed", files), 2);
  assertEquals(await total("failed", files), 2);
  assertEquals(await total("inProgress", files), 1);
  assertEquals(await total("interrupted", files), 1);
  assertEquals(await total("completed", files.slice(0, 1)), 1);
});
