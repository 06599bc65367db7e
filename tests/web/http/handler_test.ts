// deno-lint-ignore-file no-explicit-any -- JSON that the tests look into
import { assert, assertEquals, assertThrows } from "@std/assert";
import { AppServer } from "../../../src/app_server/mod.ts";
import type { DebugEvent } from "../../../src/core/vocabulary/debug.ts";
import { InvalidInputError } from "../../../src/core/vocabulary/errors.ts";
import {
  asks,
  delay,
  exits,
  type FakeCodex,
  fakeCodex,
  hangs,
  item,
  streamed,
  turn,
  uses,
} from "../../../src/testing/mod.ts";
import {
  type BrowserOption,
  createHandler,
  type HandlerOptions,
  type HubUser,
  memoryOwners,
  ThreadHub,
} from "../../../src/web/mod.ts";
import { ROUTES } from "../../../src/web/handler.ts";
import { FakeProcess } from "../../app_server/link/fake_process.ts";
import { ANSWERS, heard } from "../../app_server/turns/fake_turn.ts";
import { readSse } from "../../sse.ts";

interface Kit {
  readonly hub: ThreadHub;
  readonly spawn: FakeCodex;
  /** Asks as a user, with a body as JSON. */
  ask(method: string, path: string, body?: unknown, headers?: HeadersInit): Promise<Response>;
  /** The same; gives status and JSON. */
  told(method: string, path: string, body?: unknown, headers?: HeadersInit): Promise<[number, any]>;
  /** Makes a thread; gives its id. */
  make(user?: string): Promise<string>;
}

const authorize = (request: Request): HubUser | Response => {
  const id = request.headers.get("x-user") ?? "ada";
  return id === "nobody" ? new Response("who?", { status: 401 }) : { id };
};

async function withHandler(
  script: Parameters<typeof fakeCodex>[0],
  use: (kit: Kit) => Promise<void>,
  options: Partial<HandlerOptions> = {},
): Promise<void> {
  const spawn = fakeCodex(script);
  await using hub = new ThreadHub(() => AppServer.start({ spawn }));
  const handler = createHandler(hub, { authorize, ...options });
  const ask: Kit["ask"] = (method, path, body, headers = {}) => {
    const type: HeadersInit = body === undefined ? {} : { "content-type": "application/json" };
    const text = body === undefined || typeof body === "string" ? body : JSON.stringify(body);
    return handler(
      new Request(`http://app.test${path}`, {
        method,
        headers: { ...type, ...headers },
        ...(text === undefined ? {} : { body: text }),
      }),
    );
  };
  const told: Kit["told"] = async (...args) => {
    const response = await ask(...args);
    const text = await response.text();
    return [response.status, text === "" ? null : JSON.parse(text)];
  };
  const make = async (user = "ada") => {
    const [status, { id }] = await told("POST", "/threads", {}, { "x-user": user });
    assertEquals(status, 201);
    return id;
  };
  await use({ hub, spawn, ask, told, make });
}

/** What is written to the console's standard error meanwhile. */
async function logged(run: () => Promise<void>): Promise<unknown[]> {
  const lines: unknown[] = [];
  const before = console.error;
  console.error = (...line: unknown[]) => lines.push(...line);
  try {
    await run();
  } finally {
    console.error = before;
  }
  return lines;
}

const codeOf = ([status, answer]: [number, any]) => [status, answer?.error?.code];
const hello = () => turn(streamed(item.agentMessage("Hello"), ["Hel", "lo"]));

Deno.test("createHandler() makes, lists, reads, renames and archives threads", async () => {
  await withHandler([hello()], async ({ ask, told, make, hub }) => {
    const id = await make();
    assertEquals((await told("GET", "/threads"))[1].threads.map((thread: any) => thread.id), [id]);
    assertEquals(await told("POST", `/threads/${id}/turns`, { input: "hi" }), [202, {
      id: "m1",
      mode: "start",
      turnId: null,
    }]);
    const events = await readSse(await ask("GET", `/threads/${id}/events`), "turn.completed");
    const [status, details] = await told("GET", `/threads/${id}`);
    assertEquals([status, details.state, details.questions], [200, "idle", []]);
    const log = hub.known(id)?.log.id;
    assertEquals(details.log, { id: log, from: 1, last: events.at(-1)?.n, turns: ["turn_1"] });
    assertEquals(details.turns[0].items.map(({ type }: any) => type), [
      "user_message",
      "agent_message",
    ]);
    assertEquals((await ask("PATCH", `/threads/${id}`, { name: "A title" })).status, 204);
    for (const body of [{ name: 1 }, { name: " " }, { archived: "no" }, { preview: "x" }]) {
      assertEquals((await ask("PATCH", `/threads/${id}`, body)).status, 400);
    }
    for (const [query, status] of [["true", 200], ["false", 200], ["maybe", 400], ["", 400]]) {
      assertEquals((await ask("GET", `/threads?archived=${query}`)).status, status, `${query}`);
    }
    assertEquals((await ask("DELETE", `/threads/${id}`)).status, 204);
    assertEquals(hub.known(id)?.isLoaded, false);
  });
});

