/**
 * What tests of programs that embed Codex need: a fake Codex without a process ({@linkcode fakeCodex}), a
 * fake Codex as an executable ({@linkcode fakeCodexBinary}), an offline stand-in for OpenAI's Responses
 * API that the real Codex talks to ({@linkcode ResponsesServer}), and the conformance suite for stores
 * ({@linkcode testThreadStore}). They work with {@linkcode [.].Codex Codex} and {@linkcode
 * [app-server].AppServer AppServer}.
 *
 * @module
 */
export { fakeCodex } from "./fake/fake_codex.ts";
export type { FakeCodex } from "./fake/fake_codex.ts";
export { fakeCodexBinary } from "./fake/fake_binary.ts";
export type { FakeCodexBinary } from "./fake/fake_binary.ts";
export { item } from "./script/items.ts";
export type { ItemBuilders } from "./script/items.ts";
export type { LiveItemBuilders } from "./script/live_items.ts";
export type { FakeCall, FakeScript } from "./fake/state.ts";
export {
  asks,
  callsTool,
  cut,
  delay,
  event,
  exits,
  fails,
  hangs,
  line,
  recorded,
  stderr,
  streamed,
  turn,
  uses,
} from "./script/script.ts";
export type {
  FakeApproval,
  FakeExpectation,
  FakeItem,
  FakeLiveItem,
  FakeStep,
  FakeTurn,
  FakeTurnOptions,
} from "./script/script.ts";

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
} from "./responses/reply_items.ts";
export type { MessageOptions, ShellOptions, ToolCallOptions } from "./responses/reply_items.ts";
export {
  cutStream,
  endWithoutCompleted,
  failed,
  httpError,
  incomplete,
  reply,
  stall,
} from "./responses/reply.ts";
export type { HttpErrorOptions, StreamFailure } from "./responses/reply.ts";
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
} from "./responses/reply_types.ts";
export type { HermeticOptions } from "./responses/hermetic.ts";
export type { RecordedRequest, ToolOutput } from "./responses/recorded_request.ts";
export { ResponsesServer } from "./responses/responses_server.ts";
export type { ResponsesScript, UnexpectedRequest } from "./responses/responses_server.ts";

export { type StoreTestOptions, testThreadStore } from "./stores/test_thread_store.ts";
export type { StoredFile, TakenKey, ThreadStore } from "../core/ports/thread_store.ts";
