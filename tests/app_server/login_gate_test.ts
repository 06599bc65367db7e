import { assertEquals, assertRejects } from "@std/assert";
import { LoginRequiredError } from "../../src/core/vocabulary/errors.ts";
import { LoginGate } from "../../src/app_server/login_gate.ts";

/** A gate of a server without a login, and the methods that were called. */
function gate(): { readonly gate: LoginGate; readonly called: string[] } {
  const called: string[] = [];
  const request = (method: string) => {
    called.push(method);
    return Promise.resolve({ account: null, requiresOpenaiAuth: true });
  };
  return { gate: new LoginGate(request), called };
}

Deno.test("LoginGate.request() refuses a turn of a thread that needs a login", async () => {
  const { gate: closed, called } = gate();
  closed.opened("a", "openai");
  await assertRejects(() => closed.request("turn/start", { threadId: "a" }), LoginRequiredError);
  await closed.request("turn/interrupt", { threadId: "a" });
  assertEquals(called, ["account/read", "turn/interrupt"]);
});

Deno.test("LoginGate.closed() forgets a thread: a client that runs for years has many", async () => {
  const { gate: open, called } = gate();
  open.opened("a", "openai");
  open.closed("a");
  await open.request("turn/start", { threadId: "a" });
  assertEquals(called, ["turn/start"]);
});
