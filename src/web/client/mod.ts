/**
 * The browser's side of the handler of `@codex-js/sdk/web`: threads, turns, answers, and the numbered
 * events of a thread over any number of connections. Under 3 KB, with nothing else to load.
 *
 * @module
 */
export { WebClient } from "./client.ts";
export { ClientThread } from "./thread.ts";
export type { WebSendOptions } from "./thread.ts";
export { WebClientError } from "./error.ts";
export type { EventsOptions } from "./event_stream.ts";
export type { WebClientOptions, WebFetch, WebFetchAnswer, WebFetchOptions } from "./requests.ts";
export type * from "../hub/events.ts";
export type * from "../hub/questions_asked.ts";
export type * from "../hub/sending.ts";
export type * from "../routes/shapes.ts";
export type { BrowserOption } from "../http/options.ts";
export type { WebInput } from "../routes/input.ts";
