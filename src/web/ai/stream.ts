/**
 * Events as a stream of UI message chunks.
 *
 * @module
 */
import type { LiveEvent } from "../../app_server/events/live_events.ts";
import { kindOf } from "../../core/base/words.ts";
import { InvalidInputError } from "../../core/vocabulary/errors.ts";
import type { ThreadEvent } from "../../core/vocabulary/events.ts";
import type { HubEvent } from "../hub/events.ts";
import { type ChunkSource, streamOf } from "./chunk_stream.ts";
import type { UIMessageChunk } from "./chunks.ts";
import { type StreamEvent, UIMessageMapper, type UIMessageStreamOptions } from "./mapper.ts";

/**
 * An event of a live turn, of a turn over exec, or of a hub, with or without its number.
 *
 * @category Web
 */
export type UIStreamEvent =
  | ThreadEvent
  | LiveEvent
  | HubEvent
  | { readonly n: number; readonly event: LiveEvent | HubEvent };

/**
 * Makes a stream of UI message chunks, as `ai` 7 reads them, from the events of a thread. Each turn is a
 * message whose id is the turn's. Text and reasoning are separate parts; commands, patches, calls of MCP
 * tools, web searches and the host program's tools are `dynamic-tool` parts; the plan, the diff and
 * questions are data parts that are replaced in place (`data-plan`, `data-diff`, `data-question`); token
 * usage is the message's metadata. An approval is a tool approval request. A failed turn is an error
 * chunk, an interrupted one an abort chunk.
 *
 * What changes often is sent at most 20 times a second. Cancelling the stream ends the reading of events:
 * this interrupts the turn of `runStreamed()`, but not that of a hub's thread.
 *
 * @param events Events of a live turn, or numbered events of a hub's thread, for any number of turns.
 * @param options The text for failures.
 * @returns The stream. It never fails: if the events end with an error, it sends an error chunk.
 * @throws {InvalidInputError} If the events cannot be iterated.
 *
 * @example A turn, chunk by chunk
 * ```ts
 * import { AppServer } from "@codex-js/sdk/app-server";
 * import { toUIMessageStream } from "@codex-js/sdk/web";
 * import { fakeCodex, item, turn } from "@codex-js/sdk/testing";
 * import { assertEquals } from "@std/assert";
 *
 * // A stand-in, so that this runs anywhere: without `spawn` it is Codex that answers.
 * const spawn = fakeCodex([turn(item.agentMessage("Hello"))]);
 *
 * await using server = await AppServer.start({ spawn });
 * const thread = await server.startThread();
 * const { events } = await thread.runStreamed("Say hello");
 * const types: string[] = [];
 * for await (const { type } of toUIMessageStream(events)) types.push(type);
 * assertEquals(types.slice(0, 4), ["start", "start-step", "text-start", "text-delta"]);
 * assertEquals(types.at(-1), "finish");
 * ```
 *
 * @category Web
 */
export function toUIMessageStream(
  events: AsyncIterable<UIStreamEvent>,
  options: UIMessageStreamOptions = {},
): ReadableStream<UIMessageChunk> {
  checkEvents(events);
  return streamOf(chunksOf(events, new UIMessageMapper(options)));
}

/** The likely mistakes are a turn of `runStreamed()`, or a hub's thread, instead of its events. */
function checkEvents(given: unknown): void {
  const { [Symbol.asyncIterator]: iterate, events } = Object(given);
  if (typeof iterate === "function") return;
  const hint = events === undefined ? "" : "; pass its `events`";
  const state = `events must be an async iterable, not ${kindOf(given)}${hint}`;
  throw new InvalidInputError("events", `Cannot make a UI message stream: ${state}`);
}

function chunksOf(
  events: AsyncIterable<UIStreamEvent>,
  mapper: UIMessageMapper,
): ChunkSource {
  const iterator = events[Symbol.asyncIterator]();
  let hasEnded = false;
  const leave = () => {
    hasEnded = true;
    // A native generator answers only when its pending `next()` has: nobody waits for that.
    Promise.resolve(iterator.return?.()).catch(() => {});
  };
  return {
    async next() {
      if (hasEnded) return null;
      try {
        const { done, value } = await iterator.next();
        if (!done) return mapper.map("type" in value ? value as StreamEvent : value.event);
        hasEnded = true;
        return mapper.end();
      } catch (error) {
        leave();
        return mapper.end(error);
      }
    },
    leave,
  };
}
