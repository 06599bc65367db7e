/**
 * The port for stores of threads that outlive their host. Types only.
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
  /** Its content. */
  readonly data: Uint8Array<ArrayBuffer>;
}

/**
 * A key that `take()` has taken over.
 *
 * @category Durability
 */
export interface TakenKey {
  /** The number under which the new holder writes: greater than every earlier one. */
  readonly epoch: number;
  /** The files of the key, which from now on only the new holder can change. */
  readonly files: readonly StoredFile[];
}

/**
 * Keeps files under keys, for one writer per key at a time. Taking over a key ends the previous holder's
 * right to write, even if that holder was only slow: from then on, each of its calls rejects with
 * `TakenError` and changes nothing.
 *
 * Once a call has resolved, its effect is permanent. A call that rejects with another error, or whose
 * process died, may have had all, none or a part of its effect; a torn line is never returned to anybody.
 *
 * `testThreadStore()` of `@codex-js/sdk/testing` tests a store of your own.
 *
 * @category Durability
 */
export interface ThreadStore {
  /**
   * Takes over a key, whether it exists or not.
   *
   * @param key Any string.
   * @returns A new epoch, and the files.
   * @throws {TakenError} If another writer took it over at the same time.
   */
  take(key: string): Promise<TakenKey>;
  /**
   * Adds whole lines to the end of a file, or creates the file with them. Repeating a call has no effect:
   * bytes that are already there, and are the same, are skipped.
   *
   * @param key The key.
   * @param epoch The epoch that `take()` returned.
   * @param file The name of the file.
   * @param position Where the lines begin, in bytes: at most the file's length.
   * @param lines Whole lines: the last byte is a line feed.
   * @throws {TakenError} If the key was taken over.
   * @throws {InvalidInputError} If the lines are not whole, or do not fit at that position.
   */
  append(
    key: string,
    epoch: number,
    file: string,
    position: number,
    lines: Uint8Array,
  ): Promise<void>;
  /**
   * Creates or replaces a file: all of it or nothing.
   *
   * @param key The key.
   * @param epoch The epoch that `take()` returned.
   * @param file The name of the file.
   * @param data The new content of the file.
   * @throws {TakenError} If the key was taken over.
   */
  replace(key: string, epoch: number, file: string, data: Uint8Array): Promise<void>;
  /** Returns the keys that were taken and not deleted, in any order. */
  list(): Promise<string[]>;
  /**
   * Deletes the files of a key. Its holder loses it; epochs continue from where they were. Does nothing if
   * the key does not exist.
   *
   * @throws {TakenError} If another writer took it over at the same time.
   */
  delete(key: string): Promise<void>;
}
