import {
  assert,
  assertEquals,
  assertLess,
  assertMatch,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { request } from "node:http";
import { connect } from "node:net";
import { gzipSync } from "node:zlib";
import {
  cutStream,
  endWithoutCompleted,
  failed,
  httpError,
  incomplete,
  message,
  patch,
  pause,
  plan,
  rawItem,
  reasoning,
  type Reply,
  reply,
  type ReplyItem,
  type ResponsesScript,
  ResponsesServer,
  shell,
  stall,
  toolCall,
  webSearch,
} from "../../src/testing/mod.ts";

type Json = Record<string, unknown>;

const PATCH = "*** Begin Patch\n*** Add File: a.txt\n+a\n*** End Patch\n";
const EXEC =
  "Runs JavaScript\ndeclare const tools: { exec_command(args: {\ndeclare const tools: { apply_patch(input: string): Promise<unknown>; };";
const CODE_MODE = {
  input: [{
    type: "additional_tools",
    role: "developer",
    tools: [
      {
        type: "namespace",
        name: "functions",
        tools: [{ type: "custom", name: "exec", description: EXEC }, {
          type: "function",
          name: "wait",
        }],
      },
      {
        type: "namespace",
        name: "collaboration",
        tools: [{ type: "function", name: "spawn_agent" }],
      },
    ],
  }],
};

async function serving<T>(
  script: ResponsesScript,
  use: (server: ResponsesServer) => Promise<T>,
): Promise<T> {
  const server = await ResponsesServer.start(script);
  try {
    return await use(server);
  } finally {
    await server.close();
  }
}

function post(server: ResponsesServer, body: unknown = {}): Promise<Response> {
  return fetch(`${server.url}/responses`, { method: "POST", body: JSON.stringify(body) });
}

function events(stream: string): Json[] {
  return stream.split("\n").filter((line) => line.startsWith("data: ")).map((line) =>
    JSON.parse(line.slice(6))
  );
}

/** The events of one reply to one request. */
function answer(one: Reply, body: unknown = {}): Promise<Json[]> {
  return serving([one], async (server) => events(await (await post(server, body)).text()));
}

/** The finished output items of one reply, without the ids of the server's choice. */
async function items(body: unknown, ...parts: ReplyItem[]): Promise<Json[]> {
  const done = (await answer(reply(...parts), body)).filter((event) =>
    event.type === "response.output_item.done"
  );
  return done.map((event) => {
    const { id, call_id, ...rest } = event.item as Json;
    assertMatch(String(id ?? call_id), /_/);
    return rest;
  });
}

Deno.test("ResponsesServer streams a message in the events of the Responses API", async () => {
  const all = await answer(reply(message("Hello", { deltas: 2, phase: "final_answer" })));
  assertEquals(all.map((event) => event.type), [
    "response.created",
    "response.output_item.added",
    "response.content_part.added",
    "response.output_text.delta",
    "response.output_text.delta",
    "response.output_text.done",
    "response.content_part.done",
    "response.output_item.done",
    "response.completed",
  ]);
  assertEquals(all.filter((event) => "delta" in event).map((event) => event.delta), ["Hel", "lo"]);
  const end = all.at(-1)?.response as Json;
  assertEquals(end.usage, {
    input_tokens: 42,
    input_tokens_details: { cached_tokens: 12, cache_write_tokens: 0 },
    output_tokens: 5,
    output_tokens_details: { reasoning_tokens: 3 },
    total_tokens: 47,
  });
  assertEquals((end.output as Json[])[0]?.phase, "final_answer");
});

Deno.test("reply() takes options among its items", async () => {
  const start = performance.now();
  const all = await answer(reply({ delayMs: 60 }, message("a"), { usage: { inputTokens: 7 } }));
  assertLess(55, performance.now() - start);
  assertEquals(((all.at(-1)?.response as Json).usage as Json).total_tokens, 12);
  const without = await answer(reply(message("a"), { usage: null }));
  assertEquals((without.at(-1)?.response as Json).usage, null);
});

Deno.test("message() cuts between code points and refuses deltas that differ from the text", () => {
  assertEquals(message("a😀b", { deltas: 3 }).deltas, ["a", "😀", "b"]);
  assertEquals(message("", { deltas: 3 }).deltas, []);
  assertEquals(message("ab", { deltas: 9 }).deltas, ["a", "b"]);
  assertThrows(() => message("ab", { deltas: ["a"] }), TypeError, "Cannot make a message");
});

Deno.test("message() leaves deltaMs between its deltas", async () => {
  const start = performance.now();
  await answer(reply(message("abc", { deltas: 3, deltaMs: 30 })));
  assertLess(55, performance.now() - start);
  // A moment in the middle of a message: the rest of it never comes.
  const script = [reply(message("ab", { deltas: 2, deltaMs: 60_000 }))];
  await serving(script, async (server) => {
    const stream = (await post(server)).body?.pipeThrough(new TextDecoderStream()).getReader();
    let seen = "";
    while (!seen.includes("output_text.delta")) seen += (await stream?.read())?.value;
    assertEquals(events(seen).at(-1)?.delta, "a");
    await stream?.cancel();
  });
});

Deno.test("ResponsesServer streams reasoning, web searches and raw items", async () => {
  assertEquals(
    await items(
      {},
      reasoning(["a", "b"]),
      webSearch("rust"),
      rawItem({ id: "x_1", type: "novelty" }),
    ),
    [
      {
        type: "reasoning",
        summary: [{ type: "summary_text", text: "a" }, { type: "summary_text", text: "b" }],
        encrypted_content: "b2ZmbGluZQ==",
      },
      { type: "web_search_call", status: "completed", action: { type: "search", query: "rust" } },
      { type: "novelty" },
    ],
  );
});

Deno.test("shell() fits the tools a request offers", async () => {
  const call = (name: string, args: unknown): Json => ({
    type: "function_call",
    name,
    arguments: JSON.stringify(args),
  });
  const offering = (name: string): Json => ({ tools: [{ type: "function", name }] });
  const ask = shell("ls", { workdir: "/x", yieldMs: 500 });
  assertEquals(await items(offering("exec_command"), ask), [
    call("exec_command", { cmd: "ls", workdir: "/x", yield_time_ms: 500 }),
  ]);
  assertEquals(await items(offering("shell_command"), ask), [
    call("shell_command", { command: "ls", workdir: "/x" }),
  ]);
  assertEquals(await items(offering("shell"), ask), [
    call("shell", { command: ["bash", "-lc", "ls"], workdir: "/x" }),
  ]);
  const [script] = await items(CODE_MODE, ask);
  assertEquals([script?.type, script?.name], ["custom_tool_call", "exec"]);
  assertStringIncludes(String(script?.input), `// @exec: {"yield_time_ms": 5500}\n`);
  assertStringIncludes(
    String(script?.input),
    `tools["exec_command"]({"cmd":"ls","workdir":"/x","yield_time_ms":500})`,
  );
});

Deno.test("patch() fits the tools a request offers", async () => {
  const custom = { tools: [{ type: "custom", name: "apply_patch" }] };
  assertEquals(await items(custom, patch(PATCH)), [{
    type: "custom_tool_call",
    status: "completed",
    name: "apply_patch",
    input: PATCH,
  }]);
  const [byFunction] = await items(
    { tools: [{ type: "function", name: "apply_patch" }] },
    patch(PATCH),
  );
  assertEquals(byFunction?.arguments, JSON.stringify({ input: PATCH }));
  const [byShell] = await items(
    { tools: [{ type: "function", name: "exec_command" }] },
    patch(PATCH),
  );
  assertEquals(byShell?.arguments, JSON.stringify({ cmd: `apply_patch <<'EOF'\n${PATCH}EOF` }));
  const [script] = await items(CODE_MODE, patch(PATCH));
  assertStringIncludes(String(script?.input), `tools["apply_patch"](${JSON.stringify(PATCH)})`);
});

Deno.test("plan() fits the tools a request offers", async () => {
  const [call] = await items(
    { tools: [{ type: "function", name: "update_plan" }] },
    plan(["a", { step: "b", status: "completed" }]),
  );
  assertEquals(
    call?.arguments,
    `{"plan":[{"step":"a","status":"pending"},{"step":"b","status":"completed"}]}`,
  );
});

Deno.test("toolCall() is sent as it is, or from the script of code mode", async () => {
  assertEquals(await items({}, toolCall("t", "{bad", { namespace: "mcp__s" })), [
    { type: "function_call", name: "t", arguments: "{bad", namespace: "mcp__s" },
  ]);
  assertEquals(
    (await items(
      { tools: [{ type: "function", name: "mcp__s__t" }] },
      toolCall("t", {}, { namespace: "mcp__s" }),
    ))[0]?.name,
    "mcp__s__t",
  );
  const mcp = {
    tools: [{ type: "namespace", name: "mcp__s", tools: [{ type: "function", name: "echo_it" }] }],
  };
  const [echo] = await items(mcp, toolCall("echo-it", {}, { namespace: "mcp__s" }));
  assertEquals([echo?.name, echo?.namespace], ["echo_it", "mcp__s"]);
  assertEquals(
    (await items(CODE_MODE, toolCall("spawn_agent", {})))[0]?.namespace,
    "collaboration",
  );
  // A tool of the host goes before one of Codex's that has the name in a namespace.
  const hosts = JSON.parse(
    JSON.stringify(CODE_MODE).replace("apply_patch(input", "spawn_agent(input"),
  );
  const [own] = await items(hosts, toolCall("spawn_agent", {}));
  assertStringIncludes(String(own?.input), `tools["spawn_agent"]({})`);
  assertEquals((await items(CODE_MODE, toolCall("exec", "text(1)")))[0]?.input, "text(1)");
  const [script] = await items(CODE_MODE, toolCall("t", { a: 1 }, { namespace: "mcp__my-server" }));
  assertStringIncludes(String(script?.input), `tools["mcp__my_server__t"]({"a":1})`);
});

Deno.test("reply() with several tool calls gives parallel calls, in code mode one script", async () => {
  const classic = { tools: [{ type: "function", name: "exec_command" }] };
  assertEquals((await items(classic, shell("a"), shell("b"))).length, 2);
  const inCodeMode = await items(
    CODE_MODE,
    message("m"),
    shell("a"),
    patch(PATCH),
    message("n"),
    shell("c"),
  );
  assertEquals(inCodeMode.map((item) => item.type), [
    "message",
    "custom_tool_call",
    "message",
    "custom_tool_call",
  ]);
  assertMatch(String(inCodeMode[1]?.input), /allSettled.*exec_command.*apply_patch/s);
});

Deno.test("ResponsesServer gives every call an id of its own, on every server", async () => {
  const ids = new Set<unknown>();
  for (let round = 0; round < 2; round++) {
    await serving(() => reply(toolCall("a", {}), toolCall("b", {})), async (server) => {
      for (let turn = 0; turn < 2; turn++) {
        for (const event of events(await (await post(server)).text())) {
          if (event.type === "response.output_item.done") ids.add((event.item as Json).call_id);
        }
      }
    });
  }
  assertEquals(ids.size, 8);
});

Deno.test("ResponsesServer reports a call that no offered tool fits", async () => {
  await serving([reply(plan(["a"])), reply(shell("ls"))], async (server) => {
    const first = await post(server, CODE_MODE);
    assertEquals(first.status, 400);
    const { error } = await first.json();
    assertEquals(
      error.message,
      "Cannot send plan: no tool fits, the request offers exec, wait, collaboration__spawn_agent, exec_command, apply_patch" +
        "; Codex offers update_plan with the option config: { tools: { update_plan: { enabled: true } } }",
    );
    assertEquals(
      (await (await post(server)).json()).error.message,
      "Cannot send shell: no tool fits, the request offers no tools",
    );
    assertEquals(server.unexpected.length, 2);
    assertEquals(server.unexpected[0], {
      method: "POST",
      path: "/v1/responses",
      message: error.message,
    });
  });
});

Deno.test("ResponsesServer reports a used-up script, an unknown path, a bad body and a script that throws", async () => {
  await serving([], async (server) => {
    assertEquals((await (await post(server)).json()).error.type, "invalid_request_error");
    const other = await fetch(`${server.url}/nowhere?x=1`, { method: "DELETE" });
    assertEquals([other.status, (await other.json()).error.code], [400, "unexpected_request"]);
    await (await fetch(`${server.url}/responses`, { method: "POST", body: "[1]" })).text();
    await (await fetch(`${server.url}/responses`, {
      method: "POST",
      body: "{}",
      headers: { "content-encoding": "lzma" },
    })).text();
    assertEquals(server.unexpected.map((entry) => entry.message), [
      "Cannot answer model request 1: the script has no reply for it",
      "Cannot answer DELETE /v1/nowhere: the server does not know this path",
      "Cannot read the request: its body is not a JSON object",
      "Cannot read the request: content-encoding lzma is not supported here",
    ]);
    assertEquals(server.requests.length, 1);
  });
  for (const script of [[message("hello")], () => [reply()]]) {
    await serving(script as never, async (server) => {
      const { error } = await (await post(server)).json();
      assertEquals(
        error.message,
        "Cannot answer model request 1: the script's value for it is not a reply; make it with reply(…), or with httpError(…)",
      );
    });
  }
  const throwing = (): Reply => {
    throw new Error("no idea");
  };
  await serving(throwing, async (server) => {
    await (await post(server)).text();
    assertEquals(server.unexpected[0]?.message, "no idea");
  });
});

Deno.test("ResponsesServer breaks the connection of a reply that cannot be sent whole, and goes on", async () => {
  const wrong = { ...httpError(429), body: { error: {} } } as unknown as Reply;
  await serving([wrong, reply(message("next"))], async (server) => {
    await assertRejects(async () => await (await post(server)).text());
    assertEquals(server.unexpected.length, 1);
    assertStringIncludes(await (await post(server)).text(), "next");
  });
});

Deno.test("ResponsesServer refuses pages of the web, and keeps its replies for others", async () => {
  const server = await ResponsesServer.start([reply(message("for Codex"))]);
  try {
    const { port } = new URL(server.url);
    const send = (headers: Record<string, string>) =>
      new Promise<number>((resolve, reject) => {
        const options = { host: "127.0.0.1", port, path: "/v1/responses", method: "POST", headers };
        const sent = request(options, (response) => {
          response.resume();
          response.on("end", () => resolve(response.statusCode ?? 0));
        });
        sent.on("error", reject).end("{}");
      });
    const foreign = [
      { origin: "https://evil.example" },
      { origin: "null" },
      { origin: server.url },
      { host: `evil.example:${port}` },
      { host: `127.0.0.1.evil.example:${port}` },
      { host: `localhost.evil.example` },
    ];
    for (const headers of foreign) assertEquals(await send(headers), 403, JSON.stringify(headers));
    assertEquals([server.requests.length, server.unexpected.length], [0, foreign.length]);
    assertEquals(server.unexpected[0]?.message.includes("https://evil.example"), true);
    for (const host of ["127.0.0.1", `localhost:${port}`, `[::1]:${port}`]) {
      assertEquals(await send({ host }) === 403, false, host);
    }
    assertEquals(server.requests.length, 3);
  } finally {
    await server.close();
  }
});

Deno.test("ResponsesServer refuses a page of the web before it has read what that sends", async () => {
  const server = await ResponsesServer.start([]);
  try {
    const { host, port } = new URL(server.url);
    const head = ["POST /v1/responses HTTP/1.1", `host: ${host}`, "origin: null"];
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), "127.0.0.1");
      socket.on("error", reject).on("data", (bytes) => resolve(String(bytes)));
      socket.write([...head, "content-length: 9", "", ""].join("\r\n"));
    });
    assertMatch(answer, /^HTTP\/1\.1 403 /);
  } finally {
    await server.close();
  }
});

