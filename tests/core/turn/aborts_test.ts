import { assertEquals } from "@std/assert";
import { AbortHub } from "../../../src/core/turn/aborts.ts";
import { countedSignal } from "./counted_signal.ts";

Deno.test("AbortHub.listen() puts one listener on a signal, and takes it off after the last", () => {
  const hub = new AbortHub();
  const { controller, signal, counts } = countedSignal();
  const called: number[] = [];
  const offs = [1, 2, 3].map((n) => hub.listen(signal, () => called.push(n)));
  assertEquals([counts.added, counts.left()], [1, 1]);
  offs[0]?.();
  offs[0]?.();
  offs[1]?.();
  assertEquals(counts.left(), 1);
  offs[2]?.();
  assertEquals(counts.left(), 0);
  const off = hub.listen(signal, () => called.push(4));
  offs[2]?.();
  const another = hub.listen(signal, () => called.push(5));
  assertEquals([counts.added, counts.left()], [2, 1], "the old ones have no say in the new");
  controller.abort();
  off();
  another();
  assertEquals([called, counts.left()], [[4, 5], 0]);
});

Deno.test("AbortHub.listen() calls all that listen to the signal, once", () => {
  const hub = new AbortHub();
  const [one, other] = [countedSignal(), countedSignal()];
  const called: string[] = [];
  let off = (): void => {};
  hub.listen(one.signal, () => {
    called.push("a");
    off();
  });
  off = hub.listen(one.signal, () => called.push("b"));
  hub.listen(other.signal, () => called.push("c"));
  one.controller.abort();
  one.controller.abort();
  assertEquals(called, ["a", "b"]);
});