Deno.test("createHandler() lets a turn that has just begun be drawn once", async () => {
  await withHandler([turn(hangs())], async ({ ask, told, make }) => {
    const id = await make();
    const sent = told("POST", `/threads/${id}/turns`, { input: "hi" });
    const reads: any[] = [];
    do {
      const [, { turns, log }] = await told("GET", `/threads/${id}`);
      reads.push({ drawn: turns.map(({ id }: any) => id), kept: log.turns });
    } while (reads.at(-1).drawn.length === 0);
    await sent;
    const events = await readSse(await ask("GET", `/threads/${id}/events?after=0`), "turn.started");
    assertEquals(events.at(-1)?.event.type, "turn.started");
    // Whoever draws the turn as well has it twice.
    assertEquals(reads.at(-1), { drawn: ["turn_1"], kept: ["turn_1"] });
  });
});

Deno.test("createHandler() keeps users apart: another's thread is not there", async () => {
  await withHandler([turn(asks(item.commandExecution("ls")))], async ({ ask, told, make, hub }) => {
    const id = await make();
    const other = { "x-user": "bob" };
    await told("POST", `/threads/${id}/turns`, { input: "hi" });
    await readSse(await ask("GET", `/threads/${id}/events`), "question");
    const requests: [string, string, unknown?][] = [
      ["GET", `/threads/${id}`],
      ["PATCH", `/threads/${id}`, { name: "mine" }],
      ["DELETE", `/threads/${id}`],
      ["POST", `/threads/${id}/turns`, { input: "hi" }],
      ["POST", `/threads/${id}/interrupt`],
      ["GET", `/threads/${id}/events`],
      ["GET", `/threads/${id}/questions`],
      ["POST", `/threads/${id}/questions/q1`, { decision: "accept" }],
    ];
    // Every route that names a thread.
    assertEquals(requests.length, ROUTES.filter(({ path }) => path.includes("{id}")).length);
    for (const [method, path, body] of requests) {
      const missing = path.replace(id, crypto.randomUUID());
      const answers = [
        await told(method, path, body, other),
        await told(method, missing, body, other),
      ];
      assertEquals(answers[0], answers[1], `${method} ${path}`);
      assertEquals(codeOf(answers[0] as [number, any]), [404, "thread_not_found"]);
    }
    assertEquals((await told("GET", "/threads", undefined, other))[1], { threads: [] });
    assertEquals(hub.known(id)?.state, "asking");
    assertEquals((await ask("GET", "/threads", undefined, { "x-user": "nobody" })).status, 401);
  });
});

Deno.test("createHandler() lets nobody in whom authorize() does not name", async () => {
  const onError = () => {};
  const nobody: unknown[] = [undefined, null, {}, { id: undefined }, { id: "" }, { id: 1 }, true, {
    id: "ada",
    may: "everything",
  }];
  for (const user of nobody) {
    await withHandler([], async ({ told, hub }) => {
      // A thread that no handler has made is nobody's, and must not be theirs.
      const { id } = await hub.open();
      for (const path of ["/threads", `/threads/${id}`, `/threads/${id}/events`]) {
        assertEquals(codeOf(await told("GET", path)), [500, "internal"]);
      }
    }, { authorize: () => user as HubUser, onError });
  }
});

Deno.test("createHandler() answers whatever onError throws or rejects with", async () => {
  const error = new Error("mine");
  const fails = () => Promise.reject(error);
  const throws = () => {
    throw error;
  };
  for (const onError of [fails, throws]) {
    await withHandler([], async ({ told }) => {
      assertEquals(codeOf(await told("GET", "/threads")), [500, "internal"]);
    }, { authorize: throws, onError });
  }
});

Deno.test("createHandler() says so if authorize() returns a Response that was sent before", async () => {
  const errors: unknown[] = [];
  const denied = new Response("Who are you?", { status: 401 });
  await withHandler([], async ({ ask, told }) => {
    assertEquals(await (await ask("GET", "/threads")).text(), "Who are you?");
    assertEquals(codeOf(await told("GET", "/threads")), [500, "internal"]);
    assertEquals(errors.map((error) => `${error}`), [
      "TypeError: authorize() returned a Response that has been sent already: create one for each " +
      "request",
    ]);
  }, { authorize: () => denied, onError: (error) => errors.push(error) });
});

