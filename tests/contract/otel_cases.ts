/**
 * Turns as spans, over both transports.
 *
 * @module
 */
import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import type { CodexConfigObject } from "../../mod.ts";
import type { RecordedRequest } from "../../src/testing/mod.ts";
import { SpanRecorder, TRACE_ID } from "../span_recorder.ts";
import { type Case, THREAD_ID } from "./case.ts";
import { onLive } from "./live_case.ts";
import { CLASSIC, inFolder, itemsOf, onServer } from "./real_case.ts";

const SECRETS = ["secret prompt", "secret answer", "secret command", "secret output", "secret.txt"];
const [PROMPT = "", ANSWER = "", COMMAND = "", OUTPUT = "", PATH = ""] = SECRETS;
const TURN = "invoke_agent codex";

/** Cases. */
export const OTEL_CASES: readonly Case[] = [
  {
    name: "traced() makes a span of a turn over exec, and of each tool, without content",
    async run({ sdk, otel, testing: { fakeCodex, item, turn, uses } }) {
      const tracer = new SpanRecorder();
      const spawn = fakeCodex([
        turn(
          item.reasoning("a secret prompt?"),
          item.commandExecution(COMMAND, { output: OUTPUT, exitCode: 0 }),
          item.commandExecution(COMMAND, { output: OUTPUT, exitCode: 3 }),
          item.fileChange([{ path: PATH, kind: "add" }]),
          item.mcpToolCall("files", "read", { arguments: { path: PATH } }),
          item.webSearch(PROMPT),
          item.agentMessage(ANSWER),
          uses({ input_tokens: 40, cached_input_tokens: 12, output_tokens: 2 }),
        ),
      ]);
      const codex = otel.traced(new sdk.Codex({ spawn }), tracer, { agentId: "a1" });
      assert(codex instanceof sdk.Codex);
      const thread = codex.startThread({ model: "gpt-x", modelProvider: "mine" });
      const { finalResponse } = await thread.run(PROMPT);
      assertEquals(finalResponse, ANSWER);
      assertEquals(tracer.tree, [
        [TURN, null, null, 1],
        ["execute_tool shell", TURN, null, 1],
        ["execute_tool shell", TURN, "failed", 1],
        ["execute_tool apply_patch", TURN, null, 1],
        ["execute_tool read", TURN, null, 1],
        ["execute_tool web_search", TURN, null, 1],
      ]);
      const [agent, , failed, , mcp] = tracer.spans;
      const { "gen_ai.usage.input_tokens": input, "gen_ai.usage.output_tokens": output, ...rest } =
        agent?.attributes ?? {};
      assertEquals([input, output, agent?.kind, agent?.status], [40, 2, 2, null]);
      assertEquals(rest, {
        "gen_ai.operation.name": "invoke_agent",
        "gen_ai.provider.name": "mine",
        "gen_ai.agent.name": "codex",
        "gen_ai.agent.id": "a1",
        "gen_ai.request.model": "gpt-x",
        "gen_ai.conversation.id": thread.id ?? "",
        "codex.turn.kind": "message",
        "gen_ai.usage.cache_read.input_tokens": 12,
        "gen_ai.usage.cache_creation.input_tokens": 0,
        "gen_ai.usage.reasoning.output_tokens": 0,
      });
      assertEquals([failed?.kind, failed?.status, failed?.attributes], [0, { code: 2 }, {
        "gen_ai.operation.name": "execute_tool",
        "gen_ai.tool.name": "shell",
        "gen_ai.tool.type": "extension",
        "gen_ai.tool.call.id": "item_2",
        "process.exit.code": 3,
        "codex.tool.status": "failed",
        "error.type": "failed",
      }]);
      assertEquals(mcp?.attributes["codex.mcp.server"], "files");
      const all = JSON.stringify(tracer.spans);
      for (const secret of SECRETS) assert(!all.includes(secret), secret);
    },
  },
  {
    name: "traced() tells what was said when it is asked to, without secrets",
    async run({ sdk, otel, testing: { fails, fakeCodex, item, turn } }) {
      const tracer = new SpanRecorder();
      const spawn = fakeCodex([
        turn(item.commandExecution("ls sk-hidden", { output: "a\n" }), item.agentMessage(ANSWER)),
        turn(fails("no more sk-hidden")),
      ]);
      const client = new sdk.Codex({ spawn, apiKey: "sk-hidden" });
      const thread = otel.traced(client, tracer, { content: true }).startThread();
      await thread.run(PROMPT);
      await assertRejects(() => thread.run("again"));
      const [agent, tool, again] = tracer.spans;
      assertEquals(JSON.parse(String(agent?.attributes["gen_ai.input.messages"])), [
        { role: "user", parts: [{ type: "text", content: PROMPT }] },
      ]);
      assertEquals(JSON.parse(String(agent?.attributes["gen_ai.output.messages"])), [
        { role: "assistant", parts: [{ type: "text", content: ANSWER }], finish_reason: "stop" },
      ]);
      assertStringIncludes(
        String(tool?.attributes["gen_ai.tool.call.arguments"]),
        '"command":"ls ',
      );
      assertEquals(tool?.attributes["gen_ai.tool.call.result"], "a\n");
      assertStringIncludes(again?.status?.message ?? "", "no more ");
      assert(!JSON.stringify(tracer.spans).includes("sk-hidden"));
    },
  },
  {
    name: "traced() gives a turn the span that was active when it was asked for",
    async run({ sdk, otel, testing: { fakeCodex, item, turn } }) {
      const tracer = new SpanRecorder();
      const spawn = fakeCodex(() => turn(item.agentMessage("hello")));
      const plain = new sdk.Codex({ spawn });
      const codex = otel.traced(plain, tracer, { agentName: "helper" });
      const thread = codex.startThread();
      const { events } = await tracer.within("asked", () => thread.runStreamed("first"));
      const { result } = await tracer.within("never read", () => thread.runStreamed("no"));
      const reading = tracer.within("read", async () => {
        for await (const event of events) assertEquals(tracer.active?.name, "read", event.type);
      });
      // In the queue, behind the first.
      await tracer.within("queued", () => thread.run("second"));
      await reading;
      void result;
      await codex.forkThread(THREAD_ID).run("forked");
      await codex.resumeThread(THREAD_ID).run("resumed");
      await plain.startThread().run("not looked at");
      const turns = tracer.tree.filter(([name]) => name.startsWith("invoke_agent"));
      assertEquals(turns, [
        ["invoke_agent helper", "asked", null, 1],
        ["invoke_agent helper", "queued", null, 1],
        ["invoke_agent helper", null, null, 1],
        ["invoke_agent helper", null, null, 1],
      ]);
    },
  },
  {
    name: "traced() ends a turn's span however the turn ends",
    async run({ sdk, otel, testing }) {
      const { cut, event, exits, fails, fakeCodex, hangs, item, turn } = testing;
      const tracer = new SpanRecorder();
      const started = event({
        type: "item.started",
        item: {
          id: "item_0",
          type: "command_execution",
          command: "sleep",
          aggregated_output: "",
          status: "in_progress",
        },
      });
      const spawn = fakeCodex([
        turn(
          event({ type: "error", message: "Reconnecting... 2/5 (rate limit exceeded: secret)" }),
          event({ type: "error", message: "secret" }),
          fails("unexpected status 429 Too Many Requests: secret"),
        ),
        turn(exits(3)),
        turn(cut()),
        turn(started, hangs()),
        turn(started, hangs()),
        turn(item.agentMessage("one"), hangs()),
      ]);
      const codex = otel.traced(new sdk.Codex({ spawn }), tracer);
      const run = (options = {}) => codex.startThread().run("go", options);
      await assertRejects(() => run(), sdk.TurnFailedError);
      await assertRejects(() => run(), sdk.ExitError);
      await assertRejects(() => run(), sdk.IncompleteTurnError);
      await assertRejects(() => run({ timeoutMs: 20 }), sdk.TimeoutError);
      const abort = new AbortController();
      const thread = codex.startThread();
      const { events } = await thread.runStreamed("go", { signal: abort.signal });
      await assertRejects(async () => {
        for await (const { type } of events) if (type === "item.started") abort.abort();
      }, sdk.AbortError);
      const left = await codex.startThread().runStreamed("go");
      for await (const { type } of left.events) if (type === "item.completed") break;
      await assertRejects(() => run({ signal: AbortSignal.abort() }), sdk.AbortError);
      const tool = "execute_tool shell";
      assertEquals(tracer.tree, [
        [TURN, null, "rate_limited", 1],
        [TURN, null, "ExitError", 1],
        [TURN, null, "IncompleteTurnError", 1],
        [TURN, null, "TimeoutError", 1],
        [tool, TURN, null, 1],
        [TURN, null, "AbortError", 1],
        [tool, TURN, null, 1],
        [TURN, null, "AbortError", 1],
        [TURN, null, "AbortError", 1],
      ]);
      const [failed, , , , open] = tracer.spans;
      assertEquals(failed?.events, [
        {
          name: "codex.retry",
          attributes: { "error.type": "rate_limited", "codex.retry.attempt": 2 },
        },
        { name: "codex.error", attributes: { "error.type": "_OTHER" } },
        {
          name: "codex.error",
          attributes: { "error.type": "rate_limited", "http.response.status_code": 429 },
        },
      ]);
      assertEquals(failed?.attributes["http.response.status_code"], 429);
      assertEquals(open?.attributes["codex.tool.status"], "in_progress");
      assert(!JSON.stringify(tracer.spans).includes("secret"));
    },
  },
  {
    name: "traced() lets no tracer that throws harm a turn, and refuses what is none",
    async run({ sdk, otel, testing: { fakeCodex, item, turn } }) {
      const spawn = fakeCodex(() => turn(item.commandExecution("ls"), item.agentMessage("hello")));
      const client = new sdk.Codex({ spawn });
      const throws = () => {
        throw new Error("tracer");
      };
      const broken = new SpanRecorder();
      broken.startSpan = throws;
      const ending = new SpanRecorder();
      const make = ending.startSpan.bind(ending);
      ending.startSpan = (...args) => Object.assign(make(...args), { end: throws });
      for (const tracer of [broken, ending]) {
        const turn = await otel.traced(client, tracer).startThread().run("go");
        assertEquals(turn.finalResponse, "hello");
      }
      const no = client as never;
      await assertRejects(
        async () => await otel.traced({} as never, broken),
        sdk.InvalidInputError,
      );
      await assertRejects(async () => await otel.traced(no, {} as never), sdk.InvalidInputError);
      const wrong = { contents: true } as never;
      const error = await assertRejects(
        async () => await otel.traced(client, broken, wrong),
        sdk.InvalidInputError,
      );
      assertEquals(error.option, "contents");
    },
  },
  {
    name: "traced() makes spans of live turns, reviews and compactions; tools have their span",
    async run({ live, otel, testing: { asks, callsTool, fakeCodex, hangs, item, turn } }) {
      const tracer = new SpanRecorder();
      const told: string[] = [];
      const spawn = fakeCodex([
        turn(callsTool("who"), asks(item.commandExecution("ls")), item.agentMessage("done")),
        turn(item.agentMessage("fine")),
        turn(item.contextCompaction()),
        turn(item.agentMessage("so"), hangs()),
      ]);
      const seen: unknown[] = [];
      const who = live.tool({
        name: "who",
        description: "Who asks",
        parameters: { type: "object", properties: {} },
        execute: () => {
          seen.push(tracer.active?.name);
          return "me";
        },
      });
      const server = await live.AppServer.start({
        spawn,
        debug: (event) => void (event.type === "in" && told.push(event.line)),
      });
      const app = otel.traced(server, tracer);
      assert(app instanceof live.AppServer);
      const thread = await app.startThread({
        tools: [who],
        onApproval: () => {
          seen.push(tracer.active?.name);
          return "decline";
        },
      });
      await tracer.within("asked", () => thread.run("go"));
      await thread.review({ type: "uncommittedChanges" });
      await thread.compact();
      const turn4 = await thread.runStreamed("go");
      for await (const { type } of turn4.events) {
        if (type === "item.completed") await turn4.interrupt();
      }
      await server.close();
      assertEquals(seen, [TURN, TURN]);
      assertEquals(tracer.tree, [
        ["asked", null, null, 1],
        [TURN, "asked", null, 1],
        ["execute_tool who", TURN, null, 1],
        ["execute_tool shell", TURN, "declined", 1],
        [TURN, null, null, 1],
        [TURN, null, null, 1],
        [TURN, null, "InterruptedError", 1],
      ]);
      const [, first, tool, , review, compact] = tracer.spans;
      assertEquals(tool?.attributes["gen_ai.tool.type"], "function");
      assertEquals(first?.attributes["gen_ai.conversation.id"], thread.id);
      assertEquals(
        [first, review, compact].map((span) => span?.attributes["codex.turn.kind"]),
        ["message", "review", "compact"],
      );
      assertEquals(compact?.attributes["gen_ai.conversation.compacted"], true);
      const begun = told.map((line) => JSON.parse(line)).filter(({ trace }) => trace !== undefined);
      assertEquals(begun.map(({ method, trace }) => [method, trace.traceparent]), [
        ["turn/start", first?.traceparent],
        ["review/start", review?.traceparent],
        ["thread/compact/start", compact?.traceparent],
        ["turn/start", tracer.spans[6]?.traceparent],
      ]);
    },
  },
  {
    name: "traced() puts the real Codex into the trace, over exec",
    async run(kit) {
      const tracer = new SpanRecorder();
      const { reply, message, shell } = kit.testing;
      // The commands of the model are told, too.
      const script = [reply(shell("echo $TRACEPARENT")), reply(message("Done"))];
      await onServer(kit, script, async ({ codex, server }) => {
        const client = kit.otel.traced(codex, tracer);
        const thread = client.startThread(inFolder(kit, { model: CLASSIC, config: EXPORTING }));
        const { items } = await tracer.within("asked", () => thread.run("Where are we?"));
        const [, agent] = tracer.spans;
        const [command] = itemsOf(items, "command_execution");
        assertEquals(command?.aggregated_output.trim(), agent?.traceparent);
        assertRealSpans(tracer, server.requests);
        assertEquals(agent?.attributes["gen_ai.usage.input_tokens"], 84);
      });
    },
  },
  {
    name: "traced() tells Codex no state of another trace, over exec",
    async run({ otel, sdk, testing }) {
      const { fakeCodex, item, turn } = testing;
      for (const inherited of ["old=1", undefined]) {
        const spawn = fakeCodex([turn(item.agentMessage("Done"))]);
        const env = inherited === undefined ? {} : { TRACESTATE: inherited };
        const tracer = new SpanRecorder();
        const client = otel.traced(new sdk.Codex({ spawn, env }), tracer);
        await client.startThread().run("Where are we?");
        const [call] = spawn.calls;
        assertEquals(call?.env.TRACEPARENT, tracer.spans[0]?.traceparent);
        assertEquals(call?.env.TRACESTATE ?? "", "");
      }
    },
  },
  {
    name: "live: traced() puts the real Codex into the trace",
    async run(kit) {
      const tracer = new SpanRecorder();
      const { reply, message, shell } = kit.testing;
      const script = [reply(shell("pwd")), reply(message("Done"))];
      await onLive(kit, script, async ({ app, server }) => {
        const client = kit.otel.traced(app, tracer);
        const options = { workingDirectory: kit.folder, model: CLASSIC };
        const thread = await client.startThread(options);
        await tracer.within("asked", () => thread.run("Where are we?"));
        assertRealSpans(tracer, server.requests);
        const [, agent] = tracer.spans;
        assertEquals(agent?.attributes["gen_ai.request.model"], CLASSIC);
        assertEquals(agent?.attributes["gen_ai.usage.input_tokens"], 84);
        assert(agent?.attributes["codex.turn.id"], "the turn's id");
      }, { config: EXPORTING });
    },
  },
];

/** Codex makes no spans, and hands on no trace, unless it is told to export them. Nobody listens here. */
const EXPORTING: CodexConfigObject = {
  otel: {
    trace_exporter: {
      "otlp-http": { endpoint: "http://127.0.0.1:9/v1/traces", protocol: "json", headers: {} },
    },
  },
};

function assertRealSpans(tracer: SpanRecorder, requests: readonly RecordedRequest[]): void {
  assertEquals(tracer.tree, [
    ["asked", null, null, 1],
    [TURN, "asked", null, 1],
    ["execute_tool shell", TURN, null, 1],
  ]);
  assertEquals(
    requests.map(({ headers }) => headers["traceparent"]?.split("-")[1]),
    [TRACE_ID, TRACE_ID],
  );
}
