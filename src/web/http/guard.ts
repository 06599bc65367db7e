/**
 * What is refused before anything else looks at it: requests from other sites' pages, and bodies that are
 * too large or not JSON.
 *
 * @module
 */
import { isPlain } from "../../core/base/plain.ts";
import { HEADERS, HttpError } from "./answers.ts";
import { BROWSER_OPTIONS, type BrowserOption } from "./options.ts";
import type { BodyShape } from "./route.ts";

/** Maximum size of a body, in bytes. */
export const MAX_BODY_BYTES: number = 1024 * 1024;

/**
 * Returns the origin of the page that sent a request; null for the server's own pages, and if no page
 * sent it.
 *
 * @param origins The origins that may send requests; undefined: only the server's own.
 * @throws {HttpError} If the page may not send requests.
 */
export function checkedOrigin(
  request: Request,
  url: URL,
  origins: readonly string[] | undefined,
): string | null {
  const origin = request.headers.get("origin");
  if (origin !== null) {
    if (origins?.includes(origin)) return origin === url.origin ? null : origin;
    // "null" stands for a page without an origin, and for an address without one: no two of them are one.
    if (origins === undefined && origin !== "null" && origin === url.origin) return null;
  } else if (request.headers.get("sec-fetch-site") !== "cross-site") return null;
  throw new HttpError(403, "foreign_origin", "Pages of this origin may not use this server");
}

/** Lets a page of another origin read an answer. */
export function shareWith(origin: string | null, answer: Response): Response {
  if (origin === null) return answer;
  const shared = new Response(answer.body, answer);
  shared.headers.set("access-control-allow-origin", origin);
  shared.headers.set("access-control-allow-credentials", "true");
  shared.headers.set("access-control-expose-headers", "codex-log");
  shared.headers.append("vary", "origin");
  return shared;
}

/** Answers the preflight request that a browser sends on behalf of a page of another origin. */
export function preflight(request: Request, origin: string | null): Response {
  // Whatever it sends: which header has a token, only the program knows.
  const asked = request.headers.get("access-control-request-headers");
  const headers = {
    ...HEADERS,
    "access-control-allow-methods": "GET, POST, PATCH, DELETE",
    "access-control-allow-headers": asked ?? "authorization, content-type, last-event-id",
    "access-control-max-age": "600",
  };
  return shareWith(origin, new Response(null, { status: 204, headers }));
}

/**
 * The body as a JSON object; `{}` if there is none.
 *
 * @throws {HttpError} If it is too large (413), of another type (415), or not an object (400).
 * @throws {TypeError} If the program has read it already.
 */
export async function bodyOf(
  request: Request,
  maxBytes: number,
): Promise<Record<string, unknown>> {
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) throw tooLarge(maxBytes);
  if (request.bodyUsed) {
    throw new TypeError(
      "The body was read before the handler got the request: pass the request on before anything parses it",
    );
  }
  const type = request.headers.get("content-type");
  if (type !== null && !/^application\/json\s*(;|$)/i.test(type)) throw wrongType();
  const bytes = await readUpTo(request.body, maxBytes);
  if (bytes.length === 0) return {};
  if (type === null) throw wrongType();
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new HttpError(400, "invalid_json", "The body is not valid JSON");
  }
  if (isPlain(value)) return value;
  throw new HttpError(400, "invalid_json", "The body must be an object");
}

/**
 * The options in a body, which must hold all that is required and nothing that is not allowed.
 *
 * @throws {HttpError} 400.
 */
export function optionsIn(
  body: Readonly<Record<string, unknown>>,
  shape: BodyShape | undefined,
  allowed: readonly BrowserOption[],
): Partial<Record<BrowserOption, unknown>> {
  const options: Partial<Record<BrowserOption, unknown>> = {};
  for (const [name, value] of Object.entries(body)) {
    if (Object.hasOwn(shape?.fields ?? {}, name)) continue;
    const option = allowed.find((option) => option === name);
    const takes = option && BROWSER_OPTIONS[option];
    if (option === undefined || !(takes === shape?.options || takes === "both" && shape?.options)) {
      throw new HttpError(400, "option_not_allowed", `The option ${shown(name)} may not be set`);
    }
    options[option] = value;
  }
  const missing = shape?.required?.find((name) => body[name] === undefined);
  if (missing === undefined) return options;
  throw new HttpError(400, "invalid_input", `The body has no ${missing}`);
}

async function readUpTo(
  body: ReadableStream<Uint8Array> | null,
  maxBytes: number,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = body?.getReader();
  for (;;) {
    const { done = true, value } = await reader?.read().catch(() => {
      throw new HttpError(400, "body_cut_off", "The body was cut off");
    }) ?? {};
    if (done || value === undefined) break;
    size += value.length;
    if (size > maxBytes) {
      await reader?.cancel().catch(() => {});
      throw tooLarge(maxBytes);
    }
    chunks.push(value);
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

function tooLarge(maxBytes: number): HttpError {
  return new HttpError(413, "body_too_large", `The body may not exceed ${maxBytes} bytes`);
}

function wrongType(): HttpError {
  return new HttpError(415, "unsupported_type", "The body must be application/json");
}

/** A name as it may be shown. */
function shown(name: string): string {
  return JSON.stringify(name.slice(0, 64));
}
