/**
 * The hub and its handler, in a program of its own. Compiled against the packed tarball, not run.
 *
 * @module
 */
import { createServer } from "node:http";
import { AppServer } from "@codex-js/sdk/app-server";
import {
  createHandler,
  HubError,
  type HubEvent,
  type HubQuestion,
  type HubThread,
  memoryOwners,
  ThreadHub,
  toNodeListener,
  toUIMessages,
  toUIMessageStream,
  type UIMessage,
  type UIMessageChunk,
  uiMessageResponse,
  type WebThreadDetails,
} from "@codex-js/sdk/web";

const hub = new ThreadHub(() => AppServer.start(), { idleMs: 60_000 });

const handler = createHandler(hub, {
  authorize: (request) => {
    const id = request.headers.get("x-user");
    return id === null ? new Response(null, { status: 401 }) : { id, may: ["send", "answer"] };
  },
  threadOptions: ({ id }) => ({ workingDirectory: `/srv/${id}` }),
  allowedOptions: ["model"],
  owners: memoryOwners(),
});

createServer(toNodeListener(handler)).listen(0);

// @ts-expect-error: who asks has to be said
createHandler(hub, {});

export function shown(event: HubEvent): string {
  switch (event.type) {
    case "item.delta":
      return event.delta;
    case "turn.failed":
      return `${event.message_id} ${event.turn_id ?? ""} ${event.error.message}`;
    case "question":
      return asked(event.question);
    case "log.truncated":
      return String(event.from);
    default:
      return event.type;
  }
}

function asked(question: HubQuestion): string {
  switch (question.kind) {
    case "command":
      return question.command;
    case "file_change":
      return question.changes.map(({ diff }) => diff).join();
    default:
      return question.decisions.join();
  }
}

export async function read(thread: HubThread, after: number, signal: AbortSignal): Promise<number> {
  for await (const { n, event } of thread.events({ after, signal })) {
    console.log(shown(event));
    after = n;
    if (event.type !== "question") continue;
    await thread.answer(event.question.id, "decline").catch((error: unknown) => {
      if (!(error instanceof HubError && error.status === 409)) throw error;
    });
  }
  return after;
}

export async function say(id: string): Promise<string> {
  const thread = await hub.thread(id);
  const { mode } = await thread.send("Go on", { mode: "steer", maxTokens: 1000 });
  return `${mode} ${thread.state} ${thread.questions().length}`;
}

export function titles(details: WebThreadDetails): string[] {
  return details.turns.map(({ items }) => items[0]?.type ?? "");
}

export function chunks(thread: HubThread): ReadableStream<UIMessageChunk> {
  return toUIMessageStream(thread.events(), { errorText: ({ code }) => `It failed: ${code}` });
}

export function streamed(thread: HubThread): Response {
  return uiMessageResponse(thread.events({ after: 0 }), { keepAliveMs: 5000 });
}

export function tools(details: WebThreadDetails): string[] {
  const messages: UIMessage[] = toUIMessages(details.turns);
  return messages.flatMap(({ parts }) => parts).flatMap((part) =>
    part.type === "dynamic-tool" && part.state === "output-error" ? [part.errorText] : []
  );
}