Deno.test("ResponsesServer does not unpack a body that stands for gigabytes", async () => {
  const server = await ResponsesServer.start([]);
  try {
    const bomb = new Uint8Array(gzipSync(new Uint8Array(200 * 1024 * 1024)));
    const response = await fetch(`${server.url}/responses`, {
      method: "POST",
      headers: { "content-encoding": "gzip" },
      body: bomb,
    });
    assertEquals([response.status, server.requests.length], [400, 0]);
    assertMatch(
      (await response.json()).error.message,
      /larger than 134217728 bytes/,
    );
  } finally {
    await server.close();
  }
});

Deno.test("ResponsesServer knows the paths that Codex asks on the side", async () => {
  await serving([], async (server) => {
    assertEquals((await (await fetch(`${server.url}/models?client_version=1`)).json()).models, []);
    const plain = await fetch(`${server.url}/responses`);
    assertEquals([plain.status, await plain.text()], [426, ""]);
    assertEquals(server.unexpected, []);
  });
});

Deno.test("ResponsesServer refuses a WebSocket with 426", async () => {
  await serving([], async (server) => {
    const status = await new Promise((resolve, reject) => {
      const headers = {
        connection: "Upgrade",
        upgrade: "websocket",
        "sec-websocket-version": "13",
        "sec-websocket-key": "/ejow1PuAtpOBq/xcqydHQ==",
      };
      const asked = request(`${server.url}/responses`, { headers }, (response) => {
        response.resume();
        response.on("end", () => resolve(response.statusCode));
      });
      asked.on("error", reject);
      asked.end();
    });
    assertEquals(status, 426);
  });
});

