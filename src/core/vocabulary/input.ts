/**
 * The caller's input, in the form that Codex takes: one prompt and a list of images.
 *
 * @module
 */
import { described } from "../base/words.ts";
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
    /** The text. Several texts are joined by blank lines. */
    text: string;
  }
  | {
    /** Discriminant. */
    type: "local_image";
    /** The path of an image file. Over exec, it must not have a comma, at which Codex would split it. */
    path: string;
  }
  | {
    /** Discriminant. */
    type: "image";
    /** A PNG, JPEG, GIF or WebP image. Over exec, it goes through a private file, removed after the turn. */
    data: Uint8Array | ImageBlob;
    /** Its media type. Default: the blob's `type`; that of bytes is detected from them. */
    mediaType?: string | undefined;
  }
  | {
    /** Discriminant. */
    type: "image";
    /** The image as a base64 `data:` URL. Codex does not fetch images from other URLs. */
    url: string;
  }
  | {
    /** Discriminant. */
    type: "skill";
    /** The skill's name. */
    name: string;
    /** The path of its `SKILL.md`, which Codex must know. Live sessions only; over exec, write `$name`. */
    path: string;
  }
  | {
    /** Discriminant. */
    type: "mention";
    /** The name of what is mentioned. */
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

/** A skill or a mention. */
export interface Reference {
  /** Which of the two. */
  readonly type: "skill" | "mention";
  /** Its name. */
  readonly name: string;
  /** Where it is. */
  readonly path: string;
}

/** The input as it goes to Codex. */
export interface NormalizedInput {
  /** The prompt, for stdin. */
  readonly prompt: string;
  /** The images: paths, and images in memory. */
  readonly images: readonly (string | InlineImage)[];
  /** Skills and mentions, if there are any. */
  readonly references?: readonly Reference[];
}

/** From 0.120 on, Codex refuses a longer prompt only after it has created the thread. */
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
    const state = "the input must be a string or a list of texts and images";
    throw invalid(`${state}, not ${described(input)}`);
  }
  const prompt = texts.join("\n\n");
  if (prompt.trim() === "") {
    throw invalid("the prompt is blank; Codex takes images only together with text");
  }
  const length = codePoints(prompt);
  if (length > MAX_PROMPT_CODE_POINTS) {
    throw invalid(
      `the prompt has ${length} characters, and Codex takes at most ${MAX_PROMPT_CODE_POINTS}; ` +
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
      `${at}.url must be a base64 data: URL of an image; Codex does not fetch images: give the bytes as data`,
    );
  }
  const { type, arrayBuffer } = Object(data) as Partial<ImageBlob>;
  if (!isBytes(data) && (typeof type !== "string" || typeof arrayBuffer !== "function")) {
    throw invalid(`${at}.data must be a Uint8Array or a Blob`);
  }
  const shown = mediaType ?? (isBytes(data) ? shownType(data) : type);
  if (typeof shown !== "string" || !/^image\/[\w.+-]+$/i.test(shown)) {
    const other = shown ? `, not ${quoted(shown)}` : "";
    throw invalid(
      `${at} must name the image's type${other}: { type: "image", data, mediaType: "image/png" }`,
    );
  }
  // A copy: the caller may have changed the bytes by the time the turn starts.
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
 * Refuses input that `codex exec` cannot express.
 *
 * @throws {InvalidInputError} If a skill or a mention is among the input.
 */
export function checkReferences({ references = [] }: NormalizedInput): void {
  const [first] = references;
  if (first === undefined) return;
  throw invalid(
    first.type === "skill"
      ? `codex exec takes skills only in the prompt; write ${
        quoted(`$${first.name}`)
      } into it, or use a live session`
      : "codex exec takes no mentions; use a live session",
  );
}

/** The number of code points, counted only if it can matter. */
function codePoints(text: string): number {
  if (text.length <= MAX_PROMPT_CODE_POINTS) return text.length;
  let count = 0;
  for (const _ of text) count++;
  return count;
}

function invalid(state: string): InvalidInputError {
  return new InvalidInputError("input", `Cannot start a turn: ${state}`);
}
