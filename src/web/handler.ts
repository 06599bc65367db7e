/**
 * The handler: every route over one hub.
 *
 * @module
 */
import { kindOf } from "../core/base/words.ts";
import { InvalidInputError } from "../core/vocabulary/errors.ts";
import { chatRoutes } from "./chat/routes.ts";
import { memoryChats } from "./http/chats.ts";
import { json } from "./http/answers.ts";
import { openApi } from "./routes/openapi.ts";
import { checkHandlerOptions, type HandlerOptions } from "./http/options.ts";
import type { Route } from "./http/route.ts";
import { type Handler, router } from "./http/router.ts";
import { SERVER_ROUTES } from "./routes/server.ts";
import { THREAD_ROUTES } from "./routes/threads.ts";
import { TURN_ROUTES } from "./routes/turns.ts";
import type { ThreadHub } from "./hub/thread_hub.ts";

/** Every route except the document's own; the router and the document are both made from them. */
export const ROUTES: readonly Route[] = [...THREAD_ROUTES, ...TURN_ROUTES, ...SERVER_ROUTES];

/**
 * Makes a handler of web requests for the threads of a hub. It works as it is with `Deno.serve`,
 * `Bun.serve`, Hono and Next, and through `toNodeListener()` with `node:http` and Express. `GET
 * /openapi.json` describes the routes.
 *
 * A user can reach only threads that the same user created through a handler with the same `owners`; for
 * that user, other threads do not exist. Errors carry a code and a sentence, and nothing about this
 * machine.
 *
 * @param hub The hub.
 * @param options `authorize`, which is required, and the other options.
 * @returns The handler.
 * @throws {InvalidInputError} If `hub` is no hub, `authorize` is missing, or an option is unknown or its
 * value is invalid.
 *
 * @example A server on Deno
 * ```ts ignore
 * import { AppServer } from "@codex-js/sdk/app-server";
 * import { createHandler, ThreadHub } from "@codex-js/sdk/web";
 *
 * const hub = new ThreadHub(() => AppServer.start());
 * const handler = createHandler(hub, {
 *   authorize: (request) => userOf(request) ?? new Response("Who are you?", { status: 401 }),
 *   threadOptions: { workingDirectory: "/srv/work", sandboxMode: "read-only" },
 * });
 * Deno.serve({ port: 8080, hostname: "127.0.0.1" }, handler);
 * ```
 *
 * @category Web
 */
export function createHandler(hub: ThreadHub, options: HandlerOptions): Handler {
  checkHub(hub);
  checkHandlerOptions(options);
  const { basePath = "", allowedOptions = [] } = options;
  const chats = chatRoutes(options.chats ?? memoryChats());
  const routes: Route[] = [...ROUTES, ...chats, {
    method: "GET",
    path: "/openapi.json",
    operationId: "openApi",
    summary: "This document",
    answer: { status: 200, description: "The document", schema: { type: "object" } },
    run: () => Promise.resolve(json(document)),
  }];
  const document = openApi(routes, basePath.replace(/\/$/, ""), allowedOptions);
  return router(routes, hub, options);
}

/** Checks what a hub alone has: it may come from the package's other copy, of CommonJS. */
function checkHub(hub: unknown): void {
  if (typeof Object(hub).known === "function") return;
  const state = `hub must be a ThreadHub, not ${kindOf(hub)}`;
  throw new InvalidInputError("hub", `Cannot make a handler: ${state}`);
}
