import { checkAmount, checkNames, checkText } from "../../core/options/arguments.ts";
import { described, kindOf } from "../../core/base/words.ts";
import type {
  HttpErrorReply,
  ReplyItem,
  ReplyOptions,
  ReplyUsage,
  StreamEnding,
  StreamReply,
} from "./reply_types.ts";

const DEFAULT_USAGE: ReplyUsage = {
  inputTokens: 42,
  cachedInputTokens: 12,
  cacheWriteInputTokens: 0,
  outputTokens: 5,
  reasoningOutputTokens: 3,
};

/**
 * Options of {@linkcode httpError}.
 *
 * @category Offline model
 */
export interface HttpErrorOptions {
  /** The error's text. Default: `HTTP <status>`. */
  readonly message?: string | undefined;
  /** The error's code, for example `insufficient_quota`. Default: `null`. */
  readonly code?: string | undefined;
  /**
   * The error's type, for example `usage_limit_reached`. Default: `invalid_request_error` below 500,
   * otherwise `server_error`.
   */
  readonly type?: string | undefined;
  /** Seconds, sent as the `retry-after` header. */
  readonly retryAfter?: number | undefined;
  /** More response headers. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** The complete body, instead of the usual JSON. */
  readonly body?: string | undefined;
  /** Milliseconds before the first byte of the answer. Default 0. */
  readonly delayMs?: number | undefined;
}

/**
 * A failure as the API reports it inside a stream.
 *
 * @category Offline model
 */
export interface StreamFailure {
  /** The error's code, for example `server_error`, `rate_limit_exceeded`, `context_length_exceeded`. */
  readonly code: string;
  /** The error's text. */
  readonly message: string;
}

/**
 * Makes a reply that ends normally.
 *
 * @param parts Items in order; options may stand anywhere among them. Several tool calls are parallel
 * calls.
 * @returns The reply.
 * @category Offline model
 */
export function reply(...parts: readonly (ReplyItem | ReplyOptions)[]): StreamReply {
  return stream(parts, { type: "completed" });
}

/**
 * Makes a reply whose connection breaks after the given items.
 *
 * @param parts What is sent before the break.
 * @returns The reply. Codex sends the request again.
 * @category Offline model
 */
export function cutStream(...parts: readonly (ReplyItem | ReplyOptions)[]): StreamReply {
  return stream(parts, { type: "cut" });
}

/**
 * Makes a reply that ends cleanly but without `response.completed`.
 *
 * @param parts What is sent before the end.
 * @returns The reply. Codex sends the request again.
 * @category Offline model
 */
export function endWithoutCompleted(...parts: readonly (ReplyItem | ReplyOptions)[]): StreamReply {
  return stream(parts, { type: "end" });
}

/**
 * Makes a reply that sends the given items and then nothing more until the client leaves or the server is
 * closed.
 *
 * @param parts What is sent before the silence.
 * @returns The reply.
 * @category Offline model
 */
export function stall(...parts: readonly (ReplyItem | ReplyOptions)[]): StreamReply {
  return stream(parts, { type: "stall" });
}

/**
 * Makes a reply that ends with `response.failed`.
 *
 * @param failure The error. Codex 0.169 sends the request again after `server_error` and `rate_limit_exceeded`,
 * and gives up at once after `context_length_exceeded`, `invalid_prompt` and `insufficient_quota`.
 * @param parts What is sent before the failure.
 * @returns The reply.
 * @category Offline model
 */
export function failed(
  failure: StreamFailure,
  ...parts: readonly (ReplyItem | ReplyOptions)[]
): StreamReply {
  checkNames("make a reply that fails", failure, ["code", "message"], "the failure");
  checkText("make a reply that fails", "its code", failure.code);
  checkText("make a reply that fails", "its message", failure.message);
  return stream(parts, { type: "failed", code: failure.code, message: failure.message });
}

/**
 * Makes a reply that ends with `response.incomplete`.
 *
 * @param reason The reason. Codex 0.169 gives up at once after `max_output_tokens` and tries again after
 * `content_filter`.
 * @param parts What is sent before the end.
 * @returns The reply.
 * @category Offline model
 */
export function incomplete(
  reason: string,
  ...parts: readonly (ReplyItem | ReplyOptions)[]
): StreamReply {
  checkText("make an incomplete reply", "its reason", reason);
  return stream(parts, { type: "incomplete", reason });
}

/**
 * Makes a reply with an HTTP error status.
 *
 * @param status The status. Codex 0.169 gives up at once after 400, and after 429 without `retryAfter`;
 * it tries again after 401, 403, 404, 429 with `retryAfter`, and 5xx.
 * @param options The contents of the error.
 * @returns The reply.
 * @category Offline model
 */
export function httpError(status: number, options: HttpErrorOptions = {}): HttpErrorReply {
  if (!Number.isInteger(status) || status < 200 || status > 599) {
    throw new TypeError(
      `Cannot make an HTTP error: its status must be 200 to 599, not ${described(status)}`,
    );
  }
  checkNames("make an HTTP error", options, HTTP_ERROR);
  if (options.body !== undefined) checkText("make an HTTP error", "its body", options.body);
  const { message = `HTTP ${status}`, code = null, retryAfter, headers = {}, delayMs = 0 } =
    options;
  const type = options.type ?? (status < 500 ? "invalid_request_error" : "server_error");
  return {
    kind: "http_error",
    status,
    headers: retryAfter === undefined ? headers : { ...headers, "retry-after": String(retryAfter) },
    body: options.body ?? JSON.stringify({ error: { message, type, param: null, code } }),
    delayMs,
  };
}

const HTTP_ERROR = ["message", "code", "type", "retryAfter", "headers", "body", "delayMs"];

function stream(parts: readonly (ReplyItem | ReplyOptions)[], ending: StreamEnding): StreamReply {
  const items: ReplyItem[] = [];
  let usage: ReplyUsage | null = DEFAULT_USAGE;
  let delayMs = 0;
  for (const [index, part] of parts.entries()) {
    if (typeof part !== "object" || part === null || Array.isArray(part)) {
      throw partError(index, part);
    }
    if (part.kind !== undefined) {
      if (!ITEMS.has(part.kind)) throw partError(index, part);
      items.push(part);
      continue;
    }
    checkNames("make a reply", part, ["usage", "delayMs"]);
    if (part.usage) checkNames("make a reply", part.usage, Object.keys(DEFAULT_USAGE), "usage");
    if (part.delayMs !== undefined) checkAmount("make a reply", "delayMs", part.delayMs);
    if (part.usage !== undefined) {
      usage = part.usage === null ? null : { ...DEFAULT_USAGE, ...part.usage };
    }
    if (part.delayMs !== undefined) delayMs = part.delayMs;
  }
  return { kind: "stream", items, ending, usage, delayMs };
}

const ITEMS: ReadonlySet<ReplyItem["kind"]> = new Set<ReplyItem["kind"]>([
  "message",
  "reasoning",
  "shell",
  "patch",
  "plan",
  "web_search",
  "tool_call",
  "raw",
  "pause",
]);

function partError(index: number, part: unknown): TypeError {
  const { kind } = Object(part) as { readonly kind?: unknown };
  const what = kind === "stream" || kind === "http_error" ? "a reply itself" : kindOf(part);
  return new TypeError(
    `Cannot make a reply: part ${index + 1} is ${what}, and must be an item (message("…")) or ` +
      "options ({ usage })",
  );
}
