/**
 * What is said of a failure where the program has given no `onError`: the browser is told nothing.
 *
 * @module
 */
import { kindOf } from "../../core/options/words.ts";
import { InvalidInputError } from "../../core/vocabulary/errors.ts";

/** What was known of a request when it went wrong. */
export interface Asked {
  /** The path of its route, as the table has it; null before the route was found. */
  path: string | null;
  /** The body. */
  body: object;
  /** The options that the handler's `threadOptions` gave. */
  threadOptions: object;
}

/**
 * Writes a line about a failure to standard error. It names the route alone: addresses, headers and
 * bodies may hold secrets.
 *
 * @param error What was thrown.
 * @param method The request's method.
 * @param status The status of the answer.
 * @param asked What was known of the request.
 */
export function logFailure(error: unknown, method: string, status: number, asked: Asked): void {
  const { path } = asked;
  const what = path === null ? `a ${method} request` : `${method} ${path}`;
  const line = `Cannot answer ${what} (${status}): ${said(error)}${advice(error, asked)}`;
  // An error may quote what a stranger has sent: it stays on its line, and moves no cursor.
  console.error(line.replaceAll(/[\s\p{Cc}]+/gu, " "));
}

function said(error: unknown): string {
  return error instanceof Error ? `${error}` : kindOf(error);
}

function advice(error: unknown, { body, threadOptions }: Asked): string {
  if (!(error instanceof InvalidInputError)) return "";
  const [name = ""] = error.option.split(".");
  if (Object.hasOwn(body, name) || !Object.hasOwn(threadOptions, name)) return "";
  return `; ${name} is set by the handler's threadOptions: correct it there`;
}
