import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import config from "../../deno.json" with { type: "json" };
import { AppServer } from "../../src/app_server/app_server.ts";
import type { AppServerOptions } from "../../src/app_server/options.ts";
import type { ServerMessage, ServerStreams } from "../../src/app_server/mod.ts";
import {
  ConnectionClosedError,
  RequestTimeoutError,
} from "../../src/app_server/link/rpc_errors.ts";
import { AbortError, CodexError, InvalidInputError } from "../../src/core/vocabulary/errors.ts";
import { fakeCodex, item, turn } from "../../src/testing/mod.ts";
import { FakeProcess } from "./link/fake_process.ts";
import { soon } from "./link/line_pairs.ts";
import { PassThrough } from "node:stream";

const ID = "01a201f0-88ca-7681-ada4-692e81620abf";
const THREAD = {
  "config/read": { config: {} },
  "thread/start": { thread: { id: ID } },
};

/** A client on a process in memory. */
async function on(
  process: FakeProcess,
  options: AppServerOptions = {},
): Promise<AppServer> {
  return await AppServer.start({ spawn: process.spawn, env: {}, ...options });
}

Deno.test("AppServer.start() introduces itself, and hands a key over in memory", async () => {
  const process = new FakeProcess({ "account/login/start": {} });
  const server = await on(process, {
    apiKey: "sk-secret",
    clientInfo: { name: "me", version: "2" },
  });
  assertEquals(process.heard, [
    {
      id: 1,
      method: "initialize",
      params: {
        clientInfo: { name: "me", title: "me", version: "2" },
        capabilities: { experimentalApi: true },
      },
    },
    { method: "initialized" },
    { id: 2, method: "account/login/start", params: { type: "apiKey", apiKey: "sk-secret" } },
  ]);
  const { args = [], env, detached } = process.command ?? {};
  assertEquals([args[0], detached], ["app-server", true]);
  assert(args.includes('cli_auth_credentials_store="ephemeral"'));
  assert(!JSON.stringify([args, env]).includes("sk-secret"));
  // It would win over the name of `clientInfo`.
  assertEquals(env?.CODEX_INTERNAL_ORIGINATOR_OVERRIDE, undefined);
  await server.close();
});

Deno.test("LiveThread.run() with a custom spawn leaves image paths to the other side", async () => {
  const seen: unknown[] = [];
  const spawn = fakeCodex(({ images }) => {
    seen.push(images);
    return turn(item.agentMessage("ok"));
  });
  const server = await AppServer.start({ spawn, env: {} });
  const thread = await server.startThread();
  await thread.run([{ type: "text", text: "See" }, { type: "local_image", path: "/far/a.png" }]);
  assertEquals(seen, [["/far/a.png"]]);
  await server.close();
});

Deno.test("AppServer.start() introduces itself with the version of deno.json", async () => {
  const process = new FakeProcess();
  const server = await on(process);
  const { clientInfo } = process.heard[0]?.params as { clientInfo: unknown };
  assertEquals(clientInfo, {
    name: "codex_js_sdk",
    title: "codex_js_sdk",
    version: config.version,
  });
  await server.close();
});

Deno.test("AppServer answers what it does not know with an error, and tells of it", async () => {
  const errors: CodexError[] = [];
  const process = new FakeProcess();
  const server = await on(process, { onConnectionError: (error) => errors.push(error) });
  const told: ServerMessage[] = [];
  const telling = (async () => {
    for await (const notification of server.notifications()) told.push(notification);
  })();
  await soon();
  process.say(
    "no message",
    { method: "something/new", params: { a: 1 } },
    { id: 0, method: "something/asked", params: { b: 2 } },
    { method: "turn/completed", params: { threadId: "not/known" } },
    { method: "without/params" },
  );
  await soon();
  assertEquals(errors.map(({ name }) => name), ["DecodeError"]);
  assertEquals(told.map(({ method }) => method), [
    "something/new",
    "something/asked",
    "turn/completed",
    "without/params",
  ]);
  assertEquals(process.heard.at(-1), {
    id: 0,
    error: { code: -32603, message: "this client does not support something/asked" },
  });
  await server.close();
  await telling;
  for await (const _ of server.notifications()) assert(false, "none after the end");
});

Deno.test("AppServer goes on whatever its callbacks throw or reject with", async () => {
  const process = new FakeProcess();
  const told: string[] = [];
  let rejects = false;
  const tell = (what: string) => {
    told.push(what);
    rejects = !rejects;
    if (rejects) return Promise.reject(new Error("mine"));
    throw new Error("mine");
  };
  const server = await on(process, {
    onConnectionError: ({ name }) => tell(name),
    onConnectionChange: tell,
  });
  process.say("no message", "no message");
  await soon();
  process.exit(1);
  const { reason } = await server.closed;
  await soon();
  assertEquals(reason, "exited");
  assertEquals(told, ["DecodeError", "DecodeError", "ConnectionClosedError", "closed"]);
});