Deno.test("createHandler() says so if authorize() returns a permission that there is not", async () => {
  const errors: unknown[] = [];
  const user = { id: "ada", may: ["send", "sned"] } as unknown as HubUser;
  await withHandler([], async ({ told }) => {
    assertEquals(codeOf(await told("GET", "/threads")), [500, "internal"]);
    assertEquals(errors.map((error) => `${error}`), [
      'TypeError: authorize() returned "sned" in may, which takes create, send, answer, manage, account',
    ]);
  }, { authorize: () => user, onError: (error) => errors.push(error) });
});

Deno.test("createHandler() asks owners about UUIDs only, as a database may have no others", async () => {
  const owners = memoryOwners();
  const has = (id: string, userId: string) => {
    if (id.length !== 36) throw new Error(`invalid input syntax for type uuid: "${id}"`);
    return owners.has(id, userId);
  };
  await withHandler([], async ({ told, make }) => {
    const id = await make();
    assertEquals((await told("GET", `/threads/${id}/questions`))[0], 200);
    for (const id of ["none", "%00", "..%2f..", "a".repeat(2000)]) {
      assertEquals(codeOf(await told("GET", `/threads/${id}`)), [404, "thread_not_found"]);
    }
    assertEquals(await told("GET", "/chat/none"), [200, { messages: [] }]);
    assertEquals(await told("GET", `/chat/${id}`), [200, { messages: [] }]);
  }, { owners: { ...owners, has } });
});

Deno.test("createHandler() gives questions to be answered once", async () => {
  await withHandler(
    [turn(asks(item.commandExecution("ls")))],
    async ({ ask, told, make, spawn }) => {
      const id = await make();
      await told("POST", `/threads/${id}/turns`, { input: "hi" });
      const seen = await readSse(await ask("GET", `/threads/${id}/events`), "question");
      const { question } = seen.at(-1)?.event as any;
      assertEquals((await told("GET", `/threads/${id}/questions`))[1], { questions: [question] });
      const answer = (decision: unknown, name = question.id) =>
        told("POST", `/threads/${id}/questions/${name}`, { decision });
      assertEquals(codeOf(await answer("maybe")), [400, "invalid_input"]);
      assertEquals(codeOf(await answer(undefined)), [400, "invalid_input"]);
      assertEquals(codeOf(await answer("accept", "q9")), [404, "question_not_found"]);
      assertEquals(await answer("accept"), [204, null]);
      assertEquals(codeOf(await answer("accept")), [409, "question_resolved"]);
      await readSse(await ask("GET", `/threads/${id}/events`), "turn.completed");
      assertEquals(spawn.calls[0]?.decisions, ["accept"]);
    },
  );
});

Deno.test("createHandler() goes on after Last-Event-ID, or ?after=, without a gap or a repeat", async () => {
  await withHandler([hello()], async ({ ask, told, make }) => {
    const id = await make();
    await told("POST", `/threads/${id}/turns`, { input: "hi" });
    const path = `/threads/${id}/events`;
    const all = await readSse(await ask("GET", path), "turn.completed");
    assertEquals(all.map(({ n }) => n), all.map((_, index) => index + 1));
    for (const { n } of all.slice(0, -1)) {
      const byQuery = await readSse(await ask("GET", `${path}?after=${n}`), "turn.completed");
      // A browser that comes back asks as it did first, with the header beside.
      const headers = { "last-event-id": String(n) };
      const byHeader = await readSse(
        await ask("GET", `${path}?after=0`, undefined, headers),
        "turn.completed",
      );
      assertEquals([byQuery, byHeader], [all.slice(n), all.slice(n)]);
    }
    for (const after of ["-1", "x", "1e3", "9".repeat(20)]) {
      assertEquals(codeOf(await told("GET", `${path}?after=${after}`)), [400, "invalid_input"]);
    }
  });
});

Deno.test("createHandler() tells a reader of another log that it begins anew", async () => {
  await withHandler([hello()], async ({ ask, told, make }) => {
    const id = await make();
    await told("POST", `/threads/${id}/turns`, { input: "hi" });
    const path = `/threads/${id}/events`;
    const first = await ask("GET", path);
    const log = first.headers.get("codex-log");
    const all = await readSse(first, "turn.completed");
    const same = await readSse(await ask("GET", `${path}?after=1&log=${log}`), "turn.completed");
    assertEquals(same, all.slice(1));
    const other = await readSse(await ask("GET", `${path}?after=1&log=other`), "turn.completed");
    assertEquals(other, [{ n: 0, event: { type: "log.truncated", from: 1 } }, ...all]);
  });
});

