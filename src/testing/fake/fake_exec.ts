/**
 * A fake `codex exec`: the events of one turn.
 *
 * @module
 */
import type { ThreadEvent } from "../../core/vocabulary/events.ts";
import type { TodoListItem } from "../../core/vocabulary/items.ts";
import { readFileSync } from "node:fs";
import { NO_USAGE } from "../../core/vocabulary/usage.ts";
import { countedTokens } from "../../core/turn/limits.ts";
import { appItem } from "./live/items.ts";
import { callHostTool, startedCall } from "./exec_tools.ts";
import type { FakeThread, FakeThreads, PastTurn } from "./threads.ts";
import { itemEvents } from "./exec_items.ts";
import type { FakeCall, FakeState } from "./state.ts";
import type { FakeItem, FakeStep } from "../script/script.ts";

/** The output of a fake process. */
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
 * @param prompt The text from standard input.
 * @param process The process that plays it; it has the thread until it is unloaded.
 * @throws {Error} If the script expected a different call.
 */
export async function* playExec(
  state: FakeState,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  prompt: string,
  process: object = {},
): AsyncGenerator<FakeOutput> {
  const call = execCall(args, env, prompt);
  const resumes = args.includes("resume");
  const named = call.threadId === null
    ? null
    : openThread(state.threads, call.threadId, resumes ? process : null);
  const turn = state.begin(call);
  const ephemeral = args.includes("--ephemeral");
  const thread = resumes && named !== null
    ? named
    : state.threads.start({ ephemeral, ...(named === null ? {} : { from: named }) });
  if (thread !== named && named !== null) state.inherit(thread.id, named.id);
  const threadId = thread.id;
  state.threads.load(threadId, process);
  const past = beginTurn(state, thread, prompt);
  const recorded = turn.steps.some((step) =>
    step.do === "line" && /"thread\.started"/.test(step.line)
  );
  const budget = budgetOf(args);
  let spent = 0;
  let items = 0;
  let plan = null as TodoListItem | null;
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
    }
    if (step.do === "fail" || spent > budget) {
      past.status = "failed";
      yield* failed(step.do === "fail" ? step.message : "budget reached", plan);
      return;
    }
    if (step.do === "item" && step.item.type === "todo_list") {
      // A turn has one plan, which ends with the turn.
      const type = plan === null ? "item.started" : "item.updated";
      plan = { ...step.item, id: plan?.id ?? `item_${items++}` };
      yield say({ type, item: plan });
      continue;
    }
    if (step.do === "item") past.items.push(...kept(step.item, `item_${items}`));
    const outputs = [...playStep(step, () => `item_${items++}`)];
    yield* outputs;
    if (outputs.some((output) => "exit" in output)) return;
  }
  past.status = "completed";
  if (plan !== null) yield say({ type: "item.completed", item: plan });
  yield say({ type: "turn.completed", usage: state.total(threadId, turn) });
  yield { exit: { code: 0, signal: null } };
}

/** The thread that is resumed or forked. */
function openThread(threads: FakeThreads, id: string, process: object | null): FakeThread {
  try {
    const thread = threads.open(id.toLowerCase());
    if (process !== null) threads.load(thread.id, process);
    return thread;
  } catch (error) {
    throw new Error(`Error: thread/resume failed: ${(error as Error).message} (code -32600)`);
  }
}

/** Keeps a turn, which counts as interrupted until it is finished. */
function beginTurn(state: FakeState, thread: FakeThread, prompt: string): PastTurn {
  const content = [{ type: "text" as const, text: prompt }];
  const items = kept({ type: "user_message", content, client_id: null }, "raw_0");
  const turn: PastTurn = { id: `turn_${state.turn}`, status: "interrupted", items, error: null };
  thread.preview ||= prompt;
  thread.turns.push(turn);
  return turn;
}

/** What the app-server stores of an item. */
function kept(item: FakeItem, id: string): unknown[] {
  const told = appItem(item, id);
  return told === null ? [] : [told];
}

function* playStep(
  step: Exclude<FakeStep, { do: "callTool" | "fail" }>,
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
    case "use":
      return;
    case "cut":
      yield { exit: { code: 0, signal: null } };
      return;
    case "exit":
      yield { exit: { code: step.code, signal: step.signal } };
      return;
    default:
      throw new Error(`fakeCodex: there is no step ${JSON.stringify(step)}`);
  }
}

function* failed(message: string, plan: TodoListItem | null): Generator<FakeOutput> {
  yield say({ type: "error", message });
  if (plan !== null) yield say({ type: "item.completed", item: plan });
  yield say({ type: "turn.failed", error: { message } });
  yield { exit: { code: 1, signal: null } };
}

/** The most tokens that Codex is told to spend. */
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
