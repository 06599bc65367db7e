/**
 * What the caller says, as Codex takes it: one prompt and a list of images.
 *
 * @module
 */
import { InvalidInputError } from "./errors.ts";
import {
  fromDataUrl,
  type ImageBlob,
  type InlineImage,
  isBytes,
  shownType,
} from "./inline_image.ts";
import { quoted } from "../base/plain_text.ts";

/**
 * A part of the input.
 *
 * @category Turns
 */
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
  }
  | {
    /** Discriminant. */
    type: "image";
    /** The image: PNG, JPEG, GIF or WebP. Over exec it goes through a private file, removed after the turn. */
    data: Uint8Array | ImageBlob;
    /** Its media type. Default: the blob's, else what the bytes show. */
    mediaType?: string | undefined;
  }
  | {
    /** Discriminant. */
    type: "image";
    /** The image as a `data:` URL in base64; Codex fetches none from elsewhere. */
    url: string;
  }
  | {
    /** Discriminant. */
    type: "skill";
    /** The skill's name. */
    name: string;
    /** Path of its `SKILL.md`; it must be one that Codex knows. Live sessions only: over exec write `$name`. */
    path: string;
  }
  | {
    /** Discriminant. */
    type: "mention";
    /** What is mentioned. */
    name: string;
    /** Where it is: `app://…` or `plugin://…`. Live sessions only. */
    path: string;
  };

/**
 * Input to a turn: a prompt, or a list of texts and images.
 *
 * @category Turns
 */
export type Input = string | UserInput[];

/** A skill, or what is mentioned. */
export interface Reference {
  /** Which of them. */
  readonly type: "skill" | "mention";
  /** Its name. */
  readonly name: string;
  /** Where it is. */
  readonly path: string;
}

/** What Codex is given. */
export interface NormalizedInput {
  /** The prompt, for stdin. */
  readonly prompt: string;
  /** The images: paths, and what is no file yet. */
  readonly images: readonly (string | InlineImage)[];
  /** Skills and mentions, if there are any. */
  readonly references?: readonly Reference[];
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
  const images: (string | InlineImage)[] = [];
  const references: Reference[] = [];
  if (typeof input === "string") texts.push(input);
  else if (Array.isArray(input)) {
    input.forEach((part: unknown, index) => addPart(part, index, texts, images, references));
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
  return { prompt, images, ...(references.length > 0 ? { references } : {}) };
}

function addPart(
  part: unknown,
  index: number,
  texts: string[],
  images: (string | InlineImage)[],
  references: Reference[],
): void {
  const { type, text, path, name } = (part ?? {}) as Record<string, unknown>;
  if (type === "text" && typeof text === "string") texts.push(text);
  else if (type === "local_image" && typeof path === "string") {
    images.push(checkedPath(path));
  } else if (type === "image") {
    images.push(inlineImage(part as Record<string, unknown>, index));
  } else if (
    (type === "skill" || type === "mention") && typeof name === "string" && name !== "" &&
    typeof path === "string" && path !== ""
  ) {
    references.push({ type, name, path });
  } else {
    throw invalid(
      `input[${index}] must be { type: "text", text }, { type: "local_image", path }, { type: "image", data } or { type: "image", url }; live also { type: "skill" | "mention", name, path }`,
    );
  }
}

function inlineImage(part: Record<string, unknown>, index: number): InlineImage {
  const { data, mediaType, url } = part;
  const at = `input[${index}]`;
  if (url !== undefined && data === undefined) {
    const image = typeof url === "string" ? fromDataUrl(url) : null;
    if (image !== null) return image;
    throw invalid(
      `${at}.url must be an image as a data: URL in base64; Codex fetches none from elsewhere: give its bytes as data`,
    );
  }
  const { type, arrayBuffer } = Object(data) as Partial<ImageBlob>;
  if (!isBytes(data) && (typeof type !== "string" || typeof arrayBuffer !== "function")) {
    throw invalid(`${at}.data must be a Uint8Array or a Blob`);
  }
  const shown = mediaType ?? (isBytes(data) ? shownType(data) : type);
  if (typeof shown !== "string" || !/^image\/[\w.+-]+$/i.test(shown)) {
    throw invalid(
      `${at} must say which image it is: { type: "image", data, mediaType: "image/png" }`,
    );
  }
  // A copy: by the time that the turn starts the caller may have other bytes in there.
  return { data: isBytes(data) ? new Uint8Array(data) : data as ImageBlob, mediaType: shown };
}

function checkedPath(path: string): string {
  if (path === "" || path.includes("\0")) throw invalid("an image has no valid path");
  if (/^data:[^,]*,/i.test(path)) {
    throw invalid(
      `an image is a path, not a URL like ${quoted(path)}; give it as { type: "image", url }`,
    );
  }
  return path;
}

/**
 * Refuses images that `codex exec` would not find.
 *
 * @throws {InvalidInputError} If one has a comma in its path.
 */
export function checkCommas({ images }: NormalizedInput): void {
  const split = images.find((image) => typeof image === "string" && image.includes(","));
  if (typeof split !== "string") return;
  throw invalid(
    `Codex splits image paths at commas, and ${quoted(split)} has one; rename or copy the file`,
  );
}

/**
 * Refuses what `codex exec` has no word for.
 *
 * @throws {InvalidInputError} If a skill or a mention is among the input.
 */
export function checkReferences({ references = [] }: NormalizedInput): void {
  const [first] = references;
  if (first === undefined) return;
  throw invalid(
    first.type === "skill"
      ? `codex exec takes no skills beside the prompt; write ${
        quoted(`$${first.name}`)
      } into it, or use a live session`
      : "codex exec takes no mentions; use a live session",
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
