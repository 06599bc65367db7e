import { assertEquals } from "@std/assert";
import { endOf } from "../../../src/app_server/link/end.ts";

Deno.test("endOf() tells a closed connection, a server that has ended, and one that is lost", () => {
  const status = { code: 3, signal: null };
  const fields = { exitCode: 3, signal: null, stderr: "words" };
  assertEquals(endOf(status, "words", true), { reason: "closed", ...fields });
  assertEquals(endOf(status, "words", false), { reason: "exited", ...fields });
  assertEquals(endOf({ code: null, signal: "SIGKILL" }, "", false), {
    reason: "exited",
    exitCode: null,
    signal: "SIGKILL",
    stderr: "",
  });
  assertEquals(endOf(null, "words", false), { reason: "lost", ...fields, exitCode: null });
});