Deno.test("ResponsesServer records what a request said", async () => {
  const body = {
    model: "gpt-x",
    instructions: "Be brief",
    tools: [{ type: "web_search" }, {
      type: "namespace",
      name: "mcp__s",
      tools: [{ type: "function", name: "t" }],
    }],
    input: [
      { type: "message", role: "developer", content: [{ type: "input_text", text: "Be kind" }] },
      {
        role: "user",
        content: [{ type: "input_text", text: "look" }, {
          type: "input_image",
          image_url: "data:image/png;base64,AA==",
        }],
      },
      { type: "message", role: "assistant", content: [{ type: "output_text", text: "Hi" }] },
      { type: "function_call_output", call_id: "c1", output: "plain" },
      {
        type: "custom_tool_call_output",
        call_id: "c2",
        output: [{ type: "input_text", text: "a" }, { type: "input_text", text: "b" }],
      },
    ],
  };
  await serving([reply()], async (server) => {
    const headers = { "User-Agent": "ua/1", Originator: "me", "content-encoding": "gzip" };
    await (await fetch(`${server.url}/responses`, {
      method: "POST",
      headers,
      body: new Uint8Array(gzipSync(JSON.stringify(body))),
    }))
      .text();
    const [got] = server.requests;
    assert(got !== undefined);
    assertEquals(got.body, body);
    assertEquals([got.index, got.userAgent, got.originator, got.headers.originator, got.model], [
      0,
      "ua/1",
      "me",
      "me",
      "gpt-x",
    ]);
    assertEquals(got.instructions, "Be brief\nBe kind");
    assertEquals([got.texts, got.answers, got.images], [["look"], ["Hi"], [
      "data:image/png;base64,AA==",
    ]]);
    assertEquals(got.tools, ["web_search", "mcp__s__t"]);
    assertEquals(got.outputs, [{ callId: "c1", text: "plain" }, { callId: "c2", text: "a\nb" }]);
  });
});

