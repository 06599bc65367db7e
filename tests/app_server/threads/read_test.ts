import { assertEquals } from "@std/assert";
import { readThread } from "../../../src/app_server/threads/read.ts";

/** A server that gives these answers, the last one again and again. */
function serverOf(statuses: readonly string[], turns: readonly string[]) {
  const asked: string[] = [];
  const request = (method: string): Promise<unknown> => {
    const at = asked.filter((one) => one === method).length;
    asked.push(method);
    const of = (all: readonly string[]) => all[Math.min(at, all.length - 1)];
    const turn = { id: "a", status: of(turns), items: [] };
    return Promise.resolve(
      method === "thread/read"
        ? { thread: { id: "t", status: { type: of(statuses) }, turns: [] } }
        : { data: [turn], nextCursor: null },
    );
  };
  return { request, asked };
}

const lastOf = async ({ request }: ReturnType<typeof serverOf>) =>
  (await readThread(request, "t", { includeTurns: true })).turns?.at(-1)?.status;

Deno.test("readThread() looks again at a turn that is said to be interrupted while the thread is at work", async () => {
  const begun = serverOf(["idle", "active"], ["interrupted", "interrupted", "inProgress"]);
  assertEquals(await lastOf(begun), "inProgress");
  const ended = serverOf(["active", "idle"], ["interrupted", "completed"]);
  assertEquals(await lastOf(ended), "completed");
});

Deno.test("readThread() takes for interrupted what is, when the thread is not at work", async () => {
  const done = serverOf(["idle"], ["interrupted"]);
  assertEquals(await lastOf(done), "interrupted");
  assertEquals(done.asked.length, 4);
  const completed = serverOf(["active"], ["completed"]);
  assertEquals(await lastOf(completed), "completed");
  assertEquals(completed.asked.length, 2);
});

Deno.test("readThread() believes a server in the end that goes on saying so", async () => {
  assertEquals(await lastOf(serverOf(["active"], ["interrupted"])), "interrupted");
});
