import { assertEquals, assertRejects } from "@std/assert";
import { AskedRequests } from "../../../src/app_server/asks/asked.ts";
import { SILENCE } from "../../../src/app_server/link/connection.ts";

Deno.test("AskedRequests asks once what is asked again, and gives both the same answer", async () => {
  const asked = new AskedRequests();
  let calls = 0;
  const make = () => Promise.resolve(++calls);
  assertEquals(await asked.answer(0, "ask", { item: 1 }, make), 1);
  assertEquals(await asked.answer(0, "ask", { item: 1 }, make), 1);
  // The same id is another question, where a server was started again.
  assertEquals(await asked.answer(0, "ask", { item: 2 }, make), 2);
  asked.resolved(0);
  assertEquals(await asked.answer(0, "ask", { item: 2 }, make), 3);
});

Deno.test("AskedRequests tells who still thinks that somebody else has answered, and drops the late answer", async () => {
  const asked = new AskedRequests();
  let answer!: (value: string) => void;
  let signal: AbortSignal | null = null;
  const late = asked.answer(7, "ask", {}, (resolved) => {
    signal = resolved;
    return new Promise((resolve) => answer = resolve);
  });
  asked.resolved(7);
  assertEquals((signal as AbortSignal | null)?.aborted, true);
  answer("yes");
  assertEquals(await late, SILENCE);
});

Deno.test("AskedRequests does not fire the signal of what was answered here", async () => {
  const asked = new AskedRequests();
  let signal: AbortSignal | null = null;
  await asked.answer("a", "ask", {}, (resolved) => {
    signal = resolved;
    return Promise.resolve("yes");
  });
  asked.resolved("a");
  assertEquals((signal as AbortSignal | null)?.aborted, false);
});

Deno.test("AskedRequests asks again who was silent, and passes a refusal on", async () => {
  const asked = new AskedRequests();
  assertEquals(await asked.answer(1, "ask", {}, () => Promise.resolve(SILENCE)), SILENCE);
  assertEquals(await asked.answer(1, "ask", {}, () => Promise.resolve("yes")), "yes");
  const refused = () => asked.answer(2, "ask", {}, () => Promise.reject(new Error("no")));
  await assertRejects(refused, Error, "no");
});

/** Asks for each id in a thread of that name, of callbacks that never answer; gives the signals. */
function openQuestions(asked: AskedRequests, ids: readonly string[]): Map<string, AbortSignal> {
  const signals = new Map<string, AbortSignal>();
  for (const id of ids) {
    asked.answer(id, "ask", { threadId: `thread ${id}` }, (resolved) => {
      signals.set(id, resolved);
      return new Promise(() => {});
    });
  }
  return signals;
}

/** The ids whose signals have fired. */
function fired(signals: Map<string, AbortSignal>): string[] {
  return [...signals].flatMap(([id, { aborted }]) => aborted ? [id] : []);
}

Deno.test("AskedRequests tells who still thinks that the thread was left, or the connection is gone", () => {
  const asked = new AskedRequests();
  const signals = openQuestions(asked, ["a", "b", "c"]);
  asked.left("thread b");
  assertEquals(fired(signals), ["b"]);
  asked.lose();
  assertEquals(fired(signals), ["a", "b", "c"]);
});

Deno.test("AskedRequests takes what is not asked again on a new connection for resolved", async () => {
  const asked = new AskedRequests();
  const signals = openQuestions(asked, ["a", "b"]);
  await asked.answer("given", "ask", { threadId: "other" }, () => Promise.resolve("yes"));
  assertEquals(asked.missing, []);
  asked.suspend();
  assertEquals(asked.missing, ["thread a", "thread b"]);
  asked.answer("a", "ask", { threadId: "thread a" }, () => Promise.reject(new Error("twice")));
  assertEquals(asked.missing, ["thread b"]);
  asked.rejoined();
  assertEquals(fired(signals), ["b"]);
  assertEquals(asked.missing, []);
});

Deno.test("AskedRequests tells who still thinks that a new server has given their id away", () => {
  const asked = new AskedRequests();
  const signals = openQuestions(asked, ["0"]);
  asked.answer("0", "ask", { threadId: "another" }, () => new Promise(() => {}));
  assertEquals(fired(signals), ["0"]);
});

Deno.test("AskedRequests keeps an answer until its own turn is over", async () => {
  const asked = new AskedRequests();
  let calls = 0;
  const answer = () => asked.answer("a", "ask", { turnId: "t" }, () => Promise.resolve(++calls));
  assertEquals(await answer(), 1);
  asked.ended("other");
  assertEquals(await answer(), 1);
  asked.ended("t");
  assertEquals(await answer(), 2);
});
