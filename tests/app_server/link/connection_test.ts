import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  ConnectionClosedError,
  RequestTimeoutError,
  RpcError,
} from "../../../src/app_server/link/rpc_errors.ts";
import { AbortError, DecodeError, InvalidInputError } from "../../../src/core/vocabulary/errors.ts";
import { countedSignal } from "../../core/base/counted_signal.ts";
import { FakeServer, soon } from "./line_pairs.ts";

const OVERLOADED = { error: { code: -32001, message: "Server overloaded; retry later." } };

Deno.test("Connection.request() tells answers apart by id, whatever their order", async () => {
  const server = new FakeServer();
  const all = ["a", "b", "c"].map((method) => server.connection.request(method, { method }));
  await server.received(3);
  assertEquals(server.sent, [
    { id: 1, method: "a", params: { method: "a" } },
    { id: 2, method: "b", params: { method: "b" } },
    { id: 3, method: "c", params: { method: "c" } },
  ]);
  server.say({ id: 3, result: "C" }, { id: 1, result: null }, { id: 2, result: "B" });
  assertEquals(await Promise.all(all), [null, "B", "C"]);
  server.end();
  await server.connection.closed;
});

Deno.test("Connection answers the server's requests under their own ids, 0 among them", async () => {
  const asked: unknown[] = [];
  const server = new FakeServer({
    request: (method, params) => {
      asked.push({ method, params });
      if (method === "throws") return Promise.reject(new Error("not supported"));
      if (method === "odd") return Promise.resolve(1n);
      return Promise.resolve({ method });
    },
  });
  const mine = server.connection.request("mine", {});
  server.say(
    { id: 0, method: "first", params: { a: 1 } },
    { id: 1, method: "second" },
    { id: "text", method: "throws" },
    { id: 2, method: "odd" },
  );
  await server.received(5);
  assertEquals(asked.length, 4);
  assertEquals(server.sent.slice(1, 4), [
    { id: 0, result: { method: "first" } },
    { id: 1, result: { method: "second" } },
    { id: "text", error: { code: -32603, message: "not supported" } },
  ]);
  assertEquals((server.sent[4]?.error as { code: number }).code, -32603, "what is no JSON");
  // The server's request 1 was not taken for the answer to the client's request 1.
  server.say({ id: 1, result: "mine" });
  assertEquals(await mine, "mine");
  server.end();
  await server.connection.closed;
});

Deno.test("Connection.request() rejects with what the server says, without secrets", async () => {
  const server = new FakeServer({}, 60_000, () => ({
    error: {
      code: -32600,
      message: "bad SECRET",
      data: { type: "x", at: [1, null, { header: "Bearer SECRET", "SECRET!": 1 }] },
    },
  }));
  const error = await assertRejects(() => server.connection.request("m", {}), RpcError);
  assertEquals([error.method, error.code], ["m", -32600]);
  assertEquals(error.message, "Cannot m: bad [redacted]");
  assertEquals(error.data, {
    type: "x",
    at: [1, null, { header: "Bearer [redacted]", "[redacted]!": 1 }],
  });
  server.end();
  await server.connection.closed;
});

Deno.test("Connection.request() rejects at its deadline, and the late answer is no fault", async () => {
  const server = new FakeServer({}, 20);
  const error = await assertRejects(
    () => server.connection.request("slow", {}),
    RequestTimeoutError,
  );
  assertEquals([error.method, error.timeoutMs], ["slow", 20]);
  server.say({ id: 1, result: "late" });
  await soon();
  assertEquals(server.told, []);
  server.end();
  await server.connection.closed;
});

Deno.test("Connection.request() that waits for a place has a deadline too, and takes none", async () => {
  const server = new FakeServer({}, 500);
  const all = Array.from({ length: 100 }, () => server.connection.request("m", {}));
  const errors = await Promise.all(
    all.map((request) => assertRejects(() => request, RequestTimeoutError)),
  );
  assertEquals(errors.length, 100);
  const before = server.sent.length;
  const more = Array.from({ length: 64 }, (_, index) => server.connection.request("m", { index }));
  // All places are free again.
  await server.received(before + 64);
  for (const { id } of server.sent.slice(before)) server.say({ id, result: id });
  assertEquals((await Promise.all(more)).length, 64);
  server.end();
  await server.connection.closed;
});

