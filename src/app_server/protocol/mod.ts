/**
 * The protocol of `codex app-server`, as types only: every method, notification and item, made
 * from the schema of Codex 0.171.0 itself. What is marked `@experimental` may change with any version.
 *
 * @example Name the parameters of a request
 * ```ts
 * import type { ClientRequests, ServerNotifications } from "@codex-js/sdk/protocol";
 *
 * const params: ClientRequests["thread/list"]["params"] = { limit: 10, archived: false };
 * const told = (turn: ServerNotifications["turn/completed"]) => turn.turn.status;
 * console.log(params.limit, told.length);
 * ```
 *
 * @module
 */
export type * from "./methods.ts";
export type * from "./params.ts";
export type * from "./results.ts";
export type * from "./server_requests.ts";
export type * from "./notifications.ts";
export type * from "./items.ts";
export type * from "./common.ts";