Deno.test("createHandler() sends comments in silence, and lets a reader go that leaves", async () => {
  await withHandler([turn(hangs())], async ({ hub, ask, make }) => {
    const id = await make();
    const response = await ask("GET", `/threads/${id}/events`);
    assertEquals(response.headers.get("content-type"), "text/event-stream; charset=utf-8");
    assertEquals(response.headers.get("cache-control"), "no-store, no-transform");
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    while (!text.includes(":\n\n:\n\n:\n\n")) text += (await reader?.read())?.value ?? "";
    assertEquals(hub.known(id)?.readers, 1);
    await reader?.cancel();
    assertEquals(hub.known(id)?.readers, 0);
  }, { heartbeatMs: 5 });
});

Deno.test("ten thousand streams that come and go leave nothing behind", async () => {
  await withHandler([turn(hangs())], async ({ hub, ask, told, make }) => {
    const id = await make();
    await told("POST", `/threads/${id}/turns`, { input: "hi" });
    const seen = await readSse(await ask("GET", `/threads/${id}/events`), "item.completed");
    const path = `/threads/${id}/events?after=${seen.length}`;
    const visit = async () => {
      const { body } = await ask("GET", path);
      const reader = body?.getReader();
      await reader?.read();
      // It waits for an event that does not come.
      const waiting = reader?.read();
      await reader?.cancel();
      await waiting;
    };
    for (let count = 0; count < 100; count++) await Promise.all(Array.from({ length: 100 }, visit));
    const thread = hub.known(id);
    assertEquals([thread?.readers, thread?.log.last], [0, seen.length]);
  });
});

Deno.test("createHandler() refuses a host that makes no address, and tells no log of it", async () => {
  await using hub = new ThreadHub(() => AppServer.start({ spawn: fakeCodex([]) }));
  const errors: unknown[] = [];
  const handler = createHandler(hub, { authorize, onError: (error) => void errors.push(error) });
  await using server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    handler,
  );
  using connection = await Deno.connect({ hostname: "127.0.0.1", port: server.addr.port });
  const request = "GET /threads HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n";
  await connection.write(new TextEncoder().encode(request));
  const answer = await new Response(connection.readable).text();
  assertEquals(answer.split("\r\n")[0], "HTTP/1.1 400 Bad Request");
  assert(answer.includes('"code":"bad_request"'), answer);
  assertEquals(errors, []);
});

Deno.test("createHandler() takes no page without an origin for its own, whatever address it asks", async () => {
  const origins: Partial<HandlerOptions>[] = [{}, { origins: ["https://app.example"] }];
  for (const options of origins) {
    const handler = createHandler(new ThreadHub(() => AppServer.start()), {
      authorize,
      ...options,
    });
    // A client may name a whole address, whose origin is "null" as well.
    for (const url of ["http://app.test/threads", "app://app.test/threads", "file:///threads"]) {
      const answer = await handler(new Request(url, { headers: { origin: "null" } }));
      assertEquals(codeOf([answer.status, await answer.json()]), [403, "foreign_origin"], url);
    }
  }
});

Deno.test("createHandler() refuses a search for what no title can hold", async () => {
  await withHandler([], async ({ told, make }) => {
    await make();
    const refused = await told("GET", "/threads?search=a%00");
    assertEquals(codeOf(refused), [400, "invalid_input"]);
  });
});

Deno.test("createHandler() interrupts, steers, queues and rejects", async () => {
  await withHandler([turn(hangs()), hello()], async ({ ask, told, make, spawn }) => {
    const id = await make();
    const send = (body: unknown) => told("POST", `/threads/${id}/turns`, body);
    await send({ input: "one" });
    await readSse(await ask("GET", `/threads/${id}/events`), "item.completed");
    assertEquals((await send({ input: "two", mode: "steer" }))[1].mode, "steer");
    assertEquals((await send({ input: "three", mode: "queue" }))[1].mode, "queue");
    assertEquals(codeOf(await send({ input: "four", mode: "reject" })), [409, "turn_running"]);
    assertEquals(codeOf(await send({ input: "five", mode: "now" })), [400, "invalid_input"]);
    assertEquals(await told("POST", `/threads/${id}/interrupt`), [204, null]);
    const seen = await readSse(await ask("GET", `/threads/${id}/events`), "turn.completed");
    assert(seen.some(({ event }) => event.type === "turn.interrupted"));
    assertEquals(spawn.calls.map(({ prompt, steers }) => [prompt, steers]), [
      ["one", ["two"]],
      ["three", []],
    ]);
  });
});

