import { assert, assertEquals } from "@std/assert";
import { AppServer } from "../../../src/app_server/mod.ts";
import { asks, delay, fakeCodex, item, streamed, turn } from "../../../src/testing/mod.ts";
import {
  createHandler,
  type Handler,
  ThreadHub,
  type UIMessageMetadata,
} from "../../../src/web/mod.ts";
import { type Message, type Part, realAi, type RealChat } from "../ai/real_ai.ts";

const ai = await realAi();
const ignore = ai === null;

interface Page {
  readonly chat: RealChat;
  /** The methods and paths that were asked for, with the statuses. */
  readonly asked: readonly string[];
  /** The same chat in another tab, with nothing in it. */
  another(): RealChat;
  /** Settles when the chat says so. */
  until(isSo: (chat: RealChat) => boolean, chat?: RealChat): Promise<void>;
  readonly hub: ThreadHub;
  readonly handler: Handler;
}

/** The messages that a page gets when it loads. */
async function read(handler: Handler): Promise<Message[]> {
  const response = await handler(new Request("http://localhost/api/chat/chat-1"));
  return (await response.json()).messages;
}

function statusOf(message: Message | undefined): string | undefined {
  return (message?.metadata as UIMessageMetadata | undefined)?.status;
}

/** A page with a chat, over a hub on a fake. */
async function withPage(
  script: Parameters<typeof fakeCodex>[0],
  use: (page: Page) => Promise<void>,
  options: object = {},
): Promise<void> {
  assert(ai !== null);
  await using hub = new ThreadHub(() => AppServer.start({ spawn: fakeCodex(script) }));
  const handler = createHandler(hub, { authorize: () => ({ id: "ada" }), basePath: "/api" });
  const asked: string[] = [];
  const api = "http://localhost/api/chat";
  const fetch = async (url: string, init: RequestInit) => {
    const response = await handler(new Request(url, init));
    asked.push(`${init.method} ${url.replace(api, "")} ${response.status}`);
    return response;
  };
  const transport = new ai.DefaultChatTransport({ api, fetch, ...options });
  const changed = new Set<() => void>();
  const another = () =>
    new ai.AbstractChat({
      id: "chat-1",
      transport,
      state: new State(() => changed.forEach((callback) => callback())),
      sendAutomaticallyWhen: ai.lastAssistantMessageIsCompleteWithApprovalResponses,
    });
  const chat = another();
  const until = async (isSo: (chat: RealChat) => boolean, which = chat) => {
    while (!isSo(which)) {
      await new Promise<void>((resolve) => {
        const callback = () => {
          changed.delete(callback);
          resolve();
        };
        changed.add(callback);
      });
    }
  };
  await use({ chat, asked, another, until, hub, handler });
}

/** What `useChat` keeps in React. */
class State {
  readonly #changed: () => void;
  #status = "ready";
  #messages: Message[] = [];
  error: Error | undefined = undefined;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get status(): string {
    return this.#status;
  }

  set status(status: string) {
    this.#status = status;
    this.#changed();
  }

  get messages(): Message[] {
    return this.#messages;
  }

  set messages(messages: Message[]) {
    this.#messages = messages;
    this.#changed();
  }

