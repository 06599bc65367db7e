/**
 * Tools of the host program.
 *
 * @module
 */
import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import type { StandardSchema } from "../../mod.ts";
import type {
  OnUserInput,
  ToolCall,
  ToolResult,
  UserInputRequest,
} from "../../src/app_server/mod.ts";
import { type Case, gate, type Kit } from "./case.ts";
import { allCompletedOf, deltasOf, eventsOf, onLive } from "./live_case.ts";
import { CLASSIC, PNG } from "./real_case.ts";

const CITY = {
  type: "object",
  properties: { city: { type: "string" } },
  required: ["city"],
  additionalProperties: false,
};

/** A Standard Schema as a library would make it. */
const citySchema: StandardSchema<{ city: string }, { town: string }> = {
  "~standard": {
    version: 1,
    vendor: "test",
    types: undefined,
    validate: (value) => {
      const { city } = value as { city?: unknown };
      return typeof city === "string"
        ? { value: { town: city.toUpperCase() } }
        : { issues: [{ message: "expected string", path: ["city"] }] };
    },
    jsonSchema: { input: () => CITY, output: () => CITY },
  },
};

/** The weather, by JSON Schema. */
const weather = (kit: Kit, execute: (args: unknown, call: ToolCall) => ToolResult) =>
  kit.live.tool({
    name: "get_weather",
    description: "The weather in a city",
    parameters: CITY,
    execute,
  });