Deno.test("AppServer.importThread() waits for an earlier import, even one that fails", async () => {
  const process = new FakeProcess({ initialize: { codexHome: "/home/a/.codex" } });
  const server = await on(process);
  const line = `${JSON.stringify({ type: "session_meta", payload: { id: ID } })}\n`;
  const path = `sessions/2026/11/27/rollout-2026-11-27T10-00-00-${ID}.jsonl`;
  const files = [{ path, data: new TextEncoder().encode(line) }];
  const first = assertRejects(() => server.importThread(files), CodexError, "no disk");
  const second = assertRejects(() => server.importThread(files), ConnectionClosedError);
  const heard = () => process.heard.filter(({ method }) => method === "fs/readDirectory");
  await soon();
  // In the folder of the threads, and in that of the archived ones.
  assertEquals(heard().length, 2);
  for (const { id } of heard()) process.say({ id, error: { code: -32603, message: "no disk" } });
  await first;
  await soon();
  assertEquals(heard().length, 4);
  await server.close();
  await second;
});

Deno.test("AppServer.resumeThread() asks again while Codex writes the thread's first turn down", async () => {
  const process = new FakeProcess({ "config/read": { config: {} } });
  const server = await on(process);
  const asked = async (count: number) => {
    for (;;) {
      const found = process.heard.filter(({ method }) => method === "thread/resume")[count - 1];
      if (found !== undefined) return found.id as number;
      await soon();
    }
  };
  const resuming = server.resumeThread(ID, { workingDirectory: "." });
  const refused = ["rollout at /x.jsonl is empty", "list_turns is not supported yet"];
  for (const [at, message] of refused.entries()) {
    process.say({ id: await asked(at + 1), error: { code: -32603, message } });
  }
  process.say({ id: await asked(3), result: { thread: { id: ID } } });
  assertEquals((await resuming).id, ID);
  await server.close();
});

Deno.test("AppServer.request() needs a method, without which nobody would answer", async () => {
  const server = await on(new FakeProcess({}));
  for (const method of [undefined, "", 5]) {
    const error = await assertRejects(() => server.request(method as string), InvalidInputError);
    assertStringIncludes(error.message, "Cannot send a request: method must be a string");
  }
  await server.close();
});

Deno.test("AppServer.over() says what is wrong with a stream", async () => {
  const pair = () => ({ readable: new ReadableStream(), writable: new WritableStream() });
  const used = pair();
  used.readable.getReader();
  const table: readonly [streams: unknown, option: string, says: string][] = [
    [undefined, "readable", "readable must be a ReadableStream, not undefined"],
    [{ ...pair(), writable: undefined }, "writable", "must be a WritableStream, not undefined"],
    [
      { ...pair(), readable: new PassThrough() },
      "readable",
      "not a PassThrough; convert it with toWeb() of node:stream",
    ],
    [{ ...pair(), writable: new PassThrough() }, "writable", "; convert it with toWeb()"],
    [used, "readable", "Cannot talk to an app-server: readable is in use: it is locked"],
  ];
  for (const [streams, option, says] of table) {
    const over = () => AppServer.over(streams as ServerStreams);
    assertEquals((await assertRejects(over, InvalidInputError, says)).option, option);
  }
});

Deno.test("AppServer.request() has a deadline", async () => {
  const process = new FakeProcess();
  const server = await on(process, { requestTimeoutMs: 20 });
  await assertRejects(() => server.request("never/answered"), RequestTimeoutError);
  await server.close();
});

Deno.test("AppServer.request() has a deadline of its own, and ends with its signal", async () => {
  const process = new FakeProcess();
  const server = await on(process);
  const late = await assertRejects(
    () => server.request("never/answered", {}, { timeoutMs: 20 }),
    RequestTimeoutError,
  );
  assertEquals([late.method, late.timeoutMs], ["never/answered", 20]);
  const controller = new AbortController();
  const aborted = server.request("never/answered", {}, { signal: controller.signal });
  controller.abort("enough");
  const error = await assertRejects(() => aborted, AbortError, "Cannot never/answered");
  assertEquals([error.cause, error.code], ["enough", "ABORT_ERR"]);
  const before = process.heard.length;
  await assertRejects(
    () => server.request("not/sent", {}, { signal: controller.signal }),
    AbortError,
  );
  await assertRejects(() => server.request("a", {}, { timeoutMs: -1 }), InvalidInputError);
  assertEquals(process.heard.length, before);
  await server.close();
});

