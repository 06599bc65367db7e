/**
 * What the server says of itself. Types only.
 *
 * @module
 */
import type { ServerNotifications, ServerRequests } from "../../protocol/methods.ts";

/**
 * A listener was too slow, and lost the oldest messages that waited for it: they stood in this place.
 *
 * @category Server
 */
export interface DroppedMessage {
  /** Discriminant. */
  readonly method: "sdk/dropped";
  /** How many were lost since the message before. */
  readonly params: { readonly count: number };
}

/**
 * A message by its method. One that this version does not know has parameters of unknown shape.
 *
 * @category Server
 */
export type MessageOf<M extends string> = M extends keyof ServerNotifications
  ? { readonly method: M; readonly params: ServerNotifications[M] }
  : M extends keyof ServerRequests
    ? { readonly method: M; readonly params: ServerRequests[M]["params"] }
  : { readonly method: M; readonly params: unknown };

/**
 * The messages that this version knows.
 *
 * @category Server
 */
export type MessageMethod = keyof ServerNotifications | keyof ServerRequests;

/**
 * A notification of the server, or a request that it made, discriminated by `method`. What a newer
 * Codex may send beside passes through at run time.
 *
 * @category Server
 */
export type ServerMessage = MessageOf<MessageMethod> | DroppedMessage;

/**
 * Which messages to hear.
 *
 * @category Server
 */
export interface NotificationOptions<M extends string = MessageMethod> {
  /** These alone, and `sdk/dropped` where one of them was lost. Default: all. */
  readonly methods?: readonly M[] | undefined;
}
