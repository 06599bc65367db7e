import { assert, assertEquals, assertRejects } from "@std/assert";
import { build, stop } from "esbuild";
import { AppServer } from "../../../src/app_server/mod.ts";
import { asks, fakeCodex, hangs, item, streamed, turn } from "../../../src/testing/mod.ts";
import { type HubEvent, WebClient, WebClientError } from "../../../src/web/client/mod.ts";
import { countedSignal } from "../../core/base/counted_signal.ts";
import { createHandler, ThreadHub } from "../../../src/web/mod.ts";
import { fileURLToPath } from "node:url";

/** Calls back with a client of a handler, over no network. */
async function withClient(
  script: Parameters<typeof fakeCodex>[0],
  use: (client: WebClient, as: (user: string) => WebClient) => Promise<void>,
): Promise<void> {
  const spawn = fakeCodex(script);
  await using hub = new ThreadHub(() => AppServer.start({ spawn }));
  const handler = createHandler(hub, {
    basePath: "/codex",
    allowedOptions: ["model"],
    authorize: ({ headers }) =>
      headers.has("x-user")
        ? { id: headers.get("x-user") as string }
        : new Response("who?", { status: 401 }),
  });
  const as = (user: string) =>
    new WebClient("http://app.test/codex/", {
      headers: () => Promise.resolve({ "x-user": user }),
      fetch: (url, init) => handler(new Request(url, init)),
    });
  await use(as("ada"), as);
}

/** The events up to the end of a turn. */
async function turnOf(events: AsyncIterable<{ event: HubEvent }>): Promise<HubEvent[]> {
  const seen: HubEvent[] = [];
  for await (const { event } of events) {
    seen.push(event);
    if (/^turn\.(completed|failed|interrupted)$/.test(event.type)) break;
  }
  return seen;
}

function textOf(events: readonly HubEvent[]): string {
  return events.map((event) => event.type === "item.delta" ? event.delta : "").join("");
}

Deno.test("WebClient.threads() asks for nothing that is undefined", async () => {
  const asked: string[] = [];
  const client = new WebClient("http://app.test", {
    fetch: (url) => {
      asked.push(url);
      return Promise.resolve(Response.json({ threads: [] }));
    },
  });
  await client.threads({ search: undefined, archived: undefined });
  await client.threads({ search: "a b", archived: true });
  assertEquals(asked.map((url) => new URL(url).search), ["", "?search=a+b&archived=true"]);
});

Deno.test("WebClient sends a type with a body, and none without", async () => {
  const typed: string[] = [];
  const client = new WebClient("http://app.test", {
    headers: { "x-user": "ada" },
    fetch: (_, { method, headers, body }) => {
      assertEquals(headers["x-user"], "ada");
      // Some servers, such as Fastify, refuse a type without a body.
      assertEquals(headers["content-type"], body === null ? undefined : "application/json");
      typed.push(`${method} ${body}`);
      return Promise.resolve(Response.json({ id: "1" }));
    },
  });
  const thread = await client.open();
  await thread.read();
  await thread.interrupt();
  await thread.rename("a");
  await thread.archive();
  // Others, such as SvelteKit and Astro, take a change without a type for a form's.
  assertEquals(typed, ["POST {}", "GET null", "POST {}", 'PATCH {"name":"a"}', "DELETE {}"]);
});

Deno.test("WebClient makes threads, says something, and reads along from any number on", async () => {
  const reply = turn(streamed(item.agentMessage("Hello there"), ["Hello", " there"]));
  await withClient([reply], async (client) => {
    const thread = await client.open({ model: "gpt-5.5" });
    const { id, mode } = await thread.send("Say hello");
    assertEquals(mode, "start");
    const seen = await turnOf(thread.events());
    assertEquals(textOf(seen), "Hello there");
    assert(seen.some((event) => event.type === "turn.started" && event.message_id === id));
    const all: number[] = [];
    for await (const { n } of thread.events({ after: 2 })) {
      all.push(n);
      if (n === seen.length) break;
    }
    assertEquals(all, seen.slice(2).map((_, index) => index + 3));
    const { log, turns, state } = await client.thread(thread.id).read();
    assertEquals([log.from, log.last, log.turns.length], [1, seen.length, turns.length]);
    assertEquals(state, "idle");
  });
});

Deno.test("WebClient lists, renames and archives the user's threads, and no others", async () => {
  await withClient(() => turn(item.agentMessage("Hello")), async (client, as) => {
    const thread = await client.open();
    await thread.send("Say hello");
    await turnOf(thread.events());
    await thread.rename("A greeting");
    assertEquals((await client.threads()).map(({ id }) => id), [thread.id]);
    assertEquals(await as("bob").threads(), []);
    const stranger = as("bob").thread(thread.id);
    for (
      const act of [() => stranger.read(), () => stranger.send("Hi"), () => stranger.archive()]
    ) {
      const error = await assertRejects(act, WebClientError);
      assertEquals([error.status, error.code, error.name], [
        404,
        "thread_not_found",
        "WebClientError",
      ]);
    }
    await thread.archive();
    assertEquals(await client.threads(), []);
  });
});