Deno.test("createHandler() takes JSON of its own pages, of a bounded size, and allowed options", async () => {
  await withHandler([], async ({ told, make, ask }) => {
    const id = await make();
    const path = `/threads/${id}/turns`;
    const big = { input: "x".repeat(1024 * 1024) };
    assertEquals(codeOf(await told("POST", path, big)), [413, "body_too_large"]);
    const chunks = () =>
      new ReadableStream<Uint8Array>({
        pull: (controller) => controller.enqueue(new Uint8Array(64 * 1024)),
      });
    const endless = new Request(`http://app.test${path}`, {
      method: "POST",
      body: chunks(),
      headers: { "content-type": "application/json" },
    });
    assertEquals(
      (await createHandler(new ThreadHub(() => AppServer.start()), { authorize })(endless)).status,
      413,
    );
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "application/jsonp"]) {
      const answer = await told("POST", path, { input: "hi" }, { "content-type": type });
      assertEquals(codeOf(answer), [415, "unsupported_type"]);
    }
    for (const body of ["{", "[]", "null", '"a"', "\xff"]) {
      assertEquals(codeOf(await told("POST", path, body)), [400, "invalid_json"]);
    }
    for (
      const input of [
        undefined,
        1,
        {},
        [{ type: "local_image", path: "/etc/passwd" }],
        [
          { type: "skill", name: "a", path: "/a" },
        ],
        [{ type: "image", url: "https://elsewhere.test/a.png" }],
        "",
        [],
      ]
    ) {
      assertEquals(codeOf(await told("POST", path, { input })), [400, "invalid_input"]);
    }
    for (const option of ["model", "sandboxMode", "workingDirectory", "onApproval", "__proto__x"]) {
      const answers = [
        await told("POST", path, { input: "hi", [option]: "x" }),
        await told("POST", "/threads", { [option]: "x" }),
      ];
      for (const answer of answers) assertEquals(codeOf(answer), [400, "option_not_allowed"]);
    }
    for (const origin of ["https://evil.test", "null", "https://app.test"]) {
      const answers = [
        await told("POST", path, { input: "hi" }, { origin }),
        await told("GET", "/threads", undefined, { origin }),
      ];
      for (const answer of answers) assertEquals(codeOf(answer), [403, "foreign_origin"]);
    }
    const own = await ask("GET", "/threads", undefined, { origin: "http://app.test" });
    assertEquals([own.status, own.headers.get("access-control-allow-origin")], [200, null]);
    const embedded = { "sec-fetch-site": "cross-site" };
    assertEquals(codeOf(await told("GET", "/threads", undefined, embedded)), [
      403,
      "foreign_origin",
    ]);
    assertEquals(codeOf(await told("GET", "/nothing")), [404, "not_found"]);
    const wrong = await ask("PATCH", "/threads", {});
    assertEquals([wrong.status, wrong.headers.get("allow")], [405, "GET, POST"]);
  });
});

