import { assertEquals, assertThrows } from "@std/assert";
import { fromBase64, toBase64 } from "../../../src/core/base/base64.ts";

Deno.test("fromBase64() gives back what toBase64() was given, whatever its length", () => {
  for (const length of [0, 1, 2, 3, 255, 256, 0x7fff, 0x8000, 0x8001, 100_000]) {
    const data = new Uint8Array(length).map((_, at) => at * 31);
    assertEquals(fromBase64(toBase64(data)), data, String(length));
  }
  assertThrows(() => fromBase64("a?"), DOMException);
});

Deno.test("fromBase64() makes no string of each byte", () => {
  const text = toBase64(new Uint8Array(1000));
  const iterate = String.prototype[Symbol.iterator];
  let iterated = 0;
  String.prototype[Symbol.iterator] = function () {
    iterated++;
    return iterate.call(this);
  };
  try {
    assertEquals(fromBase64(text).length, 1000);
  } finally {
    String.prototype[Symbol.iterator] = iterate;
  }
  assertEquals(iterated, 0);
});
