/**
 * What a key's files are made of on disk.
 *
 * Each epoch has a folder, with what was written under that epoch and a manifest of what was there
 * before: for each file, which parts of older epochs it begins with, and how much of them counts. So a
 * writer whose key was taken may go on writing: nobody reads beyond what the manifest says.
 *
 * @module
 */
import { parsedLine } from "../../core/rollout/lines.ts";
import { nameOf, textOf } from "./names.ts";

/** A part of a file. */
export interface Part {
  /** The epoch under which it was written. */
  readonly epoch: number;
  /** Its name in that epoch's folder. */
  readonly name: string;
  /** How many of its bytes count. */
  readonly length: number;
}

/** What an epoch begins with. It is written last: an epoch without a manifest was never begun. */
export interface Manifest {
  /** The key. */
  readonly key: string;
  /** Whether the key was deleted. */
  readonly deleted: boolean;
  /** The parts of each file, in order. */
  readonly files: ReadonlyMap<string, readonly Part[]>;
}

/** What an epoch's own folder has of one file. */
export interface OwnParts {
  /** The name of the part that replaced everything before it, or null. */
  readonly whole: string | null;
  /** The name of the lines that were added since. They may not exist, and the last may be torn. */
  readonly lines: string;
  /** How often the file was replaced. */
  readonly generation: number;
}

/** The name of a manifest. */
export const MANIFEST = "manifest.json";

// "whole", "lines", or "merged": parts of older epochs in one.
const NAME = /^([wl])(\d+)-(.*)$/;

/** The name of lines that are added to a file. */
export function linesName(generation: number, file: string): string {
  return `l${generation}-${file}`;
}

/** The name of the part that replaces a file. */
export function wholeName(generation: number, file: string): string {
  return `w${generation}-${file}`;
}

/** The name of parts that were joined when the epoch began. */
export function mergedName(file: string): string {
  return `m-${file}`;
}

/** What an epoch's own folder has, by file. */
export function ownParts(names: readonly string[]): Map<string, OwnParts> {
  const files = new Map<string, OwnParts>();
  for (const name of names) {
    const [, kind, digits, encoded = ""] = name.match(NAME) ?? [];
    if (kind === undefined || encoded.endsWith(".new")) continue;
    const file = textOf(encoded);
    const generation = Number(digits);
    const known = files.get(file) ?? partsOf(file, 0);
    files.set(file, generation > known.generation ? partsOf(file, generation) : known);
  }
  return files;
}

function partsOf(file: string, generation: number): OwnParts {
  const encoded = nameOf(file) ?? "";
  return {
    whole: generation === 0 ? null : wholeName(generation, encoded),
    lines: linesName(generation, encoded),
    generation,
  };
}

/** What a file has in an epoch that has written nothing of it. */
export function noParts(file: string): OwnParts {
  return partsOf(file, 0);
}

/**
 * How many parts of a file stay as they are; the others are joined. Each part that stays is at least
 * twice as long as everything after it, so there are few, and no byte is copied often.
 */
export function keptParts(lengths: readonly number[]): number {
  let kept = lengths.length - 1;
  let joined = lengths[kept] ?? 0;
  while (kept > 0 && (lengths[kept - 1] ?? 0) < 2 * joined) joined += lengths[--kept] ?? 0;
  return Math.max(kept, 0);
}

/** The length up to the last line feed: what comes after it was torn. */
export function wholeLines(data: Uint8Array): number {
  return data.lastIndexOf(10) + 1;
}

/** A manifest as it is written. */
export function manifestBytes({ key, deleted, files }: Manifest): Uint8Array {
  return new TextEncoder().encode(JSON.stringify({ key, deleted, files: [...files] }));
}

/** Reads a manifest; null if it is not one. */
export function parseManifest(data: Uint8Array): Manifest | null {
  const { key, deleted, files } = Object(parsedLine(new TextDecoder().decode(data)));
  return Array.isArray(files) ? { key, deleted, files: new Map(files) } : null;
}
