/**
 * One turn of a fake app-server.
 *
 * @module
 */
import { MAX_DELAY } from "../../../core/base/duration.ts";
import type { Usage } from "../../../core/vocabulary/events.ts";
import type { ExitStatus } from "../../../core/vocabulary/spawn.ts";
import { NO_USAGE } from "../../../core/vocabulary/usage.ts";
import { appItem, deltaMethod } from "./items.ts";
import { begunLiveItem } from "./live_items.ts";
import { isLive, startedItem } from "../exec_items.ts";
import type { FakeCall } from "../state.ts";
import type { UserContent } from "../../../core/vocabulary/live_only_items.ts";
import type { FakeApproval, FakeItem, FakeStep, FakeTurn } from "../../script/script.ts";

type Params = Record<string, unknown>;

/** The effects of a turn of a fake server. */
export interface FakeServerTurnOutput {
  readonly turnId: string;
  /** The method that began it. */
  readonly method: string;
  /** The id that the client gave its message. */
  readonly messageId: string | null;
  /** The working directory. */
  readonly folder: string;
  /** Whether the thread's approval policy has Codex ask. */
  readonly asks: boolean;
  notify(method: string, params: Params): void;
  ask(method: string, params: Params): Promise<{ readonly [key: string]: unknown }>;
  stderr(text: string): void;
  exit(status: ExitStatus): void;
  /** What the turn uses if it reports no requests. */
  readonly usage: Usage;
  /** Adds tokens to those of the thread; returns its total. */
  add(usage: Usage): Usage;
}

/** What a turn over the app-server can do. */
type ServerStep = Exclude<FakeStep, { readonly do: "event" | "line" }>;

/** One turn of a fake app-server. */
export class FakeServerTurn {
  readonly #steps: readonly ServerStep[];
  readonly #call: FakeCall;
  readonly #output: FakeServerTurnOutput;
  readonly #ended: Promise<"interrupted" | "gone">;
  #end!: (how: "interrupted" | "gone") => void;
  #over = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #items = 0;

  /** @throws {Error} If the turn has a step that only exec supports. */
  constructor(script: FakeTurn, call: FakeCall, output: FakeServerTurnOutput) {
    this.#steps = serverSteps(script);
    this.#call = call;
    this.#output = output;
    this.#ended = new Promise((resolve) => this.#end = resolve);
  }

  /** Whether it has ended. */
  get over(): boolean {
    return this.#over;
  }

  /**
   * The client steers the turn.
   *
   * @param turnId The turn that it means.
   * @throws {Error} If that is a different turn, or one that cannot be steered.
   */
  steer(turnId: unknown, text: string, messageId: string | null): void {
    const { turnId: id, method } = this.#output;
    if (turnId !== id) {
      throw new Error(`expected active turn id \`${turnId}\` but found \`${id}\``);
    }
    if (method !== "turn/start") {
      const kind = method === "review/start" ? "review" : "compact";
      throw new Error(`cannot steer a ${kind} turn`);
    }
    this.#call.steers.push(text);
    this.#userMessage(text, [], messageId);
  }

  /**
   * The client interrupts.
   *
   * @param turnId The turn that it means; "": whichever is running.
   * @throws {Error} If that is a different turn.
   */
  interrupt(turnId: unknown): void {
    const { turnId: id } = this.#output;
    if (turnId !== "" && turnId !== id) {
      throw new Error(`expected active turn id ${turnId} but found ${id}`);
    }
    this.#end("interrupted");
  }

  /** The process ends during the turn. */
  stop(): void {
    this.#end("gone");
  }

  /** Like the real one, the fake repeats what the user says. */
  #userMessage(text: string, images: readonly string[], client_id: string | null): void {
    const content: UserContent[] = [
      ...images.map((path): UserContent => ({ type: "local_image", path })),
      { type: "text", text },
    ];
    const item = appItem({ type: "user_message", content, client_id }, this.#nextId());
    this.#output.notify("item/started", { item });
    this.#output.notify("item/completed", { item });
  }

