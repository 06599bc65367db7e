/**
 * What this package adds to `@openai/codex-sdk`, at every entry.
 * Compiled against the packed tarball, not run.
 *
 * @module
 */
import {
  AbortError,
  Codex,
  CodexError,
  CodexNotFoundError,
  DecodeError,
  ExitError,
  type Failure,
  type FailureCode,
  IncompleteTurnError,
  InvalidInputError,
  isKnownEvent,
  isKnownItem,
  ResumeError,
  type Spawn,
  type SpawnCommand,
  SpawnError,
  type StreamedTurn,
  type Subprocess,
  type Thread,
  TimeoutError,
  type Turn,
  TurnFailedError,
  type UnknownEvent,
  type UnknownItem,
} from "@codex-js/sdk";
import type { LiveThread } from "@codex-js/sdk/app-server";
import {
  message,
  type RecordedRequest,
  type Reply,
  reply,
  ResponsesServer,
  shell,
} from "@codex-js/sdk/testing";

export function explain(error: unknown): string {
  if (error instanceof CodexNotFoundError) return error.searched.join(", ");
  if (error instanceof SpawnError) return `${error.command} ${error.code}`;
  if (error instanceof ExitError) return `${error.exitCode} ${error.signal} ${error.stderr}`;
  if (error instanceof AbortError) return `${error.code} ${error.cause}`;
  if (error instanceof CodexError) return `${error.threadId} ${error.items.length}`;
  return String(error);
}

export const errors: (new (...args: never[]) => CodexError)[] = [
  DecodeError,
  IncompleteTurnError,
  InvalidInputError,
  ResumeError,
  TimeoutError,
  TurnFailedError,
];

export function unknown(event: UnknownEvent, item: UnknownItem): string {
  if (isKnownEvent(event) && event.type === "turn.completed") return `${event.usage.output_tokens}`;
  return isKnownItem(item) ? item.id : `${item["new"]}`;
}

const elsewhere: Spawn = (command: SpawnCommand): Subprocess => ({
  stdin: new WritableStream(),
  stdout: new ReadableStream(),
  stderr: new ReadableStream(),
  exited: Promise.resolve({ code: command.args.length, signal: null }),
  kill: () => {},
});

export async function offline(): Promise<Turn> {
  const script: readonly Reply[] = [reply(shell("ls")), reply(message("Done"))];
  const server = await ResponsesServer.start(script);
  try {
    const codex = new Codex({ baseUrl: server.url, apiKey: "offline", spawn: elsewhere });
    const thread = codex.forkThread("01a201f0-88ca-7681-ada4-692e81620abf", { ephemeral: true });
    const streamed: StreamedTurn = await thread.runStreamed("go", { timeoutMs: 1_000 });
    await streamed.events.return(undefined);
    const requests: readonly RecordedRequest[] = server.requests;
    console.log(requests.length);
    return await thread.run("go");
  } finally {
    await server[Symbol.asyncDispose]();
  }
}

type IsAny<T> = 0 extends 1 & T ? true : false;
export const execIsTyped: IsAny<Awaited<ReturnType<Thread["run"]>>> = false;
export const liveIsTyped: IsAny<Awaited<ReturnType<LiveThread["run"]>>> = false;

/** As with the peer, a turn can be named by what gives it. */
export async function ask(prompt: string): Promise<Awaited<ReturnType<Thread["run"]>>> {
  const turn: Turn = await new Codex().startThread().run(prompt);
  return turn;
}

export async function useIt(): Promise<string> {
  // @ts-expect-error: there is no such member
  void (await ask("x")).finalRespnse;
  return (await ask("x")).finalResponse;
}

export function why(error: TurnFailedError): string {
  const { code, httpStatus, retryable, resetsAt } = error;
  const failure: Failure | null = error.lastError;
  const known: FailureCode = failure?.code ?? code;
  return `${known} ${httpStatus ?? 0} ${retryable} ${resetsAt?.toISOString() ?? ""}`;
}
