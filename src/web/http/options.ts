/**
 * What callers can ask of a handler.
 *
 * @module
 */
import type { LiveThreadOptions, LiveTurnOptions } from "../../app_server/turns/options.ts";
import { isDuration } from "../../core/base/duration.ts";
import { isPlain } from "../../core/base/plain.ts";
import { InvalidInputError } from "../../core/vocabulary/errors.ts";
import type { ChatThreads } from "./chats.ts";
import type { ThreadOwners } from "./owners.ts";

/**
 * What a user may do with threads of their own: make one; say something or interrupt; answer questions;
 * rename and archive; see which login pays.
 *
 * @category Web
 */
export type Permission = "create" | "send" | "answer" | "manage" | "account";

/**
 * Who asks.
 *
 * @category Web
 */
export interface HubUser {
  /** The user's id, the same for every request of this user, and of nobody else. */
  readonly id: string;
  /** What the user may do beside reading. Default: everything. */
  readonly may?: readonly Permission[] | undefined;
}

/**
 * Options that a browser may be allowed to set. Some of them are dangerous in the hands of a stranger:
 * `sandboxMode`, `approvalPolicy`, `networkAccessEnabled`, `workingDirectory` and `developerInstructions`
 * decide what a prompt can do to the machine.
 *
 * @category Web
 */
export type BrowserOption =
  | "approvalPolicy"
  | "collaborationMode"
  | "developerInstructions"
  | "model"
  | "modelReasoningEffort"
  | "networkAccessEnabled"
  | "sandboxMode"
  | "serviceTier"
  | "summary"
  | "verbosity"
  | "webSearchMode"
  | "workingDirectory";

/** The options, and whether a turn takes them too. */
export const BROWSER_OPTIONS: Readonly<Record<BrowserOption, "thread" | "both">> = {
  approvalPolicy: "thread",
  collaborationMode: "both",
  developerInstructions: "thread",
  model: "both",
  modelReasoningEffort: "both",
  networkAccessEnabled: "thread",
  sandboxMode: "thread",
  serviceTier: "both",
  summary: "both",
  verbosity: "thread",
  webSearchMode: "thread",
  workingDirectory: "thread",
};

/**
 * What a turn may take at most: options of a live turn.
 *
 * @category Web
 */
export type TurnLimits = Pick<
  LiveTurnOptions,
  "timeoutMs" | "idleTimeoutMs" | "maxTokens" | "maxRequests"
>;

/**
 * Options of a handler.
 *
 * @category Web
 */
export interface HandlerOptions {
  /**
   * Says who asks, by a session or a token of yours; or answers in the handler's place: 401, a redirect.
   * It is asked for every request, and what it throws becomes a 500.
   */
  readonly authorize: (request: Request) => HubUser | Response | Promise<HubUser | Response>;
  /** The path that the routes lie below, such as `/codex`. Default: none. */
  readonly basePath?: string | undefined;
  /**
   * Options of the threads that are made, or a function that gives those of a user: each one's own
   * `workingDirectory`, say. Also for those that have to be loaded again.
   */
  readonly threadOptions?:
    | LiveThreadOptions
    | ((user: HubUser) => LiveThreadOptions | Promise<LiveThreadOptions>)
    | undefined;
  /** What a turn may take at most. Default: no limits. */
  readonly turnLimits?: TurnLimits | undefined;
  /** The options that a browser may set, for a thread or a turn. Default: none. */
  readonly allowedOptions?: readonly BrowserOption[] | undefined;
  /**
   * The origins whose pages may ask, `https://app.example` each. Default: the one that the request was
   * sent to. Behind a proxy that ends TLS name yours. Pages of another one may read the answers, too.
   */
  readonly origins?: readonly string[] | undefined;
  /** Bytes that a body may have; one of `/chat` sixteen times as many. Default: 1 MiB. */
  readonly maxBodyBytes?: number | undefined;
  /** Milliseconds of silence after which a stream of events sends a comment. Default: 15,000. */
  readonly heartbeatMs?: number | undefined;
  /** Whose threads are whose. Default: {@linkcode memoryOwners}, which forgets with the program. */
  readonly owners?: ThreadOwners | undefined;
  /**
   * Which thread a chat of `useChat` is. Default: `memoryChats()`, which forgets with the program. A chat
   * whose id is a thread's is that thread.
   */
  readonly chats?: ChatThreads | undefined;
  /**
   * Is told of what went wrong, of which the browser gets a status and a code alone. Default: a line on
   * standard error, with the route and the error's message, and nothing else of the request.
   */
  readonly onError?: ((error: unknown, request: Request) => void) | undefined;
}

const LIMITS: ReadonlySet<string> = new Set<keyof TurnLimits>([
  "timeoutMs",
  "idleTimeoutMs",
  "maxTokens",
  "maxRequests",
]);

const KINDS: { readonly [K in keyof HandlerOptions]-?: [(value: unknown) => boolean, string] } = {
  authorize: [isFunction, "a function that says who asks"],
  basePath: [
    (value) => typeof value === "string" && /^(\/[^/?#]+)*\/?$/.test(value),
    'a path like "/codex"',
  ],
  threadOptions: [(value) => isFunction(value) || isPlain(value), "options, or a function"],
  turnLimits: [
    (value) => isPlain(value) && Object.keys(value).every((name) => LIMITS.has(name)),
    "an object with timeoutMs, idleTimeoutMs, maxTokens, maxRequests",
  ],
  allowedOptions: [
    (value) => isListOf(value, (name) => Object.hasOwn(BROWSER_OPTIONS, name)),
    `a list of ${Object.keys(BROWSER_OPTIONS).join(", ")}`,
  ],
  origins: [
    (value) => isListOf(value, (text) => URL.canParse(text) && new URL(text).origin === text),
    'a list of origins like "https://app.example"',
  ],
  maxBodyBytes: [isAmount, "a number above 0"],
  heartbeatMs: [
    (value) => isDuration(value) && isAmount(value),
    "a number of milliseconds above 0",
  ],
  owners: [(value) => typeof value === "object" && value !== null, "a ThreadOwners"],
  chats: [(value) => typeof value === "object" && value !== null, "a ChatThreads"],
  onError: [isFunction, "a function"],
};

/**
 * Checks the options.
 *
 * @throws {InvalidInputError} If `authorize` is missing, or there is no such option, or it takes no such
 * value.
 */
export function checkHandlerOptions(given: unknown): void {
  const act = "Cannot make a handler";
  if (!isPlain(given) || given.authorize === undefined) {
    const state = "authorize is missing, the function that says who asks";
    throw new InvalidInputError("authorize", `${act}: ${state}`);
  }
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue;
    if (!Object.hasOwn(KINDS, name)) {
      const names = Object.keys(KINDS).join(", ");
      throw new InvalidInputError(name, `${act}: there is no option ${name}, but ${names}`);
    }
    const [fits, words] = KINDS[name as keyof HandlerOptions];
    if (!fits(value)) throw new InvalidInputError(name, `${act}: ${name} must be ${words}`);
  }
}

function isFunction(value: unknown): boolean {
  return typeof value === "function";
}

function isAmount(value: unknown): boolean {
  return typeof value === "number" && value > 0;
}

function isListOf(value: unknown, fits: (text: string) => boolean): boolean {
  return Array.isArray(value) &&
    value.every((text: unknown) => typeof text === "string" && fits(text));
}
