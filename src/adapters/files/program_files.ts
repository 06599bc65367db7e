/**
 * The files of a program, and whether they are still the same.
 *
 * @module
 */
import type { BigIntStats } from "node:fs";
import { open, readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";

/** A file of a program. */
export interface ProgramFile {
  /** Its path, relative to the program's folder. */
  readonly name: string;
  /** Whether it may be executed. */
  readonly executable: boolean;
  /** A value that changes with the file. */
  readonly identity: string;
}

/** The files of a program. */
export interface Content {
  /** Whether the program is one file, not a folder. */
  readonly isFile: boolean;
  /** The files, by name. */
  readonly files: readonly ProgramFile[];
}

/** What `codex exec` and `codex app-server` do not use: 50 MB of the 440 of Codex 0.171. */
const LEFT_OUT: ReadonlySet<string> = new Set(["voice"]);
/** With more files, or deeper folders, the folder is not just a program's. */
const FILES = 500;
const DEPTH = 6;

/** Bytes of the longest script. */
const SCRIPT = 16 << 20;

/** The beginnings of programs: ELF, Mach-O (both orders, both sizes, universal), Windows. */
const MAGIC = /^(7f454c46|feedfac[ef]|c[ef]faedfe|cafebabe|4d5a)/;

/** The files of a program. */
export async function contentOf(root: string): Promise<Content> {
  const info = await stat(root, { bigint: true });
  if (!info.isDirectory()) {
    return { isFile: true, files: [fileOf(root.replace(/^.*[\\/]/, ""), info)] };
  }
  const files: ProgramFile[] = [];
  await collect(root, "", files, 0);
  return { isFile: false, files: files.sort((a, b) => a.name < b.name ? -1 : 1) };
}

async function collect(
  root: string,
  below: string,
  files: ProgramFile[],
  depth: number,
): Promise<void> {
  for (const entry of await readdir(join(root, below))) {
    if (LEFT_OUT.has(entry)) continue;
    const name = join(below, entry);
    const info = await stat(join(root, name), { bigint: true });
    if (info.isDirectory() && depth < DEPTH) await collect(root, name, files, depth + 1);
    else if (info.isFile()) files.push(fileOf(name, info));
    if (files.length > FILES) throw new Error(`${root} has more than the files of one program`);
  }
}

function fileOf(name: string, info: BigIntStats): ProgramFile {
  const { dev, ino, size, mode, mtimeNs, ctimeNs } = info;
  const identity = [dev, ino, size, mode, mtimeNs, ctimeNs].join(" ");
  return { name, executable: (mode & 0o111n) !== 0n, identity };
}

/**
 * A value that changes with any of the files. It includes the kernel's time of change, which nobody can set
 * (on Deno only to the second).
 */
export async function identityOf({ files }: Content): Promise<string> {
  return await digest(
    files.map(({ name, identity }) => `${JSON.stringify(name)} ${identity}\n`).join(""),
  );
}

/** A value that changes with a script, or null if there is none. */
export async function fileIdentity(path: string): Promise<string | null> {
  try {
    const info = await stat(path);
    if (!info.isFile() || info.size > SCRIPT) return null;
    return await digest(await readFile(path));
  } catch {
    return null;
  }
}

async function digest(data: string | Uint8Array): Promise<string> {
  // Loaded late: it takes Node longer than loading the SDK.
  const { createHash } = await import("node:crypto");
  return createHash("sha256").update(data).digest("hex").slice(0, 32);
}

/** Whether a file is a program of the machine's own format. */
export async function isNative(path: string): Promise<boolean> {
  try {
    const file = await open(path);
    try {
      const { buffer } = await file.read(new Uint8Array(4), 0, 4, 0);
      return MAGIC.test(Array.from(buffer, (byte) => byte.toString(16).padStart(2, "0")).join(""));
    } finally {
      await file.close();
    }
  } catch {
    return false;
  }
}
