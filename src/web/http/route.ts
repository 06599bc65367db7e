/**
 * What a route is: the router and the OpenAPI document are made from the same. Types only.
 *
 * @module
 */
import type { HubThread } from "../hub/hub_thread.ts";
import type { ThreadHub } from "../hub/thread_hub.ts";
import type { LiveThreadOptions } from "../../app_server/turns/options.ts";
import type { Frames } from "./events_stream.ts";
import type { HubUser, Permission } from "./options.ts";
import type { ThreadOwners } from "./owners.ts";

/** A JSON Schema. */
export type Schema = Readonly<Record<string, unknown>>;

/** What a body may have. */
export interface BodyShape {
  /** The fields, each with its schema. */
  readonly fields: Readonly<Record<string, Schema>>;
  /** Those that have to be there. */
  readonly required?: readonly string[];
  /** Whose options it may have beside, as far as the handler allows them. */
  readonly options?: "thread" | "turn";
  /** How often it may have the bytes that others may. Default: 1. */
  readonly timesBytes?: number;
}

/** A route, and what it does. */
export interface Route {
  /** The method. */
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  /** The path below the base path, with parameters: `/threads/{id}`. */
  readonly path: string;
  /** Its name in the OpenAPI document. */
  readonly operationId: string;
  /** What it does, in a line. */
  readonly summary: string;
  /** What the user must be allowed to do. Default: nothing but to be let in. */
  readonly needs?: Permission;
  /** What may stand in the query, each with its schema. */
  readonly query?: Readonly<Record<string, Schema>>;
  /** What may stand in the body. Default: nothing. */
  readonly body?: BodyShape;
  /** What it answers when all is well. */
  readonly answer: {
    readonly status: number;
    readonly description: string;
    /** The schema of the JSON, or the name of one; absent: no body, unless `type` says otherwise. */
    readonly schema?: string | Schema;
    /** Default: JSON. */
    readonly type?: string;
  };
  /** The statuses of its refusals, beside those that every route has. */
  readonly refusals?: readonly number[];
  /** Does it. */
  run(call: Call): Promise<Response>;
}

/** A request that was let in. */
export interface Call {
  /** The request; its body has been read. */
  readonly request: Request;
  /** Its address. */
  readonly url: URL;
  /** Who asks. */
  readonly user: HubUser;
  /** The parameters of the path, decoded. */
  readonly params: Readonly<Record<string, string>>;
  /** The body; only fields that the route takes, and options that are allowed. */
  readonly body: Readonly<Record<string, unknown>>;
  /** The options that the body has; of a turn also the limits that the handler sets. */
  readonly options: Readonly<Record<string, unknown>>;
  /** The hub. */
  readonly hub: ThreadHub;
  /** Whose threads are whose. */
  readonly owners: ThreadOwners;
  /** Milliseconds of silence after which a stream of events sends a comment. */
  readonly heartbeatMs: number;
  /** What was sent of events to others. */
  readonly frames: Frames;
  /** What a new thread of this user is made with. */
  threadOptions(): Promise<LiveThreadOptions>;
  /**
   * The user's own thread, loaded.
   *
   * @throws {HttpError} 404 where it is none of this user's.
   */
  thread(id: string): Promise<HubThread>;
  /**
   * Checks that a thread is the user's own.
   *
   * @throws {HttpError} 404 where it is none of this user's.
   */
  owned(id: string): Promise<void>;
}
