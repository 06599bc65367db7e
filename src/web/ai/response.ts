/**
 * UI message chunks as an HTTP response.
 *
 * @module
 */
import { MAX_DELAY } from "../../core/base/duration.ts";
import { jsonOf } from "../../core/base/json.ts";
import { startTimer, stopTimer, type Timer } from "../../core/base/timers.ts";
import type { UIMessageChunk } from "./chunks.ts";
import type { UIMessageStreamOptions } from "./mapper.ts";
import { toUIMessageStream, type UIStreamEvent } from "./stream.ts";

/**
 * Options of {@linkcode uiMessageResponse}.
 *
 * @category Web
 */
export interface UIMessageResponseInit extends UIMessageStreamOptions {
  /** The HTTP status. Default: 200. */
  readonly status?: number | undefined;
  /** Headers besides those of the protocol. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /**
   * Milliseconds of silence after which a comment keeps the connection alive; 0 for never. Default:
   * 15,000.
   */
  readonly keepAliveMs?: number | undefined;
}

/**
 * The headers that `ai` 7 sends. The last one makes nginx pass the events on at once; `no-transform` does
 * so with whatever compresses answers.
 */
const HEADERS: Readonly<Record<string, string>> = {
  "content-type": "text/event-stream",
  "cache-control": "no-cache, no-transform",
  "x-vercel-ai-ui-message-stream": "v1",
  "x-accel-buffering": "no",
};

const KEEP_ALIVE_MS = 15_000;

/**
 * Answers a request with the events of a thread as a UI message stream: server-sent events that `useChat`
 * of `ai` 7 reads with its `DefaultChatTransport`. See {@linkcode toUIMessageStream}.
 *
 * @param events Events of a live turn, or numbered events of a hub's thread.
 * @param init Status, headers, and the text for failures.
 * @returns The response. If the reader leaves, the reading of events ends: this interrupts the turn of
 * `runStreamed()`, but not that of a hub's thread.
 * @throws {InvalidInputError} If the events cannot be iterated.
 *
 * @example Answer with a turn
 * ```ts
 * import { AppServer } from "@codex-js/sdk/app-server";
 * import { uiMessageResponse } from "@codex-js/sdk/web";
 * import { fakeCodex, item, turn } from "@codex-js/sdk/testing";
 * import { assert } from "@std/assert";
 *
 * // A stand-in, so that this runs anywhere: without `spawn` it is Codex that answers.
 * const spawn = fakeCodex([turn(item.agentMessage("Hello"))]);
 *
 * await using server = await AppServer.start({ spawn });
 * const thread = await server.startThread();
 * const { events } = await thread.runStreamed("Say hello");
 * const response = uiMessageResponse(events);
 * assert((await response.text()).endsWith("data: [DONE]\n\n"));
 * ```
 *
 * @category Web
 */
export function uiMessageResponse(
  events: AsyncIterable<UIStreamEvent>,
  init: UIMessageResponseInit = {},
): Response {
  return chunkResponse(toUIMessageStream(events, init), init);
}

/** Answers with chunks. */
export function chunkResponse(
  chunks: ReadableStream<UIMessageChunk>,
  { status = 200, headers = {}, keepAliveMs = KEEP_ALIVE_MS }: UIMessageResponseInit = {},
): Response {
  return new Response(serverSent(chunks, keepAliveMs), {
    status,
    headers: { ...HEADERS, ...headers },
  });
}

function serverSent(
  chunks: ReadableStream<UIMessageChunk>,
  keepAliveMs: number,
): ReadableStream<Uint8Array> {
  const reader = chunks.getReader();
  const encoder = new TextEncoder();
  let next: ReturnType<typeof reader.read> | null = null;
  let timer: Timer | undefined;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      next ??= reader.read();
      const silence = new Promise<null>((resolve) => {
        if (keepAliveMs > 0) {
          timer = startTimer(() => resolve(null), Math.min(keepAliveMs, MAX_DELAY));
        }
      });
      const result = await Promise.race([next, silence]);
      stopTimer(timer);
      if (result === null) return controller.enqueue(encoder.encode(": keep-alive\n\n"));
      next = null;
      const data = result.done ? "[DONE]" : jsonOf(result.value);
      controller.enqueue(encoder.encode(`data: ${data}\n\n`));
      if (result.done) controller.close();
    },
    async cancel() {
      stopTimer(timer);
      await reader.cancel();
    },
  }, { highWaterMark: 0 });
}
