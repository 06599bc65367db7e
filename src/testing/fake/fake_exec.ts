/**
 * A fake `codex exec`: the events of one turn.
 *
 * @module
 */
import type { ThreadEvent } from "../../core/vocabulary/events.ts";
import { readFileSync } from "node:fs";
import { NO_USAGE } from "../../core/vocabulary/usage.ts";
import { countedTokens } from "../../core/turn/limits.ts";
import { callHostTool, startedCall } from "./exec_tools.ts";
import { type FakeCall, type FakeState, itemEvents } from "./player.ts";
import type { FakeStep } from "./script.ts";

/** What a fake process does. */
export type FakeOutput =
  | { readonly stdout: string }
  | { readonly stderr: string }
  | { readonly wait: number }
  | { readonly exit: { readonly code: number | null; readonly signal: string | null } };

/**
 * Plays one turn of `codex exec`.
 *
 * @param state The fake.
 * @param args The arguments.
 * @param env The environment.
 * @param prompt What came on standard input.
 * @throws {Error} If the script expected another call.
 */
export async function* playExec(
  state: FakeState,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  prompt: string,
): AsyncGenerator<FakeOutput> {
  const call = execCall(args, env, prompt);
  if (call.threadId !== null && state.forgot(call.threadId)) {
    throw new Error(
      `Error: thread/resume failed: no rollout found for thread id ${call.threadId} (code -32600)`,
    );
  }
  const turn = state.begin(call);
  const resumed = args.includes("resume") ? call.threadId : null;
  const threadId = resumed ?? state.newThread();
  if (args.includes("--ephemeral")) state.forget(threadId);
  const recorded = turn.steps.some((step) =>
    step.do === "line" && /"thread\.started"/.test(step.line)
  );
  const budget = budgetOf(args);
  let spent = 0;
  let items = 0;
  if (!recorded) {
    yield say({ type: "thread.started", thread_id: threadId });
    yield say({ type: "turn.started" });
  }
  for (const step of turn.steps) {
    if (step.do === "callTool") {
      const item = startedCall(`item_${items++}`, step.tool, step.arguments);
      yield say({ type: "item.started", item });
      yield say({ type: "item.completed", item: await callHostTool(call, item) });
      continue;
    }
    if (step.do === "use") {
      const usage = { ...NO_USAGE, ...step.usage };
      state.add(threadId, usage);
      spent += countedTokens(usage);
      if (spent < budget) continue;
      yield* failed("budget reached");
      return;
    }
    const outputs = [...playStep(step, () => `item_${items++}`)];
    yield* outputs;
    if (outputs.some((output) => "exit" in output)) return;
  }
  yield say({ type: "turn.completed", usage: state.total(threadId, turn) });
  yield { exit: { code: 0, signal: null } };
}

function* playStep(
  step: Exclude<FakeStep, { do: "callTool" | "use" }>,
  nextId: () => string,
): Generator<FakeOutput> {
  switch (step.do) {
    case "item":
      for (const event of itemEvents(step.item, nextId())) yield say(event);
      return;
    case "event":
      yield say(step.event);
      return;
    case "line":
      yield { stdout: `${step.line}\n` };
      return;
    case "stderr":
      yield { stderr: step.text };
      return;
    case "delay":
      yield { wait: step.ms };
      return;
    case "hang":
      yield { wait: Infinity };
      return;
    case "fail":
      yield* failed(step.message);
      return;
    case "cut":
      yield { exit: { code: 0, signal: null } };
      return;
    case "exit":
      yield { exit: { code: step.code, signal: step.signal } };
      return;
  }
}

function* failed(message: string): Generator<FakeOutput> {
  yield say({ type: "error", message });
  yield say({ type: "turn.failed", error: { message } });
  yield { exit: { code: 1, signal: null } };
}

/** The tokens that Codex is told to spend at most. */
function budgetOf(args: readonly string[]): number {
  const told = args.find((arg) => arg.startsWith("features.rollout_budget="));
  return Number(/\blimit_tokens=(\d+)/.exec(told ?? "")?.[1] ?? Infinity);
}

function execCall(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  prompt: string,
): FakeCall {
  const images = args.flatMap((arg, index) => {
    if (arg === "--image") return [args[index + 1] ?? ""];
    return arg.startsWith("--image=") ? [arg.slice("--image=".length)] : [];
  });
  const schemaAt = args.indexOf("--output-schema");
  const schema = schemaAt === -1
    ? undefined
    : JSON.parse(readFileSync(args[schemaAt + 1] ?? "", "utf8"));
  const from = Math.max(args.indexOf("resume"), args.indexOf("fork"));
  const threadId = from === -1 ? null : args[from + 1] ?? null;
  return {
    args,
    env,
    prompt,
    images,
    schema,
    threadId,
    toolAnswers: [],
    decisions: [],
    steers: [],
  };
}

function say(event: ThreadEvent | { readonly type: string }): FakeOutput {
  return { stdout: `${JSON.stringify(event)}\n` };
}
