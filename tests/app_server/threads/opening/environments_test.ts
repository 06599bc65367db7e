import { assertEquals, assertRejects } from "@std/assert";
import { CodexError } from "../../../../src/core/vocabulary/errors.ts";
import { RpcError } from "../../../../src/app_server/link/rpc_errors.ts";
import { Environments } from "../../../../src/app_server/threads/opening/environments.ts";

const BOX = [{ url: "ws://127.0.0.1:1", workingDirectory: "/work" }];

/** A server whose `environment/info` refuses so often. */
function refusing(times: number, message: string) {
  const asked: string[] = [];
  const request = (method: string): Promise<unknown> => {
    asked.push(method);
    if (method !== "environment/info" || times-- <= 0) return Promise.resolve({});
    return Promise.reject(new RpcError(method, { code: -32603, message }));
  };
  return { environments: new Environments(request), asked };
}

Deno.test("Environments.add() waits for a Codex that has just been started", async () => {
  const message = "IO error: application network policy is unavailable";
  const { environments, asked } = refusing(3, message);
  assertEquals((await environments.add(BOX, "start a thread")).isElsewhere, true);
  const looks = Array.from({ length: 4 }, () => "environment/info");
  assertEquals(asked, ["environment/add", ...looks]);
});

Deno.test("Environments.add() names again what the server has forgotten, once", async () => {
  const { environments, asked } = refusing(1, "unknown environment");
  await environments.add(BOX, "start a thread");
  const both = ["environment/add", "environment/info"];
  assertEquals(asked, [...both, ...both]);
  const gone = refusing(2, "connection refused").environments;
  await assertRejects(
    () => gone.add(BOX, "start a thread"),
    CodexError,
    "Cannot start a thread: environment ws://127.0.0.1:1",
  );
});
