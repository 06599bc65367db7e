/**
 * What a route is; the router and the OpenAPI document are both made from it. Types only.
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

/** What a body may hold. */
export interface BodyShape {
  /** The fields, each with its schema. */
  readonly fields: Readonly<Record<string, Schema>>;
  /** The required fields. */
  readonly required?: readonly string[];
  /** Whose options it may also hold, if the handler allows them. */
  readonly options?: "thread" | "turn";
  /** How many times the usual size it may have. Default: 1. */
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
  /** The permission that the user needs. Default: none. */
  readonly needs?: Permission;
  /** The parameters of the query, each with its schema. */
  readonly query?: Readonly<Record<string, Schema>>;
  /** What the body may hold. Default: nothing. */
  readonly body?: BodyShape;
  /** The answer on success. */
  readonly answer: {
    readonly status: number;
    readonly description: string;
    /** The schema of the JSON, or its name; absent: no body, unless `type` says otherwise. */
    readonly schema?: string | Schema;
    /** Default: JSON. */
    readonly type?: string;
  };
  /** The statuses of its refusals, besides those that every route has. */
  readonly refusals?: readonly number[];
  /** Answers a request. */
  run(call: Call): Promise<Response>;
}

/** A request that has been authorized. */
export interface Call {
  /** The request; its body has been read. */
  readonly request: Request;
  /** Its address. */
  readonly url: URL;
  /** The user who sent it. */
  readonly user: HubUser;
  /** The parameters of the path, decoded. */
  readonly params: Readonly<Record<string, string>>;
  /** The body: only fields that the route takes, and options that are allowed. */
  readonly body: Readonly<Record<string, unknown>>;
  /** The options in the body; for a turn, also the limits that the handler sets. */
  readonly options: Readonly<Record<string, unknown>>;
  /** The hub. */
  readonly hub: ThreadHub;
  /** Which threads belong to which user. */
  readonly owners: ThreadOwners;
  /** Milliseconds of silence after which a stream of events sends a comment. */
  readonly heartbeatMs: number;
  /** The events that were encoded for other readers. */
  readonly frames: Frames;
  /** Returns the options for a new thread of this user. */
  threadOptions(): Promise<LiveThreadOptions>;
  /**
   * Returns the user's own thread, loaded.
   *
   * @throws {HttpError} 404 if the thread is not this user's.
   */
  thread(id: string): Promise<HubThread>;
  /**
   * Checks that a thread is the user's own.
   *
   * @throws {HttpError} 404 if the thread is not this user's.
   */
  owned(id: string): Promise<void>;
}
