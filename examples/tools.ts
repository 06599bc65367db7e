/**
 * Functions of this program that the agent may call.
 *
 *     deno run -A examples/tools.ts
 *
 * @module
 */
import { z } from "zod";
import { AppServer, tool } from "../src/app_server/mod.ts";
import { message, type RecordedRequest, reply, toolCall } from "../src/testing/mod.ts";
import { print, runExample } from "./_model.ts";

const PROMPT = "How warm is it in Oslo, in Rome and in Atlantis, and what time is it in Oslo? " +
  "Look all of it up at once.";

/** Played, the model calls everything at once, and then says what it heard. */
const SCRIPT = ({ outputs }: RecordedRequest) => {
  const heard = outputs.map(({ text }) => text.replace(/^Script completed[^]*Output:\s*/, ""));
  if (heard.length > 0) return reply(message(heard.join("\n")));
  return reply(
    toolCall("get_weather", { city: "Oslo", unit: "celsius" }),
    toolCall("get_weather", { city: "Rome", unit: "celsius" }),
    toolCall("get_weather", { city: "Atlantis", unit: "celsius" }),
    toolCall("get_weather", { city: "Oslo", unit: "kelvin" }),
    toolCall("get_time", { city: "Oslo" }),
  );
};

const DEGREES: Readonly<Record<string, number>> = { Oslo: 4, Rome: 21 };
let running = 0;
let most = 0;

/** With a Standard Schema, here zod's: arguments are checked and typed. What it returns is sent as JSON. */
const weather = tool({
  name: "get_weather",
  description: "How warm it is in a city",
  parameters: z.object({ city: z.string(), unit: z.enum(["celsius", "fahrenheit"]) }),
  execute: async ({ city, unit }, { signal }) => {
    most = Math.max(most, ++running);
    await sleep(200, signal);
    running--;
    const celsius = DEGREES[city];
    // The model sees what is thrown, and the turn goes on.
    if (celsius === undefined) throw new Error(`there is no weather in ${city}`);
    return { city, degrees: unit === "celsius" ? celsius : celsius * 1.8 + 32 };
  },
});

/** With a plain JSON Schema: the arguments come as the model sent them, and Codex does not check them. */
const time = tool({
  name: "get_time",
  description: "What time it is in a city",
  parameters: {
    type: "object",
    properties: { city: { type: "string" } },
    required: ["city"],
    additionalProperties: false,
  },
  execute: ({ city }) => {
    if (typeof city !== "string") throw new Error("city must be a text");
    return `It is noon in ${city}`;
  },
});

await runExample(SCRIPT, async ({ options, folder, signal }) => {
  const server = await AppServer.start(options);
  try {
    const thread = await server.startThread({ workingDirectory: folder, tools: [weather, time] });
    const turn = await thread.run(PROMPT, { signal });
    print(turn.finalResponse);
    print(`\n${most} calls at once`);
  } finally {
    await server.close();
  }
});

/** Waits; ends early when the turn does. */
function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
