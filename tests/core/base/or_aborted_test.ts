import { assertEquals, assertRejects } from "@std/assert";
import { orAborted } from "../../../src/core/base/or_aborted.ts";
import { countedSignal } from "./counted_signal.ts";

Deno.test("orAborted() listens once to a signal that many wait with, and only while they wait", async () => {
  const { controller, signal, counts } = countedSignal();
  const never = new Promise<never>(() => {});
  const done = orAborted(Promise.resolve("done"), signal, 0);
  const waiting = Array.from({ length: 20 }, () => orAborted(never, signal, 0));
  assertEquals([await done, counts.most, counts.left()], ["done", 1, 1]);
  controller.abort(new Error("stopped"));
  for (const wait of waiting) await assertRejects(() => wait, Error, "stopped");
});

Deno.test("orAborted() leaves nearly finished work its grace, also if the signal has fired already", async () => {
  const controller = new AbortController();
  const { signal } = controller;
  let finish!: (value: string) => void;
  const work = new Promise<string>((resolve) => finish = resolve);
  const waiting = [orAborted(work, signal, 60_000)];
  controller.abort();
  waiting.push(orAborted(work, signal, 60_000));
  finish("done");
  assertEquals(await Promise.all(waiting), ["done", "done"]);
});

Deno.test("orAborted() gives up what never ends, also if the signal has fired already", async () => {
  const signal = AbortSignal.abort(new Error("stopped"));
  await assertRejects(() => orAborted(new Promise(() => {}), signal, 0), Error, "stopped");
});