Deno.test("ResponsesServer hands requests to a script function", async () => {
  await serving(
    async (got, index) => await Promise.resolve(reply(message(`${got.model} ${index}`))),
    async (server) => {
      await (await post(server, { model: "a" })).text();
      assertStringIncludes(await (await post(server, { model: "b" })).text(), "b 1");
    },
  );
});

Deno.test("httpError() gives status, headers and the error of the API", async () => {
  const error = httpError(429, {
    message: "slow down",
    code: "rate_limit_exceeded",
    retryAfter: 3,
    headers: { "x-a": "b" },
  });
  await serving([error, httpError(502, { body: "<html>" })], async (server) => {
    const first = await post(server);
    assertEquals([first.status, first.headers.get("retry-after"), first.headers.get("x-a")], [
      429,
      "3",
      "b",
    ]);
    assertEquals(await first.json(), {
      error: {
        message: "slow down",
        type: "invalid_request_error",
        param: null,
        code: "rate_limit_exceeded",
      },
    });
    const second = await post(server);
    assertEquals([second.status, await second.text()], [502, "<html>"]);
    assertEquals(server.unexpected, []);
  });
});

Deno.test("failed(), incomplete() and endWithoutCompleted() end the stream their way", async () => {
  const last = async (one: Reply): Promise<Json | undefined> => (await answer(one)).at(-1);
  const failure = await last(failed({ code: "server_error", message: "oops" }, message("half")));
  assertEquals([failure?.type, (failure?.response as Json).error], ["response.failed", {
    code: "server_error",
    message: "oops",
  }]);
  const partial = await last(incomplete("max_output_tokens"));
  assertEquals([partial?.type, (partial?.response as Json).incomplete_details], [
    "response.incomplete",
    { reason: "max_output_tokens" },
  ]);
  assertEquals(
    (await last(endWithoutCompleted(message("half"))))?.type,
    "response.output_item.done",
  );
});

