/**
 * Copies of programs in one of this user's folders, to which no sandbox lets anybody write.
 *
 * @module
 */
import {
  chmod,
  constants,
  copyFile,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  utimes,
  writeFile,
} from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { ChosenProgram, Programs } from "../../core/ports/host.ts";
import { type Content, contentOf, fileIdentity, identityOf, isNative } from "./program_files.ts";
import { checkOwner, COPY, type Owner, storeFolders, sweep } from "./store_folder.ts";

/** Bytes that are read at once. */
const PIECE = 1 << 20;

/** Shared by all clients of the process: a program that one has checked counts for the others. */
const CHOSEN: Map<string, ChosenProgram> = new Map();
/** Copies in progress. */
const COPYING: Map<string, Promise<string>> = new Map();

/** The programs of this machine. */
export function machinePrograms(owner: Owner): Programs {
  return {
    chosen: CHOSEN,
    isNative,
    identity: fileIdentity,
    stores: () => storeFolders(owner),
    copy(root, store) {
      const key = JSON.stringify([root, store]);
      const copying = COPYING.get(key) ??
        copyProgram(root, store, owner).finally(() => COPYING.delete(key));
      COPYING.set(key, copying);
      return copying;
    },
  };
}

/**
 * Makes a copy of a program, named by the digest of its content, so that equal programs share one copy.
 *
 * @param root A folder, or one file.
 * @param store The folder of all copies.
 * @param owner The user to whom that folder must belong.
 * @returns The path of the copy of `root`.
 */
export async function copyProgram(root: string, store: string, owner: Owner): Promise<string> {
  await mkdir(store, { recursive: true, mode: 0o700 });
  await checkOwner(store, owner);
  const content = await contentOf(root);
  const note = join(store, `seen-${await identityOf(content)}`);
  // A change to a file changes its identity: a file that was read once need not be read again.
  const known = await readFile(note, "utf8").catch(() => null);
  const digest = known !== null && await isThere(join(store, known))
    ? known
    : await take(root, content, store, note);
  const now = new Date();
  for (const used of [note, join(store, digest)]) await utimes(used, now, now).catch(() => {});
  await sweep(store, digest);
  return content.isFile ? join(store, digest, basename(root)) : join(store, digest);
}

/** Makes a copy, unless there is one with the same content; returns its digest. */
async function take(root: string, content: Content, store: string, note: string): Promise<string> {
  const same = await hasCopies(store) ? await digestOf(root, content) : null;
  if (same !== null && await isThere(join(store, same))) {
    await checkUnchanged(root, content);
    await write(note, same);
    return same;
  }
  const fresh = await mkdtemp(join(store, "new-"));
  try {
    for (const { name, executable } of content.files) {
      const source = content.isFile ? root : join(root, name);
      await mkdir(dirname(join(fresh, name)), { recursive: true, mode: 0o700 });
      await copyFile(source, join(fresh, name), constants.COPYFILE_FICLONE);
      await chmod(join(fresh, name), executable ? 0o700 : 0o600);
    }
    await checkUnchanged(root, content);
    const digest = await digestOf(fresh, { ...content, isFile: false });
    // Another process may have been faster.
    await rename(fresh, join(store, digest)).catch(async (error) => {
      if (!await isThere(join(store, digest))) throw error;
    });
    await write(note, digest);
    return digest;
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

async function checkUnchanged(root: string, content: Content): Promise<void> {
  if (await identityOf(await contentOf(root)) === await identityOf(content)) return;
  throw new Error(`${root} was changed while it was read`);
}

/** Writes a file in one step: another process may be reading it. */
async function write(path: string, text: string): Promise<void> {
  const fresh = `${path}.${crypto.randomUUID()}`;
  await writeFile(fresh, text, { mode: 0o600, flag: "wx" });
  await rename(fresh, path);
}

async function digestOf(root: string, { files, isFile }: Content): Promise<string> {
  const { createHash } = await import("node:crypto");
  const hash = createHash("sha256");
  const buffer = new Uint8Array(PIECE);
  for (const { name } of files) {
    const file = await open(isFile ? root : join(root, name));
    try {
      const { size } = await file.stat();
      hash.update(`${JSON.stringify(name)} ${size}\n`);
      for (;;) {
        const { bytesRead } = await file.read(buffer, 0, PIECE, null);
        if (bytesRead === 0) break;
        hash.update(buffer.subarray(0, bytesRead));
      }
    } finally {
      await file.close();
    }
  }
  return hash.digest("hex").slice(0, 32);
}

async function hasCopies(store: string): Promise<boolean> {
  return (await readdir(store)).some((name) => COPY.test(name));
}

async function isThere(path: string): Promise<boolean> {
  return await stat(path).then((info) => info.isDirectory(), () => false);
}
