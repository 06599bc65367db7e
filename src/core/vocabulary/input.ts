/**
 * What the caller says, as Codex takes it: one prompt and a list of images.
 *
 * @module
 */
import { InvalidInputError } from "./errors.ts";
import { quoted } from "./plain_text.ts";

/** A part of the input. */
export type UserInput =
  | {
    /** Discriminant. */
    type: "text";
    /** Text; several are joined by a blank line. */
    text: string;
  }
  | {
    /** Discriminant. */
    type: "local_image";
    /** Path of an image file; over exec without a comma (Codex would split it there). */
    path: string;
  };

/** Input to a turn: a prompt, or a list of texts and images. */
export type Input = string | UserInput[];

/** What Codex is given. */
export interface NormalizedInput {
  /** The prompt, for stdin. */
  readonly prompt: string;
  /** The paths of the images. */
  readonly images: readonly string[];
}

/** Codex 0.120 on refuses a longer prompt after it has created the thread. */
export const MAX_PROMPT_CODE_POINTS = 1_048_576;

/**
 * Joins the texts and collects the images.
 *
 * @throws {InvalidInputError} If Codex would refuse the input, or misread it.
 */
export function normalizeInput(input: Input): NormalizedInput {
  const texts: string[] = [];
  const images: string[] = [];
  if (typeof input === "string") texts.push(input);
  else if (Array.isArray(input)) {
    input.forEach((part: unknown, index) => addPart(part, index, texts, images));
  } else {
    throw invalid("the input must be a string or a list of texts and images");
  }
  const prompt = texts.join("\n\n");
  if (prompt.trim() === "") {
    throw invalid("the prompt is blank, and Codex takes images only beside a text");
  }
  const length = codePoints(prompt);
  if (length > MAX_PROMPT_CODE_POINTS) {
    throw invalid(
      `the prompt has ${length} characters, Codex takes ${MAX_PROMPT_CODE_POINTS} at most; ` +
        "put long material into a file and name the file",
    );
  }
  return { prompt, images };
}

function addPart(
  part: unknown,
  index: number,
  texts: string[],
  images: string[],
): void {
  const { type, text, path } = (part ?? {}) as Record<string, unknown>;
  if (type === "text" && typeof text === "string") texts.push(text);
  else if (type === "local_image" && typeof path === "string") {
    images.push(checkedPath(path));
  } else {
    throw invalid(
      `input[${index}] must be { type: "text", text } or { type: "local_image", path }`,
    );
  }
}

function checkedPath(path: string): string {
  if (path === "" || path.includes("\0")) throw invalid("an image has no valid path");
  if (/^data:[^,]*,/i.test(path)) {
    throw invalid(`an image is a path, not a URL like ${quoted(path)}; write it to a file`);
  }
  return path;
}

/**
 * Refuses images that `codex exec` would not find.
 *
 * @throws {InvalidInputError} If one has a comma in its path.
 */
export function checkCommas({ images }: NormalizedInput): void {
  const split = images.find((path) => path.includes(","));
  if (split === undefined) return;
  throw invalid(
    `Codex splits image paths at commas, and ${quoted(split)} has one; rename or copy the file`,
  );
}

/** The number of code points, counted only where it can matter. */
function codePoints(text: string): number {
  if (text.length <= MAX_PROMPT_CODE_POINTS) return text.length;
  let count = 0;
  for (const _ of text) count++;
  return count;
}

function invalid(state: string): InvalidInputError {
  return new InvalidInputError("input", `Cannot start a turn: ${state}`);
}
