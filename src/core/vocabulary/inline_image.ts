/**
 * Images that are no file yet.
 *
 * @module
 */

/**
 * What holds bytes: a `Blob`, a `File`, or what a library gives in its place.
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

/** Bytes to base64 at a time: whole triples, and no more arguments than a call may have. */
const CHUNK = 3 * 8192;

/** Characters at the beginning of a file that tell what it is. */
const SIGNATURES: readonly (readonly [RegExp, string])[] = [
  // Its signature goes on with control characters.
  [/^\x89PNG\r\n/, "image/png"],
  [/^\xff\xd8\xff/, "image/jpeg"],
  [/^GIF8[79]a/, "image/gif"],
  [/^RIFF[^]{4}WEBP/, "image/webp"],
];

/** The media type that bytes show, or null. */
export function shownType(bytes: Uint8Array): string | null {
  const head = String.fromCharCode(...bytes.subarray(0, 12));
  return SIGNATURES.find(([signature]) => signature.test(head))?.[1] ?? null;
}

/** An image from a `data:` URL in base64, or null. */
export function fromDataUrl(url: string): InlineImage | null {
  const [, mediaType, text] =
    /^data:(image\/[\w.+-]+)(?:;[\w-]+=[\w.+-]+)*;base64,(.*)$/is.exec(url) ??
      [];
  if (mediaType === undefined || text === undefined) return null;
  try {
    const data = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
    return data.length > 0 ? { data, mediaType } : null;
  } catch {
    return null;
  }
}

/** Whether a value is a `Uint8Array`, of another realm (Jest's) too. */
export function isBytes(value: unknown): value is Uint8Array {
  return Object.prototype.toString.call(value) === "[object Uint8Array]";
}

/** The bytes of an image. */
export async function bytesOf({ data }: InlineImage): Promise<Uint8Array> {
  return isBytes(data) ? data : new Uint8Array(await data.arrayBuffer());
}

/** An image as a URL that holds it. */
export async function toDataUrl(image: InlineImage): Promise<string> {
  const bytes = await bytesOf(image);
  let base64 = "";
  for (let at = 0; at < bytes.length; at += CHUNK) {
    base64 += btoa(String.fromCharCode(...bytes.subarray(at, at + CHUNK)));
  }
  return `data:${image.mediaType};base64,${base64}`;
}

/** The name of a file for an image: Codex looks at what is in it, people at the name. */
export function fileName({ mediaType }: InlineImage): string {
  return `image.${/^image\/([a-z]+)/i.exec(mediaType)?.[1]?.toLowerCase() ?? "bin"}`;
}