Deno.test("Connection.request() has 64 in flight at most", async () => {
  const server = new FakeServer();
  const all = Array.from({ length: 200 }, (_, index) => server.connection.request(`m${index}`, {}));
  await server.received(64);
  await soon();
  assertEquals(server.sent.length, 64);
  for (let id = 1; id <= 200; id++) {
    await server.received(id);
    assert(server.sent.length - (id - 1) <= 64, `${server.sent.length} after ${id - 1} answers`);
    server.say({ id, result: id });
  }
  assertEquals(await Promise.all(all), Array.from({ length: 200 }, (_, index) => index + 1));
  server.end();
  await server.connection.closed;
});

Deno.test("Connection.request() tries again what an overloaded server refused", async () => {
  let refusals = 2;
  const server = new FakeServer({}, 60_000, () => refusals-- > 0 ? OVERLOADED : { result: "ok" });
  const start = performance.now();
  assertEquals(await server.connection.request("m", { a: 1 }), "ok");
  assert(performance.now() - start >= 70, "it waits in between");
  assertEquals(server.sent.map(({ id }) => id), [1, 2, 3]);
  server.end();
  await server.connection.closed;
});

Deno.test("Connection.request() leaves no timer when its deadline comes before the next try", async () => {
  // The first pause takes 25 ms or more. What is left of it fails the test: Deno looks for leaks.
  const server = new FakeServer({}, 10, () => OVERLOADED);
  await assertRejects(() => server.connection.request("m", {}), RequestTimeoutError);
  server.end();
  await server.connection.closed;
});

Deno.test("Connection.request() does not wait to try again when the server is gone", async () => {
  const server = new FakeServer({}, 60_000, () => OVERLOADED);
  let error: unknown;
  server.connection.request("m", {}).catch((reason) => error = reason);
  await server.received(1);
  await soon();
  server.end();
  await server.connection.closed;
  await soon();
  assert(error instanceof ConnectionClosedError, String(error));
});

Deno.test("Connection tells of lines that are no messages, and goes on", async () => {
  const errors: DecodeError[] = [];
  const server = new FakeServer({
    malformed: (error) => void errors.push(error),
    notification: (method) => {
      if (method === "odd") throw new TypeError("cannot read of undefined");
    },
  });
  const pending = server.connection.request("m", {});
  await server.received(1);
  const lines = ["not JSON SECRET", "[]", "7", "{}", '{"id":99,"result":1}', '{"method":"odd"}'];
  server.say(...lines, { id: 1, result: "ok" });
  assertEquals(await pending, "ok");
  assertEquals(errors.map(({ line, lineNumber }) => [line, lineNumber]), [
    ["not JSON [redacted]", 1],
    ["[]", 2],
    ["7", 3],
    ["{}", 4],
    ['{"id":99,"result":1}', 5],
    ['{"method":"odd"}', 6],
  ]);
  assert(errors.every((error) => error instanceof DecodeError));
  server.say("x".repeat(5_000));
  await soon();
  assertEquals(errors.at(-1)?.line.length, 1024);
  server.end();
  await server.connection.closed;
});

Deno.test("Connection.request() rejects, each with an error of its own, when the server is gone", async () => {
  const server = new FakeServer();
  const all = Array.from({ length: 70 }, () => server.connection.request("m", {}));
  await server.received(64);
  server.end();
  const errors = await Promise.all(
    all.map((request) => assertRejects(() => request, ConnectionClosedError)),
  );
  assertEquals(new Set(errors).size, 70);
  assertEquals([errors[0]?.exitCode, errors[0]?.stderr], [1, "last words"]);
  await server.connection.closed;
  await assertRejects(() => server.connection.request("m", {}), ConnectionClosedError);
});

Deno.test("Connection.request() refuses what is no JSON without leaving anything behind", async () => {
  const server = new FakeServer();
  const error = await assertRejects(
    () => server.connection.request("m", { value: 1n }),
    InvalidInputError,
    "Cannot m: the message is no JSON: ",
  );
  assertEquals(error.option, "params");
  assertEquals(server.sent, []);
  server.end();
  await server.connection.closed;
});

