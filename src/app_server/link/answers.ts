/**
 * Reads the server's answers. One of an unexpected shape is an error that names the method.
 *
 * @module
 */
import { CodexError } from "../../core/vocabulary/errors.ts";

/** An object in an answer. */
export type Fields = { readonly [key: string]: unknown };

/**
 * The answer, which must be an object.
 *
 * @param method The method that was called.
 * @param answer The server's answer.
 * @throws {CodexError} If it is not an object.
 */
export function answerFields(method: string, answer: unknown): Fields {
  return objectOf(answer) ?? refuse(method, "is not an object");
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
  return objectOf(objectOf(answer)?.[name]) ?? refuse(method, `has no ${name}`);
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
  if (fields === null || typeof id !== "string" || id === "") {
    return refuse(method, `has no ${name} id`);
  }
  return { ...fields, id };
}

/**
 * A page of a list whose entries have ids.
 *
 * @param method The method that was called.
 * @param answer The server's answer.
 * @throws {CodexError} If it is not such a page.
 */
export function answerPage(
  method: string,
  answer: unknown,
): {
  readonly data: readonly (Fields & { readonly id: string })[];
  readonly nextCursor: string | null;
} {
  const { data, nextCursor } = objectOf(answer) ?? {};
  if (!Array.isArray(data)) return refuse(method, "has no data");
  const entries = data.map((entry) => answerWithId(method, { entry }, "entry"));
  return { data: entries, nextCursor: typeof nextCursor === "string" ? nextCursor : null };
}

function objectOf(value: unknown): Fields | null {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? value as Fields
    : null;
}

function refuse(method: string, state: string): never {
  throw new CodexError(`Cannot ${method}: the app-server's answer ${state}`);
}
