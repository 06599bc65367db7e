/**
 * What the scripted model does: a plan, commands with live output, a patch, and a long answer.
 * Codex really runs the commands and applies the patch.
 *
 * @module
 */
import { message, patch, plan, type RecordedRequest, reply, shell } from "@codex-js/sdk/testing";

/** The files of a thread's folder. */
export const FILES: Readonly<Record<string, string>> = {
  "greet.sh": 'echo "Helo, world!"\n',
  "test.sh": `for name in starts speaks greets; do
  sleep 0.4
  if [ "$name" = greets ] && ! sh greet.sh | grep -q "Hello"; then
    printf '\\033[31mnot ok\\033[0m %s\\n' "$name"
    exit 1
  fi
  printf '\\033[32mok\\033[0m %s\\n' "$name"
done
`,
};

const FIX = "Run the tests, fix what fails, and run them again.";
const STORY = "Tell me a story about a compiler.";
const EXPLAIN = "What can this page show?";

/** Prompts with an answer of their own. */
export const IDEAS: readonly string[] = [FIX, STORY, EXPLAIN];

const PATCH = `*** Begin Patch
*** Update File: greet.sh
@@
-echo "Helo, world!"
+# Says hello.
+echo "Hello, world!"
*** End Patch
`;

const TOLD = `Once there was a compiler that read every program twice. ` +
  "The first time it looked for mistakes, and the second time for intentions. " +
  "It found many mistakes, and wrote each of them down with a line and a column. ".repeat(4) +
  "Of the intentions it never spoke, for they were not its to tell. ".repeat(4) +
  "And when the last warning was gone, it rested.";

const EXPLAINED = `Everything that Codex reports about its work:

- **answers** as they are written, with \`code\` and lists
- commands with their output, in colour, and their exit codes
- file changes, as diffs
- a plan, and its progress

\`\`\`sh
sh greet.sh
\`\`\`

Codex asks before it does anything beyond its sandbox. Open this page twice: either copy may answer.`;

const STEPS = ["Run the tests", "Fix what fails", "Run the tests again"];

/** The plan when this many of its steps are done. */
function planAfter(done: number) {
  return plan(STEPS.map((step, index) => ({
    step,
    status: index < done ? "completed" : index === done ? "in_progress" : "pending",
  })));
}

/** A text as it is written. */
function written(text: string) {
  return message(text, { deltas: text.split(/(?<= )/), deltaMs: 25 });
}

/** The answer to a request: one step after the other, whatever becomes of each. */
export function script(request: RecordedRequest) {
  const { prompt, done } = lastTurn(request);
  // Tokens grow with the conversation, as they would.
  const inputTokens = 6_000 + 3_500 * request.index;
  const usage = { usage: { inputTokens, cachedInputTokens: 4_000, outputTokens: 240 } };
  if (prompt === STORY) return reply(written(TOLD), usage);
  if (prompt === EXPLAIN) return reply(written(EXPLAINED), usage);
  if (prompt !== FIX) {
    return reply(
      written(
        `You said: ${prompt}\n\nThis is a scripted stand-in, which knows little. Try one of these:\n\n` +
          IDEAS.map((idea) => `- ${idea}`).join("\n"),
      ),
      usage,
    );
  }
  switch (done) {
    case 0:
      return reply(written("I'll see what the tests say."), planAfter(0), usage);
    case 1:
      return reply(shell("sh test.sh"), usage);
    case 2:
      return reply(written("The greeting lacks an `l`. I'll fix it."), planAfter(1), usage);
    case 3:
      return reply(patch(PATCH), usage);
    case 4:
      return reply(planAfter(2), usage);
    case 5:
      return reply(shell("sh test.sh"), usage);
    case 6:
      return reply(planAfter(3), usage);
    default:
      return reply(
        written('The tests failed because of a typo: `greet.sh` said "Helo". It greets you now.'),
        usage,
      );
  }
}

/** What the user said last, and how many calls have been answered since. */
export function lastTurn({ body }: RecordedRequest): { prompt: string; done: number } {
  let prompt = "";
  let done = 0;
  for (const item of body.input as readonly Item[]) {
    const text = item.content?.map?.(({ text = "" }) => text).join("") ?? "";
    // Codex adds texts of its own in the user's name, in angle brackets.
    if (item.role === "user" && !text.startsWith("<")) {
      prompt = text;
      done = 0;
    } else if (item.type?.endsWith("_output")) done++;
  }
  return { prompt, done };
}

interface Item {
  readonly type?: string;
  readonly role?: string;
  readonly content?: readonly { readonly text?: string }[];
}
