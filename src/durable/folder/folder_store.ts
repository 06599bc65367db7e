/**
 * A store in a folder.
 *
 * @module
 */
import { detectHost } from "../../adapters/detect.ts";
import { checkArgument, checkedOptions } from "../../core/options/check.ts";
import { ANY_TEXT, NAME } from "../../core/options/kinds.ts";
import type { Files } from "../../core/ports/files.ts";
import type { StoredFile, TakenKey, ThreadStore } from "../../core/ports/thread_store.ts";
import { CodexError } from "../../core/vocabulary/errors.ts";
import { TakenError } from "../../core/vocabulary/taken_error.ts";
import { begun, claim, epochFolder, epochsOf, isNewest, manifestOf } from "./epochs.ts";
import { contents, joined, mergedParts } from "./contents.ts";
import { folderOf, textOf } from "./names.ts";
import { MANIFEST, type Manifest, manifestBytes, type Part } from "./parts.ts";
import { appendLines, replaceFile } from "./writes.ts";

/**
 * Options of {@linkcode folderStore}.
 *
 * @category Durability
 */
export interface FolderStoreOptions {
  /**
   * Whether each call waits until what it wrote would survive a power failure; that takes about a
   * millisecond per call on an SSD. Otherwise, what was written survives the end of the program but not
   * of the machine. Newer Nodes cannot wait for a new file's name under their permission model. Default: true.
   */
  readonly sync?: boolean | undefined;
}

/**
 * Makes a store in a folder, for programs on one machine: any number of processes may use it at once. It
 * needs a file system on which every process sees a new folder at once: a local one; NFS only with
 * `noac`. On Deno, and under Node's permission model, it needs permission to read and write the folder.
 *
 * Deleting a key leaves an empty folder behind, which remembers the key's epoch.
 *
 * @param path The folder. It is created with the first key, for the current user only.
 * @param options How it writes.
 * @returns The store. It keeps nothing open.
 * @throws {InvalidInputError} If the path is not a string or blank, or an option is invalid.
 *
 * @example Keep a file under a key
 * ```ts
 * import { folderStore, TakenError } from "@codex-js/sdk/durable";
 * import { assertEquals, assertRejects } from "@std/assert";
 *
 * const path = await Deno.makeTempDir();
 * const store = folderStore(path);
 * const { epoch } = await store.take("customer 7");
 * await store.append("customer 7", epoch, "log", 0, new TextEncoder().encode("one line\n"));
 *
 * // Another process, say: from now on nothing of the first one counts.
 * const { files } = await folderStore(path).take("customer 7");
 * assertEquals(new TextDecoder().decode(files[0]?.data), "one line\n");
 * await assertRejects(
 *   () => store.append("customer 7", epoch, "log", 9, new TextEncoder().encode("more\n")),
 *   TakenError,
 * );
 * await Deno.remove(path, { recursive: true });
 * ```
 *
 * @category Durability
 */
export function folderStore(path: string, options: FolderStoreOptions = {}): ThreadStore {
  // In a path, a variable that is not set would become the folder "undefined".
  checkArgument(NAME, "path", path, "make a store");
  const { sync = true } = checkedOptions("folderStore", options, "make a store");
  return new FolderStore(path, sync, async () => (await detectHost()).files);
}

/** A store in a folder. */
export class FolderStore implements ThreadStore {
  readonly #root: string;
  readonly #sync: boolean;
  readonly #load: () => Promise<Files>;
  #loaded: Promise<Files> | null = null;

  /**
   * @param root The folder.
   * @param sync Whether to wait for the disk.
   * @param load Loads the files of this machine.
   */
  constructor(root: string, sync: boolean, load: () => Promise<Files>) {
    this.#root = root;
    this.#sync = sync;
    this.#load = load;
  }

  async take(key: string): Promise<TakenKey> {
    return await this.#begin(key, false);
  }

