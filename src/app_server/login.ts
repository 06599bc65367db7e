/**
 * Logging in and out, and what is left of a plan.
 *
 * @module
 */
import { CodexError, InvalidInputError } from "../core/vocabulary/errors.ts";
import { plainText } from "../core/base/plain_text.ts";
import type { Redact } from "../core/ports/redact.ts";
import { answerFields, type Fields } from "./link/answers.ts";
import type { AnyMessage } from "./link/notifications/message_queue.ts";

/**
 * A key, kept by Codex as it keeps logins: in `auth.json` of CODEX_HOME, unless configured otherwise.
 *
 * @category Server
 */
export interface ApiKeyLogin {
  /** Discriminant. */
  readonly type: "apiKey";
  /** The key. */
  readonly apiKey: string;
}

/**
 * A login that a person completes in a browser: on this machine, or on any other with a code.
 *
 * @category Server
 */
export interface ChatGptLogin {
  /**
   * "chatgpt": the browser has to run on the machine that Codex runs on, where it comes back to a port
   * of 127.0.0.1; "deviceCode": it may run anywhere.
   */
  readonly type: "chatgpt" | "deviceCode";
}

/**
 * A login under way.
 *
 * @category Server
 */
export interface PendingLogin {
  /** The page to open. */
  readonly url: string;
  /** Resolves when Codex is logged in; rejects with `CodexError` when that failed or was cancelled. */
  readonly completed: Promise<void>;
  /** Gives the login up; `completed` rejects. Does nothing once it is completed. */
  cancel(): Promise<void>;
}

/**
 * A login under way, by a code.
 *
 * @category Server
 */
export interface PendingDeviceLogin extends PendingLogin {
  /** What the person enters on the page. */
  readonly code: string;
}

/**
 * How much of a limit is used.
 *
 * @category Server
 */
export interface RateLimitWindow {
  /** Per cent, 0 to 100. */
  readonly usedPercent: number;
  /** Minutes that the window lasts, or null where nobody tells. */
  readonly windowDurationMins: number | null;
  /** When it begins anew, in seconds since 1970, or null. */
  readonly resetsAt: number | null;
}

/**
 * The limits of a plan, in the server's own words.
 *
 * @category Server
 */
export interface RateLimitInfo {
  /** Which limit it is, such as "codex". */
  readonly limitId: string | null;
  /** The short window, of some hours. */
  readonly primary: RateLimitWindow | null;
  /** The long window, of some days. */
  readonly secondary: RateLimitWindow | null;
  /** What was bought beside the plan. */
  readonly credits:
    | { readonly hasCredits: boolean; readonly unlimited: boolean; readonly balance: string | null }
    | null;
  /** The plan. */
  readonly planType: string | null;
  /** Which limit has been reached, or null. */
  readonly rateLimitReachedType: string | null;
}

/**
 * What is left of a plan.
 *
 * @category Server
 */
export interface RateLimits {
  /** The limits of the plan. */
  readonly rateLimits: RateLimitInfo;
  /** Those of each kind, by their `limitId`; null where the server tells of one only. */
  readonly rateLimitsByLimitId: Readonly<Record<string, RateLimitInfo>> | null;
}

/** What a login needs of the server. */
export interface AccountLink {
  /** Calls a method of the server. */
  request(method: string, params: unknown): Promise<unknown>;
  /** Every notification from now on. */
  listen(): AsyncIterableIterator<AnyMessage>;
  /** Settles when the connection of this moment is lost: a login does not outlive it. */
  lost(): Promise<void>;
  /** Keeps a secret out of texts from now on. */
  keepSecret(secret: string): void;
  /** Takes the secrets out of a text. */
  readonly redact: Redact;
}

const START = "account/login/start";

/**
 * Logs in.
 *
 * @throws {InvalidInputError} If there is no such login.
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
    throw new InvalidInputError("type", `Cannot log in: the type must be ${known}`);
  }
  // Before it begins: the end may come right behind the answer.
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
  // Whoever does not wait for it is not to be brought down by it.
  completed.catch(() => {});
  return {
    url: verificationUrl,
    ...(typeof userCode === "string" ? { code: userCode } : {}),
    completed,
    cancel: async () => void await link.request("account/login/cancel", { loginId }),
  };
}

/** Waits for the server's word on a login. */
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
