/**
 * The routes that `useChat` asks.
 *
 * @module
 */
import type { LiveTurnOptions } from "../../app_server/turns/options.ts";
import { checkedOptions } from "../../core/options/check.ts";
import { empty, HttpError, json, STREAM_HEADERS } from "../http/answers.ts";
import type { Permission } from "../http/options.ts";
import type { Call, Route, Schema } from "../http/route.ts";
import { readStored } from "../routes/stored_threads.ts";
import { HubError } from "../hub/errors.ts";
import { controls, type HubThread } from "../hub/hub_thread.ts";
import type { SendOptions } from "../hub/sending.ts";
import { type ChatAnswers, type ChatMessage, chatRequest } from "./request.ts";
import { chunksAfter, chunksOfMessage, chunksOfTurn, knownTurn } from "./source.ts";
import { type ChatThreads, isChatId, keyOf } from "../http/chats.ts";
import { isOwner } from "../http/owners.ts";
import { type ChunkSource, streamOf } from "../ai/chunk_stream.ts";
import { chunkResponse } from "../ai/response.ts";
import type { UIMessage } from "../ai/messages.ts";
import { messagesOf } from "../ai/ui_messages.ts";

/** The form of the messages is up to `ai`. */
const MESSAGES: Schema = {
  type: "object",
  properties: { messages: { type: "array", items: { type: "object" } } },
  required: ["messages"],
};

const STREAM = "A stream of UI message chunks, as server-sent events";

/**
 * The routes.
 *
 * @param chats Which thread belongs to which chat.
 */
export function chatRoutes(chats: ChatThreads): readonly Route[] {
  const threads = new Threads(chats);
  return [
    {
      method: "POST",
      path: "/chat",
      operationId: "chat",
      summary:
        "Sends the newest message of a useChat, or its answers; creates the thread of a new chat",
      body: {
        fields: {
          id: { type: "string" },
          messages: { type: "array", items: { type: "object" } },
          trigger: { type: "string", enum: ["submit-message", "regenerate-message"] },
          messageId: { type: ["string", "null"] },
        },
        required: ["id", "messages"],
        options: "turn",
        // The whole conversation is sent each time.
        timesBytes: 16,
      },
      answer: { status: 200, description: STREAM, type: "text/event-stream" },
      refusals: [404, 409],
      run: async (call) => {
        const { id, ...sent } = chatRequest(call.body);
        check(call, sent.type === "message" ? "send" : "answer");
        if (sent.type === "answers") return stream(await answered(threads, call, id, sent), call);
        // First of all, as the message itself: what is refused creates no thread and interrupts nothing.
        checkedOptions<LiveTurnOptions>("liveTurn", call.options, "start a turn");
        return stream(await begun(await threads.open(call, id), sent, call), call);
      },
    },
    {
      method: "GET",
      path: "/chat/{id}",
      operationId: "readChat",
      summary: "The messages of a chat, for a page that is loading; none if the chat is unknown",
      answer: { status: 200, description: "The messages", schema: MESSAGES },
      refusals: [404, 409],
      run: async (call) => json({ messages: await threads.messages(call, call.params.id ?? "") }),
    },
    {
      method: "GET",
      path: "/chat/{id}/stream",
      operationId: "resumeChat",
      summary: "The message that is being written, from its beginning; 204 if there is none",
      answer: { status: 200, description: STREAM, type: "text/event-stream" },
      refusals: [404],
      run: async (call) => {
        const thread = await threads.known(call, call.params.id ?? "");
        if (thread === null || !isBusy(thread)) return empty();
        const turn = knownTurn(thread, controls.turnId(thread));
        return stream(chunksOfTurn(thread, turn?.isRunning ? turn : null), call);
      },
    },
    {
      method: "POST",
      path: "/chat/{id}/stop",
      operationId: "stopChat",
      summary: "Interrupts the current turn; leaving the stream does not",
      needs: "send",
      answer: { status: 204, description: "It is interrupted, or no turn was running" },
      refusals: [404],
      run: async (call) => {
        const thread = await threads.known(call, call.params.id ?? "");
        await thread?.interrupt();
        return empty();
      },
    },
  ];
}