  async append(
    key: string,
    epoch: number,
    file: string,
    position: number,
    lines: Uint8Array,
  ): Promise<void> {
    await this.#write(key, epoch, async (files, folder, manifest) => {
      const place = { folder, epoch, manifest, file, sync: this.#sync };
      return await appendLines(files, place, position, lines);
    });
  }

  async replace(key: string, epoch: number, file: string, data: Uint8Array): Promise<void> {
    await this.#write(key, epoch, async (files, folder, manifest) => {
      const place = { folder, epoch, manifest, file, sync: this.#sync };
      return await replaceFile(files, place, data);
    });
  }

  async list(): Promise<string[]> {
    const files = await this.#files();
    const keys: string[] = [];
    for (const name of await files.names(this.#root) ?? []) {
      if (!/^[kh]-/.test(name)) continue;
      const found = await begun(files, `${this.#root}/${name}`);
      if (found === null || found.manifest?.deleted) continue;
      keys.push(name.startsWith("k-") ? textOf(name.slice(2)) : manifestOf(found).key);
    }
    return keys;
  }

  async delete(key: string): Promise<void> {
    const files = await this.#files();
    const folder = await this.#folder(key);
    const found = await begun(files, folder);
    if (found === null || found.manifest?.deleted) return;
    await this.#begin(key, true);
  }

  /** Makes the next epoch of a key, and ends all earlier ones. */
  async #begin(key: string, deleted: boolean): Promise<TakenKey> {
    const files = await this.#files();
    const folder = await this.#folder(key);
    await files.makeFolders(folder);
    const epoch = await claim(files, folder);
    const path = epochFolder(folder, epoch);
    const kept = new Map<string, readonly Part[]>();
    const stored: StoredFile[] = [];
    const before = deleted ? null : await begun(files, folder, epoch);
    if (before !== null) {
      const found = await contents(files, folder, before.epoch, manifestOf(before));
      // Whoever began a newer epoch has already removed what it does not need.
      if (found === null) throw await this.#broken(files, folder, key, epoch);
      for (const [file, content] of found) {
        kept.set(file, await mergedParts(files, path, epoch, file, content, this.#sync));
        stored.push({ path: file, data: joined(content.data) });
      }
    }
    const bytes = manifestBytes({ key, deleted, files: kept });
    const isThere = await files.put(`${path}/${MANIFEST}`, bytes, this.#sync);
    if (this.#sync) { for (const each of [path, folder, this.#root]) await files.sync(each); }
    if (!isThere || !await isNewest(files, folder, epoch)) throw new TakenError(key, epoch);
    await this.#removeOld(files, folder, epoch, kept);
    return { epoch, files: stored };
  }

  /** Removes parts that no file is made of any more. */
  async #removeOld(
    files: Files,
    folder: string,
    epoch: number,
    kept: ReadonlyMap<string, readonly Part[]>,
  ): Promise<void> {
    const used = new Set([...kept.values()].flat().map((part) => part.epoch));
    for (const old of await epochsOf(files, folder)) {
      if (old >= epoch || used.has(old)) continue;
      // What somebody is still writing to is removed with a later epoch.
      await files.remove(epochFolder(folder, old)).catch(() => {});
    }
  }

  /**
   * Writes under an epoch, if it is the newest both before and after. Whoever makes a newer one in
   * between reads after that, and may count what is written; this writer never learns whether it does.
   */
  async #write(
    key: string,
    epoch: number,
    write: (files: Files, folder: string, manifest: Manifest) => Promise<boolean>,
  ): Promise<void> {
    const files = await this.#files();
    const folder = await this.#folder(key);
    const found = await isNewest(files, folder, epoch) ? await begun(files, folder) : null;
    if (found?.epoch !== epoch) throw new TakenError(key, epoch);
    const manifest = manifestOf(found);
    if (manifest.deleted) throw new TakenError(key, epoch);
    const isThere = await write(files, folder, manifest);
    if (!await isNewest(files, folder, epoch)) throw new TakenError(key, epoch);
    if (!isThere) throw await this.#broken(files, folder, key, epoch);
  }

  async #broken(files: Files, folder: string, key: string, epoch: number): Promise<CodexError> {
    if (!await isNewest(files, folder, epoch)) return new TakenError(key, epoch);
    return new CodexError(`Cannot read the store in ${folder}: some of its files are missing`);
  }

  async #folder(key: string): Promise<string> {
    checkArgument(ANY_TEXT, "key", key, "use a store");
    return `${this.#root}/${await folderOf(key)}`;
  }

  #files(): Promise<Files> {
    return this.#loaded ??= this.#load();
  }
}
