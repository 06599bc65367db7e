/**
 * A key's files, put together from their parts.
 *
 * @module
 */
import type { Files } from "../../core/ports/files.ts";
import { nameOf } from "./names.ts";
import { epochFolder } from "./epochs.ts";
import {
  keptParts,
  type Manifest,
  mergedName,
  noParts,
  type OwnParts,
  ownParts,
  type Part,
  wholeLines,
} from "./parts.ts";

/** A file, and what it is made of. */
export interface Content {
  /** Its parts, in order. */
  readonly parts: readonly Part[];
  /** The bytes of the parts, each cut to what counts. */
  readonly data: readonly Uint8Array[];
}

/** The files of an epoch as they are now; null if one of its parts no longer exists. */
export async function contents(
  files: Files,
  folder: string,
  epoch: number,
  manifest: Manifest,
): Promise<Map<string, Content> | null> {
  const names = await files.names(epochFolder(folder, epoch));
  if (names === null) return null;
  const own = ownParts(names);
  const all = new Map<string, Content>();
  for (const file of new Set([...manifest.files.keys(), ...own.keys()])) {
    const content = await contentOf(
      files,
      folder,
      epoch,
      manifest.files.get(file) ?? [],
      own.get(file) ?? noParts(file),
    );
    if (content === null) return null;
    // A torn first line has made a file that nobody was told of.
    if (content.parts.length > 0) all.set(file, content);
  }
  return all;
}

async function contentOf(
  files: Files,
  folder: string,
  epoch: number,
  inherited: readonly Part[],
  { whole, lines }: OwnParts,
): Promise<Content | null> {
  const parts: Part[] = [];
  const data: Uint8Array[] = [];
  for (const part of whole === null ? inherited : []) {
    const bytes = await files.read(`${epochFolder(folder, part.epoch)}/${part.name}`);
    if (bytes === null || bytes.length < part.length) return null;
    parts.push(part);
    data.push(bytes.subarray(0, part.length));
  }
  for (const name of [whole, lines]) {
    const bytes = name === null ? null : await files.read(`${epochFolder(folder, epoch)}/${name}`);
    if (name === null || bytes === null) continue;
    const length = name === lines ? wholeLines(bytes) : bytes.length;
    // A file that was created empty exists, too.
    if (length === 0 && name === lines) continue;
    parts.push({ epoch, name, length });
    data.push(bytes.subarray(0, length));
  }
  return { parts, data };
}

/** The parts of a file under a new epoch, which joins the short ones in its own folder. */
export async function mergedParts(
  files: Files,
  path: string,
  epoch: number,
  file: string,
  { parts, data }: Content,
  sync: boolean,
): Promise<readonly Part[]> {
  const kept = keptParts(parts.map(({ length }) => length));
  if (kept >= parts.length - 1) return parts;
  const name = mergedName(nameOf(file) ?? "");
  const bytes = joined(data.slice(kept));
  await files.put(`${path}/${name}`, bytes, sync);
  return [...parts.slice(0, kept), { epoch, name, length: bytes.length }];
}

/** Bytes, one after another. */
export function joined(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let length = 0;
  for (const piece of pieces) {
    all.set(piece, length);
    length += piece.length;
  }
  return all;
}
