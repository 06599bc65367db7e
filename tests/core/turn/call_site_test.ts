import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { type CallSite, callSite, traced, traceTo } from "../../../src/core/turn/call_site.ts";

/** A public function, and the caller's, whose name its errors should show. */
const entry = (): CallSite => callSite(entry);
function callerOfEntry(): CallSite {
  return entry();
}

Deno.test("traceTo() adds the caller to an error, once", () => {
  const error = new Error("broken");
  const before = error.stack;
  const site = callerOfEntry();
  traceTo(error, site);
  const after = error.stack ?? "";
  assertStringIncludes(after, `${before}\n`);
  assertEquals(after.match(/callerOfEntry/g)?.length, 1);
  assertEquals(after.includes("at entry"), false, "not the SDK's own function");
  traceTo(error, site);
  assertEquals(error.stack, after);
});

Deno.test("traced() adds the caller to what is thrown, and gives back what is returned", async () => {
  const site = callerOfEntry();
  const error = await assertRejects(
    () => traced(site, () => Promise.reject(new Error("broken"))),
    Error,
  );
  assertStringIncludes(error.stack ?? "", "callerOfEntry");
  assertEquals(await traced(site, () => Promise.resolve(1)), 1);
});

Deno.test("traceTo() leaves alone what has no stack that it could add to", () => {
  const site = callerOfEntry();
  const fixed = Object.defineProperty(new Error("x"), "stack", { get: () => "of its own" });
  for (const error of [fixed, "text", null]) traceTo(error, site);
  assertEquals(fixed.stack, "of its own");
});

Deno.test("callSite() works in a program that gives stacks a form of its own, or has none", () => {
  const { prepareStackTrace } = Error as { prepareStackTrace?: unknown };
  const error = new Error("broken");
  const { stack } = error;
  try {
    Object.assign(Error, { prepareStackTrace: () => ["a", "list"] });
    traceTo(error, callerOfEntry());
    assertEquals(error.stack, stack);
  } finally {
    Object.assign(Error, { prepareStackTrace });
  }
  const { captureStackTrace } = Error;
  try {
    Object.assign(Error, { captureStackTrace: undefined });
    traceTo(error, callerOfEntry());
  } finally {
    Object.assign(Error, { captureStackTrace });
  }
  assertStringIncludes(error.stack ?? "", "callerOfEntry");
});
