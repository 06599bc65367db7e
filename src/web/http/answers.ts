/**
 * What is sent back: JSON, and refusals that reveal nothing about this machine.
 *
 * @module
 */
import { jsonOf } from "../../core/base/json.ts";
import { InvalidInputError, ResumeError } from "../../core/vocabulary/errors.ts";
import { HubError } from "../hub/errors.ts";

/** A refusal. */
export class HttpError extends Error {
  /** The HTTP status. */
  readonly status: number;
  /** The reason, in a word. */
  readonly code: string;
  /** Further headers. */
  readonly headers: Readonly<Record<string, string>>;

  /** A refusal that is sent as it is. */
  constructor(
    status: number,
    code: string,
    message: string,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

/** Headers of every answer: it is for one user only, and its type is not to be guessed. */
export const HEADERS = {
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
} as const;

/** Headers of a stream: anything that compresses answers on the way would hold its events back. */
export const STREAM_HEADERS = { ...HEADERS, "cache-control": "no-store, no-transform" } as const;

/** An answer with a body. */
export function json(value: unknown, status = 200): Response {
  const headers = { ...HEADERS, "content-type": "application/json" };
  return new Response(jsonOf(value), { status, headers });
}

/** An answer without one. */
export function empty(): Response {
  return new Response(null, { status: 204, headers: HEADERS });
}

/**
 * The refusal that an error becomes. Messages from Codex may name folders: they are not passed on.
 *
 * @param body What the browser has sent.
 */
export function refusalOf(error: unknown, body: object): HttpError {
  if (error instanceof HttpError) return error;
  if (error instanceof HubError) return new HttpError(error.status, error.code, error.message);
  if (error instanceof ResumeError) {
    switch (error.reason) {
      case "in_use":
        return new HttpError(409, "thread_in_use", "The thread is in use elsewhere");
      case "archived":
        return new HttpError(409, "thread_archived", "The thread is archived");
      case "damaged":
        break;
      default:
        return threadNotFound();
    }
  }
  if (error instanceof InvalidInputError && isSent(error.option, body)) {
    return new HttpError(400, "invalid_input", error.message);
  }
  const { name } = Object(error) as { readonly name?: unknown };
  if (name === "ConnectionClosedError") {
    return new HttpError(503, "server_lost", "The connection to Codex was lost; try again");
  }
  return new HttpError(500, "internal", "Something went wrong");
}

/** What a browser may send under another name: an answer or a message of a chat, and `?search=`. */
const RENAMED: ReadonlySet<string> = new Set(["decision", "input", "searchTerm"]);

/** Whether the browser has set an option, and not the program. */
function isSent(option: string, body: object): boolean {
  return RENAMED.has(option) || Object.hasOwn(body, nameOf(option));
}

/** The option that an error is about: of `config.mcp_servers`, `config`. */
export function nameOf(option: string): string {
  return option.split(".")[0] ?? "";
}

/** A refusal as JSON. */
export function refusal({ status, code, message, headers }: HttpError): Response {
  const answer = json({ error: { code, message } }, status);
  for (const [name, value] of Object.entries(headers)) answer.headers.set(name, value);
  return answer;
}

/** For this user, the thread does not exist. */
export function threadNotFound(): HttpError {
  return new HttpError(404, "thread_not_found", "There is no such thread");
}
