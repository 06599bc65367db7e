/**
 * The same script over exec and over the app-server: the same items, the same answer.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ThreadItem, ThreadOptions, Turn } from "../../mod.ts";
import type { Reply } from "../../src/testing/mod.ts";
import { type Case, type Kit, offline } from "./case.ts";
import { demoServer } from "./live_case.ts";
import { CLASSIC, impatient } from "./real_case.ts";

type Testing = Kit["testing"];

interface Script {
  readonly name: string;
  readonly replies: (testing: Testing) => readonly Reply[];
  readonly options?: ThreadOptions;
  readonly outputSchema?: Record<string, unknown>;
  /** Whether the order of the items is up to the machine. */
  readonly unordered?: boolean;
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

const SCRIPTS: readonly Script[] = [
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
    name: "a command",
    replies: ({ message, reply, shell }) => [reply(shell("echo hi")), reply(message("done"))],
  },
  {
    name: "a message, then a command that fails",
    replies: ({ message, reply, shell }) => [
      reply(message("let me see"), shell("echo oh; exit 3")),
      reply(message("done")),
    ],
  },
  {
    name: "commands in parallel",
    replies: ({ message, reply, shell }) => [
      reply(shell("echo one"), shell("sleep 0.3; echo two")),
      reply(message("done")),
    ],
    unordered: true,
  },
  {
    name: "a patch that adds, updates and deletes",
    replies: ({ message, patch, reply }) => [reply(patch(UPDATE)), reply(message("done"))],
    options: WRITE,
  },
  {
    name: "a patch that does not fit",
    replies: ({ message, patch, reply }) => [
      reply(patch(UPDATE.replace("-before", "-nothing of that"))),
      reply(message("done")),
    ],
    options: WRITE,
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

interface Outcome {
  readonly items: readonly ThreadItem[];
  readonly finalResponse?: string;
  readonly usage?: unknown;
  readonly output?: unknown;
  readonly error?: string;
}

/** What a run gives, or how it fails. */
async function outcome(kit: Kit, run: () => Promise<Turn>): Promise<Outcome> {
  try {
    const { items, finalResponse, usage, output } = await run();
    return { items, finalResponse, usage, output };
  } catch (error) {
    if (!(error instanceof kit.sdk.TurnFailedError)) throw error;
    return { items: error.items, error: error.message };
  }
}

/** Takes out what differs from run to run. */
function plain({ items, ...rest }: Outcome, script: Script, folder: string): unknown {
  const kept = JSON.parse(
    JSON.stringify({ items, ...rest }).replaceAll(folder, "").replace(/127\.0\.0\.1:\d+/g, "")
      .replace(/"id":"(?!item_)[^"]*"/g, '"id":"theirs"'),
  ) as Outcome;
  if (!script.unordered) return kept;
  const sorted = kept.items.map(({ id: _, ...item }) => JSON.stringify(item)).sort();
  return { ...kept, items: sorted };
}

/** A service that answers from a list which each script fills anew. */
async function service(kit: Kit) {
  let left: Reply[] = [];
  const server = await kit.testing.ResponsesServer.start(() => {
    const next = left.shift();
    if (next === undefined) throw new Error("the script is used up");
    return next;
  });
  const base = await offline(kit, server);
  const env = { ...base.env, CODEX_KEY_OF_TEST: "sk-offline-key" };
  const provider = { env_key: "CODEX_KEY_OF_TEST", stream_max_retries: 1 };
  return {
    server,
    options: { ...base, env, config: impatient(server.url, provider) },
    play: (replies: readonly Reply[]) => {
      left = [...replies];
      return () => left.length;
    },
  };
}

/** Cases. */
export const LIVE_SAME_CASES: readonly Case[] = [{
  name: "live: the same script gives the same items, answer and failure as over exec",
  async run(kit) {
    const [exec, live] = await Promise.all([service(kit), service(kit)]);
    const codex = new kit.sdk.Codex(exec.options);
    const app = await kit.live.AppServer.start(live.options);
    const runs = [
      {
        name: "exec",
        play: exec.play,
        start: (options: ThreadOptions) => codex.startThread(options),
      },
      {
        name: "live",
        play: live.play,
        start: (options: ThreadOptions) => app.startThread(options),
      },
    ];
    try {
      const different: unknown[] = [];
      for (const [index, script] of SCRIPTS.entries()) {
        const outcomes = await Promise.all(runs.map(async ({ name, play, start }) => {
          const workingDirectory = join(kit.folder, `${name}${index}`);
          await mkdir(workingDirectory);
          await writeFile(join(workingDirectory, "old.txt"), "before\n");
          await writeFile(join(workingDirectory, "gone.txt"), "gone\n");
          const left = play(script.replies(kit.testing));
          const thread = await start({
            ...script.options,
            workingDirectory,
            skipGitRepoCheck: true,
          });
          const turnOptions = script.outputSchema ? { outputSchema: script.outputSchema } : {};
          const result = await outcome(kit, () => thread.run("go", turnOptions));
          assertEquals(left(), 0, `${script.name} over ${name}: the script is used up`);
          return plain(result, script, workingDirectory);
        }));
        const [overExec, overLive] = outcomes;
        try {
          assertEquals(overLive, overExec);
        } catch {
          different.push({ script: script.name, exec: overExec, live: overLive });
        }
      }
      assertEquals(different, []);
      assertEquals([...exec.server.unexpected, ...live.server.unexpected], []);
    } finally {
      await app.close();
      await Promise.all([exec.server.close(), live.server.close()]);
    }
  },
}];
