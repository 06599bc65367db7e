/**
 * Many threads at once, in one Codex process.
 *
 *     deno run -A examples/fan_out.ts
 *
 * @module
 */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { AbortError } from "../mod.ts";
import { AppServer } from "../src/app_server/mod.ts";
import { message, type RecordedRequest, reply } from "../src/testing/mod.ts";
import { print, runExample } from "./_model.ts";

const THREADS = 12;

/** Played, the model tells one of the twelve from the other. */
const SCRIPT = ({ texts }: RecordedRequest) => {
  const name = texts.at(-1)?.match(/chapter_\d+/)?.[0] ?? "nothing";
  const text = `${name} is about the sea, and tells it in a few short sentences.`;
  return reply(message(text, { deltas: text.split(/(?<= )/), deltaMs: 20 }));
};

await runExample(SCRIPT, async ({ options, folder, signal }) => {
  const names = Array.from({ length: THREADS }, (_, index) => `chapter_${index + 1}`);
  await Promise.all(
    names.map((name) => writeFile(join(folder, `${name}.txt`), `The sea, as ${name} sees it.\n`)),
  );

  const server = await AppServer.start(options);
  let characters = 0;
  let done = 0;
  const progress = () => line(`${done} of ${names.length} done, ${characters} characters so far`);

  /** One thread, one question. Each has a context of its own, and sees nothing of the others. */
  async function summary(name: string): Promise<string> {
    const thread = await server.startThread({ workingDirectory: folder, ephemeral: true });
    const { events } = await thread.runStreamed(`Sum up ${name}.txt in one sentence.`, { signal });
    let text = "";
    for await (const event of events) {
      if (event.type === "item.delta" && event.item_type === "agent_message") {
        characters += event.delta.length;
      } else if (event.type === "item.completed" && event.item.type === "agent_message") {
        text = event.item.text;
      } else if (event.type === "turn.completed") done++;
      else continue;
      progress();
    }
    return text;
  }

  try {
    progress();
    const results = await Promise.allSettled(names.map(summary));
    line("");
    if (signal.aborted) throw new AbortError(signal.reason);
    for (const [index, result] of results.entries()) {
      const text = result.status === "fulfilled" ? result.value : `failed: ${result.reason}`;
      print(`${names[index]?.padEnd(12)}${text}`);
    }
    console.log(`\n${done} of ${names.length} done`);
  } finally {
    await server.close();
  }
});

/** Shows a line in the place of the one before; where there is no terminal, shows nothing. */
function line(text: string): void {
  if (process.stdout.isTTY) process.stdout.write(`\r\x1b[K${text}`);
}
