/**
 * The options of a handler.
 *
 * @module
 */
import type { LiveThreadOptions, LiveTurnOptions } from "../../app_server/turns/options.ts";
import { isDuration } from "../../core/base/duration.ts";
import { isPlain } from "../../core/base/plain.ts";
import { checkedOptions } from "../../core/options/check.ts";
import { described } from "../../core/base/words.ts";
import { InvalidInputError } from "../../core/vocabulary/errors.ts";
import type { ChatThreads } from "./chats.ts";
import type { ThreadOwners } from "./owners.ts";

/**
 * What a user may do with their own threads, beyond reading: `create` them, `send` messages and interrupt
 * turns, `answer` questions, `manage` (rename and archive) them; `account`: see which kind of login Codex
 * uses.
 *
 * @category Web
 */
export type Permission = "create" | "send" | "answer" | "manage" | "account";

/** Every permission. */
export const PERMISSIONS: readonly Permission[] = ["create", "send", "answer", "manage", "account"];

/**
 * The user who sends a request.
 *
 * @category Web
 */
export interface HubUser {
  /** The user's id: the same for every request of this user, and different for everyone else. */
  readonly id: string;
  /** What the user may do besides reading. Default: everything. */
  readonly may?: readonly Permission[] | undefined;
}

/**
 * Options that a browser may be allowed to set. Some of them are dangerous in a stranger's hands:
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
 * Limits of a turn: options of a live turn.
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
   * Identifies the user who sends a request, by your own session or token; or returns the response to
   * send instead: a 401, or a redirect. It is called for every request except preflights and those that
   * are refused because of their origin; if it throws, the answer is a 500.
   */
  readonly authorize: (request: Request) => HubUser | Response | Promise<HubUser | Response>;
  /** The path below which the routes lie, such as `/codex`. Default: none. */
  readonly basePath?: string | undefined;
  /**
   * Options for new threads, or a function that returns them for a user: a `workingDirectory` for each
   * user, say. They also apply to threads that have to be loaded again.
   */
  readonly threadOptions?:
    | LiveThreadOptions
    | ((user: HubUser) => LiveThreadOptions | Promise<LiveThreadOptions>)
    | undefined;
  /** Limits of every turn. Default: none. */
  readonly turnLimits?: TurnLimits | undefined;
  /** The options that a browser may set, for a thread or a turn. Default: none. */
  readonly allowedOptions?: readonly BrowserOption[] | undefined;
  /**
   * The origins whose pages may send requests, each in the form `https://app.example`. Default: the
   * origin that the request was sent to. Behind a proxy that terminates TLS, name your own. Pages of
   * another listed origin may read the answers, too.
   */
  readonly origins?: readonly string[] | undefined;
  /** Maximum size of a body, in bytes; sixteen times as much for bodies of `/chat`. Default: 1 MiB. */
  readonly maxBodyBytes?: number | undefined;
  /** Milliseconds of silence after which a stream of events sends a comment. Default: 15,000. */
  readonly heartbeatMs?: number | undefined;
  /**
   * Stores which threads belong to which user. Default: {@linkcode memoryOwners}, which forgets them when
   * the program ends.
   */
  readonly owners?: ThreadOwners | undefined;
  /**
   * Stores which thread belongs to a chat of `useChat`. Default: `memoryChats()`, which forgets them when
   * the program ends. A chat whose id is a thread's id uses that thread.
   */
  readonly chats?: ChatThreads | undefined;
  /**
   * Called with every error for which the browser gets only a status and a code. Default: writes a line
   * to standard error with the route and the error's message, and nothing else about the request. The
   * function's own errors are ignored.
   */
  readonly onError?: ((error: unknown, request: Request) => void) | undefined;
}

type Named = Exclude<keyof HandlerOptions, "authorize" | "turnLimits" | "onError">;

const KINDS: Readonly<Record<Named, readonly [(value: unknown) => boolean, string]>> = {
  basePath: [
    (value) => typeof value === "string" && /^(\/[^/?#]+)*\/?$/.test(value),
    'a path like "/codex"',
  ],
  threadOptions: [
    (value) => typeof value === "function" || isPlain(value),
    "options, or a function",
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
};

/**
 * Checks the options.
 *
 * @throws {InvalidInputError} If `authorize` is missing, or an option is unknown or its value is invalid.
 */
export function checkHandlerOptions(given: HandlerOptions): void {
  const act = "make a handler";
  const options = checkedOptions("handler", given, act);
  if (options.authorize === undefined) {
    const state = "authorize is missing, the function that identifies the user";
    throw new InvalidInputError("authorize", `Cannot ${act}: ${state}`);
  }
  for (const [name, [fits, words]] of Object.entries(KINDS)) {
    const value = options[name as Named];
    if (value === undefined || fits(value)) continue;
    const state = `${name} must be ${words}, not ${described(value)}`;
    throw new InvalidInputError(name, `Cannot ${act}: ${state}`);
  }
  checkedOptions("turnLimits", options.turnLimits, act);
}

function isAmount(value: unknown): boolean {
  return typeof value === "number" && value > 0;
}

function isListOf(value: unknown, fits: (text: string) => boolean): boolean {
  return Array.isArray(value) &&
    value.every((text: unknown) => typeof text === "string" && fits(text));
}
