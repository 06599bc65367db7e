/**
 * Finds the route of a request, and turns what it throws into a refusal.
 *
 * @module
 */
import { quoted } from "../../core/base/plain_text.ts";
import { tell } from "../../core/base/tell.ts";
import type { HubThread } from "../hub/hub_thread.ts";
import type { ThreadHub } from "../hub/thread_hub.ts";
import { HttpError, refusal, refusalOf, threadNotFound } from "./answers.ts";
import { type Frames, HEARTBEAT_MS } from "./events_stream.ts";
import { type Asked, logFailure } from "./failure_log.ts";
import { bodyOf, checkedOrigin, MAX_BODY_BYTES, optionsIn, preflight, shareWith } from "./guard.ts";
import { type HandlerOptions, type HubUser, PERMISSIONS } from "./options.ts";
import { isOwner, memoryOwners, type ThreadOwners } from "./owners.ts";
import type { Call, Route } from "./route.ts";

/**
 * Answers requests. Never rejects.
 *
 * @category Web
 */
export type Handler = (request: Request) => Promise<Response>;

/**
 * Makes a handler from a table of routes.
 *
 * @param routes The table.
 * @param hub The hub.
 * @param options The options, already checked.
 */
export function router(routes: readonly Route[], hub: ThreadHub, options: HandlerOptions): Handler {
  const { basePath = "", origins, onError } = options;
  const base = basePath.replace(/\/$/, "");
  const owners = options.owners ?? memoryOwners();
  const frames: Frames = new WeakMap();
  const answer = async (request: Request, url: URL, asked: Asked): Promise<Response> => {
    const user = await options.authorize(request);
    if (user instanceof Response) return unsent(user);
    checkUser(user);
    const { route, params } = found(routes, request.method, pathBelow(base, url));
    asked.path = route.path;
    if (route.needs !== undefined && !(user.may?.includes(route.needs) ?? true)) {
      throw new HttpError(403, "not_allowed", "The user may not do this");
    }
    return await route.run(
      await callOf(request, url, route, params, user, owners, hub, frames, options, asked),
    );
  };
  return async (request) => {
    let origin: string | null = null;
    const asked: Asked = { path: null, body: {}, threadOptions: {} };
    try {
      const url = addressOf(request);
      origin = checkedOrigin(request, url, origins);
      if (request.method === "OPTIONS") return preflight(request, origin);
      return shareWith(origin, await answer(request, url, asked));
    } catch (error) {
      const refused = refusalOf(error, asked.body);
      if (refused !== error && refused.status >= 500) {
        tell(() =>
          onError === undefined
            ? logFailure(error, request.method, refused.status, asked)
            : onError(error, request)
        );
      }
      return shareWith(origin, refusal(refused));
    }
  };
}

/**
 * Parses the address. A server may pass on an invalid one: Deno's contains the host as the client wrote
 * it.
 */
function addressOf({ url }: Request): URL {
  try {
    return new URL(url);
  } catch {
    throw new HttpError(400, "bad_request", "The request is malformed");
  }
}

/** A response can be sent only once, and servers do not say so when they get it a second time. */
function unsent(response: Response): Response {
  if (!response.bodyUsed) return response;
  throw new TypeError(
    "authorize() returned a Response that has been sent already: create one for each request",
  );
}

/** Fails closed: a user without an id would stand for everybody. */
function checkUser(user: unknown): void {
  const { id, may = [] } = Object(user) as Record<string, unknown>;
  if (typeof id !== "string" || id === "" || !Array.isArray(may)) {
    throw new TypeError(
      "authorize() must return { id } or { id, may }, with a non-empty string as id, or a Response",
    );
  }
  const unknown: unknown[] = may.filter((name) => !PERMISSIONS.includes(name));
  if (unknown.length === 0) return;
  const words = PERMISSIONS.join(", ");
  throw new TypeError(`authorize() returned ${quoted(unknown[0])} in may, which takes ${words}`);
}

async function callOf(
  request: Request,
  url: URL,
  route: Route,
  params: Readonly<Record<string, string>>,
  user: HubUser,
  owners: ThreadOwners,
  hub: ThreadHub,
  frames: Frames,
  options: HandlerOptions,
  asked: Asked,
): Promise<Call> {
  const { allowedOptions = [], maxBodyBytes = MAX_BODY_BYTES } = options;
  const maxBytes = maxBodyBytes * (route.body?.timesBytes ?? 1);
  const hasBody = request.method !== "GET";
  const body = hasBody ? await bodyOf(request, maxBytes) : {};
  asked.body = body;
  const threadOptions = async () => {
    const given = options.threadOptions ?? {};
    return asked.threadOptions = typeof given === "function" ? await given(user) : given;
  };
  const owned = async (id: string) => {
    if (!await isOwner(owners, id, user.id)) throw threadNotFound();
  };
  return {
    request,
    url,
    user,
    params,
    body,
    options: {
      ...route.body?.options === "turn" ? options.turnLimits : {},
      ...optionsIn(body, route.body, allowedOptions),
    },
    hub,
    owners,
    heartbeatMs: options.heartbeatMs ?? HEARTBEAT_MS,
    frames,
    threadOptions,
    owned,
    thread: async (id): Promise<HubThread> => {
      await owned(id);
      return await hub.thread(id, await threadOptions());
    },
  };
}

/** The path below the base path, or null. */
function pathBelow(base: string, { pathname }: URL): string | null {
  if (!pathname.startsWith(`${base}/`)) return null;
  return pathname.slice(base.length);
}

function found(
  routes: readonly Route[],
  method: string,
  path: string | null,
): { readonly route: Route; readonly params: Readonly<Record<string, string>> } {
  const matches = routes.flatMap((route) => {
    const params = path === null ? null : match(route.path, path);
    return params === null ? [] : [{ route, params }];
  });
  const [match1] = matches;
  if (match1 === undefined) throw new HttpError(404, "not_found", "There is nothing here");
  const fitting = matches.find(({ route }) => route.method === method);
  if (fitting !== undefined) return fitting;
  const allow = matches.map(({ route }) => route.method).join(", ");
  throw new HttpError(405, "method_not_allowed", `This path allows only ${allow}`, { allow });
}

/** The parameters of a path that matches a pattern, or null if it does not. */
function match(pattern: string, path: string): Record<string, string> | null {
  const wanted = pattern.split("/");
  const given = path.split("/");
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const text = given[index] as string;
    const [, name] = /^\{(\w+)\}$/.exec(part) ?? [];
    if (name === undefined) {
      if (part !== text) return null;
      continue;
    }
    try {
      params[name] = decodeURIComponent(text);
    } catch {
      return null;
    }
  }
  return params;
}
