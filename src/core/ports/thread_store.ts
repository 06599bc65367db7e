/**
 * Where threads are kept that outlive their host: the port. Types only.
 *
 * @module
 */

/**
 * A file of a key.
 *
 * @category Durability
 */
export interface StoredFile {
  /** Its name, with "/" between folders. */
  readonly path: string;
  /** What it holds. */
  readonly data: Uint8Array<ArrayBuffer>;
}

/**
 * A key that was taken over.
 *
 * @category Durability
 */
export interface TakenKey {
  /** The number that its new holder writes under: greater than every one before. */
  readonly epoch: number;
  /** The files, as they are from now on for everybody but their holder. */
  readonly files: readonly StoredFile[];
}

/**
 * Keeps files under keys, for one writer per key at a time. Whoever takes a key over ends the right of
 * the one before: from then on each of its calls rejects with `TakenError`, and changes nothing. That
 * holds for a writer that was only slow, too.
 *
 * What a call has resolved to is kept. A call that rejects otherwise, or whose process died, may have
 * done all, nothing, or a part; what is torn of a line is never given to anybody.
 *
 * `testThreadStore()` of `@codex-js/sdk/testing` tests a store of your own.
 *
 * @category Durability
 */
export interface ThreadStore {
  /**
   * Takes a key over, whether it is there or not.
   *
   * @param key Any string.
   * @returns A new epoch, and the files.
   * @throws {TakenError} If somebody else took it over at the same time.
   */
  take(key: string): Promise<TakenKey>;
  /**
   * Adds whole lines to the end of a file, or makes one of them. The same call again does nothing: bytes
   * that are there already, and are the same, are left out.
   *
   * @param key The key.
   * @param epoch The epoch that `take()` gave.
   * @param file The name of the file.
   * @param position Where the lines begin, in bytes: no more than the file's length.
   * @param lines Whole lines: the last byte is a line feed.
   * @throws {TakenError} If the key was taken over.
   * @throws {InvalidInputError} If they are no whole lines, or do not fit at that position.
   */
  append(
    key: string,
    epoch: number,
    file: string,
    position: number,
    lines: Uint8Array,
  ): Promise<void>;
  /**
   * Puts a file in the place of what was there: all of it or nothing.
   *
   * @param key The key.
   * @param epoch The epoch that `take()` gave.
   * @param file The name of the file.
   * @param data What it holds from now on.
   * @throws {TakenError} If the key was taken over.
   */
  replace(key: string, epoch: number, file: string, data: Uint8Array): Promise<void>;
  /** The keys that were taken and not deleted, in any order. */
  list(): Promise<string[]>;
  /**
   * Deletes the files of a key. Whoever holds it loses it; epochs go on from where they were. Does
   * nothing to a key that is not there.
   *
   * @throws {TakenError} If somebody else took it over at the same time.
   */
  delete(key: string): Promise<void>;
}
