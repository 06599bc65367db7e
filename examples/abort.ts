/**
 * Three ways to stop a turn. Each settles only when Codex and all it had started are gone.
 *
 *     deno run -A examples/abort.ts
 *
 * @module
 */
import { AbortError, Codex, TimeoutError } from "../mod.ts";
import { message, type RecordedRequest, reply, shell, stall } from "../src/testing/mod.ts";
import { print, runExample } from "./_model.ts";

const PROMPT = "Run `sleep 60` in the shell and tell me when it is over.";

/** Played, the model wants to sleep, or else says nothing until it is asked something else. */
const SCRIPT = ({ texts, index }: RecordedRequest) => {
  if (texts.at(-1) !== PROMPT) return reply(message("Yes, I am."));
  return index === 0
    ? reply(message("I'm going to sleep."), shell("sleep 60", { yieldMs: 60_000 }))
    : stall();
};

await runExample(SCRIPT, async ({ options, folder, signal }) => {
  const thread = new Codex(options).startThread({
    workingDirectory: folder,
    sandboxMode: "read-only",
    skipGitRepoCheck: true,
  });

  // 1. A signal: here it fires as soon as the command runs.
  const abort = new AbortController();
  try {
    const { events } = await thread.runStreamed(PROMPT, {
      signal: AbortSignal.any([signal, abort.signal]),
    });
    for await (const event of events) {
      if (event.type === "item.started" && event.item.type === "command_execution") {
        abort.abort("changed my mind");
      }
    }
  } catch (error) {
    if (!(error instanceof AbortError) || signal.aborted) throw error;
    const done = error.items.map((item) => item.type).join(", ");
    print(`signal:  ${error.name}, because: ${error.cause}; so far: ${done}`);
  }

  // 2. A timeout. Without one, Codex waits for a lost network for ever.
  try {
    await thread.run(PROMPT, { signal, timeoutMs: 1_000 });
  } catch (error) {
    if (!(error instanceof TimeoutError)) throw error;
    print(`timeout: ${error.name}, kind: ${error.kind}`);
  }

  // 3. Leaving the loop.
  const { events } = await thread.runStreamed(PROMPT, { signal });
  for await (const event of events) {
    if (event.type === "turn.started") break;
  }
  print("break:   the turn was stopped");

  // The thread can go on.
  const turn = await thread.run("Never mind. Are you there?", { signal });
  print(`then:    ${turn.finalResponse}`);
});
