import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { AppServer } from "../../../src/app_server/mod.ts";
import { asks, delay, fakeCodex, item, turn } from "../../../src/testing/mod.ts";
import {
  createHandler,
  type Handler,
  type HandlerOptions,
  memoryChats,
  memoryOwners,
  ThreadHub,
  type ThreadHubOptions,
  type UIMessage,
  type UIMessageChunk,
} from "../../../src/web/mod.ts";

interface Site {
  readonly hub: ThreadHub;
  /** Asks as a user. */
  ask(method: string, path: string, body?: unknown, user?: string): Promise<Response>;
}

/** A site over a hub on a fake. */
async function withSite(
  script: Parameters<typeof fakeCodex>[0],
  use: (site: Site) => Promise<void>,
  options: Partial<HandlerOptions> = {},
  hubOptions: ThreadHubOptions = {},
): Promise<void> {
  const start = () => AppServer.start({ spawn: fakeCodex(script) });
  await using hub = new ThreadHub(start, hubOptions);
  const handler: Handler = createHandler(hub, {
    authorize: (request) => ({ id: request.headers.get("x-user") ?? "" }),
    ...options,
  });
  const ask = (method: string, path: string, body?: unknown, user = "ada") =>
    handler(
      new Request(`http://localhost${path}`, {
        method,
        headers: { "content-type": "application/json", "x-user": user },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    );
  await use({ hub, ask });
}

const says = (text: string) => turn(item.agentMessage(text));
const user = (text: string, id = "u1") => ({ id, role: "user", parts: [{ type: "text", text }] });
const sends = (id: string, text: string) => ({
  id,
  messages: [user(text)],
  trigger: "submit-message",
});

/** The chunks of an answer. */
async function chunksOf(response: Response): Promise<UIMessageChunk[]> {
  assertEquals(response.status, 200, await response.clone().text());
  const lines = (await response.text()).split("\n\n").filter((line) => line !== "");
  assertEquals(lines.pop(), "data: [DONE]");
  return lines.map((line) => JSON.parse(line.replace("data: ", "")));
}

const textOf = (chunks: readonly UIMessageChunk[]) =>
  chunks.flatMap((chunk) => chunk.type === "text-delta" ? [chunk.delta] : []).join("");

/** A code and a status. */
async function refusalOf(response: Response): Promise<string> {
  const { error } = await response.json() as { error: { code: string } };
  return `${response.status} ${error.code}`;
}

/** The answer that a page sends to what a message asks. */
function answers(chunks: readonly UIMessageChunk[], approved: boolean, metadata?: unknown) {
  const [start] = chunks;
  const asked = chunks.find(({ type }) => type === "tool-approval-request");
  const finish = chunks.at(-1);
  assert(start?.type === "start" && asked?.type === "tool-approval-request");
  assert(finish?.type === "finish" && finish.finishReason === "tool-calls");
  const approval = { id: asked.approvalId, approved };
  return {
    id: "c",
    messages: [user("go"), {
      id: start.messageId,
      role: "assistant",
      metadata: metadata === undefined ? finish.messageMetadata : metadata,
      parts: [{ type: "dynamic-tool", state: "approval-responded", approval }],
    }],
    trigger: "submit-message",
    messageId: start.messageId,
  };
}

Deno.test("POST /chat makes one thread of a chat, also where two ask at once", async () => {
  await withSite([says("one"), says("two")], async ({ ask }) => {
    const both = await Promise.all([
      ask("POST", "/chat", sends("c", "a")),
      ask("POST", "/chat", sends("c", "b")),
    ]);
    const texts = await Promise.all(both.map(async (response) => textOf(await chunksOf(response))));
    assertEquals(texts.sort(), ["one", "two"]);
    const { threads } = await (await ask("GET", "/threads")).json() as { threads: unknown[] };
    assertEquals(threads.length, 1);
  });
});

Deno.test("POST /chat keeps the chats of users apart", async () => {
  await withSite([says("ada's"), says("bob's")], async ({ ask }) => {
    const [one] = await chunksOf(await ask("POST", "/chat", sends("c", "a"), "ada"));
    const [two] = await chunksOf(await ask("POST", "/chat", sends("c", "a"), "bob"));
    assert(one?.type === "start" && two?.type === "start");
    const { threadId = "" } = one.messageMetadata ?? {};
    assert(threadId !== "" && threadId !== two.messageMetadata?.threadId);
    // By the thread's own id: Ada's is that thread, Bob's a new chat.
    assertEquals((await ask("GET", `/chat/${threadId}/stream`, undefined, "bob")).status, 204);
    assertEquals((await ask("POST", `/chat/${threadId}/stop`, undefined, "bob")).status, 204);
  });
});

Deno.test("POST /chat answers nothing of another user's", async () => {
  await withSite([turn(asks(item.commandExecution("ls")))], async ({ ask, hub }) => {
    const chunks = await chunksOf(await ask("POST", "/chat", sends("c", "go")));
    const [start] = chunks;
    assert(start?.type === "start");
    const { threadId = "" } = start.messageMetadata ?? {};
    for (const id of ["c", threadId]) {
      const refused = await ask("POST", "/chat", { ...answers(chunks, true), id }, "bob");
      assertEquals(await refusalOf(refused), "409 message_not_known");
    }
    assertEquals(hub.known(threadId)?.questions().length, 1);
  });
});

Deno.test("POST /chat takes the id of a thread for that thread", async () => {
  await withSite([says("one"), says("two")], async ({ ask }) => {
    const { id } = await (await ask("POST", "/threads", {})).json() as { id: string };
    const [start] = await chunksOf(await ask("POST", "/chat", sends(id, "a")));
    assert(start?.type === "start");
    assertEquals(start.messageMetadata?.threadId, id);
  });
});

Deno.test("GET /chat/{id} names the thread in each message of the agent, as the stream has done", async () => {
  await withSite([says("one")], async ({ ask }) => {
    const [start] = await chunksOf(await ask("POST", "/chat", sends("c", "a")));
    assert(start?.type === "start" && start.messageMetadata?.threadId !== undefined);
    const { messages } = await (await ask("GET", "/chat/c")).json() as { messages: UIMessage[] };
    assertEquals(messages.map(({ metadata }) => metadata), [undefined, start.messageMetadata]);
  });
});

Deno.test("POST /chat finds a chat again by what keeps chats and owners", async () => {
  const [chats, owners] = [memoryChats(), memoryOwners()];
  let threadId = "";
  await withSite([says("one")], async ({ ask }) => {
    const [start] = await chunksOf(await ask("POST", "/chat", sends("c", "a")));
    assert(start?.type === "start");
    threadId = start.messageMetadata?.threadId ?? "";
  }, { chats, owners });
  assertEquals(await chats.get("c", "ada"), threadId);
  assertEquals(await chats.get("c", "bob"), null);
});

Deno.test("POST /chat goes on from where the message stopped", async () => {
  const script = [turn(
    item.agentMessage("before "),
    asks(item.commandExecution("ls")),
    item.agentMessage("after"),
  )];
  for (const metadata of [undefined, {}]) {
    await withSite(script, async ({ ask }) => {
      const chunks = await chunksOf(await ask("POST", "/chat", sends("c", "go")));
      const [first, second, ...rest] = await chunksOf(
        await ask("POST", "/chat", answers(chunks, true, metadata)),
      );
      assert(first?.type === "start" && chunks[0]?.type === "start");
      assertEquals(first.messageId, chunks[0].messageId);
      // The same step: the page looks at the last one for what is open.
      assertEquals(second?.type, "data-question");
      assertEquals(textOf(rest), "after");
      assertEquals(rest.at(-1)?.type, "finish");
    });
  }
});

Deno.test("POST /chat begins a step where the message has ended meanwhile, so that no page asks for ever", async () => {
  const script = [turn(asks(item.commandExecution("ls")), item.agentMessage("done"))];
  await withSite(script, async ({ ask, hub }) => {
    const chunks = await chunksOf(await ask("POST", "/chat", sends("c", "go")));
    const body = answers(chunks, true);
    const end = (await chunksOf(await ask("POST", "/chat", body))).at(-1);
    assertEquals(end?.type, "finish");
    const [start] = chunks;
    const { threadId = "" } = start?.type === "start" ? start.messageMetadata ?? {} : {};
    const { last = 0 } = hub.known(threadId)?.log ?? {};
    const [, told] = body.messages;
    const late = { ...body, messages: [{ ...told, metadata: { position: last } }] };
    const types = (await chunksOf(await ask("POST", "/chat", late))).map(({ type }) => type);
    assertEquals(types, ["start", "start-step", "finish-step", "finish"]);
  });
});

Deno.test("POST /chat refuses what goes on with nothing that is known", async () => {
  await withSite([turn(asks(item.commandExecution("ls")))], async ({ ask }) => {
    const chunks = await chunksOf(await ask("POST", "/chat", sends("c", "go")));
    for (const position of [-1, 0, 1e9]) {
      const body = answers(chunks, true, { position });
      assertEquals(
        await refusalOf(await ask("POST", "/chat", body)),
        "409 message_not_known",
        `${position}`,
      );
    }
    const body = answers(chunks, true);
    for (const changed of [{ ...body, id: "other" }, { ...body, ...renamed(body) }]) {
      assertEquals(
        await refusalOf(await ask("POST", "/chat", changed)),
        "409 message_not_known",
      );
    }
  });
});

function renamed({ messages }: ReturnType<typeof answers>) {
  return { messages: [{ ...messages[1], id: "t9" }], messageId: "t9" };
}

Deno.test("POST /chat answers only what the message has asked", async () => {
  const asking = turn(asks(item.commandExecution("ls")), item.agentMessage("done"));
  await withSite([asking, asking], async ({ ask, hub }) => {
    const first = answers(await chunksOf(await ask("POST", "/chat", sends("c", "one"))), true);
    await chunksOf(await ask("POST", "/chat", first));
    const chunks = await chunksOf(await ask("POST", "/chat", sends("c", "two")));
    const [start] = chunks;
    const { threadId = "" } = start?.type === "start" ? start.messageMetadata ?? {} : {};
    const thread = hub.known(threadId);
    const [question] = thread?.questions() ?? [];
    assert(question !== undefined);
    // The first message is over, and asks nothing any more: it gives no leave to the second.
    const [, told] = first.messages;
    const parts = [{
      type: "dynamic-tool",
      state: "approval-responded",
      approval: { id: question.id, approved: true },
    }];
    const response = await ask("POST", "/chat", { ...first, messages: [{ ...told, parts }] });
    assertEquals((await chunksOf(response)).at(-1)?.type, "finish");
    assertEquals(thread?.questions(), [question]);
  });
});

Deno.test("POST /chat does nothing that the user may not", async () => {
  for (const may of [["send"], ["create"], []] as const) {
    await withSite([says("one")], async ({ ask }) => {
      const refused = await ask("POST", "/chat", sends("c", "go"));
      assertEquals(await refusalOf(refused), "403 not_allowed", may.join());
      assertEquals(
        (await ask("POST", "/chat/c/stop")).status,
        may.some((name) => name === "send") ? 204 : 403,
      );
    }, { authorize: () => ({ id: "ada", may }) });
  }
  let may: readonly ("create" | "send" | "answer")[] = ["create", "send"];
  await withSite([turn(asks(item.commandExecution("ls")))], async ({ ask }) => {
    const chunks = await chunksOf(await ask("POST", "/chat", sends("c", "go")));
    assertEquals(
      await refusalOf(await ask("POST", "/chat", answers(chunks, true))),
      "403 not_allowed",
    );
    may = ["answer"];
    await chunksOf(await ask("POST", "/chat", answers(chunks, true)));
  }, { authorize: () => ({ id: "ada", may }) });
});

Deno.test("POST /chat refuses what no useChat sends", async () => {
  const messages = [user("a")];
  const file = (part: unknown) => ({
    id: "c",
    messages: [{ id: "u", role: "user", parts: [{ type: "text", text: "a" }, part] }],
  });
  const bodies = {
    "no id": { messages },
    "an empty id": { id: "", messages },
    "a long id": { id: "x".repeat(300), messages },
    "no messages": { id: "c" },
    "messages that are no list": { id: "c", messages: {} },
    "an empty list": { id: "c", messages: [] },
    "messages of another kind": { id: "c", messages: [7] },
    "no parts": { id: "c", messages: [{ id: "u", role: "user" }] },
    "a system message": {
      id: "c",
      messages: [{ id: "s", role: "system", parts: [{ type: "text", text: "a" }] }],
    },
    "no text": { id: "c", messages: [{ id: "u", role: "user", parts: [] }] },
    "an unknown trigger": { id: "c", messages, trigger: "resume" },
    "a message that is none": { id: "c", messages, messageId: "x" },
    "an answer to nothing": { id: "c", messages: [{ id: "t", role: "assistant", parts: [] }] },
    "an option": { id: "c", messages, sandboxMode: "danger-full-access" },
    "a path": file({ type: "file", mediaType: "image/png", url: "file:///etc/passwd" }),
    "an address": file({ type: "file", mediaType: "image/png", url: "http://10.0.0.1/a.png" }),
    "a file that is no image": file({
      type: "file",
      mediaType: "application/pdf",
      url: "data:application/pdf;base64,JVBERg==",
    }),
    "a text that is none": {
      id: "c",
      messages: [{ id: "u", role: "user", parts: [{ type: "text", text: 7 }] }],
    },
  };
  await withSite([says("one")], async ({ ask }) => {
    for (const [name, body] of Object.entries(bodies)) {
      const response = await ask("POST", "/chat", body);
      assertEquals(response.status, 400, name);
      const { message } = (await response.json()).error;
      assert(!/\/work|\.ts\b/.test(message), name);
      if (!/path|address|file/.test(name)) continue;
      assert(message.endsWith("with a base64 data: URL of an image"), message);
    }
  });
});

Deno.test("POST /chat leaves a turn that waits for an answer alone, where it refuses the message", async () => {
  const script = [turn(asks(item.commandExecution("ls")), item.agentMessage("done"))];
  const refused = [sends("c", " "), { ...sends("c", "go"), model: 7 }];
  await withSite(script, async ({ hub, ask }) => {
    for (const body of refused) {
      assertEquals(await refusalOf(await ask("POST", "/chat", body)), "400 invalid_input");
    }
    assertEquals(await (await ask("GET", "/threads")).json(), { threads: [] });
    const chunks = await chunksOf(await ask("POST", "/chat", sends("c", "go")));
    for (const body of refused) {
      assertEquals(await refusalOf(await ask("POST", "/chat", body)), "400 invalid_input");
    }
    const [start] = chunks;
    assert(start?.type === "start");
    assertEquals(hub.known(start.messageMetadata?.threadId ?? "")?.state, "asking");
    const rest = await chunksOf(await ask("POST", "/chat", answers(chunks, true)));
    assertEquals(textOf(rest), "done");
  }, { allowedOptions: ["model"] });
});

Deno.test("POST /chat takes a long conversation, of which the last message counts", async () => {
  const old = user("x".repeat(3 * 1024 * 1024), "u0");
  await withSite([turn({ expect: { prompt: "go" } }, item.agentMessage("ok"))], async ({ ask }) => {
    const body = { id: "c", messages: [old, user("go")] };
    assertEquals(textOf(await chunksOf(await ask("POST", "/chat", body))), "ok");
    const more = { id: "c", messages: Array(6).fill(old) };
    assertEquals((await ask("POST", "/chat", more)).status, 413);
  });
});

Deno.test("POST /chat takes images, and options that are allowed", async () => {
  const url = "data:image/png;base64,iVBORw0KGgo=";
  const parts = [{ type: "file", mediaType: "image/png", url }, { type: "text", text: "see" }];
  await withSite([says("seen")], async ({ ask }) => {
    const body = { id: "c", messages: [{ id: "u", role: "user", parts }], model: "gpt-6.2-sol" };
    assertEquals(textOf(await chunksOf(await ask("POST", "/chat", body))), "seen");
  }, { allowedOptions: ["model"] });
});

Deno.test("GET /chat/{id}/stream takes up a turn of which the beginning is kept no longer", async () => {
  const script = [
    says("before"),
    turn(
      ...Array.from({ length: 20 }, (_, index) => item.agentMessage(`${index}`.repeat(1_000))),
      asks(item.commandExecution("ls")),
      item.agentMessage("done"),
    ),
    says("next"),
  ];
  await withSite(
    script,
    async ({ ask }) => {
      await chunksOf(await ask("POST", "/chat", sends("c", "a")));
      const [start] = await chunksOf(await ask("POST", "/chat", sends("c", "b")));
      const chunks = await chunksOf(await ask("GET", "/chat/c/stream"));
      assertEquals(chunks[0], start);
      assert(!textOf(chunks).startsWith("0"), "the log has not dropped anything");
      const rest = await chunksOf(await ask("POST", "/chat", answers(chunks, true)));
      assertEquals(textOf(rest), "done");
      assertEquals((await ask("GET", "/chat/c/stream")).status, 204);
      assertEquals(textOf(await chunksOf(await ask("POST", "/chat", sends("c", "c")))), "next");
    },
    {},
    { maxLogBytes: 10_000 },
  );
});

Deno.test("POST /chat ends with an error where the reader has missed what is kept no longer", async () => {
  const long = (letter: string) => says(letter.repeat(3000));
  const script = [
    long("a"),
    turn(item.agentMessage("b"), delay(1), item.agentMessage("c")),
    long("d"),
  ];
  await withSite(
    script,
    async ({ ask, hub }) => {
      // Nobody reads this answer until its turn is over, and what the log had of it gone.
      const unread = await ask("POST", "/chat", sends("c", "first"));
      const begun = (await ask("POST", "/chat", sends("c", "second"))).body?.getReader();
      const text = async () => new TextDecoder().decode((await begun?.read())?.value);
      assertStringIncludes(await text(), `"messageId":"turn_2"`);
      const [thread] = await chunksOf(await ask("POST", "/chat", sends("c", "third")));
      assert(
        thread?.type === "start" && hub.known(thread.messageMetadata?.threadId ?? "") !== null,
      );
      const chunks = await chunksOf(unread);
      assertEquals(chunks.map(({ type }) => type), ["start", "error", "finish"]);
      let rest = "";
      for (let more = await text(); more !== ""; more = await text()) rest += more;
      assertEquals([rest.includes("ddd"), rest.includes(`"type":"error"`)], [false, true]);
    },
    {},
    { maxLogBytes: 9000 },
  );
});

Deno.test("POST /chat goes on with a message while another one is given up that waits", async () => {
  const script = [turn(asks(item.commandExecution("ls")), item.agentMessage("done"))];
  await withSite(script, async ({ ask, hub }) => {
    const chunks = await chunksOf(await ask("POST", "/chat", sends("c", "go")));
    const [start] = chunks;
    assert(start?.type === "start");
    const thread = hub.known(start.messageMetadata?.threadId ?? "");
    const stop = new AbortController();
    const events = thread?.events({ after: thread.log.last });
    await thread?.send("later", { signal: stop.signal });
    stop.abort();
    for await (const { event } of events ?? []) if (event.type === "turn.failed") break;
    assertEquals(thread?.state, "asking");
    const rest = await chunksOf(await ask("POST", "/chat", answers(chunks, true)));
    assertEquals(textOf(rest), "done");
    assertEquals(rest.some(({ type }) => type === "error"), false);
  });
});

Deno.test("GET /chat/{id} gives the messages of a chat", async () => {
  const script = [
    turn(item.agentMessage("one"), item.commandExecution("ls", { output: "a" })),
    turn(asks(item.commandExecution("rm"))),
  ];
  await withSite(script, async ({ ask }) => {
    const read = async (user?: string) => {
      const response = await ask("GET", "/chat/c", undefined, user);
      assertEquals(response.status, 200);
      return (await response.json() as { messages: UIMessage[] }).messages;
    };
    assertEquals(await read(), []);
    const [start] = await chunksOf(await ask("POST", "/chat", sends("c", "look")));
    assert(start?.type === "start");
    const messages = await read();
    assertEquals(messages.map(({ role }) => role), ["user", "assistant"]);
    const [said, answer] = messages;
    assertEquals(said?.parts, [{ type: "text", text: "look" }]);
    assertEquals(answer?.id, start.messageId);
    const kinds = answer?.parts.map((part) =>
      "state" in part ? `${part.type} ${part.state}` : part.type
    );
    assertEquals(kinds, ["step-start", "text done", "dynamic-tool output-available"]);
    // The turn under way is there with what is finished.
    await chunksOf(await ask("POST", "/chat", sends("c", "remove")));
    assertEquals((await read()).map(({ role }) => role), [
      "user",
      "assistant",
      "user",
      "assistant",
    ]);
    assertEquals(await read("bob"), []);
  });
});

Deno.test("the OpenAPI document has the routes of chats", async () => {
  await withSite([], async ({ ask }) => {
    const { paths } = await (await ask("GET", "/openapi.json")).json() as {
      paths: Record<string, unknown>;
    };
    assertStringIncludes(
      Object.keys(paths).join(),
      "/chat,/chat/{id},/chat/{id}/stream,/chat/{id}/stop",
    );
  });
});

Deno.test("chats are asked about ids that a database takes, and about no others", async () => {
  const seen: string[] = [];
  const { set } = memoryChats();
  const chats = { get: (id: string) => (seen.push(id), null), set };
  await withSite([], async ({ ask }) => {
    for (const id of ["", "a\0b", "a\nb", "\ud800", "a".repeat(257)]) {
      assertEquals(
        await refusalOf(await ask("POST", "/chat", sends(id, "hi"))),
        "400 invalid_input",
      );
    }
    assertEquals(await (await ask("GET", "/chat/a%00b")).json(), { messages: [] });
    assertEquals((await ask("GET", "/chat/a%00b/stream")).status, 204);
    assertEquals((await ask("POST", "/chat/a%00b/stop", {})).status, 204);
    assertEquals(await (await ask("GET", "/chat/%C3%A9%20%F0%9F%98%80")).json(), { messages: [] });
  }, { chats });
  assertEquals(seen, ["é 😀"]);
});
