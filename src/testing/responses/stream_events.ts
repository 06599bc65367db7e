import type { OfferedTools } from "./offered_tools.ts";
import type { MessageItem, ReasoningItem, ReplyUsage, StreamReply } from "./reply_types.ts";
import { type PlainItem, resolveToolCalls } from "./tool_calls.ts";

type Json = Readonly<Record<string, unknown>>;

/** One event of a stream, or a pause. */
export type StreamStep = { readonly event: Json } | { readonly pauseMs: number };

/**
 * All steps of a reply's stream, up to its ending.
 *
 * @param reply The reply.
 * @param offered What the request offers.
 * @param id Something unique to this reply: Codex keeps call ids in its history, so that two must never be equal.
 * @throws {Error} If the request has no tool for an item.
 */
export function streamSteps(
  reply: StreamReply,
  offered: OfferedTools,
  id: string,
): readonly StreamStep[] {
  const response = { id: `resp_${id}`, object: "response" };
  const steps: StreamStep[] = [{
    event: {
      type: "response.created",
      response: { ...response, status: "in_progress", output: [] },
    },
  }];
  const output: Json[] = [];
  for (const item of resolveToolCalls(reply.items, offered, id)) {
    if (item.kind === "pause") {
      steps.push({ pauseMs: item.ms });
      continue;
    }
    const index = output.length;
    const finished = outputItem(item, `${id}_${index}`);
    const add = (event: Json): unknown => steps.push({ event: { ...event, output_index: index } });
    add({ type: "response.output_item.added", item: begun(finished) });
    for (const step of partSteps(item)) {
      if ("event" in step) add({ ...step.event, item_id: finished.id });
      else steps.push(step);
    }
    add({ type: "response.output_item.done", item: finished });
    output.push(finished);
  }
  const end = endEvent(reply, { ...response, output });
  if (end !== null) steps.push({ event: end });
  return steps;
}

/** An event in the wire format of server-sent events. */
export function encodeEvent(event: Json): string {
  return `event: ${String(event.type)}\ndata: ${JSON.stringify(event)}\n\n`;
}

function outputItem(item: Exclude<PlainItem, { kind: "pause" }>, id: string): Json {
  switch (item.kind) {
    case "message":
      return {
        id: `msg_${id}`,
        type: "message",
        status: "completed",
        role: "assistant",
        ...(item.phase === undefined ? {} : { phase: item.phase }),
        content: [{ type: "output_text", annotations: [], text: item.text }],
      };
    case "reasoning":
      return {
        id: `rs_${id}`,
        type: "reasoning",
        summary: item.summary.map((text) => ({ type: "summary_text", text })),
        encrypted_content: "b2ZmbGluZQ==",
      };
    case "web_search":
      return { id: `ws_${id}`, type: "web_search_call", status: "completed", action: item.action };
    case "raw":
      return { id: `raw_${id}`, ...item.item };
  }
}

/** The item as announced: without what the following events will fill in. */
function begun(item: Json): Json {
  if (item.type === "message") return { ...item, status: "in_progress", content: [] };
  if (item.type === "reasoning") return { ...item, summary: [] };
  if (item.type === "web_search_call") {
    return { id: item.id, type: item.type, status: "in_progress" };
  }
  return item;
}

function partSteps(item: PlainItem): readonly StreamStep[] {
  if (item.kind === "message") return messageSteps(item);
  if (item.kind !== "reasoning") return [];
  return item.summary.flatMap((_, index) => summaryEvents(item, index)).map((event) => ({ event }));
}

function messageSteps({ text, deltas, deltaMs = 0 }: MessageItem): readonly StreamStep[] {
  const step = (type: string, fields: Json): StreamStep => ({
    event: { type: `response.${type}`, content_index: 0, ...fields },
  });
  const part = (text: string): Json => ({ type: "output_text", annotations: [], text });
  return [
    step("content_part.added", { part: part("") }),
    ...deltas.flatMap((delta, index) => {
      const said = step("output_text.delta", { delta });
      return index === 0 || deltaMs === 0 ? [said] : [{ pauseMs: deltaMs }, said];
    }),
    step("output_text.done", { text }),
    step("content_part.done", { part: part(text) }),
  ];
}

function summaryEvents(item: ReasoningItem, index: number): readonly Json[] {
  const at = { summary_index: index };
  const text = item.summary[index] ?? "";
  return [
    {
      type: "response.reasoning_summary_part.added",
      ...at,
      part: { type: "summary_text", text: "" },
    },
    { type: "response.reasoning_summary_text.delta", ...at, delta: text },
    { type: "response.reasoning_summary_text.done", ...at, text },
    { type: "response.reasoning_summary_part.done", ...at, part: { type: "summary_text", text } },
  ];
}

function endEvent({ ending, usage }: StreamReply, response: Json): Json | null {
  switch (ending.type) {
    case "completed":
      return {
        type: "response.completed",
        response: { ...response, status: "completed", usage: usageOf(usage) },
      };
    case "failed": {
      const error = { code: ending.code, message: ending.message };
      return { type: "response.failed", response: { ...response, status: "failed", error } };
    }
    case "incomplete": {
      const incomplete_details = { reason: ending.reason };
      return {
        type: "response.incomplete",
        response: { ...response, status: "incomplete", incomplete_details },
      };
    }
    default:
      return null;
  }
}

function usageOf(usage: ReplyUsage | null): Json | null {
  return usage === null ? null : {
    input_tokens: usage.inputTokens,
    input_tokens_details: {
      cached_tokens: usage.cachedInputTokens,
      cache_write_tokens: usage.cacheWriteInputTokens,
    },
    output_tokens: usage.outputTokens,
    output_tokens_details: { reasoning_tokens: usage.reasoningOutputTokens },
    total_tokens: usage.inputTokens + usage.outputTokens,
  };
}
