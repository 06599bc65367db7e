/**
 * Bytes as text, in the form that the protocol carries.
 *
 * @module
 */

/** Bytes to convert at a time: the number of arguments of a function is limited. */
const PIECE = 0x8000 - 0x8000 % 3;

/** Bytes to base64. */
export function toBase64(data: Uint8Array): string {
  const pieces: string[] = [];
  for (let at = 0; at < data.length; at += PIECE) {
    pieces.push(btoa(String.fromCharCode(...data.subarray(at, at + PIECE))));
  }
  return pieces.join("");
}

/**
 * Base64 to bytes. Not by `Uint8Array.from()`, which makes a list of strings of a text: for 50 MB, a minute and
 * more than a gigabyte on Node 20.
 *
 * @throws {DOMException} If it is not base64.
 */
export function fromBase64(text: string): Uint8Array {
  const characters = atob(text);
  const data = new Uint8Array(characters.length);
  for (let at = 0; at < data.length; at++) data[at] = characters.charCodeAt(at);
  return data;
}
