/**
 * The routes of a thread's turns: send, interrupt, read events, answer.
 *
 * @module
 */
import { controls } from "../hub/hub_thread.ts";
import type { HubAnswer } from "../hub/questions_asked.ts";
import type { SendOptions } from "../hub/sending.ts";
import { empty, HttpError, json } from "../http/answers.ts";
import { eventsResponse } from "../http/events_stream.ts";
import { browserInput } from "./input.ts";
import type { Call, Route } from "../http/route.ts";
import { named } from "./schemas.ts";

/** The routes. */
export const TURN_ROUTES: readonly Route[] = [
  {
    method: "POST",
    path: "/threads/{id}/turns",
    operationId: "send",
    summary: "Sends a message to the agent; the outcome arrives among the events",
    needs: "send",
    body: {
      fields: {
        input: named("Input"),
        mode: { type: "string", enum: ["queue", "steer", "reject"], default: "queue" },
      },
      required: ["input"],
      options: "turn",
    },
    answer: { status: 202, description: "Accepted", schema: named("Sent") },
    refusals: [404, 409],
    run: async ({ params, body, options, thread }) => {
      const { mode } = body as { mode?: SendOptions["mode"] };
      const input = browserInput(body.input);
      const known = await thread(params.id ?? "");
      const sent = await known.send(input, {
        ...options as SendOptions,
        ...(mode === undefined ? {} : { mode }),
      });
      return json(sent, 202);
    },
  },
  {
    method: "POST",
    path: "/threads/{id}/interrupt",
    operationId: "interrupt",
    summary: "Interrupts the current turn",
    needs: "send",
    answer: { status: 204, description: "It is interrupted, or no turn was running" },
    refusals: [404],
    run: async ({ params, owned, hub }) => {
      const { id = "" } = params;
      await owned(id);
      await hub.known(id)?.interrupt();
      return empty();
    },
  },
  {
    method: "GET",
    path: "/threads/{id}/events",
    operationId: "readEvents",
    summary: "The events, as server-sent events: `id` is the number, and `data` the event as JSON",
    query: { after: { type: "integer", minimum: 0 }, log: { type: "string" } },
    answer: {
      status: 200,
      description:
        "The events after number `after`, or after that in the header Last-Event-ID, which wins; all " +
        "events that are kept, if `log` is given and is not the log that the header Codex-Log names",
      schema: named("Event"),
      type: "text/event-stream",
    },
    refusals: [404, 409],
    run: async (call) => {
      const after = afterOf(call);
      const known = await call.thread(call.params.id ?? "");
      // Not ended by `request.signal`, about which Deno warns: a server cancels the body when the client
      // leaves.
      const log = call.url.searchParams.get("log") || undefined;
      const events = controls.read(known, { after, log });
      const answer = eventsResponse(events, call.heartbeatMs, call.frames);
      answer.headers.set("codex-log", known.log.id);
      return answer;
    },
  },
  {
    method: "GET",
    path: "/threads/{id}/questions",
    operationId: "listQuestions",
    summary: "The questions that wait for an answer",
    answer: { status: 200, description: "The questions", schema: named("Questions") },
    refusals: [404],
    run: async ({ params, owned, hub }) => {
      const { id = "" } = params;
      await owned(id);
      return json({ questions: hub.known(id)?.questions() ?? [] });
    },
  },
  {
    method: "POST",
    path: "/threads/{id}/questions/{question}",
    operationId: "answer",
    summary: "Answers a question; the first answer counts",
    needs: "answer",
    body: {
      fields: {
        decision: { type: "string" },
        message: { type: "string" },
        content: { type: "object" },
        answers: { type: "object" },
      },
      required: ["decision"],
    },
    answer: { status: 204, description: "The answer counts" },
    refusals: [404, 409],
    run: async ({ params, body, owned, hub }) => {
      const { id = "", question = "" } = params;
      await owned(id);
      const known = hub.known(id);
      if (known === null) {
        throw new HttpError(404, "question_not_found", "There is no such question");
      }
      await known.answer(question, body as unknown as HubAnswer);
      return empty();
    },
  },
];

/** The number of the last event that the reader has seen. */
function afterOf({ request, url }: Call): number {
  const told = request.headers.get("last-event-id") || url.searchParams.get("after") || "0";
  if (/^\d{1,15}$/.test(told)) return Number(told);
  throw new HttpError(400, "invalid_input", "after must be the number of an event");
}