/** Begins a turn with a message. */
async function begun(thread: HubThread, { input }: ChatMessage, call: Call): Promise<ChunkSource> {
  // Whoever writes while an answer is awaited does not agree, and wants something else done.
  if (thread.state === "asking") await thread.interrupt();
  const after = thread.log.last;
  const { id } = await thread.send(input, call.options as SendOptions);
  return chunksOfMessage(thread, after, id);
}

/** Answers what a message asks, and goes on with the message. */
async function answered(
  threads: Threads,
  call: Call,
  chatId: string,
  { turnId, answers, position }: ChatAnswers,
): Promise<ChunkSource> {
  const thread = await threads.known(call, chatId);
  const turn = thread && knownTurn(thread, controls.turnId(thread), turnId);
  const asked = [...answers].flatMap(([id]) => turn?.questions.get(id) ?? []);
  const at = position ?? (asked.length > 0 ? Math.max(...asked) : null);
  if (!thread || !turn || at === null || at <= turn.after || at > thread.log.last) {
    const message = "Cannot continue the message: the server no longer knows it; reload the page";
    throw new HttpError(409, "message_not_known", message);
  }
  for (const [id, answer] of answers) {
    // Questions that another message asked do not belong to this one.
    if (!turn.questions.has(id)) continue;
    try {
      await thread.answer(id, answer);
    } catch (error) {
      // Somebody else was first, and the stream reports their answer.
      if (!(error instanceof HubError)) throw error;
    }
  }
  return chunksAfter(thread, turn, at);
}

function isBusy({ state }: HubThread): boolean {
  return state === "running" || state === "asking";
}

function stream(source: ChunkSource, { heartbeatMs }: Call): Response {
  return chunkResponse(streamOf(source), { headers: STREAM_HEADERS, keepAliveMs: heartbeatMs });
}

function check({ user }: Call, needs: Permission): void {
  if (user.may?.includes(needs) ?? true) return;
  throw new HttpError(403, "not_allowed", "The user may not do this");
}

/** The threads of chats. */
class Threads {
  readonly #chats: ChatThreads;
  // A page may ask twice before its thread is there.
  readonly #opening: Map<string, Promise<HubThread>> = new Map();

  constructor(chats: ChatThreads) {
    this.#chats = chats;
  }

  /** The thread of a chat, created if there is none. */
  async open(call: Call, chatId: string): Promise<HubThread> {
    const key = keyOf(chatId, call.user.id);
    const opening = this.#opening.get(key);
    if (opening !== undefined) return await opening;
    const opened = this.#open(call, chatId);
    this.#opening.set(key, opened);
    try {
      return await opened;
    } finally {
      this.#opening.delete(key);
    }
  }

  /** The messages of a chat, without loading its thread. */
  async messages(call: Call, chatId: string): Promise<readonly UIMessage[]> {
    const id = await this.#idOf(call, chatId);
    if (id === null) return [];
    await call.owned(id);
    const server = await call.hub.server();
    const stored = await readStored(server, id, { includeTurns: true });
    return messagesOf(stored.turns, stored.id);
  }

  /** The thread of a chat, if the hub has it. */
  async known(call: Call, chatId: string): Promise<HubThread | null> {
    const id = await this.#idOf(call, chatId);
    if (id === null) return null;
    await call.owned(id);
    return call.hub.known(id);
  }

  async #open(call: Call, chatId: string): Promise<HubThread> {
    const id = await this.#idOf(call, chatId);
    if (id !== null) return await call.thread(id);
    check(call, "create");
    const { hub, owners, user } = call;
    const thread = await hub.open(await call.threadOptions());
    await owners.add(thread.id, user.id);
    await this.#chats.set(chatId, user.id, thread.id);
    return thread;
  }

  /** The chat's own thread, or the thread that the chat is named for. */
  async #idOf({ owners, user }: Call, chatId: string): Promise<string | null> {
    if (!isChatId(chatId)) return null;
    const id = await this.#chats.get(chatId, user.id);
    if (id !== null) return id;
    return await isOwner(owners, chatId, user.id) ? chatId : null;
  }
}