Deno.test("createHandler() lets pages of named origins in, and users do what they may", async () => {
  const origin = "https://app.example";
  const options: Partial<HandlerOptions> = {
    origins: [origin],
    basePath: "/codex/",
    allowedOptions: ["model", "sandboxMode"],
    authorize: (request) => ({
      id: "ada",
      may: request.headers.get("x-user") === "reader" ? [] : ["create", "send"],
    }),
  };
  await withHandler([hello()], async ({ ask, told, hub }) => {
    const before = await ask("OPTIONS", "/codex/threads", undefined, { origin });
    assertEquals([before.status, before.headers.get("access-control-allow-origin")], [204, origin]);
    const own = { origin, "access-control-request-headers": "content-type,x-token" };
    const token = await ask("OPTIONS", "/codex/threads", undefined, own);
    assertEquals(token.headers.get("access-control-allow-headers"), "content-type,x-token");
    const foreign = { ...own, origin: "https://evil.example" };
    const refused = await ask("OPTIONS", "/codex/threads", undefined, foreign);
    assertEquals([refused.status, refused.headers.get("access-control-allow-headers")], [
      403,
      null,
    ]);
    const [status, { id }] = await told("POST", "/codex/threads", {
      model: "m",
      sandboxMode: "read-only",
    }, { origin });
    assertEquals(status, 201);
    const path = `/codex/threads/${id}`;
    assertEquals((await told("POST", `${path}/turns`, { input: "hi", model: "n" }))[0], 202);
    // A turn takes no sandbox of its own.
    assertEquals(
      codeOf(await told("POST", `${path}/turns`, { input: "hi", sandboxMode: "read-only" })),
      [400, "option_not_allowed"],
    );
    assertEquals(codeOf(await told("POST", `${path}/turns`, { input: "hi", model: 1 })), [
      400,
      "invalid_input",
    ]);
    const stream = await ask("GET", `${path}/events`, undefined, { origin });
    assertEquals(stream.headers.get("access-control-allow-credentials"), "true");
    await readSse(stream, "turn.completed");
    assertEquals((await told("DELETE", path))[0], 403);
    assertEquals(
      codeOf(await told("POST", `${path}/turns`, { input: "hi" }, { "x-user": "reader" })),
      [403, "not_allowed"],
    );
    assertEquals((await told("GET", path, undefined, { "x-user": "reader" }))[0], 200);
    for (const outside of ["/threads", "/other/threads", "/codexthreads", "/codex"]) {
      assertEquals((await told("GET", outside))[0], 404);
    }
    assertEquals(
      (await ask("GET", "/codex/threads", undefined, { origin: "http://app.test" })).status,
      403,
    );
    assertEquals(hub.known(id)?.state, "idle");
  }, options);
});

Deno.test("createHandler() tells nothing of this machine when something goes wrong, but to onError", async () => {
  const errors: unknown[] = [];
  const secret = "/home/ada/.secret sk-key";
  const authorize = (request: Request): HubUser => {
    if (request.headers.has("x-break")) throw new Error(secret);
    return { id: "ada" };
  };
  const threadOptions = () => Promise.reject(new Error(secret));
  await withHandler([], async ({ told }) => {
    const answer: [number, unknown] = [500, {
      error: { code: "internal", message: "Something went wrong" },
    }];
    assertEquals(await told("GET", "/threads", undefined, { "x-break": "1" }), answer);
    assertEquals(await told("POST", "/threads", {}), answer);
    assertEquals(errors.map((error) => (error as Error).message), [secret, secret]);
  }, {
    authorize,
    threadOptions,
    onError: (error) => {
      errors.push(error);
      throw error;
    },
  });
});

Deno.test("createHandler() logs a line without onError, with what to do and no secrets", async () => {
  const authorize = (request: Request): HubUser => {
    if (request.headers.has("x-break")) throw new Error("two\nlines \x1b[2J of it");
    return { id: "ada" };
  };
  const options: Partial<HandlerOptions> = {
    authorize,
    allowedOptions: ["model", "workingDirectory"],
    threadOptions: () => ({ workingDirectory: 7 as unknown as string }),
  };
  await withHandler([], async ({ told }) => {
    const sent = { "x-break": "sk-in-a-header" };
    const lines = await logged(async () => {
      const internal = [500, "internal"];
      assertEquals(codeOf(await told("GET", "/threads?token=sk-query", undefined, sent)), internal);
      assertEquals(codeOf(await told("POST", "/threads?token=sk-query", {})), internal);
      assertEquals((await told("GET", "/nowhere"))[0], 404);
    });
    assertEquals(lines, [
      "Cannot answer a GET request (500): Error: two lines [2J of it",
      "Cannot answer POST /threads (500): InvalidInputError: Cannot start a thread: " +
      "workingDirectory must be a string, not 7; workingDirectory is set by the handler's " +
      "threadOptions: correct it there",
    ]);
  }, options);
});

Deno.test("createHandler() tells a wrong option of a browser's from one of the program's", async () => {
  const wrong: readonly [BrowserOption, unknown][] = [
    ["approvalPolicy", "sometimes"],
    ["developerInstructions", 7],
    ["model", 7],
    ["networkAccessEnabled", "false"],
    ["sandboxMode", "none"],
    ["workingDirectory", 7],
  ];
  const allowedOptions = wrong.map(([name]) => name);
  for (const [name, value] of wrong) {
    await withHandler([], async ({ told }) => {
      const [status, { error }] = await told("POST", "/threads", { [name]: value });
      assertEquals([status, error.code], [400, "invalid_input"], name);
      assert(error.message.includes(name), error.message);
    }, { allowedOptions });
    const errors: unknown[] = [];
    await withHandler([], async ({ told }) => {
      assertEquals(codeOf(await told("POST", "/threads", {})), [500, "internal"], name);
      assertEquals(errors.length, 1);
    }, {
      allowedOptions,
      threadOptions: { [name]: value },
      onError: (error) => errors.push(error),
    });
  }
});

