/**
 * Logins, and the limits of a plan.
 *
 * @module
 */
import { CodexError, InvalidInputError } from "../core/vocabulary/errors.ts";
import { plainText } from "../core/base/plain_text.ts";
import { described } from "../core/base/words.ts";
import type { Redact } from "../core/ports/redact.ts";
import { answerFields, type Fields } from "./link/answers.ts";
import type { AnyMessage } from "./link/notifications/message_queue.ts";

/**
 * A login with an API key. Codex stores it like any login, in `auth.json` of CODEX_HOME unless configured
 * otherwise.
 *
 * @category Server
 */
export interface ApiKeyLogin {
  /** Discriminant. */
  readonly type: "apiKey";
  /** The API key. */
  readonly apiKey: string;
}

/**
 * A login that a person completes in a browser: on Codex's machine, or on any other with a code.
 *
 * @category Server
 */
export interface ChatGptLogin {
  /**
   * "chatgpt": the browser must run on Codex's machine, where it is redirected to a port of 127.0.0.1;
   * "deviceCode": it may run anywhere.
   */
  readonly type: "chatgpt" | "deviceCode";
}

/**
 * A login in progress.
 *
 * @category Server
 */
export interface PendingLogin {
  /** The page to open. */
  readonly url: string;
  /** Resolves when Codex is logged in; rejects with a `CodexError` if the login fails or is canceled. */
  readonly completed: Promise<void>;
  /** Cancels the login; `completed` rejects. Does nothing once the login is complete. */
  cancel(): Promise<void>;
}

/**
 * A login with a code, in progress.
 *
 * @category Server
 */
export interface PendingDeviceLogin extends PendingLogin {
  /** The code that the person enters on the page. */
  readonly code: string;
}

/**
 * How much of a limit is used.
 *
 * @category Server
 */
export interface RateLimitWindow {
  /** The used part, in percent from 0 to 100. */
  readonly usedPercent: number;
  /** The length of the window in minutes, or null if unknown. */
  readonly windowDurationMins: number | null;
  /** When the window resets, as Unix time in seconds, or null. */
  readonly resetsAt: number | null;
}

/**
 * The limits of a plan, as the server reports them.
 *
 * @category Server
 */
export interface RateLimitInfo {
  /** The id of the limit, such as "codex". */
  readonly limitId: string | null;
  /** The short window, of some hours. */
  readonly primary: RateLimitWindow | null;
  /** The long window, of some days. */
  readonly secondary: RateLimitWindow | null;
  /** Credits that were bought in addition to the plan. */
  readonly credits:
    | { readonly hasCredits: boolean; readonly unlimited: boolean; readonly balance: string | null }
    | null;
  /** The type of the plan. */
  readonly planType: string | null;
  /** Which limit has been reached, or null. */
  readonly rateLimitReachedType: string | null;
}

/**
 * How much of a plan is used.
 *
 * @category Server
 */
export interface RateLimits {
  /** The limits of the plan. */
  readonly rateLimits: RateLimitInfo;
  /** All limits, by their `limitId`; null if the server reports only one. */
  readonly rateLimitsByLimitId: Readonly<Record<string, RateLimitInfo>> | null;
}

/** What a login needs from the server. */
export interface AccountLink {
  /** Calls a method of the server. */
  request(method: string, params: unknown): Promise<unknown>;
  /** Every notification from now on. */
  listen(): AsyncIterableIterator<AnyMessage>;
  /** Settles when the current connection is lost: a login does not outlive it. */
  lost(): Promise<void>;
  /** Redacts a secret from now on. */
  keepSecret(secret: string): void;
  /** Removes the secrets from a text. */
  readonly redact: Redact;
}

const START = "account/login/start";

/**
 * Logs in.
 *
 * @throws {InvalidInputError} If the type is unknown or the API key is blank.
 */
export async function login(
  link: AccountLink,
  options: ApiKeyLogin | ChatGptLogin,
): Promise<void | PendingLogin | PendingDeviceLogin> {
  const { type } = options ?? {};
  if (type === "apiKey") {
    const { apiKey } = options as ApiKeyLogin;
    if (typeof apiKey === "string" && apiKey.trim() !== "") {
      link.keepSecret(apiKey);
      return void await link.request(START, { type, apiKey });
    }
    throw new InvalidInputError(
      "apiKey",
      "Cannot log in: apiKey must be a string that is not blank",
    );
  }
  if (type !== "chatgpt" && type !== "deviceCode") {
    const known = '"apiKey", "chatgpt" or "deviceCode"';
    const state = `the type must be ${known}, not ${described(type)}`;
    throw new InvalidInputError("type", `Cannot log in: ${state}`);
  }
  // Before it begins: the end may come right after the answer.
  const messages = link.listen();
  try {
    const wanted = type === "chatgpt" ? type : "chatgptDeviceCode";
    const answer = answerFields(START, await link.request(START, { type: wanted }));
    return pending(link, answer, messages);
  } catch (error) {
    await messages.return?.();
    throw error;
  }
}

function pending(
  link: AccountLink,
  answer: Fields,
  messages: AsyncIterableIterator<AnyMessage>,
): PendingLogin | PendingDeviceLogin {
  const { loginId, authUrl, verificationUrl = authUrl, userCode } = answer;
  if (typeof loginId !== "string" || typeof verificationUrl !== "string") {
    throw new CodexError(`Cannot ${START}: the app-server's answer has no url`);
  }
  const completed = ended(link, loginId, messages);
  void link.lost().then(() => messages.return?.());
  // Not an unhandled rejection for callers that do not await it.
  completed.catch(() => {});
  return {
    url: verificationUrl,
    ...(typeof userCode === "string" ? { code: userCode } : {}),
    completed,
    cancel: async () => void await link.request("account/login/cancel", { loginId }),
  };
}

/** Waits until the server reports the end of a login. */
async function ended(
  link: AccountLink,
  loginId: string,
  messages: AsyncIterableIterator<AnyMessage>,
): Promise<void> {
  for await (const { method, params } of messages) {
    if (method !== "account/login/completed") continue;
    const told = (params ?? {}) as Fields;
    if (told.loginId !== loginId) continue;
    if (told.success === true) return;
    const why = typeof told.error === "string" ? told.error : "no reason given";
    throw new CodexError(`Cannot log in: ${link.redact(plainText(why))}`);
  }
  throw new CodexError("Cannot log in: the app-server has ended");
}
