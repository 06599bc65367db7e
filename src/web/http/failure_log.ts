/**
 * What is logged about a failure if the program gave no `onError`; the browser is told nothing of it.
 *
 * @module
 */
import { kindOf } from "../../core/base/words.ts";
import { InvalidInputError } from "../../core/vocabulary/errors.ts";
import { nameOf } from "./answers.ts";

/** What was known about a request when it failed. */
export interface Asked {
  /** The path of its route, as in the table; null before the route was found. */
  path: string | null;
  /** The body. */
  body: object;
  /** The options that came from the handler's `threadOptions`. */
  threadOptions: object;
}

/**
 * Writes a line about a failure to standard error. It names only the route: addresses, headers and bodies
 * may hold secrets.
 *
 * @param error What was thrown.
 * @param method The request's method.
 * @param status The status of the answer.
 * @param asked What was known about the request.
 */
export function logFailure(error: unknown, method: string, status: number, asked: Asked): void {
  const { path } = asked;
  const what = path === null ? `a ${method} request` : `${method} ${path}`;
  const line = `Cannot answer ${what} (${status}): ${said(error)}${advice(error, asked)}`;
  // An error may quote what a stranger sent: it stays on one line and moves no cursor.
  console.error(line.replaceAll(/[\s\p{Cc}]+/gu, " "));
}

function said(error: unknown): string {
  return error instanceof Error ? `${error}` : kindOf(error);
}

function advice(error: unknown, { threadOptions }: Asked): string {
  if (!(error instanceof InvalidInputError)) return "";
  const name = nameOf(error.option);
  if (!Object.hasOwn(threadOptions, name)) return "";
  return `; ${name} is set by the handler's threadOptions: correct it there`;
}