/** JSON that is nested more deeply than JavaScript can write it again. */
const deep = (depth: number) => "[".repeat(depth) + "]".repeat(depth);

Deno.test("Connection sends nothing that is nested more deeply than Codex reads", async () => {
  const server = new FakeServer({
    request: (_method, levels) => Promise.resolve(JSON.parse(deep(levels as number))),
  });
  const pending = server.connection.request("m", JSON.parse(deep(126)));
  for (const levels of [127, 100_000]) {
    const error = await assertRejects(
      () => server.connection.request("m", JSON.parse(deep(levels))),
      InvalidInputError,
      "Cannot m: the message has more than 127 levels, which Codex does not read",
    );
    assertEquals(error.option, "params");
  }
  // What holds itself in many ways is never walked through.
  const many: unknown[] = [];
  many.push(many, many);
  await assertRejects(() => server.connection.request("m", many), InvalidInputError, "circular");
  const written = Object.assign(many, { toJSON: () => '[[{\\"[' });
  const other = server.connection.request("m", Array(200).fill(written));
  server.say({ id: 1, method: "ask", params: 126 }, { id: 2, method: "ask", params: 127 });
  const [, , first, second] = await server.received(4);
  assertEquals([first?.id, first?.error, second?.id], [1, undefined, 2]);
  const { code, message } = second?.error as { code: number; message: string };
  assertEquals([code, message.startsWith("Cannot answer: ")], [-32603, true]);
  server.say({ id: 1, result: "ok" }, { id: 2, result: "fine" });
  assertEquals([await pending, await other], ["ok", "fine"]);
  server.end();
  await server.connection.closed;
});

Deno.test("Connection.request() passes on what the caller's toJSON() throws", async () => {
  const server = new FakeServer();
  const date = { toJSON: () => new Date(NaN).toISOString() };
  await assertRejects(() => server.connection.request("m", date), RangeError, "Invalid");
  server.end();
  await server.connection.closed;
});

Deno.test("Connection answers no request whose id is neither a string nor a number", async () => {
  const server = new FakeServer({ request: () => Promise.resolve("answer") });
  const pending = server.connection.request("m", {});
  await server.received(1);
  const ids = ["null", "true", "{}", "[]", deep(100_000)];
  server.say(...ids.map((id) => `{"id":${id},"method":"ask"}`), { id: 7, method: "ask" });
  assertEquals((await server.received(2))[1], { id: 7, result: "answer" });
  assertEquals(server.told.map((error) => (error as DecodeError).message.includes("its id")), [
    true,
    true,
    true,
    true,
    true,
  ]);
  server.say({ id: 1, result: "ok" });
  assertEquals(await pending, "ok");
  server.end();
  await server.connection.closed;
});

Deno.test("Connection outlives what nobody foresaw: deep data of errors, errors without words", async () => {
  const server = new FakeServer({
    // deno-lint-ignore no-throw-literal -- a callback of a caller may
    request: () => Promise.reject(Object.create(null)),
  });
  const first = server.connection.request("m", {});
  const second = server.connection.request("m", {});
  await server.received(2);
  const data = deep(100_000);
  server.say(
    `{"id":1,"error":{"code":-32600,"message":"no","data":${data}}}`,
    { id: 3, method: "ask" },
    { id: 2, result: "ok" },
  );
  const error = await assertRejects(() => first, RpcError);
  assertEquals([error.message, error.data], ["Cannot m: no", undefined]);
  assertEquals(await second, "ok");
  assertEquals((await server.received(3))[2], {
    id: 3,
    error: { code: -32603, message: "an error without a message" },
  });
  server.end();
  await server.connection.closed;
});

Deno.test("Connection.request() listens once to a signal that many requests have", async () => {
  const { controller, signal, counts } = countedSignal();
  const server = new FakeServer();
  const waiting = Array.from({ length: 20 }, () => server.connection.request("m", {}, { signal }));
  assertEquals([counts.added, counts.left()], [1, 1]);
  controller.abort();
  for (const request of waiting) await assertRejects(() => request, AbortError);
  assertEquals(counts.left(), 0);
  server.end();
  await server.connection.closed;
});
