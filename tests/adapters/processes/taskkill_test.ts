import { assertEquals } from "@std/assert";
import { killOnWindows } from "../../../src/adapters/node.ts";

Deno.test("killOnWindows() ends the process alone where taskkill fails", async () => {
  const said: string[] = [];
  // No process has this pid, on Windows; elsewhere there is no such program.
  await killOnWindows({ pid: 4_000_000_001, kill: (signal) => said.push(signal) });
  assertEquals(said, ["SIGKILL"]);
});
