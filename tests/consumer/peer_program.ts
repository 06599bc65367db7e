/**
 * What programs written for `@openai/codex-sdk` do with its types, beyond its README: wrap, extend,
 * narrow, fold and pass on. It compiles for version 0.163, and has to compile with another import.
 * Compiled against the packed tarball, not run.
 *
 * @module
 */
import {
  Codex,
  type CodexOptions,
  type CommandExecutionItem,
  type Input,
  type ItemCompletedEvent,
  type McpToolCallItem,
  type RunResult,
  type RunStreamedResult,
  type Thread,
  type ThreadEvent,
  type ThreadItem,
  type ThreadOptions,
  type TurnOptions,
  type Usage,
  type UserInput,
} from "@codex-js/sdk";

/** Interfaces of a program's own, which a thread and a client fit. */
interface Runner {
  readonly id: string | null;
  run(
    input: string,
    options?: { outputSchema?: unknown; signal?: AbortSignal },
  ): Promise<{ finalResponse: string; items: ThreadItem[]; usage: Usage | null }>;
}
interface Conversation {
  run(input: Input, options?: TurnOptions): Promise<RunResult>;
  runStreamed(input: Input, options?: TurnOptions): Promise<RunStreamedResult>;
}
interface Client {
  startThread(options?: ThreadOptions): Thread;
  resumeThread(id: string, options?: ThreadOptions): Thread;
}
export const client: Client = new Codex();
export const runner: Runner = new Codex().startThread();
export const conversation: Conversation = new Codex().startThread();

/** Types of the methods. */
export const answerOf = (turn: Awaited<ReturnType<Thread["run"]>>): string => turn.finalResponse;
export const call: Parameters<Thread["run"]> = ["Go", { signal: new AbortController().signal }];
export type Events = Awaited<ReturnType<Thread["runStreamed"]>>["events"];

export class TeamCodex extends Codex {
  constructor(options: CodexOptions = {}) {
    super({ ...options, config: { show_raw_agent_reasoning: true } });
  }
  override startThread(options: ThreadOptions = {}): Thread {
    return super.startThread({ ...options, skipGitRepoCheck: true });
  }
}

export class Session {
  readonly #thread: Thread;
  constructor(thread: Thread) {
    this.#thread = thread;
  }
  async *events(input: Input): AsyncGenerator<ThreadEvent> {
    const { events } = await this.#thread.runStreamed(input);
    yield* events;
  }
  async first(): Promise<string | undefined> {
    const { events } = await this.#thread.runStreamed("Go");
    const { done, value } = await events.next();
    await events.return(undefined);
    return done ? undefined : value.type;
  }
  async json<T>(schema: unknown): Promise<T> {
    const { finalResponse } = await this.#thread.run("Go", { outputSchema: schema });
    return JSON.parse(finalResponse) as T;
  }
  async maybeJson(schema?: Record<string, unknown>): Promise<RunResult> {
    return await this.#thread.run("Go", schema ? { outputSchema: schema } : {});
  }
}

export function shown(item: ThreadItem): string {
  switch (item.type) {
    case "agent_message":
    case "reasoning":
      return item.text;
    case "command_execution":
      return `${item.command} ${item.status} ${item.aggregated_output}`;
    case "file_change":
      return item.changes.map(({ kind, path }) => `${kind} ${path}`).join();
    case "mcp_tool_call":
      return `${item.server}.${item.tool} ${item.error?.message ?? item.result?.content.length}`;
    case "web_search":
      return item.query;
    case "todo_list":
      return item.items.map(({ text, completed }) => `${completed ? "x" : " "} ${text}`).join();
    case "error":
      return item.message;
    default:
      return "something new";
  }
}
export const exitText = (item: CommandExecutionItem): string =>
  item.exit_code !== undefined ? ` Exit code ${item.exit_code}.` : "";
export const exitCode = (item: CommandExecutionItem): number => item.exit_code ?? -1;
export const toolText = (item: McpToolCallItem): string =>
  item.result?.content.map((block) => block.type === "text" ? block.text : block.type).join() ?? "";
export const isItem = (event: ThreadEvent): event is ItemCompletedEvent =>
  event.type === "item.completed";
export const handlers: {
  [Type in ThreadEvent["type"]]?: (event: Extract<ThreadEvent, { type: Type }>) => void;
} = {
  "item.completed": ({ item }) => console.log(item.id),
  "turn.completed": ({ usage }) => console.log(usage.input_tokens + usage.cache_write_input_tokens),
  "turn.failed": ({ error }) => console.log(error.message),
  error: ({ message }) => console.log(message),
};

const parts: UserInput[] = [{ type: "text", text: "Look" }];
parts.push(...["a.png"].map((path) => ({ type: "local_image" as const, path })));
export const input: Input = parts;
export const config: NonNullable<CodexOptions["config"]> = { a: { b: [1, "x", { c: true }] } };
