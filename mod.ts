/**
 * Embed the Codex agent: start the `codex` command line program, follow its work as typed events,
 * and stop it cleanly, on Deno, Node and Bun.
 *
 * {@linkcode Codex} runs each turn in its own process. The other entries are loaded only by programs
 * that import them:
 *
 * - {@linkcode [app-server]}: live sessions, with text as it is written, approvals, steering and
 *   interrupts: {@linkcode [app-server].AppServer AppServer}
 * - {@linkcode [protocol]}: the protocol of the app-server, as types
 * - {@linkcode [durable]}: turns that survive their host, and threads that move
 * - {@linkcode [web]}: a thread for many browsers, over HTTP
 * - {@linkcode [web/client]}: the browser's side of that
 * - {@linkcode [otel]}: turns as spans of OpenTelemetry: {@linkcode [otel].traced traced}
 * - {@linkcode [testing]}: a fake Codex, an offline model, and conformance suites
 *
 * @example Run a turn
 * ```ts ignore
 * import { Codex } from "@codex-js/sdk";
 *
 * const thread = new Codex().startThread();
 * const { finalResponse } = await thread.run("Diagnose the test failure and propose a fix");
 * console.log(finalResponse);
 * ```
 *
 * @module
 */
export { Codex } from "./src/codex.ts";
export { codexPath } from "./src/codex_path.ts";
export { type RunStreamedResult, type StreamedTurn, Thread } from "./src/core/turn/thread.ts";
export type { ThreadFile } from "./src/core/vocabulary/thread_file.ts";
export type { RunResult, Turn, TurnWith } from "./src/core/vocabulary/turn.ts";
export { jsonSchema, type OutputOf, type TypedJsonSchema } from "./src/core/schema/output.ts";
export { OutputError } from "./src/core/schema/output_error.ts";
export { tool, type ToolArguments, type ToolDefinition } from "./src/core/schema/tool.ts";
export type {
  Tool,
  ToolCall,
  ToolContent,
  ToolParts,
  ToolResult,
} from "./src/core/vocabulary/tool.ts";
export type { JsonSchema } from "./src/core/schema/strict_schema.ts";
export type {
  SchemaIssue,
  SchemaOutput,
  SchemaResult,
  StandardJsonSchema,
  StandardSchema,
} from "./src/core/schema/standard_schema.ts";
export type { ImageBlob } from "./src/core/vocabulary/inline_image.ts";
export type { Input, UserInput } from "./src/core/vocabulary/input.ts";
export type * from "./src/core/vocabulary/mcp_servers.ts";
export type * from "./src/core/vocabulary/options.ts";
export {
  isKnownEvent,
  type ItemCompletedEvent,
  type ItemStartedEvent,
  type ItemUpdatedEvent,
  type ThreadError,
  type ThreadErrorEvent,
  type ThreadEvent,
  type ThreadStartedEvent,
  type TurnCompletedEvent,
  type TurnFailedEvent,
  type TurnStartedEvent,
  type UnknownEvent,
  type Usage,
} from "./src/core/vocabulary/events.ts";
export * from "./src/core/vocabulary/items.ts";
export {
  AbortError,
  CodexError,
  CodexNotFoundError,
  DecodeError,
  ExitError,
  type ExitFields,
  IncompleteTurnError,
  InvalidInputError,
  LimitError,
  LoginRequiredError,
  ResumeError,
  type ResumeFailure,
  SpawnError,
  TimeoutError,
  TurnFailedError,
} from "./src/core/vocabulary/errors.ts";
export type { Failure, FailureCode } from "./src/core/vocabulary/failure.ts";
export type {
  ExitStatus,
  KillSignal,
  Spawn,
  SpawnCommand,
  Subprocess,
} from "./src/core/vocabulary/spawn.ts";
export { isRetryable, retry, type RetryInfo, type RetryOptions } from "./src/core/turn/retry.ts";
export { addUsage } from "./src/core/vocabulary/usage.ts";
export type { DebugEvent } from "./src/core/vocabulary/debug.ts";
