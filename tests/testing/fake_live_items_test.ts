import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { AppServer, type LiveEvent, type LiveItem, tool } from "../../src/app_server/mod.ts";
import { Codex, ExitError } from "../../mod.ts";
import {
  callsTool,
  fakeCodex,
  type FakeItem,
  type FakeTurn,
  item,
  streamed,
  turn,
} from "../../src/testing/mod.ts";

/** One of each kind; the compiler holds that none is missing. */
const EACH: Readonly<Record<LiveItem["type"], FakeItem>> = {
  agent_message: item.agentMessage("Hello", { phase: "commentary" }),
  reasoning: item.reasoning("Thinking", { content: ["in full"] }),
  command_execution: item.commandExecution("ls", { cwd: "/a", durationMs: 3, processId: "7" }),
  file_change: item.fileChange([
    { path: "/a", kind: "update", diff: "@@", move_path: "/b" },
    { path: "/c", kind: "add" },
  ]),
  mcp_tool_call: item.mcpToolCall("s", "t", { durationMs: 4, environmentId: "e" }),
  web_search: item.webSearch("weather"),
  todo_list: item.todoList({ one: true }),
  collab_tool_call: item.collabToolCall({ tool: "wait" }),
  error: item.error("careful"),
  user_message: item.userMessage([
    { type: "skill", name: "s", path: "/s" },
    { type: "local_image", path: "/a.png", detail: "low" },
    {
      type: "text",
      text: "see a.ts",
      text_elements: [{ byte_range: { start: 4, end: 8 }, placeholder: "a.ts" }],
    },
  ]),
  hook_prompt: item.hookPrompt("do", "not"),
  function_call_output: item.functionCallOutput("f", "out"),
  plan: item.plan("# Plan"),
  dynamic_tool_call: item.dynamicToolCall("t", {
    arguments: { a_b: 1 },
    content: [{ type: "text", text: "x" }, { type: "image", url: "data:" }],
  }),
  sub_agent_activity: item.subAgentActivity("thread", "completed"),
  image_view: item.imageView("/a.png"),
  sleep: item.sleep(5),
  image_generation: item.imageGeneration("/b.png", { revisedPrompt: "a cat" }),
  entered_review_mode: item.enteredReviewMode("changes"),
  exited_review_mode: item.exitedReviewMode("fine"),
  context_compaction: item.contextCompaction(),
};

/** The events of a turn, live. */
async function live(
  script: FakeTurn,
  tools: Parameters<typeof tool>[0][] = [],
): Promise<LiveEvent[]> {
  const server = await AppServer.start({ spawn: fakeCodex([script]) });
  try {
    const thread = await server.startThread({ tools: tools.map((one) => tool(one)) });
    const { events } = await thread.runStreamed("go");
    const seen: LiveEvent[] = [];
    for await (const event of events) seen.push(event);
    return seen;
  } finally {
    await server.close();
  }
}

const completed = (events: readonly LiveEvent[]): LiveItem[] =>
  events.flatMap((event) => event.type === "item.completed" ? [event.item] : []);

Deno.test("fakeCodex() plays every kind of item of a live session, as it was built", async () => {
  const [input, ...items] = completed(await live(turn(...Object.values(EACH))));
  assertEquals(input?.type === "user_message" && input.content, [{ type: "text", text: "go" }]);
  assertEquals(items.map(({ type }) => type).sort(), Object.keys(EACH).sort());
  for (const made of items) {
    const { id: _, ...fields } = made;
    const built = EACH[made.type] as unknown as Record<string, unknown>;
    const told = fields as unknown as Record<string, unknown>;
    for (const [name, value] of Object.entries(built)) {
      const expected = made.type === "file_change" && name === "changes"
        ? [
          { path: "/a", kind: "update", diff: "@@", move_path: "/b" },
          { path: "/c", kind: "add", diff: "", move_path: null },
        ]
        : value;
      assertEquals(told[name], expected, `${made.type}.${name}`);
    }
  }
});

Deno.test("fakeCodex() streams plans, patches and progress", async () => {
  const deltas = ["a", "b"];
  const streams = [item.plan("ab"), EACH.file_change, EACH.mcp_tool_call, EACH.agent_message];
  const events = await live(turn(...streams.map((one) => streamed(one, deltas))));
  const types = events.flatMap((event) => event.type === "item.delta" ? [event.item_type] : []);
  assertEquals([...new Set(types)], ["plan", "file_change", "mcp_tool_call", "agent_message"]);
});

Deno.test("fakeCodex() tells of a tool that it calls", async () => {
  const add = {
    name: "add",
    description: "Adds",
    parameters: { type: "object" },
    execute: () => "3",
  };
  const items = completed(await live(turn(callsTool("add", { a: 1 })), [add]));
  const call = items.find((one) => one.type === "dynamic_tool_call");
  assertEquals([call?.tool, call?.status, call?.success, call?.content], [
    "add",
    "completed",
    true,
    [{ type: "text", text: "3" }],
  ]);
});

Deno.test("fakeCodex() tells over exec what exec tells of an item, and refuses what it does not", async () => {
  const run = (one: FakeItem) =>
    new Codex({ spawn: fakeCodex([turn(one)]) }).startThread().run("go");
  const [message] = (await run(EACH.agent_message)).items;
  assertEquals<unknown>(message, { id: "item_0", type: "agent_message", text: "Hello" });
  const [patch] = (await run(EACH.file_change)).items;
  assertEquals(patch?.type === "file_change" && patch.changes[0], { path: "/a", kind: "update" });
  const error = await assertRejects(() => run(EACH.sleep), ExitError);
  assertStringIncludes(error.message, "only the app-server reports sleep");
});
