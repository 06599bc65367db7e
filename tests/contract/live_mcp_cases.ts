/**
 * MCP servers: their tools are approved, and they ask the user.
 *
 * @module
 */
import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import type {
  ApprovalDecision,
  ApprovalRequest,
  ElicitationRequest,
} from "../../src/app_server/mod.ts";
import type { RecordedRequest, Reply } from "../../src/testing/mod.ts";
import { answering } from "./live_approval_cases.ts";
import { type Case, fixture, gate, type Kit } from "./case.ts";
import { completedOf, demoServer, eventsOf, onLive } from "./live_case.ts";
import { CLASSIC, itemsOf } from "./real_case.ts";

/** Calls the tool that the prompt begins with, once in each turn. */
function callsTool(kit: Kit): (request: RecordedRequest) => Reply {
  const { message, reply, toolCall } = kit.testing;
  return ({ texts, outputs }) => {
    const [tool = "", ...args] = (texts.at(-1) ?? "").split(" ");
    const turns = texts.filter((text) => /^(remove|ask) /.test(text)).length;
    if (outputs.length >= turns) return reply(message("done"));
    return reply(toolCall(tool, { text: args.join(" ") }, { namespace: "mcp__demo" }));
  };
}

const config = () => ({ mcp_servers: { demo: demoServer("auto") } });

/** Cases. */
export const LIVE_MCP_CASES: readonly Case[] = [
  {
    name: "live: tools of MCP servers are approved through onApproval",
    run(kit) {
      return onLive(kit, callsTool(kit), async ({ start }) => {
        const decisions: readonly [ApprovalDecision | "nothing", string, number][] = [
          ["accept", "completed", 2],
          ["accept_for_session", "completed", 1],
          ["decline", "failed", 2],
          ["cancel", "failed", 2],
          ["nothing", "failed", 0],
        ];
        await Promise.all(decisions.map(async ([decision, status, times]) => {
          const asked: ApprovalRequest[] = [];
          const thread = await start({
            approvalPolicy: "on-request",
            model: CLASSIC,
            ...answering(decision, asked),
          });
          for (let round = 0; round < 2; round++) {
            const seen = await eventsOf(await thread.runStreamed(`remove it ${round}`));
            const calls = itemsOf(completedOf(seen), "mcp_tool_call");
            assertEquals(
              calls.map((item) => [item.tool, item.status]),
              [["remove", status]],
              decision,
            );
            assertEquals(
              seen.at(-1)?.type,
              decision === "cancel" ? "turn.interrupted" : "turn.completed",
              decision,
            );
          }
          assertEquals(asked.length, times, decision);
          const [request] = asked;
          if (request === undefined) return;
          assert(request.kind === "mcp_tool");
          assertEquals([request.server, request.tool, request.arguments], [
            "demo",
            "remove",
            { text: "it 0" },
          ]);
          assertStringIncludes(request.message, "demo");
        }));
      }, { config: config() });
    },
  },
  {
    name: "live: MCP servers ask through onElicitation",
    run(kit) {
      return onLive(kit, callsTool(kit), async ({ start }) => {
        const questions: ElicitationRequest[] = [];
        const thread = await start({ approvalPolicy: "on-request", model: CLASSIC });
        const answers = [
          { action: "accept", content: { name: "Ada" } },
          { action: "decline" },
          { action: "cancel" },
          null,
        ] as const;
        for (const answer of answers) {
          const { items } = await thread.run("ask What name?", {
            ...(answer === null ? {} : {
              onElicitation: (request) => {
                questions.push(request);
                return answer;
              },
            }),
          });
          const [call] = itemsOf(items, "mcp_tool_call");
          const [block] = call?.result?.content ?? [];
          const heard = JSON.parse(block?.type === "text" ? block.text : "null");
          assertEquals(heard.action, answer?.action ?? "decline");
          if (answer?.action === "accept") assertEquals(heard.content, answer.content);
        }
        assertEquals(questions.length, 3);
        const [question] = questions;
        assertEquals([question?.server, question?.message, question?.mode, question?.url], [
          "demo",
          "What name?",
          "form",
          null,
        ]);
        assertEquals((question?.schema as { required?: unknown }).required, ["name"]);
      }, { config: config() });
    },
  },
  {
    name: "live: an onElicitation alone has MCP servers ask, and nothing else",
    run(kit) {
      return onLive(kit, callsTool(kit), async ({ another, start }) => {
        const content = { name: "Ada" };
        const onElicitation = () => ({ action: "accept", content }) as const;
        const app = await another({ config: config(), onElicitation });
        const base = { workingDirectory: kit.folder, model: CLASSIC };
        const rows = [
          [await app.startThread(base), {}],
          [await start({ ...base, onElicitation }), {}],
          [await start(base), { onElicitation }],
        ] as const;
        for (const [thread, turn] of rows) {
          const [asked] = itemsOf(
            (await thread.run("ask What name?", turn)).items,
            "mcp_tool_call",
          );
          const [block] = asked?.result?.content ?? [];
          assertEquals(block?.type === "text" && JSON.parse(block.text), {
            action: "accept",
            content,
          });
          const [removed] = itemsOf((await thread.run("remove it", turn)).items, "mcp_tool_call");
          assertEquals(removed?.status, "failed");
        }
        // Who resumes it with somebody to approve is asked.
        const [[thread]] = rows;
        const approved = await app.resumeThread(thread.id, { ...base, onApproval: () => "accept" });
        const [removed] = itemsOf((await approved.run("remove it")).items, "mcp_tool_call");
        assertEquals(removed?.status, "completed");
        // While a thread starts, Codex passes on no question.
        const first = {
          command: "node",
          args: [fixture("mcp_server.mjs"), "ask-first"],
        };
        let asked = 0;
        const { opened, open } = gate();
        const asks = () => {
          asked++;
          open();
          return onElicitation();
        };
        const waiting = (startupTimeoutMs: number, required: boolean) =>
          start({
            ...base,
            onElicitation: asks,
            mcpServers: { first: { ...first, startupTimeoutMs, required } },
          });
        const error = await assertRejects(() => waiting(1_500, true), kit.live.RpcError);
        assertStringIncludes(error.message, "failed to initialize: first: ");
        assertStringIncludes(error.message, "timed out");
        assertEquals(asked, 0);
        // The server is in order: it is heard once its thread has started.
        await waiting(30_000, false);
        await opened;
      }, { config: config() });
    },
  },
];
