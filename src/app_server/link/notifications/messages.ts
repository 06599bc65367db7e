/**
 * The messages that the server sends on its own. Types only.
 *
 * @module
 */
import type { ServerNotifications, ServerRequests } from "../../protocol/methods.ts";

/**
 * Stands in for messages that were dropped because their listener was too slow.
 *
 * @category Server
 */
export interface DroppedMessage {
  /** Discriminant. */
  readonly method: "sdk/dropped";
  /** How many messages were dropped here. */
  readonly params: { readonly count: number };
}

/**
 * The message with a method. A method that this version does not know has parameters of type `unknown`.
 *
 * @category Server
 */
export type MessageOf<M extends string> = M extends keyof ServerNotifications
  ? { readonly method: M; readonly params: ServerNotifications[M] }
  : M extends keyof ServerRequests
    ? { readonly method: M; readonly params: ServerRequests[M]["params"] }
  : { readonly method: M; readonly params: unknown };

/**
 * The methods of the messages that this version knows.
 *
 * @category Server
 */
export type MessageMethod = keyof ServerNotifications | keyof ServerRequests;

/**
 * A notification or a request of the server, discriminated by `method`. Other messages of a newer Codex
 * pass through at run time.
 *
 * @category Server
 */
export type ServerMessage = MessageOf<MessageMethod> | DroppedMessage;

/**
 * Which messages to listen to.
 *
 * @category Server
 */
export interface NotificationOptions<M extends string = MessageMethod> {
  /** The methods to listen to; `sdk/dropped` comes too if one of their messages was dropped. Default: all. */
  readonly methods?: readonly M[] | undefined;
}