  #nextId(): string {
    return `raw_${this.#items++}`;
  }

  /** Plays the turn to its end. */
  async play(): Promise<void> {
    const { turnId, notify, messageId } = this.#output;
    notify("turn/started", { turn: { id: turnId } });
    const { prompt, images } = this.#call;
    if (prompt !== "" || images.length > 0) this.#userMessage(prompt, images, messageId);
    let status: "completed" | "failed" | "interrupted" | "gone" = "completed";
    let error: unknown = null;
    for (const step of this.#steps) {
      const result = await Promise.race([
        // The turn's own failure reports a step that cannot be played.
        this.#step(step).catch((thrown) => {
          error = { message: `fakeCodex: cannot play ${nameOf(step)}: ${thrown}` };
          return "failed" as const;
        }),
        this.#ended,
      ]);
      clearTimeout(this.#timer);
      if (result === "failed" && step.do === "fail") error = { message: step.message };
      if (result !== "on") {
        status = result;
        break;
      }
    }
    this.#over = true;
    if (status === "gone") return;
    if (status === "completed" && !this.#steps.some((step) => step.do === "use")) {
      this.#tellUsage(this.#output.usage);
    }
    notify("turn/completed", { turn: { id: turnId, status, error: toError(error), items: [] } });
  }

  async #step(step: ServerStep): Promise<"on" | "failed" | "interrupted" | "gone"> {
    const { notify, stderr, exit } = this.#output;
    switch (step.do) {
      case "item":
        return await this.#item(step);
      case "stderr":
        stderr(step.text);
        return "on";
      case "delay":
        await new Promise<void>((resolve) => {
          this.#timer = setTimeout(resolve, Math.min(step.ms, MAX_DELAY));
        });
        return "on";
      case "hang":
        return await new Promise(() => {});
      case "fail":
        notify("error", { error: toError({ message: step.message }), willRetry: false });
        return "failed";
      case "exit":
        exit({ code: step.code, signal: step.signal });
        return "gone";
      case "cut":
        exit({ code: 0, signal: null });
        return "gone";
      case "use":
        this.#tellUsage({ ...NO_USAGE, ...step.usage });
        return "on";
      case "callTool":
        this.#call.toolAnswers.push(await this.#callTool(step.tool, step.arguments));
        return "on";
      default:
        throw new Error("there is no such step");
    }
  }

  async #item(step: Extract<FakeStep, { do: "item" }>): Promise<"on" | "interrupted"> {
    const { notify } = this.#output;
    const item = step.item.type === "command_execution"
      ? { cwd: this.#output.folder, ...step.item }
      : step.item;
    const id = this.#nextId();
    if (item.type === "todo_list") {
      const plan = item.items.map(({ text, completed }) => ({
        step: text,
        status: completed ? "completed" : "pending",
      }));
      notify("turn/plan/updated", { explanation: null, plan });
      return "on";
    }
    if (item.type === "error") {
      notify("warning", { message: item.message });
      return "on";
    }
    notify("item/started", { item: begun(item, id, step.ask?.moves) });
    const decision = step.ask === null || !this.#output.asks
      ? "accept"
      : await this.#approval(item, id, step.ask);
    // Codex does not report the end of a file change that takes the turn with it.
    if (decision === "cancel" && item.type === "file_change") return "interrupted";
    if (decision !== "accept") {
      const untouched = item.type === "command_execution" ? NEVER_RAN : {};
      notify("item/completed", {
        item: { ...appItem(item, id), ...untouched, status: "declined" },
      });
      return decision === "cancel" ? "interrupted" : "on";
    }
    const method = deltaMethod(item);
    for (const delta of method === null ? [] : step.deltas) {
      notify(method as string, { itemId: id, delta, message: delta, summaryIndex: 0 });
    }
    notify("item/completed", { item: appItem(item, id) });
    return "on";
  }

  async #approval(item: FakeItem, itemId: string, ask: FakeApproval): Promise<string> {
    const isCommand = item.type === "command_execution";
    const { result } = await this.#output.ask(
      isCommand ? "item/commandExecution/requestApproval" : "item/fileChange/requestApproval",
      {
        itemId,
        reason: ask.reason ?? null,
        ...(isCommand
          ? {
            command: item.command,
            cwd: this.#output.folder,
            proposedExecpolicyAmendment: ask.proposedAmendment ?? null,
          }
          : {}),
      },
    );
    const { decision } = (result ?? {}) as { decision?: unknown };
    this.#call.decisions.push(decision);
    if (decision === "cancel") return "cancel";
    // As with Codex, whatever is not a clear yes is a no.
    const yes = decision === "accept" || decision === "acceptForSession" ||
      (typeof decision === "object" && decision !== null);
    return yes ? "accept" : "decline";
  }

  async #callTool(tool: string, args: unknown): Promise<unknown> {
    const callId = `call_${this.#items++}`;
    const params = { callId, namespace: null, tool, arguments: args };
    const item = { type: "dynamicToolCall", id: callId, namespace: null, tool, arguments: args };
    this.#output.notify("item/started", { item: { ...item, status: "inProgress" } });
    const { result, error } = await this.#output.ask("item/tool/call", params);
    const { success = false, contentItems = null } = (result ?? {}) as Params;
    const status = success ? "completed" : "failed";
    this.#output.notify("item/completed", { item: { ...item, status, success, contentItems } });
    return result ?? error;
  }

  #tellUsage(last: Usage): void {
    const total = appUsage(this.#output.add(last));
    const tokenUsage = { total, last: appUsage(last) };
    this.#output.notify("thread/tokenUsage/updated", { tokenUsage });
  }
}

/** What a declined command does not have. */
const NEVER_RAN = { aggregatedOutput: null, exitCode: null, processId: null, durationMs: null };

function appUsage(usage: Usage): Params {
  return {
    totalTokens: usage.input_tokens + usage.output_tokens,
    inputTokens: usage.input_tokens,
    cachedInputTokens: usage.cached_input_tokens,
    cacheWriteInputTokens: usage.cache_write_input_tokens,
    outputTokens: usage.output_tokens,
    reasoningOutputTokens: usage.reasoning_output_tokens,
  };
}

function serverSteps({ steps }: FakeTurn): ServerStep[] {
  return steps.map((step) => {
    if (step.do !== "event" && step.do !== "line") return step;
    throw new Error(
      "fakeCodex: event(), line() and recorded() are for codex exec, not for the app-server",
    );
  });
}

/** The item when it begins: text and output are still to come. */
function begun(item: FakeItem, id: string, moves: FakeApproval["moves"] = {}): unknown {
  if (isLive(item)) return appItem(begunLiveItem(item), id);
  const started = startedItem(item, id);
  if (started !== null) return appItem(started, id, moves);
  return { ...appItem(item, id), text: "", summary: [] };
}

function nameOf(step: FakeStep): string {
  return step.do === "item" ? `an item of type ${step.item.type}` : step.do;
}

function toError(error: unknown): unknown {
  return error === null
    ? null
    : { codexErrorInfo: null, additionalDetails: null, ...error as Params };
}
