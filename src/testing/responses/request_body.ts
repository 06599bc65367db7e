// Not `* as zlib`: bundlers would import `zstdDecompressSync` by its name, which Node 20 does not have.
import zlib from "node:zlib";

type Decode = (bytes: Uint8Array, options?: { readonly maxOutputLength: number }) => Uint8Array;

/** The most bytes that a body may unpack to: a few kilobytes can stand for gigabytes. */
const MAX_BODY = 128 * 1024 * 1024;

/**
 * The JSON object in a request body.
 *
 * @param bytes The body as received.
 * @param encoding The `content-encoding` header. `zstd` works if `node:zlib` has it (from Node 22.15).
 * @throws {Error} If the encoding is not supported, the body unpacks to more than 128 MiB, or it is not a
 * JSON object.
 */
export function parseBody(bytes: Uint8Array, encoding: string): Readonly<Record<string, unknown>> {
  const decode = decoders()[encoding.trim().toLowerCase()];
  if (decode === undefined) {
    throw new Error(`Cannot read the request: content-encoding ${encoding} is not supported here`);
  }
  const value: unknown = JSON.parse(
    new TextDecoder().decode(decode(bytes, { maxOutputLength: MAX_BODY })),
  );
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new Error("Cannot read the request: its body is not a JSON object");
  }
  return Object.fromEntries(Object.entries(value));
}

function decoders(): Readonly<Record<string, Decode | undefined>> {
  const { zstdDecompressSync }: { zstdDecompressSync?: Decode } = zlib;
  const same: Decode = (bytes) => bytes;
  return {
    "": same,
    identity: same,
    gzip: zlib.gunzipSync,
    deflate: zlib.inflateSync,
    br: zlib.brotliDecompressSync,
    zstd: zstdDecompressSync,
  };
}
