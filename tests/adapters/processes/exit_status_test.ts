import { assertEquals } from "@std/assert";
import { exitStatus } from "../../../src/adapters/processes/exit_status.ts";

Deno.test("exitStatus() has a code or a signal, and crashes on Windows as positive numbers", () => {
  assertEquals(exitStatus(0, null), { code: 0, signal: null });
  assertEquals(exitStatus(-1073741819, null), { code: 0xC0000005, signal: null });
  assertEquals(exitStatus(0xC0000005, null), { code: 0xC0000005, signal: null });
  // Deno has a code of its own making.
  assertEquals(exitStatus(143, "SIGTERM"), { code: null, signal: "SIGTERM" });
  assertEquals(exitStatus(null, "SIGKILL"), { code: null, signal: "SIGKILL" });
});
