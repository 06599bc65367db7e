/**
 * The test kit's fakes, on every runtime.
 *
 * @module
 */
import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { readFile } from "node:fs/promises";
import { inspect } from "node:util";
import type { ExitStatus, SpawnCommand } from "../../mod.ts";
import { type Case, fixture, hostEnv } from "./case.ts";
import { POSIX } from "./posix.ts";

export const FAKE_CASES: readonly Case[] = [
  {
    name: "fakeCodex() plays turns over exec, and records its calls",
    async run({ sdk, testing: { fakeCodex, item, turn } }) {
      const spawn = fakeCodex([
        turn(item.commandExecution("ls", { output: "a\n", exitCode: 2 }), item.agentMessage("1")),
        turn(item.agentMessage("{}"), { expect: { prompt: /second/, args: ["resume"] } }),
      ]);
      const thread = new sdk.Codex({ spawn, apiKey: "sk-x" }).startThread({ model: "m" });
      const first = await thread.run("first");
      assertEquals(first.items.map(({ type, id }) => [type, id]), [
        ["command_execution", "item_0"],
        ["agent_message", "item_1"],
      ]);
      const schema = { type: "object", properties: {}, additionalProperties: false };
      const second = await thread.run("the second", { outputSchema: schema });
      assertEquals(second.output, {});
      assertEquals(second.usage?.input_tokens, 84);
      assertEquals(spawn.calls.map(({ prompt, threadId }) => [prompt, threadId]), [
        ["first", null],
        ["the second", thread.id],
      ]);
      assertEquals(spawn.calls[1]?.schema, { ...schema, required: [] });
      assertEquals(spawn.calls[0]?.env.CODEX_API_KEY, "sk-x");
    },
  },
  {
    name: "fakeCodex() shows what was expected and what was seen",
    async run({ sdk, testing: { fakeCodex, turn } }) {
      const spawn = fakeCodex([turn({ expect: { prompt: "this" } })]);
      const thread = new sdk.Codex({ spawn }).startThread();
      const other = await assertRejects(() => thread.run("that"), sdk.ExitError);
      assertStringIncludes(other.message, 'expected "this", seen "that"');
      const more = await assertRejects(() => thread.run("more"), sdk.ExitError);
      assertStringIncludes(more.message, "the script has 1 turn, and turn 2 was requested");
    },
  },
  {
    name: "fakeCodex() fails in every way that Codex does",
    async run({ sdk, testing: { cut, exits, fails, fakeCodex, hangs, line, stderr, turn } }) {
      const spawn = fakeCodex([
        turn(fails("boom")),
        turn(stderr("panicked"), exits(101)),
        turn(exits(null, "SIGKILL")),
        turn(cut()),
        turn(line("garbage")),
        turn(hangs()),
      ]);
      const thread = new sdk.Codex({ spawn }).startThread();
      const run = (options = {}) => thread.run("go", options);
      assertEquals((await assertRejects(run, sdk.TurnFailedError)).message, "boom");
      const panic = await assertRejects(run, sdk.ExitError);
      assertEquals([panic.exitCode, panic.stderr], [101, "panicked"]);
      assertEquals((await assertRejects(run, sdk.ExitError)).signal, "SIGKILL");
      await assertRejects(run, sdk.IncompleteTurnError);
      assertEquals((await assertRejects(run, sdk.DecodeError)).line, "garbage");
      await assertRejects(() => run({ timeoutMs: 20 }), sdk.TimeoutError);
    },
  },
  {
    name: "recorded() replays a recorded run as it stands",
    async run({ sdk, testing: { fakeCodex, recorded } }) {
      const jsonl = await readFile(fixture("recorded/exec/04a-shell-ok.jsonl"), "utf8");
      const spawn = fakeCodex([recorded(jsonl)]);
      const { events } = await new sdk.Codex({ spawn }).startThread().runStreamed("go");
      const seen = [];
      for await (const event of events) seen.push(event);
      assertEquals<unknown>(seen, jsonl.trim().split("\n").map((text) => JSON.parse(text)));
    },
  },
  {
    name: "fakeCodexBinary() is an executable that plays turns, and records its calls",
    posix: POSIX.script,
    async run({ sdk, testing: { fakeCodexBinary, item, turn } }) {
      const binary = await fakeCodexBinary([
        turn(item.agentMessage("Hello")),
        turn({ expect: { prompt: /^T.o$/i } }, item.agentMessage("Again")),
      ]);
      try {
        const env = { ...hostEnv(), GIVEN: "shown", SOME_DSN: "hidden" };
        const thread = new sdk.Codex({ codexPathOverride: binary.path, env }).startThread();
        assertEquals((await thread.run("one")).finalResponse, "Hello");
        assertEquals((await thread.run("two")).finalResponse, "Again");
        const calls = await binary.calls();
        assertEquals(calls.map(({ prompt, threadId }) => [prompt, threadId]), [
          ["one", null],
          ["two", thread.id],
        ]);
        // The environment of this program lies nowhere, but by its names.
        const recorded = calls[0]?.env ?? {};
        assertEquals([recorded.GIVEN, recorded.SOME_DSN, recorded.PATH], ["shown", "", ""]);
        assertEquals(recorded.CODEX_INTERNAL_ORIGINATOR_OVERRIDE, "codex_js_sdk");
        const error = await assertRejects(() => thread.run("three"), sdk.ExitError);
        assertStringIncludes(error.message, "the script has 2 turns, and turn 3 was requested");
      } finally {
        await binary.close();
      }
    },
  },
  {
    name: "fakeCodexBinary() gives each turn to one process, and knows its threads in all of them",
    posix: POSIX.script,
    async run({ sdk, live, testing: { asks, fakeCodexBinary, item, turn } }) {
      const says = ["1", "2", "3", "4"].map((text) => turn(item.agentMessage(text)));
      const asking = asks(item.commandExecution("rm x"));
      const script = [turn(asking, item.agentMessage("5")), turn(item.agentMessage("6"))];
      const binary = await fakeCodexBinary([...says, ...script]);
      try {
        const options = { codexPathOverride: binary.path };
        const codex = new sdk.Codex(options);
        const threads = [1, 2, 3].map(() => codex.startThread());
        const turns = await Promise.all(threads.map((thread) => thread.run("go")));
        assertEquals(turns.map(({ finalResponse }) => finalResponse).sort(), ["1", "2", "3"]);
        assertEquals(new Set(threads.map(({ id }) => id)).size, 3);
        const [first] = threads;
        const { usage, turnUsage } = await first!.run("again");
        assertEquals([usage?.input_tokens, turnUsage?.input_tokens], [84, 42]);
        const app = await live.AppServer.start({ ...options, onApproval: () => "accept" });
        try {
          const thread = await app.resumeThread(first!.id!);
          const total = (await thread.run("live")).usage;
          assertEquals(total?.input_tokens, 126);
          assertEquals((await app.readThread(thread.id, { includeTurns: true })).turns.length, 3);
          // As they are asked for, not when the server ends.
          const calls = await binary.calls();
          const prompts = calls.map(({ prompt }) => prompt);
          assertEquals(prompts, ["go", "go", "go", "again", "live"]);
          assertEquals(calls.at(-1)?.decisions, ["accept"]);
          const held = await assertRejects(() => first!.run("meanwhile"), sdk.ResumeError);
          assertEquals(held.reason, "in_use");
          await thread.close();
          assertEquals((await first!.run("afterwards")).finalResponse, "6");
        } finally {
          await app.close();
        }
      } finally {
        await binary.close();
      }
    },
  },
  {
    name: "fakeCodex() plays turns over the app-server: text, approvals, tools, steering",
    async run({ live, testing: { asks, callsTool, fakeCodex, item, streamed, turn } }) {
      const spawn = fakeCodex([
        turn(streamed(item.agentMessage("Hello you"), ["Hello ", "you"])),
        turn(
          asks(item.commandExecution("rm x"), { reason: "it must go" }),
          callsTool("add", { a: 1, b: 2 }),
          item.agentMessage("done"),
        ),
      ]);
      const asked: unknown[] = [];
      const server = await live.AppServer.start({
        spawn,
        onApproval: async ({ kind, reason }) => {
          asked.push([kind, reason]);
          // Longer than the silence that is allowed: the silence is not Codex's.
          await new Promise((resolve) => setTimeout(resolve, 120));
          return "decline" as const;
        },
      });
      try {
        const add = live.tool({
          name: "add",
          description: "Adds",
          parameters: { type: "object" },
          execute: ({ a, b }) => Number(a) + Number(b),
        });
        const thread = await server.startThread({ tools: [add] });
        const deltas = [];
        for await (const event of (await thread.runStreamed("hi")).events) {
          if (event.type === "item.delta") deltas.push(event.delta);
        }
        assertEquals(deltas, ["Hello ", "you"]);
        const result = await thread.run("go", { idleTimeoutMs: 60 });
        assertEquals(result.items.map((item) => "status" in item ? item.status : item.type), [
          "declined",
          "agent_message",
        ]);
        assertEquals(asked, [["command", "it must go"]]);
        assertEquals(spawn.calls[1]?.decisions, ["decline"]);
        assertEquals(spawn.calls[1]?.toolAnswers, [
          { success: true, contentItems: [{ type: "inputText", text: "3" }] },
        ]);
      } finally {
        await server.close();
      }
    },
  },
  {
    name: "OutputError shows no key that the answer holds, and knows its thread",
    async run({ sdk, live, testing: { fakeCodex, item, turn } }) {
      const apiKey = "sk-secret-0123456789";
      const outputSchema = sdk.jsonSchema({ type: "object", properties: {} });
      const script = () => turn(item.agentMessage(`the key is ${apiKey}`));
      const options = { spawn: fakeCodex(script), apiKey };
      const server = await live.AppServer.start(options);
      try {
        for (const thread of [new sdk.Codex(options).startThread(), await server.startThread()]) {
          const run = () => thread.run("go", { outputSchema });
          const error = await assertRejects(run, sdk.OutputError);
          assertEquals(error.threadId, thread.id);
          assertStringIncludes(error.text, apiKey);
          const shown = inspect(error, { depth: 10 }) + JSON.stringify(error) + error.stack;
          assertEquals(shown.includes(apiKey), false);
        }
      } finally {
        await server.close();
      }
    },
  },
  {
    name: "ResumeError shows no key that Codex answers with in place of a thread",
    async run({ sdk, testing: { event, fakeCodex, turn } }) {
      // A key that looks like a thread's id: anything else is refused before.
      const apiKey = "5ec2e700-88ca-4681-ada4-692e81620abf";
      const spawn = fakeCodex([
        turn(event({ type: "thread.started", thread_id: apiKey })),
      ]);
      const id = "01a201f0-88ca-7681-ada4-692e81620abf";
      const thread = new sdk.Codex({ spawn, apiKey }).resumeThread(id);
      // The fake has answered rightly by then: it is the second answer that is another's.
      const error = await assertRejects(() => thread.run("go"), sdk.ResumeError);
      assertEquals([error.reason, error.message.includes(apiKey)], ["other_thread", false]);
    },
  },
  {
    name: "an id of a thread that is none is refused, and never becomes an argument",
    async run({ sdk, testing: { event, fakeCodex, item, turn } }) {
      const flag = "--dangerously-bypass-approvals-and-sandbox";
      const spawn = fakeCodex([
        turn(event({ type: "thread.started", thread_id: flag })),
        turn(item.agentMessage("ok")),
      ]);
      const thread = new sdk.Codex({ spawn }).startThread();
      const error = await assertRejects(() => thread.run("go"), sdk.DecodeError);
      assertStringIncludes(error.message, '"thread.started" has no "thread_id", a UUID');
      await thread.run("again");
      assertEquals(spawn.calls.flatMap(({ args }) => args).filter((arg) => arg === flag), []);
    },
  },
  {
    name: "Codex({ spawn }) rejects when the spawn gives nothing, or cannot tell how it ended",
    async run({ sdk, testing: { fakeCodex, hangs, turn } }) {
      const nothing = () => undefined as never;
      const empty = new sdk.Codex({ spawn: nothing }).startThread();
      const error = await assertRejects(() => empty.run("go"), sdk.SpawnError);
      assertStringIncludes(error.message, "it returned no Subprocess");
      const fake = fakeCodex(() => turn(hangs()));
      const spawn: typeof fake = Object.assign(async (command: Parameters<typeof fake>[0]) => {
        const child = await fake(command);
        setTimeout(() => child.kill("SIGKILL"), 20);
        const exited = child.exited.then(() => Promise.reject(new Error("ssh: connection lost")));
        exited.catch(() => {});
        return { ...child, exited };
      }, { calls: fake.calls });
      const lost = new sdk.Codex({ spawn }).startThread();
      const why = await assertRejects(() => lost.run("go"), sdk.IncompleteTurnError);
      assertStringIncludes(why.message, "ssh: connection lost");
    },
  },
  {
    name:
      "a custom spawn that returns something else than a process is told so, and ends what it started",
    async run({ sdk, live, testing: { fakeCodex, hangs, turn } }) {
      const wrong: readonly [part: string, value: unknown, says: string][] = [
        ["stdin", { write: () => {} }, "its stdin is not a WritableStream"],
        ["stdout", { on: () => {} }, "its stdout is not a ReadableStream"],
        ["stderr", null, "its stderr is not a ReadableStream"],
        ["exited", { code: 0, signal: null }, "its exited is not a Promise"],
        ["kill", undefined, "its kill is not a function"],
      ];
      for (const [part, value, says] of wrong) {
        let killed = 0;
        const fake = fakeCodex([turn(hangs())]);
        const spawn = async (command: SpawnCommand) => {
          let lose = (_: Error) => {};
          const exited = new Promise<ExitStatus>((_, reject) => lose = reject);
          const kill = () => {
            killed++;
            // Nobody waits for it any more, and nobody's program may end of it.
            if (part !== "exited") lose(new Error("killed"));
          };
          return { ...await fake(command), exited, kill, [part]: value };
        };
        const thread = new sdk.Codex({ spawn }).startThread();
        for (const act of [() => thread.run("go"), () => live.AppServer.start({ spawn })]) {
          const error = await assertRejects(act, sdk.SpawnError);
          assertStringIncludes(error.message, `it returned no Subprocess: ${says}`);
        }
        assertEquals(killed, part === "kill" ? 0 : 2);
      }
    },
  },
  {
    name: "a custom spawn whose exit says nothing makes an error of the turn, and of the server",
    async run({ sdk, live }) {
      const spawn = () => ({
        stdin: new WritableStream<Uint8Array>(),
        stdout: new ReadableStream<Uint8Array>({ start: (controller) => controller.close() }),
        stderr: new ReadableStream<Uint8Array>({ start: (controller) => controller.close() }),
        exited: Promise.resolve() as never,
        kill: () => {},
      });
      const error = await assertRejects(
        () => new sdk.Codex({ spawn }).startThread().run("go"),
        sdk.IncompleteTurnError,
      );
      assertStringIncludes(error.message, "gave neither a code nor a signal");
      await assertRejects(() => live.AppServer.start({ spawn }), live.ConnectionClosedError);
    },
  },
  {
    name: "a custom spawn whose output breaks off, or is text, makes an error that says so",
    async run({ sdk, live }) {
      const over = (stdout: ReadableStream<Uint8Array>) => () => {
        let end!: (status: ExitStatus) => void;
        return {
          stdin: new WritableStream<Uint8Array>(),
          stdout,
          stderr: new ReadableStream<Uint8Array>({ start: (controller) => controller.close() }),
          exited: new Promise<ExitStatus>((resolve) => end = resolve),
          kill: () => end({ code: null, signal: "SIGTERM" }),
        };
      };
      const failing = (stdout: ReadableStream<Uint8Array>) =>
        new sdk.Codex({ spawn: over(stdout) }).startThread().run("go");
      const broken = () =>
        new ReadableStream<Uint8Array>({
          start: (controller) => controller.error(new Error("ssh: \x1b[31mreset\x1b[0m")),
        });
      const lost = await assertRejects(() => failing(broken()), sdk.IncompleteTurnError);
      assertStringIncludes(lost.message, "its output broke off: ssh: reset");
      const server = () => live.AppServer.start({ spawn: over(broken()), restart: false });
      const ended = await assertRejects(server, live.ConnectionClosedError);
      assertStringIncludes(ended.message, "its output broke off: ssh: reset");
      const text = new ReadableStream<Uint8Array>({
        start: (controller) => controller.enqueue('{"type":"turn.started"}\n' as never),
      });
      const typed = await assertRejects(() => failing(text), sdk.DecodeError);
      assertStringIncludes(typed.message, "its stream gives strings instead of Uint8Arrays");
    },
  },
  {
    name: "errors show neither escapes of a terminal that the model has written, nor pages of text",
    async run({ sdk, testing: { event, exits, fakeCodex, item, turn } }) {
      const key = "\x1b]0;title\x07\x1b[2Jname\x9b2J";
      const answer = item.agentMessage(JSON.stringify({ [key]: 1 }));
      const page = `<html>\x1b[2J${"x".repeat(1_000_000)}`;
      const spawn = fakeCodex([
        turn(answer),
        turn(event({ type: "error", message: page }), exits(3)),
      ]);
      const thread = new sdk.Codex({ spawn }).startThread();
      const json = () => ({ type: "object", properties: {}, additionalProperties: false });
      const outputSchema = {
        "~standard": {
          version: 1 as const,
          vendor: "test",
          validate: (value: unknown) => ({
            issues: [{ message: `there is no ${Object.keys(Object(value))}` }],
          }),
          jsonSchema: { input: json, output: json },
        },
      };
      const misfit = await assertRejects(() => thread.run("go", { outputSchema }), sdk.OutputError);
      assertStringIncludes(misfit.message, ": there is no name2J");
      const ended = await assertRejects(() => thread.run("go"), sdk.ExitError);
      assertStringIncludes(ended.message, "before the turn ended: <html>xxx");
      assertEquals(ended.message.length < 20_000, true);
    },
  },
];
