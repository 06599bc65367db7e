/**
 * What is played over exec and over the app-server alike.
 *
 * @module
 */
import type { ThreadOptions } from "../../mod.ts";
import type { Reply } from "../../src/testing/mod.ts";
import type { Kit } from "./case.ts";
import { demoServer } from "./live_case.ts";
import { CLASSIC } from "./real_case.ts";

type Testing = Kit["testing"];

/** A script for both transports. */
export interface Script {
  readonly name: string;
  readonly replies: (testing: Testing) => readonly Reply[];
  readonly options?: ThreadOptions;
  readonly outputSchema?: Record<string, unknown>;
  /** Whether the order of the items is up to the machine. */
  readonly unordered?: boolean;
  /** Whether it runs commands or changes files. */
  readonly acts?: boolean;
}

const UPDATE =
  "*** Begin Patch\n*** Add File: new.txt\n+new\n*** Update File: old.txt\n@@\n-before\n+after\n*** Delete File: gone.txt\n*** End Patch\n";
const SCHEMA = {
  type: "object",
  properties: { a: { type: "number" } },
  required: ["a"],
  additionalProperties: false,
};
const WRITE: ThreadOptions = { sandboxMode: "workspace-write", model: CLASSIC };
const PLAN = { tools: { update_plan: { enabled: true } } };

/** Scripts for both transports. */
export const SCRIPTS: readonly Script[] = [
  { name: "a message", replies: ({ message, reply }) => [reply(message("ok", { deltas: 2 }))] },
  {
    name: "two messages",
    replies: ({ message, reply }) => [
      reply(
        message("looking", { phase: "commentary" }),
        message("done", { phase: "final_answer" }),
      ),
    ],
  },
  {
    name: "reasoning, also without a summary",
    replies: ({ message, reasoning, reply }) => [
      reply(reasoning(["one", "two"]), reasoning([]), message("done")),
    ],
  },
  {
    name: "reasoning that is shown itself",
    replies: ({ message, rawItem, reply }) => [
      reply(
        rawItem({
          type: "reasoning",
          id: "rs_raw",
          summary: [],
          content: [{ type: "reasoning_text", text: "raw" }],
        }),
        message("done"),
      ),
    ],
  },
  {
    name: "a command",
    replies: ({ message, reply, shell }) => [reply(shell("echo hi")), reply(message("done"))],
    acts: true,
  },
  {
    name: "a message, then a command that fails",
    replies: ({ message, reply, shell }) => [
      reply(message("let me see"), shell("echo oh; exit 3")),
      reply(message("done")),
    ],
    acts: true,
  },
  {
    name: "commands in parallel",
    replies: ({ message, reply, shell }) => [
      reply(shell("echo one"), shell("sleep 0.3; echo two")),
      reply(message("done")),
    ],
    unordered: true,
    acts: true,
  },
  {
    name: "a patch that adds, updates and deletes",
    replies: ({ message, patch, reply }) => [reply(patch(UPDATE)), reply(message("done"))],
    options: WRITE,
    acts: true,
  },
  {
    name: "a patch that does not fit",
    replies: ({ message, patch, reply }) => [
      reply(patch(UPDATE.replace("-before", "-nothing of that"))),
      reply(message("done")),
    ],
    options: WRITE,
    acts: true,
  },
  {
    name: "a plan",
    replies: ({ message, plan, reply }) => [
      reply(message("planning"), plan(["one", { step: "two", status: "in_progress" }])),
      reply(plan([{ step: "one", status: "completed" }, { step: "two", status: "completed" }])),
      reply(message("done")),
    ],
    options: { config: PLAN },
  },
  {
    name: "web searches",
    replies: ({ message, reply, webSearch }) => [
      reply(
        webSearch("weather"),
        webSearch({ type: "open_page", url: "https://example.com" }),
        webSearch({ type: "find_in_page", url: "https://example.com", pattern: "sun" }),
        message("sunny"),
      ),
    ],
  },
  {
    name: "a stream that is cut once",
    replies: ({ cutStream, message, reply }) => [
      cutStream(message("whole"), message("half", { deltas: 2 })),
      reply(message("done")),
    ],
  },
  {
    name: "HTTP 400",
    replies: ({ httpError }) => [httpError(400, { message: "no such thing" })],
  },
  { name: "HTTP 429", replies: ({ httpError }) => [httpError(429)] },
  { name: "HTTP 500", replies: ({ httpError }) => [1, 2].map(() => httpError(500)) },
  {
    name: "an answer that follows a schema",
    replies: ({ message, reply }) => [reply(message('{"a":1}'))],
    outputSchema: SCHEMA,
  },
  {
    name: "calls of an MCP server",
    replies: ({ message, reply, toolCall }) => [
      reply(toolCall("echo", { text: "hi" }, { namespace: "mcp__demo" })),
      reply(toolCall("fail", {}, { namespace: "mcp__demo" })),
      reply(message("done")),
    ],
    options: { config: { mcp_servers: { demo: demoServer() } } },
  },
  {
    name: "a model that Codex does not know",
    replies: ({ message, reply }) => [reply(message("ok"))],
    options: { model: "gpt-unheard-of" },
  },
];
