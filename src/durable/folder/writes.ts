/**
 * What the holder of an epoch writes: into that epoch's own folder, and nowhere else.
 *
 * @module
 */
import { quoted } from "../../core/base/plain_text.ts";
import type { Files } from "../../core/ports/files.ts";
import { InvalidInputError } from "../../core/vocabulary/errors.ts";
import { epochFolder } from "./epochs.ts";
import { nameOf } from "./names.ts";
import { linesName, type Manifest, noParts, type OwnParts, ownParts, wholeName } from "./parts.ts";

/** Where something is written. */
export interface Place {
  /** The key's folder. */
  readonly folder: string;
  /** The epoch. */
  readonly epoch: number;
  /** What the epoch began with. */
  readonly manifest: Manifest;
  /** The file. */
  readonly file: string;
  /** Whether to wait for the disk. */
  readonly sync: boolean;
}

/**
 * Adds lines at a position.
 *
 * @returns Whether the epoch's folder exists.
 * @throws {InvalidInputError} If they are not whole lines, or do not fit there.
 */
export async function appendLines(
  files: Files,
  place: Place,
  position: number,
  lines: Uint8Array,
): Promise<boolean> {
  const encoded = checkedName(place.file);
  if (lines.length > 0 && lines.at(-1) !== 10) {
    throw new InvalidInputError(
      "lines",
      `Cannot append to ${quoted(place.file)}: the data is not whole lines`,
    );
  }
  const names = await files.names(epochFolder(place.folder, place.epoch));
  if (names === null) return false;
  const own = ownParts(names).get(place.file) ?? noParts(place.file);
  const pieces = await piecesOf(files, place, own);
  const path = `${epochFolder(place.folder, place.epoch)}/${linesName(own.generation, encoded)}`;
  const start = pieces.reduce((sum, { length }) => sum + length, 0);
  const end = start + (await files.size(path) ?? 0);
  if (!Number.isSafeInteger(position) || position < 0 || position > end) {
    throw misfit(place.file, position, `it has ${end} bytes`);
  }
  // What is already there must be the same.
  const there = Math.min(end - position, lines.length);
  const known = await range([...pieces, { path, length: end - start }], files, position, there);
  if (!isSame(known, lines.subarray(0, there))) {
    throw misfit(place.file, position, "other bytes are there");
  }
  if (there === lines.length) return true;
  const written = await files.write(path, end - start, lines.subarray(there), place.sync);
  const isNew = end === start;
  if (isNew && place.sync) await files.sync(epochFolder(place.folder, place.epoch));
  return written;
}

/**
 * Replaces a file.
 *
 * @returns Whether the epoch's folder exists.
 */
export async function replaceFile(files: Files, place: Place, data: Uint8Array): Promise<boolean> {
  const encoded = checkedName(place.file);
  const path = epochFolder(place.folder, place.epoch);
  const names = await files.names(path);
  if (names === null) return false;
  const { generation } = ownParts(names).get(place.file) ?? noParts(place.file);
  const isThere = await files.put(
    `${path}/${wholeName(generation + 1, encoded)}`,
    data,
    place.sync,
  );
  if (place.sync) await files.sync(path);
  return isThere;
}

interface Piece {
  readonly path: string;
  readonly length: number;
}

/** What comes before the epoch's own lines. */
async function piecesOf(
  files: Files,
  { folder, epoch, manifest, file }: Place,
  { whole }: OwnParts,
): Promise<Piece[]> {
  if (whole === null) {
    return (manifest.files.get(file) ?? []).map((part) => ({
      path: `${epochFolder(folder, part.epoch)}/${part.name}`,
      length: part.length,
    }));
  }
  const path = `${epochFolder(folder, epoch)}/${whole}`;
  return [{ path, length: await files.size(path) ?? 0 }];
}

/** Bytes of a file in pieces. */
async function range(
  pieces: readonly Piece[],
  files: Files,
  position: number,
  length: number,
): Promise<Uint8Array> {
  const found = new Uint8Array(length);
  let done = 0;
  let start = 0;
  for (const piece of pieces) {
    const from = position + done - start;
    start += piece.length;
    if (done === length || from >= piece.length) continue;
    const data = await files.read(piece.path, from) ?? new Uint8Array();
    const bytes = data.subarray(0, Math.min(piece.length - from, length - done));
    found.set(bytes, done);
    done += bytes.length;
  }
  return found.subarray(0, done);
}

function isSame(first: Uint8Array, second: Uint8Array): boolean {
  return first.length === second.length && first.every((byte, i) => byte === second[i]);
}

function checkedName(file: string): string {
  const name = nameOf(file);
  if (name !== null) return name;
  throw new InvalidInputError("file", `Cannot store ${quoted(file)}: the name is too long`);
}

function misfit(file: string, position: number, state: string): InvalidInputError {
  const message = `Cannot append to ${quoted(file)} at position ${position}: ${state}`;
  return new InvalidInputError("position", message);
}