/** Cases. */
export const LIVE_TOOL_CASES: readonly Case[] = [
  {
    name: "live: tools run in parallel; the model sees results, throws and invalid arguments",
    run(kit) {
      const { message, reply, toolCall } = kit.testing;
      const { tool } = kit.live;
      const [one, two] = [gate(), gate()];
      const calls: ToolCall[] = [];
      const tools = [
        tool({
          name: "first",
          description: "Waits for the second",
          parameters: CITY,
          execute: async ({ city }, call) => {
            calls.push(call);
            one.open();
            await two.opened;
            return `first of ${city}`;
          },
        }),
        tool({
          name: "second",
          description: "Waits for the first",
          parameters: citySchema,
          execute: async ({ town }) => {
            two.open();
            await one.opened;
            return { town, degrees: 21 };
          },
        }),
        tool({
          name: "throws",
          description: "Throws",
          parameters: CITY,
          execute: () => {
            throw new Error("out of order");
          },
        }),
      ];
      const script = [
        reply(
          toolCall("first", { city: "Oslo" }),
          toolCall("second", { city: "Rome" }),
          toolCall("throws", { city: "Bonn" }),
          toolCall("second", { city: 7 }),
        ),
        reply(message("done")),
      ];
      return onLive(kit, script, async ({ server, start }) => {
        const thread = await start({ tools });
        assertEquals((await thread.run("go")).finalResponse, "done");
        const [offered, heard] = server.requests;
        for (const { name } of tools) assert(offered?.tools.includes(name), name);
        const text = heard?.outputs.map((output) => output.text).join("\n") ?? "";
        for (
          const part of [
            "first of Oslo",
            '{"town":"ROME","degrees":21}',
            "Error: out of order",
            "Error: invalid arguments: city: expected string",
          ]
        ) assertStringIncludes(text, part);
        assertEquals([calls[0]?.threadId, calls[0]?.signal.aborted], [thread.id, true]);
      });
    },
  },
  {
    name: "live: a tool returns images; the names of tools and their schemas are checked",
    run(kit) {
      const { message, reply, toolCall } = kit.testing;
      const url = `data:image/png;base64,${PNG}`;
      const camera = kit.live.tool({
        name: "camera",
        description: "Takes a picture",
        parameters: { type: "object", properties: {} },
        execute: () => ({ content: [{ type: "text", text: "here" }, { type: "image", url }] }),
      });
      const script = [reply(toolCall("camera", {})), reply(message("nice"))];
      return onLive(kit, script, async ({ server, start }) => {
        await (await start({ tools: [camera], model: CLASSIC })).run("go");
        assertEquals(server.requests[1]?.images, [url]);
        assertEquals(server.requests[1]?.outputs.map(({ text }) => text), ["here"]);
        assertThrows(
          () => kit.live.tool({ ...camera, name: "no good", parameters: {}, execute: () => "" }),
          kit.sdk.InvalidInputError,
        );
        const twice = await start({ tools: [camera, camera] }).catch((error) => error);
        assert(twice instanceof kit.sdk.InvalidInputError);
      });
    },
  },
  {
    name: "live: tools of a resumed thread are run by name in a new process",
    run(kit) {
      const { message, reply, toolCall } = kit.testing;
      const call = reply(toolCall("get_weather", { city: "Oslo" }));
      const script = [call, reply(message("one")), call, reply(message("two")), call];
      return onLive(kit, [...script, reply(message("three"))], async (live) => {
        const first = await live.start({ tools: [weather(kit, () => "Rainy")], model: CLASSIC });
        await first.run("go");
        await live.app.close();
        const app = await live.another();
        const options = { workingDirectory: kit.folder };
        const resumed = await app.resumeThread(first.id, {
          ...options,
          tools: [weather(kit, () => "Sunny")],
        });
        await resumed.run("again");
        assertEquals(live.server.requests.at(-1)?.outputs.map(({ text }) => text), [
          "Rainy",
          "Sunny",
        ]);
        const forgotten = await app.resumeThread(first.id, options);
        await forgotten.run("once more");
        assertStringIncludes(
          live.server.requests.at(-1)?.outputs.at(-1)?.text ?? "",
          "Error: the host has no tool get_weather",
        );
      });
    },
  },
  {
    name: "live: an interrupt ends a tool call under way, and its late answer is ignored",
    run(kit) {
      const { message, reply, toolCall } = kit.testing;
      const script = [reply(toolCall("get_weather", { city: "Oslo" })), reply(message("after"))];
      return onLive(kit, script, async ({ start }) => {
        const [called, released] = [gate(), gate()];
        let signal: AbortSignal | undefined;
        const thread = await start({
          tools: [weather(kit, async (_, call) => {
            signal = call.signal;
            called.open();
            await released.opened;
            return "too late";
          })],
        });
        const turn = await thread.runStreamed("go");
        const reading = eventsOf(turn);
        await called.opened;
        assertEquals(signal?.aborted, false);
        await turn.interrupt();
        assertEquals((await reading).at(-1)?.type, "turn.interrupted");
        assertEquals(signal?.aborted, true);
        released.open();
        assertEquals((await thread.run("next")).finalResponse, "after");
      });
    },
  },
  {
    name: "live: the model's questions are answered by onUserInput, and else not at all",
    run(kit) {
      const { message, reply, toolCall } = kit.testing;
      const options = [{ label: "A", description: "a" }, { label: "B", description: "b" }];
      const questions = [{ id: "q1", header: "H", question: "Which?", options }];
      const ask = reply(toolCall("request_user_input", { questions }));
      const script = [ask, reply(message("one")), ask, reply(message("two"))];
      return onLive(kit, script, async ({ server, start }) => {
        const asked: UserInputRequest[] = [];
        const onUserInput: OnUserInput = (request) => {
          asked.push(request);
          return { q1: "B" };
        };
        for (const [index, callbacks] of [{ onUserInput }, {}].entries()) {
          const thread = await start({ model: CLASSIC, collaborationMode: "plan", ...callbacks });
          await thread.run("plan");
          const heard = server.requests[2 * index + 1]?.outputs.at(-1)?.text ?? "";
          assertEquals(heard.includes('"B"'), index === 0, heard);
        }
        assertEquals(asked.length, 1);
        const [question] = asked[0]?.questions ?? [];
        assertEquals([question?.id, question?.header, question?.question, question?.options], [
          "q1",
          "H",
          "Which?",
          options,
        ]);
        assertEquals([question?.isOther, question?.isSecret], [true, false]);
        assert(asked[0]?.turnId !== "" && asked[0]?.itemId !== "");
      });
    },
  },
  {
    name: "live: a turn in plan mode proposes a plan, and the next one is as before",
    run(kit) {
      const { message, reply } = kit.testing;
      const plan = "# Plan\n- one\n";
      const script = [
        reply(message(`<proposed_plan>\n${plan}</proposed_plan>`, { deltas: 4 })),
        reply(message("done")),
        reply(message("again")),
      ];
      return onLive(kit, script, async ({ server, start }) => {
        const thread = await start({ model: CLASSIC, modelReasoningEffort: "high" });
        const turn = await thread.runStreamed("plan it", { collaborationMode: "plan" });
        const events = await eventsOf(turn);
        const [item] = allCompletedOf(events).filter((item) => item.type === "plan");
        assertEquals(item?.text, plan);
        assertEquals(deltasOf(events, item?.id ?? ""), plan);
        const { items, finalResponse } = await turn.result;
        assertEquals([items.length, finalResponse], [0, plan]);
        assertEquals((await thread.run("do it")).finalResponse, "done");
        await thread.run("go on");
        const modes = server.requests.map(({ instructions, body }) => {
          const [mode] =
            instructions.match(/(Plan Mode \(|Collaboration Mode: Default)(?![^]*Mode: )/) ??
              [];
          return [mode, (body.reasoning as { effort?: unknown }).effort];
        });
        assertEquals(modes, [
          ["Plan Mode (", "high"],
          ["Collaboration Mode: Default", "high"],
          ["Collaboration Mode: Default", "high"],
        ]);
      });
    },
  },
];
