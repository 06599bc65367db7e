import { assert, assertEquals } from "@std/assert";
import {
  MAX_WAITING,
  MessageQueue,
} from "../../../../src/app_server/link/notifications/message_queue.ts";

const HALF = "x".repeat(MAX_WAITING / 2 - 1_000);
const message = (method: string, params: unknown = null) => ({ method, params });

/** All that can be read now. */
async function read(queue: MessageQueue): Promise<unknown[]> {
  queue.end();
  const told: unknown[] = [];
  for await (const { method, params } of queue) {
    told.push(method === "sdk/dropped" ? params : method);
  }
  return told;
}

Deno.test("MessageQueue gives every message, in order", async () => {
  const queue = new MessageQueue(() => {});
  const first = queue.next();
  for (let index = 0; index < 3_000; index++) queue.push(message(String(index)));
  assertEquals((await first).value?.method, "0");
  assertEquals(await read(queue), Array.from({ length: 2_999 }, (_, index) => String(index + 1)));
  assertEquals(await queue.next(), { done: true, value: undefined });
});

Deno.test("MessageQueue loses the oldest, and tells in their place how many", async () => {
  const queue = new MessageQueue(() => {});
  for (const name of ["a", "b", "c", "d"]) queue.push(message(name, HALF));
  assertEquals((await queue.next()).value, message("sdk/dropped", { count: 2 }));
  assertEquals((await queue.next()).value?.method, "c");
  for (const name of ["e", "f"]) queue.push(message(name, HALF));
  assertEquals(await read(queue), [{ count: 1 }, "e", "f"]);
});

Deno.test("MessageQueue adds up what is lost until it is read, and keeps the newest", async () => {
  const queue = new MessageQueue(() => {});
  for (const name of ["a", "b", "c"]) queue.push(message(name, HALF));
  queue.push(message("d", HALF + HALF + HALF));
  assertEquals(await read(queue), [{ count: 3 }, "d"]);
});

Deno.test("MessageQueue holds no more than its bound, of small messages too", async () => {
  const queue = new MessageQueue(() => {});
  for (let index = 0; index < 300_000; index++) queue.push(message("small", { index }));
  const told = await read(queue);
  const kept = told.length - 1;
  assertEquals(told[0], { count: 300_000 - kept });
  assert(kept > MAX_WAITING / 1_000 && kept < MAX_WAITING / 100, String(kept));
});

Deno.test("MessageQueue.return() leaves, and ends who waits", async () => {
  let left = 0;
  const queue = new MessageQueue(() => left++);
  const waiting = queue.next();
  queue.push(message("a"));
  const second = queue.next();
  await queue.return();
  assertEquals((await waiting).value?.method, "a");
  assertEquals([(await second).done, left], [true, 1]);
  queue.push(message("late"));
  assertEquals((await queue.next()).done, true);
});
