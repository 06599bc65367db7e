/**
 * A conversation in the terminal, written as the model writes it.
 *
 *     deno run -A examples/chat.ts [--offline]
 *
 * `/steer text` says something while Codex works; Ctrl-C interrupts the turn; `/quit`, the end of the input, a second
 * Ctrl-C, or one while nothing runs ends the program.
 *
 * @module
 */
import process from "node:process";
import { createInterface } from "node:readline";
import { AbortError, CodexError, TurnFailedError } from "@codex-js/sdk";
import { AppServer, type LiveEvent, type LiveTurn } from "@codex-js/sdk/app-server";
import { message, type RecordedRequest, reply } from "@codex-js/sdk/testing";
import { oneLine, print, runExample, visible } from "./_model.ts";

/** The scripted model has little to say, and takes its time. */
const SCRIPT = ({ texts }: RecordedRequest) => {
  const words = `You said: ${texts.at(-1)}. That gives me a lot to think about. ` +
    "There is no hurry. ".repeat(12).trim();
  return reply(message(words, { deltas: words.split(/(?<= )/), deltaMs: 40 }));
};

await runExample(SCRIPT, async ({ options, folder, signal, onInterrupt }) => {
  const left = new AbortController();
  const stop = AbortSignal.any([signal, left.signal]);
  const server = await AppServer.start(options);
  // Without an `output` the terminal stays as it is: it echoes, and Ctrl-C is a signal.
  const lines = createInterface({ input: process.stdin, terminal: false });
  const prompts: string[] = [];
  let turn: LiveTurn | null = null;
  let wake = () => {};

  onInterrupt(() => {
    if (turn === null) return left.abort();
    const running = turn;
    turn = null; // A second Ctrl-C leaves, even if the first one has no effect.
    running.interrupt().catch(() => left.abort());
  });
  stop.addEventListener("abort", () => wake());
  lines.on("close", () => left.abort());
  lines.on("line", (line) => {
    const [command, text = ""] = line.trim().split(/^(\/\w+)\s*/).filter(Boolean);
    if (command === "/quit") left.abort();
    else if (command === "/steer") void steer(turn, text);
    else if (line.trim() !== "") prompts.push(line.trim());
    wake();
  });

  try {
    const thread = await server.startThread({ workingDirectory: folder });
    for (;;) {
      if (prompts.length === 0) process.stdout.write("you>   ");
      while (prompts.length === 0 && !stop.aborted) {
        await new Promise<void>((resolve) => wake = resolve);
      }
      if (stop.aborted) break;
      const running = await thread.runStreamed(prompts.shift() as string, { signal: stop });
      turn = running;
      try {
        process.stdout.write("codex> ");
        for await (const event of running.events) show(event);
      } catch (error) {
        if (left.signal.aborted) break;
        if (!(error instanceof TurnFailedError)) throw error;
        print(`(failed: ${error.message})`);
      } finally {
        turn = null;
      }
    }
  } finally {
    lines.close();
    await server.close();
  }
  if (signal.aborted) throw new AbortError(signal.reason);
  console.log("\nGoodbye.");
});

/** Steers the current turn. What the model is writing is cut short. */
async function steer(turn: LiveTurn | null, text: string): Promise<void> {
  try {
    if (turn === null) console.log("(there is nothing to steer)");
    else await turn.steer(text);
  } catch (error) {
    // The turn ended in between, or there was no text.
    if (!(error instanceof CodexError)) throw error;
    print(`(${error.message})`);
  }
}

function show(event: LiveEvent): void {
  switch (event.type) {
    case "item.delta":
      if (event.item_type === "agent_message") process.stdout.write(visible(event.delta));
      return;
    case "item.started":
      if (event.item.type === "command_execution") print(`\n$ ${oneLine(event.item.command)}`);
      return;
    case "item.completed":
      if (event.item.type === "agent_message") console.log();
      return;
    case "turn.interrupted":
      return console.log("(interrupted)");
    case "error":
      return print(`(${event.message})`);
  }
}
