/**
 * The output schema, as the text of the file that Codex reads it from.
 *
 * @module
 */
import { InvalidInputError } from "../core/errors.ts";

/**
 * Writes the schema as JSON.
 *
 * @throws {InvalidInputError} If it is no object, or has no JSON.
 */
export function schemaText(schema: unknown): string {
  if (typeof schema !== "object" || schema === null || Array.isArray(schema)) {
    throw invalid("it must be a JSON Schema, as a plain object");
  }
  let text: string | undefined;
  try {
    text = JSON.stringify(schema);
  } catch (error) {
    throw invalid(error instanceof Error ? error.message : String(error));
  }
  if (text === undefined || !text.startsWith("{")) throw invalid("it is no object as JSON");
  return text;
}

function invalid(state: string): InvalidInputError {
  return new InvalidInputError("outputSchema", `Cannot use outputSchema: ${state}`);
}
