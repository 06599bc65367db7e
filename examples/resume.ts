/**
 * A conversation that goes on in another program, and one that branches off.
 *
 *     deno run -A examples/resume.ts
 *
 * @module
 */
import { Codex, ResumeError, type ThreadOptions } from "../mod.ts";
import { message, type RecordedRequest, reply } from "../src/testing/mod.ts";
import { print, runExample } from "./_model.ts";

/** Played, the model remembers what Codex sends along: the conversation so far. */
const SCRIPT = ({ texts }: RecordedRequest) => {
  const name = texts.join("\n").match(/My name is (\w+)/)?.[1];
  const question = texts.at(-1) ?? "";
  return reply(message(question.includes("?") ? `You are ${name}.` : `Hello, ${name}!`));
};

await runExample(SCRIPT, async ({ options, folder, signal }) => {
  // Codex keeps the conversation, not the options: they are given each time.
  const threadOptions: ThreadOptions = { workingDirectory: folder, skipGitRepoCheck: true };

  const first = new Codex(options).startThread(threadOptions);
  const greeting = await first.run("My name is Ada.", { signal });
  print(`first:   ${greeting.finalResponse}`);

  // A thread is found by its id, by another program too, as long as CODEX_HOME is the same.
  const id = first.id;
  if (id === null) throw new Error("a thread has its id once its first turn has started");
  const resumed = new Codex(options).resumeThread(id, threadOptions);
  const memory = await resumed.run("Who am I?", { signal });
  print(`resumed: ${memory.finalResponse} Same thread: ${resumed.id === id}`);

  // A fork starts with the same memories and leaves the original as it is.
  const forked = new Codex(options).forkThread(id, threadOptions);
  const branch = await forked.run("Who am I?", { signal });
  print(`forked:  ${branch.finalResponse} Same thread: ${forked.id === id}`);

  const stranger = new Codex(options).resumeThread(
    "00000000-0000-4000-8000-000000000000",
    threadOptions,
  );
  try {
    await stranger.run("Who am I?", { signal });
  } catch (error) {
    if (!(error instanceof ResumeError)) throw error;
    print(`unknown: ${error.reason}`);
  }
});
