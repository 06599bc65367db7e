/**
 * What is read of the server's answers. One of another shape is an error that names the method.
 *
 * @module
 */
import { CodexError } from "../../core/vocabulary/errors.ts";

/** An object of an answer. */
export type Fields = { readonly [key: string]: unknown };

/**
 * The object that an answer is.
 *
 * @param method The method that was called.
 * @param answer The server's answer.
 * @throws {CodexError} If it is none.
 */
export function answerFields(method: string, answer: unknown): Fields {
  return objectOf(answer) ?? lacks(method, "object");
}

/**
 * An object in an answer.
 *
 * @param method The method that was called.
 * @param answer The server's answer.
 * @param name Its name in the answer.
 * @throws {CodexError} If there is none.
 */
export function answerObject(method: string, answer: unknown, name: string): Fields {
  return objectOf(objectOf(answer)?.[name]) ?? lacks(method, name);
}

/**
 * An object in an answer that has an id, such as a thread or a turn.
 *
 * @param method The method that was called.
 * @param answer The server's answer.
 * @param name Its name in the answer.
 * @throws {CodexError} If there is none, or it has no id.
 */
export function answerWithId(
  method: string,
  answer: unknown,
  name: string,
): Fields & { readonly id: string } {
  const fields = objectOf(objectOf(answer)?.[name]);
  const id = fields?.id;
  if (fields === null || typeof id !== "string" || id === "") return lacks(method, `${name} id`);
  return { ...fields, id };
}

/**
 * A page of a list whose entries have ids.
 *
 * @param method The method that was called.
 * @param answer The server's answer.
 * @throws {CodexError} If it is none.
 */
export function answerPage(
  method: string,
  answer: unknown,
): {
  readonly data: readonly (Fields & { readonly id: string })[];
  readonly nextCursor: string | null;
} {
  const { data, nextCursor } = answerFields(method, answer);
  if (!Array.isArray(data)) return lacks(method, "data");
  const entries = data.map((entry) => answerWithId(method, { entry }, "entry"));
  return { data: entries, nextCursor: typeof nextCursor === "string" ? nextCursor : null };
}

function objectOf(value: unknown): Fields | null {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? value as Fields
    : null;
}

function lacks(method: string, what: string): never {
  throw new CodexError(`Cannot ${method}: the app-server's answer has no ${what}`);
}