Deno.test("cutStream() breaks the connection after its items", async () => {
  await serving([cutStream(message("half"))], async (server) => {
    // A raw socket: Bun's fetch drops what came before the break.
    const seen = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
      let text = "";
      socket.on("data", (chunk) => text += chunk.toString());
      socket.on("close", () => resolve(text));
      socket.on("error", reject);
      socket.write("POST /v1/responses HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 2\r\n\r\n{}");
    });
    assertMatch(seen, /^HTTP\/1\.1 200 /);
    assert(!seen.endsWith("0\r\n\r\n"));
    assertEquals(events(seen).at(-1)?.type, "response.output_item.done");
  });
});

Deno.test("close() does not wait for stalled, paused or late replies", async () => {
  const script = [stall(message("half")), reply(pause(60_000)), reply({ delayMs: 60_000 })];
  const start = performance.now();
  const results = await serving(script, async (server) => {
    const pending = script.map(async () => {
      const response = await post(server);
      return await response.text();
    });
    const settled = Promise.allSettled(pending);
    await server.waitForRequests(3);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await server.close();
    assertEquals(server.unexpected, []);
    return await settled;
  });
  assertEquals(results.map((result) => result.status), ["rejected", "rejected", "rejected"]);
  assertLess(performance.now() - start, 5000);
});