Deno.test("createHandler() reports a body that the program has read itself", async () => {
  await using hub = new ThreadHub(() => AppServer.start({ spawn: fakeCodex([]) }));
  const errors: unknown[] = [];
  const handler = createHandler(hub, { authorize, onError: (error) => errors.push(error) });
  const headers = { "content-type": "application/json" };
  const request = new Request("http://app.test/threads", { method: "POST", headers, body: "{}" });
  await request.text();
  assertEquals((await handler(request)).status, 500);
  assertEquals(errors.map((error) => `${error}`.split(":")[1]), [
    " The body was read before the handler got the request",
  ]);
});

Deno.test("createHandler() logs nothing beside onError", async () => {
  const errors: unknown[] = [];
  await withHandler([], async ({ told }) => {
    const lines = await logged(async () => {
      assertEquals((await told("GET", "/threads"))[0], 500);
    });
    assertEquals([lines, errors.length], [[], 1]);
  }, { authorize: () => Promise.reject(new Error("no")), onError: (error) => errors.push(error) });
});

Deno.test("createHandler() logs nothing of a client that leaves in the middle of its body", async () => {
  const errors: unknown[] = [];
  const spawn = fakeCodex([]);
  await using hub = new ThreadHub(() => AppServer.start({ spawn }));
  const handler = createHandler(hub, { authorize, onError: (error) => errors.push(error) });
  const answer = await handler(
    new Request("http://app.test/threads", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: new ReadableStream({ pull: (controller) => controller.error(new Error("reset")) }),
    }),
  );
  assertEquals(codeOf([answer.status, await answer.json()]), [400, "body_cut_off"]);
  assertEquals(errors, []);
});

Deno.test("createHandler() answers whatever is thrown, loggable or not", async () => {
  await withHandler([], async ({ told }) => {
    const lines = await logged(async () => {
      assertEquals(codeOf(await told("GET", "/threads")), [500, "internal"]);
    });
    assertEquals(lines, ["Cannot answer a GET request (500): an object"]);
  }, { authorize: () => Promise.reject(Object.create(null)) });
});

Deno.test("createHandler() bounds turns by turnLimits", async () => {
  const endless = turn(uses({ input_tokens: 10 }), uses({ input_tokens: 10 }), hangs());
  await withHandler([endless], async ({ ask, told, make }) => {
    const id = await make();
    await told("POST", `/threads/${id}/turns`, { input: "go" });
    const seen = await readSse(await ask("GET", `/threads/${id}/events`), "turn.failed");
    const last = seen.at(-1)?.event;
    assert(last?.type === "turn.failed" && /maxTokens is 15/.test(last.error.message));
    assertEquals(
      codeOf(await told("POST", `/threads/${id}/turns`, { input: "go", maxTokens: 99 })),
      [
        400,
        "option_not_allowed",
      ],
    );
  }, { turnLimits: { maxTokens: 15 } });
});

Deno.test("createHandler() answers models and account, without whose account it is", async () => {
  await withHandler([], async ({ told }) => {
    assertEquals(await told("GET", "/models"), [200, { models: [] }]);
    assertEquals(await told("GET", "/account"), [200, {
      account: null,
      requiresOpenaiAuth: false,
    }]);
  });
  for (
    const [account, shown] of [
      [{ type: "chatgpt", email: "ada@example.com", planType: "plus" }, {
        type: "chatgpt",
        planType: "plus",
      }],
      [{ type: "apiKey" }, { type: "apiKey" }],
    ]
  ) {
    const { spawn } = new FakeProcess({ "account/read": { account, requiresOpenaiAuth: true } });
    await using hub = new ThreadHub(() => AppServer.start({ spawn, env: {} }));
    const answer = await createHandler(hub, { authorize })(new Request("http://app.test/account"));
    assertEquals(await answer.json(), { account: shown, requiresOpenaiAuth: true });
  }
});

Deno.test("createHandler() goes on when the server was lost in the middle", async () => {
  await withHandler([turn(delay(5), exits(1)), hello()], async ({ ask, told, make }) => {
    const id = await make();
    await told("POST", `/threads/${id}/turns`, { input: "one" });
    const path = `/threads/${id}/events`;
    const seen = await readSse(await ask("GET", path), "turn.failed");
    await told("POST", `/threads/${id}/turns`, { input: "two" });
    const rest = await readSse(await ask("GET", `${path}?after=${seen.length}`), "turn.completed");
    assertEquals(rest[0]?.n, seen.length + 1);
  });
});