Deno.test("AppServer.notifications() gives the methods that were asked for alone", async () => {
  const process = new FakeProcess();
  const server = await on(process);
  const told = server.notifications({ methods: ["thread/closed", "new/one"] });
  process.say(
    { method: "turn/diff/updated", params: {} },
    { method: "thread/closed", params: { threadId: "a" } },
    { method: "new/one", params: { b: 1 } },
  );
  assertEquals((await told.next()).value, { method: "thread/closed", params: { threadId: "a" } });
  assertEquals((await told.next()).value, { method: "new/one", params: { b: 1 } });
  await told.return?.();
  assertEquals(await told.next(), { done: true, value: undefined });
  await server.close();
});

Deno.test("AppServer.info is what the server has said of itself", async () => {
  const answer = {
    userAgent: "my/app/0.171.0-alpha.1 (Debian 12.0.0; x86_64) xterm (my/app; 1.2.3)",
    codexHome: "/home/a/.codex",
    platformFamily: "unix",
    platformOs: "linux",
  };
  const server = await on(new FakeProcess({ initialize: answer }));
  assertEquals(server.info, { version: "0.171.0-alpha.1", ...answer });
  await server.close();
  const silent = await on(new FakeProcess({ initialize: {} }));
  assertEquals(silent.info.version, "");
  await silent.close();
});

Deno.test("AppServer asks for no approval policy that the organisation does not allow", async () => {
  const answer = { ...THREAD["thread/start"], approvalPolicy: "on-request" };
  const onElicitation = () => ({ action: "decline" }) as const;
  const servers = { granular: { sandbox_approval: false, rules: false, mcp_elicitations: true } };
  const some = { requirements: { allowedApprovalPolicies: ["on-request"] } };
  // As Codex tells of it: with each kind.
  const granular = { ...servers.granular, request_permissions: false, skill_approval: false };
  const all = { requirements: { allowedApprovalPolicies: ["on-request", "never", { granular }] } };
  const rows = [
    [some, {}, "on-request"],
    [some, { onElicitation }, "on-request"],
    [all, {}, "never"],
    [all, { onElicitation }, servers],
    // A thread that somebody else has loaded.
    [{ requirements: null }, {}, "never"],
    [{ requirements: null }, { onElicitation }, servers],
  ] as const;
  for (const [required, options, wanted] of rows) {
    const process = new FakeProcess({
      ...THREAD,
      "thread/start": answer,
      "configRequirements/read": required,
      "turn/start": { turn: { id: "turn" } },
    });
    const server = await on(process);
    const running = (await server.startThread(options)).run("go");
    await soon();
    const start = process.heard.find(({ method }) => method === "turn/start");
    const params = start?.params as { approvalPolicy?: unknown };
    assertEquals(params.approvalPolicy, wanted);
    await server.close();
    await assertRejects(() => running, ConnectionClosedError);
  }
});

Deno.test("AppServer tells a turn how the server ended, with the last words and without the key", async () => {
  const process = new FakeProcess({
    "account/login/start": {},
    ...THREAD,
    "turn/start": { turn: { id: "turn" } },
  });
  const server = await on(process, { apiKey: "sk-secret" });
  const thread = await server.startThread();
  const running = thread.run("go");
  await soon();
  process.complain("cannot go on with sk-secret\n");
  process.exit(101);
  const error = await assertRejects(() => running, ConnectionClosedError);
  assertEquals([error.exitCode, error.signal, error.threadId], [101, null, ID]);
  assertEquals(error.stderr, "cannot go on with [redacted]\n");
  await server.close();
});

Deno.test("AppServer notices the end of a server whose output somebody else holds open", async () => {
  const process = new FakeProcess({ ...THREAD, "turn/start": { turn: { id: "turn" } } });
  const server = await on(process);
  const running = (await server.startThread()).run("go");
  await soon();
  process.exit(1, null, true);
  const error = await assertRejects(() => running, ConnectionClosedError);
  assertEquals(error.exitCode, 1);
  await server.close();
});

Deno.test("AppServer.close() kills a server that goes on when its input is closed", async () => {
  const process = new FakeProcess({}, true);
  const server = await on(process);
  const pending = server.request("never/answered");
  const [closing, again] = [server.close(), server.close()];
  await assertRejects(() => pending, ConnectionClosedError, "The app-server was closed");
  await Promise.all([closing, again, server[Symbol.asyncDispose]()]);
  assertEquals(process.signals, ["SIGKILL"]);
});

Deno.test("AppServer.start() rejects, and leaves no process, when the server does not answer", async () => {
  const process = new FakeProcess({ initialize: undefined }, false);
  // `initialize` is answered with an error.
  const refusing = process.spawn;
  const spawn: typeof refusing = (command) => {
    const child = refusing(command);
    queueMicrotask(() => process.say({ id: 1, error: { code: -32600, message: "too old" } }));
    return child;
  };
  await assertRejects(() => AppServer.start({ spawn, env: {} }), Error, "too old");
  assertEquals(process.signals, []);
});
