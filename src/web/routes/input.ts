/**
 * What a browser may say: texts and images, and nothing that names a file on this machine.
 *
 * @module
 */
import { InvalidInputError } from "../../core/vocabulary/errors.ts";
import type { Input, UserInput } from "../../core/vocabulary/input.ts";

/**
 * Input from a browser. It contains no paths, because the files there would be shown to the model.
 *
 * @category Web
 */
export type WebInput =
  | string
  | readonly (
    | { readonly type: "text"; readonly text: string }
    | { readonly type: "image"; readonly url: string }
  )[];

/**
 * The input, part by part.
 *
 * @throws {InvalidInputError} If a browser may not send it.
 */
export function browserInput(given: unknown): Input {
  if (typeof given === "string") return given;
  if (Array.isArray(given)) return given.map(part);
  throw invalid("the input must be a string, or a list of texts and images");
}

/** How the data: URL of an image begins. */
const IMAGE = /^data:image\/[^,]+;base64,/i;

function part(given: unknown, index: number): UserInput {
  const { type, text, url } = Object(given) as Record<string, unknown>;
  if (type === "text" && typeof text === "string") return { type, text };
  // What a program could give instead of a URL, a browser cannot: it is not told of it.
  if (type === "image" && typeof url === "string" && IMAGE.test(url)) return { type, url };
  throw invalid(
    `input[${index}] must be { type: "text", text }, or { type: "image", url } with a base64 data: URL of an image`,
  );
}

function invalid(state: string): InvalidInputError {
  return new InvalidInputError("input", `Cannot start a turn: ${state}`);
}
