/**
 * The SDK's own files, over `node:fs`, which all three runtimes have.
 *
 * @module
 */
import {
  copyFile,
  mkdir,
  mkdtemp,
  open,
  readdir,
  rename,
  rm,
  stat,
  symlink,
} from "node:fs/promises";
import type { Files } from "../../core/ports/files.ts";

type FileHandle = Awaited<ReturnType<typeof open>>;

const FOLDER = 0o700;
const FILE = 0o600;

/** The files of this machine. */
export const privateFiles: Files = {
  async makeFolder(path) {
    try {
      await mkdir(path, { mode: FOLDER });
      return true;
    } catch (error) {
      if (codeOf(error) === "EEXIST") return false;
      throw error;
    }
  },
  makeFolders: async (path) => void await mkdir(path, { recursive: true, mode: FOLDER }),
  makeUnique: (prefix) => mkdtemp(prefix),
  names: (path) => orMissing(readdir(path), null),
  size: (path) => orMissing(stat(path).then(({ size }) => size), null),
  read: (path, start = 0) => orMissing(read(path, start), null),
  write: (path, position, data, sync) => orMissing(write(path, position, data, sync), false),
  put: (path, data, sync) => orMissing(put(path, data, sync), false),
  sync: syncFolder,
  copy,
  link: (target, path) => symlink(target, path, "dir").then(() => true, () => false),
  async rename(from, to) {
    try {
      await rename(from, to);
      return true;
    } catch (error) {
      if (["EEXIST", "ENOTEMPTY", "EPERM"].includes(codeOf(error) ?? "")) return false;
      throw error;
    }
  },
  changed: (path) => orMissing(stat(path).then(({ mtimeMs }) => mtimeMs), null),
  remove: (path) => rm(path, { recursive: true, force: true, maxRetries: 3 }),
};

async function read(path: string, start: number): Promise<Uint8Array<ArrayBuffer>> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    const data = new Uint8Array(Math.max(size - start, 0));
    let length = 0;
    while (length < data.length) {
      const { bytesRead } = await file.read(data, length, data.length - length, start + length);
      if (bytesRead === 0) return data.slice(0, length);
      length += bytesRead;
    }
    return data;
  } finally {
    await file.close();
  }
}

async function write(
  path: string,
  position: number,
  data: Uint8Array,
  sync: boolean,
): Promise<boolean> {
  // Neither "a", which ignores the position, nor "w", which empties the file.
  const file = await openForWriting(path);
  try {
    await writeAll(file, position, data);
    if (sync) await file.datasync().catch((error) => writeThrough(error, path, position, data));
  } finally {
    await file.close();
  }
  return true;
}

async function writeAll(file: FileHandle, position: number, data: Uint8Array): Promise<void> {
  for (let done = 0; done < data.length;) {
    done += (await file.write(data, done, data.length - done, position + done)).bytesWritten;
  }
}

/** Under its permission model, Node has no `datasync()`, but files that wait for the disk by themselves. */
async function writeThrough(
  error: unknown,
  path: string,
  position: number,
  data: Uint8Array,
): Promise<void> {
  if (codeOf(error) !== "ERR_ACCESS_DENIED") throw error;
  const file = await open(path, "rs+");
  try {
    await writeAll(file, position, data);
  } finally {
    await file.close();
  }
}

async function openForWriting(path: string): Promise<FileHandle> {
  try {
    return await open(path, "r+");
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw error;
  }
  try {
    return await open(path, "wx", FILE);
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error;
    return await open(path, "r+");
  }
}

async function put(path: string, data: Uint8Array, sync: boolean): Promise<boolean> {
  const fresh = `${path}.new`;
  await rm(fresh, { force: true });
  await write(fresh, 0, data, sync);
  await rename(fresh, path);
  return true;
}

async function copy(from: string, to: string): Promise<void> {
  await mkdir(to, { mode: FOLDER });
  await Promise.all((await readdir(from, { withFileTypes: true })).map(async (entry) => {
    const [source, target] = [`${from}/${entry.name}`, `${to}/${entry.name}`];
    if (entry.isDirectory()) await copy(source, target);
    else if (entry.isFile()) await copyFile(source, target);
  }));
}

async function syncFolder(path: string): Promise<void> {
  try {
    const folder = await open(path, "r");
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  } catch {
    // Windows cannot open folders, and Node's permission model has no `sync()`.
  }
}

async function orMissing<T>(action: Promise<T>, missing: T): Promise<T>;
async function orMissing<T>(action: Promise<T>, missing: null): Promise<T | null>;
async function orMissing<T>(action: Promise<T>, missing: T | null): Promise<T | null> {
  try {
    return await action;
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes(codeOf(error) ?? "")) return missing;
    throw error;
  }
}

function codeOf(error: unknown): string | undefined {
  return ((error ?? {}) as { code?: string }).code;
}
