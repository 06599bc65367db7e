import type { ServerResponse } from "node:http";
import { offeredTools } from "./offered_tools.ts";
import type { RecordedRequest } from "./recorded_request.ts";
import type { HttpErrorReply, Reply, StreamReply } from "./reply_types.ts";
import { encodeEvent, streamSteps } from "./stream_events.ts";
import type { Timers } from "./timers.ts";

/**
 * Sends a reply as the answer to a request. A stalled one is left open.
 *
 * @param id Unique to this reply.
 * @throws {Error} Before anything is sent, if the request has no tool for an item.
 */
export async function sendReply(
  response: ServerResponse,
  reply: Reply,
  request: RecordedRequest,
  id: string,
  timers: Timers,
): Promise<void> {
  if (reply.kind === "http_error") await sendError(response, reply, timers);
  else await sendStream(response, reply, request, id, timers);
}

async function sendError(
  response: ServerResponse,
  reply: HttpErrorReply,
  timers: Timers,
): Promise<void> {
  await timers.sleep(reply.delayMs);
  response.writeHead(reply.status, { "content-type": "application/json", ...reply.headers });
  response.end(reply.body);
}

async function sendStream(
  response: ServerResponse,
  reply: StreamReply,
  request: RecordedRequest,
  id: string,
  timers: Timers,
): Promise<void> {
  const steps = streamSteps(reply, offeredTools(request.body), id);
  await timers.sleep(reply.delayMs);
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-cache" });
  for (const step of steps) {
    if (response.destroyed) return;
    if ("pauseMs" in step) await timers.sleep(step.pauseMs);
    else response.write(encodeEvent(step.event));
  }
  if (reply.ending.type === "stall") return;
  if (reply.ending.type !== "cut") {
    response.end();
    return;
  }
  // What was written must be sent before the connection breaks, or Codex would see none of it.
  await new Promise<void>((resolve) => response.write(": cut\n\n", () => resolve()));
  response.socket?.destroy();
}
