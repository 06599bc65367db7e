/**
 * Images that are in memory, not in a file.
 *
 * @module
 */
import { fromBase64, toBase64 } from "../base/base64.ts";
import { messageOf } from "../base/plain_text.ts";
import { InvalidInputError } from "./errors.ts";

/**
 * An object that holds bytes: a `Blob`, a `File`, or a library's equivalent.
 *
 * @category Turns
 */
export interface ImageBlob {
  /** Its media type; may be "". */
  readonly type: string;
  /** Its bytes. */
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** An image in memory. */
export interface InlineImage {
  /** Its bytes. */
  readonly data: Uint8Array | ImageBlob;
  /** Its media type. */
  readonly mediaType: string;
}

/** The first characters of a file, which show its type. */
const SIGNATURES: readonly (readonly [RegExp, string])[] = [
  // Its signature goes on with control characters.
  [/^\x89PNG\r\n/, "image/png"],
  [/^\xff\xd8\xff/, "image/jpeg"],
  [/^GIF8[79]a/, "image/gif"],
  [/^RIFF[^]{4}WEBP/, "image/webp"],
];

/** The media type detected from the bytes, or null. */
export function shownType(bytes: Uint8Array): string | null {
  const head = String.fromCharCode(...bytes.subarray(0, 12));
  return SIGNATURES.find(([signature]) => signature.test(head))?.[1] ?? null;
}

/** An image from a base64 `data:` URL, or null. */
export function fromDataUrl(url: string): InlineImage | null {
  const [, mediaType, text] =
    /^data:(image\/[\w.+-]+)(?:;[\w-]+=[\w.+-]+)*;base64,(.*)$/is.exec(url) ??
      [];
  if (mediaType === undefined || text === undefined) return null;
  try {
    const data = fromBase64(text);
    return data.length > 0 ? { data, mediaType } : null;
  } catch {
    return null;
  }
}

/** Whether a value is a `Uint8Array`, even one of another realm (Jest's). */
export function isBytes(value: unknown): value is Uint8Array {
  return Object.prototype.toString.call(value) === "[object Uint8Array]";
}

/**
 * The bytes of an image.
 *
 * @throws {InvalidInputError} If it cannot be read, like a `Bun.file()` that does not exist.
 */
export async function bytesOf({ data }: InlineImage): Promise<Uint8Array> {
  if (isBytes(data)) return data;
  try {
    return new Uint8Array(await data.arrayBuffer());
  } catch (error) {
    const state = `an image of the input cannot be read: ${messageOf(error)}`;
    throw new InvalidInputError("input", `Cannot start a turn: ${state}`);
  }
}

/** An image as a URL that holds it. */
export async function toDataUrl(image: InlineImage): Promise<string> {
  return `data:${image.mediaType};base64,${toBase64(await bytesOf(image))}`;
}

/** A file name for an image: Codex looks at the content, people look at the name. */
export function fileName({ mediaType }: InlineImage): string {
  return `image.${/^image\/([a-z]+)/i.exec(mediaType)?.[1]?.toLowerCase() ?? "bin"}`;
}