Deno.test("WebClient.threads() lists a thread without turns, unless something is searched for", async () => {
  await withClient([], async (client) => {
    const { id } = await client.open();
    for (const search of [undefined, "", "a"]) {
      assertEquals((await client.threads({ search })).map(({ id }) => id), search ? [] : [id]);
    }
  });
});

Deno.test("WebClient answers questions, of which the first answer counts", async () => {
  const command = {
    type: "command_execution",
    command: "ls",
    aggregated_output: "a\n",
    exit_code: 0,
    status: "completed",
  } as const;
  await withClient([turn(asks(command))], async (client) => {
    const thread = await client.open();
    await thread.send("List the files");
    for await (const { event } of thread.events()) {
      if (event.type === "turn.completed") break;
      if (event.type !== "question") continue;
      const { question } = event;
      assertEquals((await thread.questions()).map(({ id }) => id), [question.id]);
      await thread.answer(question.id, { decision: "decline", message: "Not now" });
      const error = await assertRejects(() => thread.answer(question.id, "accept"), WebClientError);
      assertEquals([error.status, error.code], [409, "question_resolved"]);
    }
  });
});

Deno.test("WebClient interrupts a turn, and steers none that is not there", async () => {
  await withClient([turn(hangs()), turn(item.agentMessage("Hello"))], async (client) => {
    const thread = await client.open();
    await thread.send("Think");
    const refused = await assertRejects(
      () => thread.send("Me too", { mode: "reject" }),
      WebClientError,
    );
    assertEquals([refused.status, refused.code], [409, "turn_running"]);
    for await (const { event } of thread.events()) {
      if (event.type === "turn.started") await thread.interrupt();
      if (event.type === "turn.interrupted") break;
    }
    assertEquals((await thread.send("Hello", { mode: "steer" })).mode, "start");
  });
});

Deno.test("WebClient tells the status and the code of every refusal, whoever refuses", async () => {
  await withClient([], async (client) => {
    const options = { sandboxMode: "danger-full-access" };
    const error = await assertRejects(() => client.open(options), WebClientError);
    assertEquals([error.status, error.code], [400, "option_not_allowed"]);
    assert(error.message.startsWith("Cannot POST /threads: "), error.message);
  });
  const proxy = new WebClient("/codex", {
    fetch: () => Promise.resolve(new Response("<html>", { status: 502 })),
  });
  const error = await assertRejects(() => proxy.models(), WebClientError);
  assertEquals([error.status, error.code, error.message], [502, "http", "Cannot GET /models: 502"]);
});

Deno.test("WebClient tells that a page came instead of the handler's answer", async () => {
  const init = { headers: { "content-type": "text/html; charset=utf-8" } };
  const client = new WebClient("/codex", {
    fetch: () => Promise.resolve(new Response("<html>Log in</html>", init)),
  });
  const thread = client.thread("1");
  const acts = [
    () => client.threads(),
    () => client.open(),
    () => thread.read(),
    () => thread.send("Hello"),
    () => thread.rename("A greeting"),
    () => thread.interrupt(),
    () => turnOf(thread.events()),
  ];
  for (const act of acts) {
    const error = await assertRejects(act, WebClientError);
    assertEquals([error.status, error.code], [200, "http"]);
    const state = ": the answer is text/html; charset=utf-8, not the handler's";
    assert(error.message.endsWith(state), error.message);
  }
});

Deno.test("WebClient ends its events for good where the login is over", async () => {
  await withClient([], async (client, as) => {
    const thread = await client.open();
    const error = await assertRejects(
      () => turnOf(as("bob").thread(thread.id).events()),
      WebClientError,
    );
    assertEquals(error.status, 404);
  });
});

Deno.test("ClientThread.events() of many streams puts no listener for each on their signal", async () => {
  const { controller, signal, counts } = countedSignal();
  // Never answers, but ends with its connection.
  const fetch = (_: string, { signal }: { readonly signal: AbortSignal | null }) =>
    new Promise<never>((_, reject) => {
      if (signal?.aborted) reject(signal.reason);
      signal?.addEventListener("abort", () => reject(signal.reason));
    });
  const thread = new WebClient("http://app.test", { fetch }).thread("t");
  const reads = Array.from({ length: 20 }, () => thread.events({ signal }).next());
  assert(counts.most <= 1, `${counts.most} listeners`);
  controller.abort();
  for (const { done } of await Promise.all(reads)) assertEquals(done, true);
  assertEquals((await thread.events({ signal }).next()).done, true);
});

// The bundler is a process, which may end a little later.
const BUNDLES = { sanitizeOps: false, sanitizeResources: false };

Deno.test("the client has less than 3 KB, and loads nothing else", BUNDLES, async () => {
  try {
    const { outputFiles, metafile } = await build({
      entryPoints: [fileURLToPath(new URL("../../../src/web/client/mod.ts", import.meta.url))],
      bundle: true,
      minify: true,
      format: "esm",
      write: false,
      metafile: true,
    });
    const [file] = outputFiles;
    assert(file !== undefined && file.contents.length < 3_000, `${file?.contents.length} bytes`);
    const inputs = Object.keys(metafile.inputs).map((path) => path.replace(/^.*src\//, ""));
    assert(inputs.every((path) => path.startsWith("web/client/")), inputs.join());
  } finally {
    await stop();
  }
});
