import { assertEquals } from "@std/assert";
import type { ApprovalRequest } from "../../../src/app_server/mod.ts";
import { type ApprovalContext, decide } from "../../../src/app_server/asks/decide.ts";

/** A question whose turn may end before it is put, or while somebody thinks about it. */
async function decided(ends: "before" | "meanwhile" | "never") {
  const told: string[] = [];
  const turn = new AbortController();
  const context = {
    signal: turn.signal,
    onApproval: () => {
      told.push("asked");
      if (ends === "meanwhile") turn.abort();
      return { decision: "decline", message: "Use npm" };
    },
    say: (text: string) => Promise.resolve(void told.push(text)),
  } as unknown as ApprovalContext;
  const decision = await decide(context, () => {
    if (ends === "before") turn.abort();
    return Promise.resolve({} as ApprovalRequest);
  });
  return [decision, ...told];
}

Deno.test("decide() asks nobody once the turn is over, and passes on nothing that comes too late", async () => {
  assertEquals(await decided("never"), ["decline", "asked", "Use npm"]);
  assertEquals(await decided("before"), ["decline"]);
  assertEquals(await decided("meanwhile"), ["decline", "asked"]);
});
