/**
 * What tests of programs that embed Codex need: an offline stand-in for OpenAI's Responses API, which the real `codex` talks to.
 *
 * @module
 */

export {
  message,
  patch,
  pause,
  plan,
  rawItem,
  reasoning,
  shell,
  toolCall,
  webSearch,
} from "./reply_items.ts";
export type { MessageOptions, ShellOptions, ToolCallOptions } from "./reply_items.ts";
export {
  cutStream,
  endWithoutCompleted,
  failed,
  httpError,
  incomplete,
  reply,
  stall,
} from "./reply.ts";
export type { HttpErrorOptions, StreamFailure } from "./reply.ts";
export type {
  HttpErrorReply,
  MessageItem,
  PatchItem,
  PauseItem,
  PlanItem,
  PlanStep,
  RawItem,
  ReasoningItem,
  Reply,
  ReplyItem,
  ReplyOptions,
  ReplyUsage,
  ShellItem,
  StreamEnding,
  StreamReply,
  ToolCallItem,
  WebSearchAction,
  WebSearchItem,
} from "./reply_types.ts";
export type { RecordedRequest, ToolOutput } from "./recorded_request.ts";
export { ResponsesServer } from "./responses_server.ts";
export type { ResponsesScript, UnexpectedRequest } from "./responses_server.ts";