Deno.test("createHandler() tells a Codex that is lost from a thread that is gone", async () => {
  for (
    const [method, path, asked] of [
      ["GET", "/threads", "thread/read"],
      ["GET", "/chat", "thread/read"],
      ["DELETE", "/threads", "thread/archive"],
      ["PATCH", "/threads", "thread/name/set"],
    ] as const
  ) {
    const process = new FakeProcess({ ...ANSWERS, "thread/unsubscribe": { status: "notLoaded" } });
    const owners = memoryOwners();
    await using hub = new ThreadHub(() => AppServer.start({ spawn: process.spawn, env: {} }));
    const handler = createHandler(hub, { authorize, owners, onError: () => {} });
    const { id } = await hub.open();
    owners.add(id, "ada");
    const headers = { "content-type": "application/json" };
    const body = method === "PATCH" ? '{"name":"a"}' : null;
    const answering = handler(
      new Request(`http://app.test${path}/${id}`, { method, headers, body }),
    );
    await heard(process, asked);
    process.exit(1);
    const answer = await answering;
    assertEquals(codeOf([answer.status, await answer.json()]), [503, "server_lost"], method);
    assertEquals(owners.list("ada"), [id], "it is theirs still");
  }
});

Deno.test("createHandler() refuses what is no hub", () => {
  for (
    const [given, told] of [
      [undefined, "undefined"],
      // The options alone, or what a hub is made from.
      [{ authorize }, "an object"],
      [Object.create(AppServer.prototype), "an AppServer"],
    ]
  ) {
    assertThrows(
      () => createHandler(given as unknown as ThreadHub, { authorize }),
      InvalidInputError,
      `Cannot make a handler: hub must be a ThreadHub, not ${told}`,
    );
  }
});

Deno.test("createHandler() refuses to be made without authorize, and with options it does not know", () => {
  const hub = new ThreadHub(() => AppServer.start());
  for (
    const options of [
      undefined,
      {},
      { authorize: "everybody" },
      { authorize, basePath: "codex" },
      { authorize, origins: ["*"] },
      { authorize, origins: ["https://app.example/"] },
      { authorize, allowedOptions: ["tools"] },
      { authorize, maxBodyBytes: 0 },
      { authorize, heartbeatMs: 0 },
      { authorize, heartbeatMs: Infinity },
      { authorize, turnLimits: { signal: 1 } },
      { authorize, turnLimits: { timeoutMs: "7" } },
      { authorize, threadOption: {} },
    ]
  ) {
    assertThrows(() => createHandler(hub, options as HandlerOptions), InvalidInputError);
  }
  assertThrows(
    () => createHandler(hub, { authorize, basePath: "codex" }),
    InvalidInputError,
    'Cannot make a handler: basePath must be a path like "/codex", not the string "codex"',
  );
});

Deno.test("createHandler() reads a thread and its turns in two requests", async () => {
  const sent: string[] = [];
  const debug = (event: DebugEvent) => void (event.type === "in" && sent.push(event.line));
  const spawn = fakeCodex([hello()]);
  await using hub = new ThreadHub(() => AppServer.start({ spawn, debug }));
  const owners = memoryOwners();
  const handler = createHandler(hub, { authorize, owners });
  const thread = await hub.open();
  await owners.add(thread.id, "ada");
  const events = thread.events();
  await thread.send("hi");
  for await (const { event } of events) if (event.type === "turn.completed") break;
  sent.length = 0;
  const answer = await handler(new Request(`http://app.test/threads/${thread.id}`));
  assertEquals((await answer.json()).turns.length, 1);
  const methods = sent.map((line) => JSON.parse(line).method);
  assertEquals(methods, ["thread/read", "thread/turns/list"]);
});

Deno.test("createHandler() has an ephemeral thread as long as it is loaded, with the turns that the log keeps", async () => {
  const threadOptions = { ephemeral: true };
  await withHandler([hello()], async ({ ask, told, make, hub }) => {
    const id = await make();
    await told("POST", `/threads/${id}/turns`, { input: "hi" });
    await readSse(await ask("GET", `/threads/${id}/events`), "turn.completed");
    const [status, { turns, log }] = await told("GET", `/threads/${id}`);
    assertEquals([status, turns, log.turns], [200, [], ["turn_1"]]);
    assertEquals(await told("GET", `/chat/${id}`), [200, { messages: [] }]);
    await hub.known(id)?.close();
    assertEquals(codeOf(await told("GET", `/threads/${id}`)), [404, "thread_not_found"]);
  }, { threadOptions });
});