Deno.test("pause() and delayMs may be for ever", async () => {
  const script = [reply(pause(Infinity)), reply({ delayMs: Infinity })];
  const results = await serving(script, async (server) => {
    const settled = Promise.allSettled(
      script.map(async () => await (await post(server)).text()),
    );
    await server.waitForRequests(2);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await server.close();
    return await settled;
  });
  assertEquals(results.map((result) => result.status), ["rejected", "rejected"]);
});

Deno.test("ResponsesServer survives a client that leaves", async () => {
  await serving([reply(pause(100), message("late")), reply(message("next"))], async (server) => {
    const controller = new AbortController();
    const left = fetch(`${server.url}/responses`, {
      method: "POST",
      body: "{}",
      signal: controller.signal,
    });
    const rejected = assertRejects(async () => await (await left).text());
    await server.waitForRequests(1);
    controller.abort();
    await rejected;
    await new Promise((resolve) => setTimeout(resolve, 150));
    assertStringIncludes(await (await post(server)).text(), "next");
  });
});

Deno.test("waitForRequests() gives past requests at once and rejects when the server closes", async () => {
  const server = await ResponsesServer.start(() => reply());
  await (await post(server, { model: "m" })).text();
  assertEquals((await server.waitForRequests(1)).model, "m");
  const waiting = assertRejects(
    () => server.waitForRequests(2),
    Error,
    "Cannot wait for model request 2: the server is closed",
  );
  await server[Symbol.asyncDispose]();
  await waiting;
  await assertRejects(() => server.waitForRequests(2), Error, "the server is closed");
  await server.close();
  await assertRejects(() => post(server));
});

