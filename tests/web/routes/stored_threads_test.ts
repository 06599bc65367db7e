import { assertEquals, assertRejects } from "@std/assert";
import type { AppServer } from "../../../src/app_server/app_server.ts";
import { RequestTimeoutError, RpcError } from "../../../src/app_server/link/rpc_errors.ts";
import { readStored } from "../../../src/web/routes/stored_threads.ts";
import { HttpError } from "../../../src/web/http/answers.ts";

/** A server that lists no turns, for a reason, and says how often it was asked. */
function failing(error: Error, info: object = {}): { server: AppServer; asked: boolean[] } {
  const asked: boolean[] = [];
  const readThread = (_: string, { includeTurns = false } = {}) => {
    asked.push(includeTurns);
    return includeTurns ? Promise.reject(error) : Promise.resolve(info);
  };
  return { server: { readThread } as unknown as AppServer, asked };
}

const read = (server: AppServer) => readStored(server, "id", { includeTurns: true });

Deno.test("readStored() asks again only where Codex refused, which it does for an ephemeral thread", async () => {
  const refusal = new RpcError("thread/turns/list", { code: -32600, message: "ephemeral" });
  const ephemeral = failing(refusal, { ephemeral: true });
  assertEquals<object>(await read(ephemeral.server), { ephemeral: true });
  assertEquals(ephemeral.asked, [true, false]);
  const silent = failing(new RequestTimeoutError("thread/read", 10));
  await assertRejects(() => read(silent.server), RequestTimeoutError);
  assertEquals(silent.asked, [true]);
});

Deno.test("readStored() finds no thread where Codex refuses, but not where it is overloaded", async () => {
  const refused = (code: number) =>
    read(failing(new RpcError("thread/turns/list", { code, message: "no" })).server);
  await assertRejects(() => refused(-32600), HttpError, "There is no such thread");
  await assertRejects(() => refused(-32001), RpcError);
});
