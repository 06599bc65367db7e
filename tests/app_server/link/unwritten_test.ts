import { assertEquals, assertRejects } from "@std/assert";
import { RpcError } from "../../../src/app_server/link/rpc_errors.ts";
import { isUnwritten, onceListed, onceWritten } from "../../../src/app_server/link/unwritten.ts";

function rpcError(message: string): RpcError {
  return new RpcError("thread/read", { code: -32603, message });
}

Deno.test("onceWritten() asks again while a thread's first turn is being written, or its file moved", async () => {
  const answers = [
    "rollout at /home/a.jsonl is empty",
    "paginated_threads is not supported yet",
    "failed to read lineage metadata /home/a.jsonl: No such file or directory (os error 2)",
    "invalid paginated history lineage for 1: missing source rollout",
    null,
  ];
  const read = () => {
    const message = answers.shift();
    return message ? Promise.reject(rpcError(message)) : Promise.resolve("read");
  };
  assertEquals(await onceWritten(read), "read");
  assertEquals(answers, []);
});

Deno.test("onceListed() asks again for a thread that is being unloaded", async () => {
  const answers = ["thread 1 is closing; retry thread/resume after the thread is closed", null];
  const load = () => {
    const message = answers.shift();
    return message ? Promise.reject(rpcError(message)) : Promise.resolve("loaded");
  };
  assertEquals(await onceListed(load), "loaded");
});

Deno.test("onceWritten() hands on every other error at once, and an empty file in the end", async () => {
  let asked = 0;
  const fails = (error: Error) => () => {
    asked++;
    return Promise.reject(error);
  };
  await assertRejects(() => onceWritten(fails(rpcError("no such thread"))), RpcError);
  await assertRejects(() => onceWritten(fails(new Error("rollout at a is empty"))), Error);
  assertEquals(asked, 2);
  await assertRejects(() => onceWritten(fails(rpcError("rollout at a is empty"))), RpcError);
  assertEquals(asked, 53);
});

Deno.test("isUnwritten() knows what Codex says of a thread without a turn", () => {
  assertEquals(
    ["thread is not materialized yet", "list_turns is not supported yet", "no such thread"]
      .map((message) => isUnwritten(rpcError(message))),
    [true, true, false],
  );
  assertEquals(isUnwritten(new Error("not materialized")), false);
});
