/**
 * Functions of this program that the agent may call.
 *
 *     deno run -A examples/tools.ts [--offline]
 *
 * On Node and Bun also install zod.
 *
 * @module
 */
import process from "node:process";
import { AppServer, tool } from "@codex-js/sdk/app-server";
import {
  message,
  reply,
  type ResponsesScript,
  ResponsesServer,
  toolCall,
} from "@codex-js/sdk/testing";
import { z } from "zod";

// Offline, Codex runs all the same, and a script plays the model: it repeats what it was told.
const SCRIPT: ResponsesScript = ({ outputs, index }) =>
  index > 0 ? reply(message(outputs.map(({ text }) => text).join("\n"))) : reply(
    toolCall("get_weather", { city: "Oslo" }),
    toolCall("get_weather", { city: "Atlantis" }),
    toolCall("get_weather", { town: "Rome" }),
    toolCall("get_time", {}),
  );
const model = process.argv.includes("--offline") ? await ResponsesServer.start(SCRIPT) : null;

const DEGREES = new Map([["Oslo", 4], ["Rome", 21]]);

/** With a Standard Schema, here zod's: arguments are checked and typed. What it returns is sent as JSON. */
const weather = tool({
  name: "get_weather",
  description: "How warm it is in a city, in degrees Celsius",
  parameters: z.object({ city: z.string() }),
  execute: ({ city }) => {
    // The model sees what is thrown, and the turn goes on.
    if (!DEGREES.has(city)) throw new Error(`there is no weather in ${city}`);
    return { city, degrees: DEGREES.get(city) };
  },
});

/** With a plain JSON Schema: arguments come as the model sent them, because Codex does not check them. */
const time = tool({
  name: "get_time",
  description: "What time it is",
  parameters: { type: "object", properties: {}, required: [], additionalProperties: false },
  execute: () => "It is noon",
});

const server = await AppServer.start(model?.options());
const thread = await server.startThread({ sandboxMode: "read-only", tools: [weather, time] });
const turn = await thread.run("How warm is it in Oslo, Rome and Atlantis, and what time is it?");
console.log(turn.finalResponse);

await server.close();
await model?.close();
