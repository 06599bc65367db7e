/**
 * Why a turn failed, as a code, where Codex reports it only as text, above all over exec. The texts were
 * measured on Codex 0.169 and 0.171, and are the same over both transports.
 *
 * @module
 */

/**
 * Why a turn failed. A reason that a newer Codex adds is "other" until the SDK knows it.
 *
 * @category Errors
 */
export type FailureCode =
  | "usage_limit_exceeded"
  | "rate_limited"
  | "context_window_exceeded"
  | "server_overloaded"
  | "unauthorized"
  | "bad_request"
  | "connection_failed"
  | "stream_disconnected"
  | "budget_exceeded"
  | "cyber_policy"
  | "bio_policy"
  | "misalignment_policy"
  | "inference_hook_denied"
  | "model_not_found"
  | "other";

/**
 * A failure that Codex reported.
 *
 * @category Errors
 */
export interface Failure {
  /** Codex's message. */
  readonly message: string;
  /**
   * The reason. "server_overloaded" includes HTTP 5xx; "unauthorized" stands for 401 and 403,
   * "bad_request" for any other refusal of the request, "other" for whatever has no code.
   */
  readonly code: FailureCode;
  /** The HTTP status of the service's answer, or null if Codex does not report it. */
  readonly httpStatus: number | null;
  /** Whether the same turn may succeed later. Where Codex itself retries, it has already done so. */
  readonly retryable: boolean;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const RESET = new RegExp(
  // A sentence of its own where the plan has nothing to buy, and with an API key.
  `\\b[Tt]ry again at (?:(${
    MONTHS.join("|")
  }) (\\d{1,2})\\w{2}, (\\d{4}) )?(\\d{1,2}):(\\d{2}) ([AP]M)`,
);

type Kind = Omit<Failure, "message">;

const kind = (code: FailureCode, retryable: boolean, httpStatus: number | null = null): Kind => ({
  code,
  httpStatus,
  retryable,
});

/** The first match counts. */
const TEXTS: readonly (readonly [RegExp, (match: RegExpExecArray) => Kind])[] = [
  [/^unexpected status (\d{3})\b|^exceeded retry limit, last status: (\d{3})\b/, ofStatus],
  [
    /^(You.ve hit your usage limit|Quota exceeded\.|To use Codex with your ChatGPT plan)/,
    (match) => kind("usage_limit_exceeded", resetsAtOf(match.input) !== null),
  ],
  [
    /^(Your workspace is out of credits|You hit your spend cap)\b/,
    () => kind("usage_limit_exceeded", false),
  ],
  [
    /^Codex ran out of room in the model's context window/,
    () => kind("context_window_exceeded", false),
  ],
  // HTTP 500, whatever the service's own message.
  [/^We.re currently experiencing high demand/, () => kind("server_overloaded", true, 500)],
  [
    /^Selected model is at capacity|capacity (is )?unavailable\b/,
    () => kind("server_overloaded", true),
  ],
  [/^rate limit exceeded\b/, () => kind("rate_limited", true)],
  [/^budget reached$|^session budget exceeded/, () => kind("budget_exceeded", false)],
  [/^This request has been flagged for possible cybersecurity/, () => kind("cyber_policy", false)],
  [/^This content was flagged for possible biological/, () => kind("bio_policy", false)],
  [
    /^This request was blocked due to a misalignment policy\b/,
    () => kind("misalignment_policy", false),
  ],
  [/^Your workspace inference hook blocked\b/, () => kind("inference_hook_denied", false)],
  [/^The requested access program\b/, () => kind("bad_request", false)],
  // At 404, the service's own message; at 400, the unchanged body, of OpenAI and of a ChatGPT login.
  [
    /^The (requested )?model \W?[^\s'"`]+\W? (does not exist|is not supported)\b/,
    () => kind("model_not_found", false),
  ],
  [
    /"code"\s*:\s*"model_not_found"|"detail"\s*:\s*"The '[^']+' model is not supported\b/,
    () => kind("model_not_found", false, 400),
  ],
  [/Incomplete response returned, reason: /, () => kind("other", false)],
  [
    /^Connection failed\b|error sending request|Connection refused|waiting for network|dns error/,
    () => kind("connection_failed", true),
  ],
  [/^stream disconnected before completion/, () => kind("stream_disconnected", true)],
  // Codex 0.65 reports no cause.
  [/^Reconnecting\.\.\./, () => kind("connection_failed", true)],
  // Only at 400 is the message the unchanged body.
  [
    /^\s*\{\s*"(error|detail|message)"\s*:|^\s*<(!doctype|html)\b/i,
    () => kind("bad_request", false, 400),
  ],
];

/**
 * Returns what a message of Codex means.
 *
 * @param message Codex's message, which may be about a retry.
 * @returns The failure, with the message unchanged.
 */
export function failureOf(message: string): Failure {
  const cause = /^Reconnecting\.\.\.[^(]*\((.*)\)\s*$/s.exec(message)?.[1] ?? message;
  for (const [text, kindOf] of TEXTS) {
    const match = text.exec(cause);
    if (match !== null) return { message, ...kindOf(match) };
  }
  return { message, ...kind("other", false) };
}

/**
 * Returns the failure that an event reports: from its fields if it has them (in a live session), else
 * from its text.
 */
export function failureIn(told: { readonly message: string }): Failure {
  const read = failureOf(told.message);
  const { code, httpStatus, http_status = httpStatus, retryable } = told as Partial<Failure> & {
    readonly http_status?: number | null;
  };
  if (typeof code !== "string") return read;
  return {
    message: told.message,
    code,
    httpStatus: http_status ?? null,
    retryable: retryable ?? read.retryable,
  };
}

function ofStatus([, unexpected, last]: RegExpExecArray): Kind {
  return failureOfStatus(Number(unexpected ?? last));
}

/** What the status of the service's answer means. */
export function failureOfStatus(status: number): Omit<Failure, "message"> {
  if (status === 429) return kind("rate_limited", true, status);
  if (status >= 500 || status === 408) return kind("server_overloaded", true, status);
  return kind(status === 401 || status === 403 ? "unauthorized" : "bad_request", false, status);
}

/**
 * Returns when a usage limit ends, or null if the text does not say. Codex writes the time in its own time
 * zone, without seconds, and without the date if it is today.
 *
 * @param message Codex's message.
 * @param now The time of the message.
 */
export function resetsAtOf(message: string, now: Date = new Date()): Date | null {
  const at = RESET.exec(message);
  if (at === null) return null;
  const [, month, day, year, hour, minute, half] = at;
  const hours = Number(hour) % 12 + (half === "PM" ? 12 : 0);
  return month === undefined
    ? new Date(now.getFullYear(), now.getMonth(), now.getDate(), hours, Number(minute))
    : new Date(Number(year), MONTHS.indexOf(month), Number(day), hours, Number(minute));
}
