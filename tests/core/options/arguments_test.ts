import { assertEquals, assertThrows } from "@std/assert";
import {
  checkAmount,
  checkList,
  checkNames,
  checkText,
} from "../../../src/core/options/arguments.ts";

/** What a check complains of, or null. */
function complaint(check: () => void): string | null {
  try {
    check();
  } catch {
    return assertThrows(check, TypeError).message;
  }
  return null;
}

Deno.test("checkNames() refuses another name, and what is no object", () => {
  const check = (options: unknown) => complaint(() => checkNames("act", options, ["a", "b"]));
  assertEquals(check({}), null);
  assertEquals(check({ a: 1, c: undefined }), null);
  assertEquals(check({ c: 1 }), 'Cannot act: there is no "c" in the options; use a or b');
  assertEquals(check(null), "Cannot act: the options must be an object, not null");
  assertEquals(check([]), "Cannot act: the options must be an object, not an array");
  const one = () => checkNames("act", { c: 1 }, ["a"], "it");
  assertEquals(complaint(one), 'Cannot act: there is no "c" in it; use a');
});

Deno.test("checkText(), checkAmount() and checkList() refuse what is none", () => {
  assertEquals(complaint(() => checkText("act", "it", "")), null);
  assertEquals(
    complaint(() => checkText("act", "it", 1)),
    "Cannot act: it must be a string, not 1",
  );
  assertEquals(complaint(() => checkAmount("act", "it", 0)), null);
  assertEquals(complaint(() => checkAmount("act", "it", Infinity)), null);
  for (const wrong of [NaN, -1, "1", undefined]) {
    assertThrows(() => checkAmount("act", "it", wrong), TypeError, "a number, 0 or greater, not ");
  }
  assertEquals(complaint(() => checkList("act", "it", [])), null);
  assertThrows(() => checkList("act", "it", "a"), TypeError, "an array, not the string");
});