  pushMessage(message: Message): void {
    this.messages = [...this.#messages, message];
  }

  popMessage(): void {
    this.messages = this.#messages.slice(0, -1);
  }

  replaceMessage(index: number, message: Message): void {
    this.messages = this.#messages.with(index, structuredClone(message));
  }

  snapshot<T>(value: T): T {
    return structuredClone(value);
  }
}

const textOf = (message: Message | undefined) =>
  message?.parts.filter(({ type }) => type === "text").map(({ text }) => text).join("|") ?? "";
const tools = ({ messages }: RealChat): readonly Part[] =>
  messages.flatMap(({ parts }) => parts.filter(({ type }) => type === "dynamic-tool"));
const says = (text: string) => turn(item.agentMessage(text));
const isAsked = (chat: RealChat) =>
  chat.status === "ready" && tools(chat).some(({ state }) => state === "approval-requested");

Deno.test({
  name: "POST /chat makes a thread for a chat, and goes on with it",
  ignore,
  async fn() {
    const first = turn(streamed(item.agentMessage("Hello"), ["Hel", "lo"]));
    await withPage([first, says("again")], async ({ chat, asked }) => {
      await chat.sendMessage({ text: "hi" });
      await chat.sendMessage({ text: "more" });
      assertEquals(chat.messages.map(({ role }) => role), [
        "user",
        "assistant",
        "user",
        "assistant",
      ]);
      assertEquals(chat.messages.map(textOf), ["hi", "Hello", "more", "again"]);
      assertEquals(asked, ["POST  200", "POST  200"]);
      const [, one, , two] = chat.messages;
      const thread = (message?: Message) =>
        (message?.metadata as { threadId?: string } | undefined)?.threadId;
      assert(thread(one) !== undefined && thread(one) === thread(two));
    });
  },
});

Deno.test({
  name: "POST /chat stops at an approval, and goes on with the message when it is given",
  ignore,
  async fn() {
    const script = [
      turn(
        item.agentMessage("Let me look"),
        asks(item.commandExecution("ls", { output: "a.txt" }), { reason: "outside" }),
        item.agentMessage("Done"),
      ),
      says("bye"),
    ];
    await withPage(script, async ({ chat, asked, until }) => {
      await chat.sendMessage({ text: "look" });
      const [tool] = tools(chat);
      assertEquals([chat.status, tool?.state], ["ready", "approval-requested"]);
      const question = chat.messages.at(-1)?.parts.find(({ type }) => type === "data-question");
      assertEquals(question?.id, tool?.approval?.id);
      assertEquals((question?.data as { reason: string }).reason, "outside");
      await chat.addToolApprovalResponse({ id: tool?.approval?.id ?? "", approved: true });
      await until((chat) =>
        chat.status === "ready" && textOf(chat.messages.at(-1)) !== "Let me look"
      );
      assertEquals(chat.messages.length, 2);
      assertEquals(textOf(chat.messages.at(-1)), "Let me look|Done");
      assertEquals(tools(chat).map(({ state, approval }) => [state, approval?.approved]), [
        ["output-available", true],
      ]);
      assertEquals(asked, ["POST  200", "POST  200"]);
      const valid = await ai?.safeValidateUIMessages({ messages: chat.messages });
      assert(valid?.success, valid?.error?.message);
      // And the thread takes the next message.
      await chat.sendMessage({ text: "bye" });
      assertEquals(textOf(chat.messages.at(-1)), "bye");
    });
  },
});

Deno.test({
  name: "POST /chat passes a refusal on, and asks for each approval in turn",
  ignore,
  async fn() {
    const script = [turn(
      asks(item.commandExecution("rm a")),
      asks(item.commandExecution("rm b")),
      item.agentMessage("Well"),
    )];
    await withPage(script, async ({ chat, asked, until }) => {
      await chat.sendMessage({ text: "remove" });
      for (const approved of [false, true]) {
        await until(isAsked);
        const open = tools(chat).find(({ state }) => state === "approval-requested");
        await chat.addToolApprovalResponse({ id: open?.approval?.id ?? "", approved });
        await until((chat) => !isAsked(chat));
      }
      await until((chat) => chat.status === "ready" && textOf(chat.messages.at(-1)) === "Well");
      assertEquals(tools(chat).map(({ state }) => state), ["output-denied", "output-available"]);
      assertEquals(asked, ["POST  200", "POST  200", "POST  200"]);
      const valid = await ai?.safeValidateUIMessages({ messages: chat.messages });
      assert(valid?.success, valid?.error?.message);
    });
  },
});

Deno.test({
  name: "GET /chat/{id}/stream gives another tab the message from its beginning",
  ignore,
  async fn() {
    const script = [turn(
      item.agentMessage("first"),
      asks(item.commandExecution("ls")),
      item.agentMessage("second"),
    )];
    await withPage(script, async ({ chat, asked, another, until }) => {
      const tab = another();
      await tab.resumeStream();
      assertEquals([tab.status, tab.messages.length], ["ready", 0]);
      await chat.sendMessage({ text: "look" });
      await tab.resumeStream();
      assertEquals(tab.messages.map(textOf), ["first"]);
      assertEquals(tab.messages[0]?.id, chat.messages[1]?.id);
      const [tool] = tools(tab);
      await tab.addToolApprovalResponse({ id: tool?.approval?.id ?? "", approved: true });
      await until((tab) => tab.status === "ready" && !isAsked(tab), tab);
      await until((tab) => textOf(tab.messages[0]) === "first|second", tab);
      // The first tab answers too late, and sees what became of it.
      await chat.addToolApprovalResponse({ id: tool?.approval?.id ?? "", approved: false });
      await until((chat) => textOf(chat.messages.at(-1)) === "first|second");
      await until((chat) => chat.status === "ready");
      assertEquals(tools(chat).map(({ state, approval }) => [state, approval?.approved]), [
        ["output-available", true],
      ]);
      assertEquals(asked[0], "GET /chat-1/stream 204");
      await tab.resumeStream();
      assertEquals(asked.at(-1), "GET /chat-1/stream 204");
    });
  },
});

Deno.test({
  name: "GET /chat/{id}/stream takes up a turn that a page has left",
  ignore,
  async fn() {
    const script = [turn(
      streamed(item.agentMessage("one"), ["o", "ne"]),
      asks(item.commandExecution("ls")),
      item.agentMessage("two"),
    )];
    await withPage(script, async ({ chat, hub, until }) => {
      const sent = chat.sendMessage({ text: "go" });
      await until(({ status }) => status === "streaming");
      await chat.stop();
      await sent;
      const { threadId = "" } = chat.messages.at(-1)?.metadata as { threadId?: string };
      assert(hub.known(threadId)?.state !== "idle", "the turn goes on");
      await chat.resumeStream();
      assertEquals(textOf(chat.messages.at(-1)), "one");
      assertEquals(chat.messages.length, 2);
      assert(isAsked(chat));
    });
  },
});

Deno.test({
  name: "POST /chat/{id}/stop interrupts the turn",
  ignore,
  async fn() {
    const script = [
      turn(item.agentMessage("wait"), asks(item.commandExecution("ls"))),
      says("next"),
    ];
    await withPage(script, async ({ chat, hub, handler, another, until }) => {
      await chat.sendMessage({ text: "go" });
      assert(isAsked(chat));
      const stop = new Request("http://localhost/api/chat/chat-1/stop", { method: "POST" });
      assertEquals((await handler(stop)).status, 204);
      const { threadId = "" } = chat.messages.at(-1)?.metadata as { threadId?: string };
      assertEquals(hub.known(threadId)?.state, "idle");
      const tab = another();
      await tab.resumeStream();
      assertEquals(tab.messages, []);
      // What the page still asks gets no answer, and the message ends.
      const [tool] = tools(chat);
      await chat.addToolApprovalResponse({ id: tool?.approval?.id ?? "", approved: true });
      await until((chat) => tools(chat)[0]?.state === "output-denied");
      await until(({ status }) => status === "ready");
      assertEquals(statusOf(chat.messages.at(-1)), "interrupted");
      assertEquals((await read(handler)).map(statusOf), [undefined, "interrupted"]);
      await chat.sendMessage({ text: "on" });
      assertEquals(textOf(chat.messages.at(-1)), "next");
      assertEquals((await read(handler)).map(statusOf).at(-1), undefined);
    });
  },
});

Deno.test({
  name: "POST /chat interrupts a turn that waits for an answer, when the user writes instead",
  ignore,
  async fn() {
    const script = [turn(asks(item.commandExecution("ls")), item.agentMessage("no")), says("next")];
    await withPage(script, async ({ chat, asked }) => {
      await chat.sendMessage({ text: "go" });
      assert(isAsked(chat));
      await chat.sendMessage({ text: "rather this" });
      assertEquals([chat.status, textOf(chat.messages.at(-1))], ["ready", "next"]);
      assertEquals(asked.length, 2);
    });
  },
});

Deno.test({
  name: "POST /chat needs no more than the last message",
  ignore,
  async fn() {
    const sent: number[] = [];
    const prepareSendMessagesRequest = ({ id, messages, trigger, messageId, body }: {
      readonly [field: string]: unknown;
      readonly messages: readonly Message[];
    }) => {
      sent.push(messages.length);
      return {
        body: { ...body ?? {}, id, messages: messages.slice(-1), trigger, messageId },
      };
    };
    const script = [says("one"), turn(asks(item.commandExecution("ls")), item.agentMessage("two"))];
    await withPage(script, async ({ chat, until, handler }) => {
      await chat.sendMessage({ text: "a" });
      await chat.sendMessage({ text: "b" });
      const [tool] = tools(chat);
      await chat.addToolApprovalResponse({ id: tool?.approval?.id ?? "", approved: true });
      await until((chat) => chat.status === "ready" && textOf(chat.messages.at(-1)) === "two");
      assertEquals(sent, [1, 3, 4]);
      assertEquals(chat.messages.map(textOf), ["a", "one", "b", "two"]);
      assertEquals((await read(handler)).map(textOf), ["a", "one", "b", "two"]);
    }, { prepareSendMessagesRequest });
  },
});

Deno.test({
  name: "POST /chat refuses to take a message back, and says so",
  ignore,
  async fn() {
    await withPage([says("one"), says("two")], async ({ chat, asked }) => {
      await chat.sendMessage({ text: "a" });
      await chat.regenerate();
      assertEquals(chat.status, "error");
      assertEquals(asked.at(-1), "POST  400");
      const { id = "" } = chat.messages[0] ?? {};
      await chat.sendMessage({ text: "b", messageId: id });
      assertEquals([chat.status, asked.at(-1)], ["error", "POST  400"]);
      await chat.sendMessage({ text: "c" });
      assertEquals(textOf(chat.messages.at(-1)), "two");
    });
  },
});

Deno.test({
  name: "POST /chat tells a page that a turn has failed, and takes the next message",
  ignore,
  async fn() {
    const failing = turn({ do: "fail", message: "unexpected status 401: sk-secret" });
    await withPage([failing, says("fine")], async ({ chat, handler }) => {
      await chat.sendMessage({ text: "a" });
      assertEquals(chat.status, "error");
      const errorText = "The model's service refused the login.";
      assertEquals(chat.error?.message, errorText);
      // Also for a page that is loaded later.
      for (const message of [chat.messages.at(-1), (await read(handler)).at(-1)]) {
        const { status, errorText: why } = message?.metadata as UIMessageMetadata;
        assertEquals([status, why], ["failed", errorText]);
      }
      await chat.sendMessage({ text: "b" });
      assertEquals([chat.status, textOf(chat.messages.at(-1))], ["ready", "fine"]);
    });
  },
});

Deno.test({
  name: "POST /chat queues a message while a turn runs",
  ignore,
  async fn() {
    await withPage([turn(delay(200), item.agentMessage("one")), says("two")], async (page) => {
      const { chat, until } = page;
      const sent = chat.sendMessage({ text: "a" });
      await until(({ messages }) => messages.length === 2);
      await chat.stop();
      await sent;
      await chat.sendMessage({ text: "b" });
      assertEquals(textOf(chat.messages.at(-1)), "two");
    });
  },
});
