/**
 * Many threads at once, in one Codex process.
 *
 *     deno run -A examples/fan_out.ts [--offline]
 *
 * @module
 */
import process from "node:process";
import { AppServer } from "@codex-js/sdk/app-server";
import { message, reply, type ResponsesScript, ResponsesServer } from "@codex-js/sdk/testing";

// Offline, Codex runs all the same, and a script plays the model.
const SCRIPT: ResponsesScript = ({ texts }) => {
  const text = `${texts.at(-1)?.match(/chapter \d+/)?.[0]} is about the sea.`;
  return reply(message(text, { deltas: text.split(/(?<= )/), deltaMs: 20 }));
};
const model = process.argv.includes("--offline") ? await ResponsesServer.start(SCRIPT) : null;

const server = await AppServer.start(model?.options());
const names = Array.from({ length: 12 }, (_, index) => `chapter ${index + 1}`);
let done = 0;

/** One thread, one question. Each has its own context, and sees nothing of the others. */
async function summary(name: string): Promise<string> {
  const thread = await server.startThread({ sandboxMode: "read-only", ephemeral: true });
  const turn = await thread.run(`Invent a summary for ${name} of a novel, in one short sentence.`);
  if (process.stdout.isTTY) process.stdout.write(`\r${++done} of ${names.length} done `);
  return turn.finalResponse;
}

// One that fails does not affect the others.
const results = await Promise.allSettled(names.map(summary));
console.log();
for (const [index, result] of results.entries()) {
  const text = result.status === "fulfilled" ? result.value : `failed: ${result.reason}`;
  console.log(`${names[index]?.padEnd(12)}${text}`);
}

await server.close();
await model?.close();
