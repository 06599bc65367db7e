import { assertEquals } from "@std/assert";
import { onAbort } from "../../../src/core/base/on_abort.ts";
import { countedSignal } from "./counted_signal.ts";

Deno.test("onAbort() puts one listener on a signal, and takes it off after the last", () => {
  const { controller, signal, counts } = countedSignal();
  const called: number[] = [];
  const offs = [1, 2, 3].map((n) => onAbort(signal, () => called.push(n)));
  assertEquals([counts.added, counts.left()], [1, 1]);
  offs[0]?.();
  offs[0]?.();
  offs[1]?.();
  assertEquals(counts.left(), 1);
  offs[2]?.();
  assertEquals(counts.left(), 0);
  const off = onAbort(signal, () => called.push(4));
  offs[2]?.();
  const another = onAbort(signal, () => called.push(5));
  assertEquals([counts.added, counts.left()], [2, 1], "the old ones have no say in the new");
  controller.abort();
  off();
  another();
  assertEquals([called, counts.left()], [[4, 5], 0]);
});

Deno.test("onAbort() calls all that listen to the signal, once", () => {
  const [one, other] = [countedSignal(), countedSignal()];
  const called: string[] = [];
  let off = (): void => {};
  onAbort(one.signal, () => {
    called.push("a");
    off();
  });
  off = onAbort(one.signal, () => called.push("b"));
  onAbort(other.signal, () => called.push("c"));
  one.controller.abort();
  one.controller.abort();
  assertEquals(called, ["a", "b"]);
});