Deno.test("ResponsesServer.options() removes homes that killed programs left behind, after a day", async () => {
  const before = Deno.env.get("HOME");
  const user = await Deno.makeTempDir({ prefix: "codex-user-" });
  const base = `${user}/.cache/codex-js-sdk`;
  Deno.env.set("HOME", user);
  try {
    const ended = new Deno.Command(Deno.execPath(), { args: ["--version"], stdout: "null" })
      .spawn();
    await ended.status;
    const [gone, running] = [`home-${ended.pid}-`, `home-${Deno.pid}-`];
    for (const name of [`${gone}old`, `${gone}new`, `${running}old`, "other"]) {
      await Deno.mkdir(`${base}/${name}`, { recursive: true });
    }
    const past = new Date(Date.now() - 25 * 60 * 60 * 1_000);
    for (const name of [`${gone}old`, `${running}old`, "other"]) {
      await Deno.utime(`${base}/${name}`, past, past);
    }
    await serving([], (server) => Promise.resolve(server.options()));
    const left = Array.from(Deno.readDirSync(base), ({ name }) => name).sort();
    assertEquals(left, [`${gone}new`, `${running}old`, "other"].sort());
  } finally {
    if (before === undefined) Deno.env.delete("HOME");
    else Deno.env.set("HOME", before);
    await Deno.remove(user, { recursive: true });
  }
});

Deno.test("ResponsesServer keeps what its requests repeat once: tools, instructions, the history", async () => {
  await using server = await ResponsesServer.start(() => reply(message("ok")));
  const long = "x".repeat(100);
  const input = [1, 2, 3].map((n) => ({ role: "user", content: `${n} ${long}` }));
  const tools = [{ type: "function", name: "wait", description: long }];
  for (const count of [1, 2, 3]) {
    const body = JSON.stringify({ instructions: long, tools, input: input.slice(0, count) });
    await (await fetch(`${server.url}/responses`, { method: "POST", body })).text();
  }
  const parts = new Set<unknown>();
  for (const { body } of server.requests) {
    for (const part of [...body.tools as unknown[], ...body.input as unknown[]]) parts.add(part);
  }
  assertEquals(parts.size, tools.length + input.length);
  assertEquals(server.requests.map(({ texts }) => texts.length), [1, 2, 3]);
  assertEquals(server.requests[2]?.body, { instructions: long, tools, input });
});

Deno.test("ResponsesServer keeps once what the tools of two threads have in common", async () => {
  await using server = await ResponsesServer.start(() => reply(message("ok")));
  const description = "x".repeat(100);
  const shared = { type: "function", name: "wait", parameters: { description } };
  for (const thread of ["first", "second"]) {
    const own = { type: "custom", name: "exec", description: `${description} of the ${thread}` };
    const tools = [{ type: "namespace", name: thread, tools: [own, shared] }];
    const items = [{ type: "additional_tools", thread, tools }];
    await (await post(server, { tools, input: items })).text();
  }
  type Tools = readonly { readonly tools: readonly unknown[] }[];
  const [first, second] = server.requests.map(({ body }) => body.tools as Tools);
  assertEquals(first?.[0]?.tools[1], shared);
  assert(first?.[0]?.tools[1] === second?.[0]?.tools[1], "one object");
  assert(first?.[0]?.tools[0] !== second?.[0]?.tools[0]);
  const [item] = server.requests[1]?.body.input as readonly { readonly tools: Tools }[];
  assert(item?.tools === second, "also where it is elsewhere in a body");
});
