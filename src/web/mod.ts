/**
 * Web back ends: many browsers share one agent. A {@linkcode ThreadHub} keeps each thread's events for
 * readers who come and go, and Codex's questions for whoever answers first; {@linkcode createHandler}
 * serves it over HTTP, using Web standards only.
 *
 * @module
 */
export { ThreadHub } from "./hub/thread_hub.ts";
export { HubThread } from "./hub/hub_thread.ts";
export { HubError } from "./hub/errors.ts";
export type { HubErrorCode } from "./hub/errors.ts";
export type { ThreadHubOptions } from "./hub/options.ts";
export type { ServerSource } from "./hub/server_source.ts";
export type { HubEvents, ReadOptions } from "./hub/event_reader.ts";
export type * from "./hub/events.ts";
export type * from "./hub/questions_asked.ts";
export type * from "./hub/sending.ts";
export { createHandler } from "./handler.ts";
export type { Handler } from "./http/router.ts";
export type {
  BrowserOption,
  HandlerOptions,
  HubUser,
  Permission,
  TurnLimits,
} from "./http/options.ts";
export { memoryOwners } from "./http/owners.ts";
export type { ThreadOwners } from "./http/owners.ts";
export type { WebInput } from "./routes/input.ts";
export type * from "./routes/shapes.ts";
export { toNodeListener } from "./http/node_listener.ts";
export type { NodeRequest, NodeResponse } from "./http/node_listener.ts";
export { toUIMessageStream } from "./ai/stream.ts";
export type { UIStreamEvent } from "./ai/stream.ts";
export type { UIMessageStreamOptions } from "./ai/mapper.ts";
export type { StreamFailure } from "./ai/error_text.ts";
export { uiMessageResponse } from "./ai/response.ts";
export type { UIMessageResponseInit } from "./ai/response.ts";
export { toUIMessages } from "./ai/ui_messages.ts";
export type * from "./ai/messages.ts";
export { memoryChats } from "./http/chats.ts";
export type { ChatThreads } from "./http/chats.ts";
export type * from "./ai/chunks.ts";
