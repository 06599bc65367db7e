/**
 * The port for the SDK's own files, which only this user may read. Types only.
 *
 * Paths are absolute, with "/" between folders on every system.
 *
 * @module
 */

/** Files on this machine. Folders are created with mode 0700, files with 0600. */
export interface Files {
  /** Creates one folder. Returns false if the name is already in use. */
  makeFolder(path: string): Promise<boolean>;
  /** Creates a folder and its missing parents. */
  makeFolders(path: string): Promise<void>;
  /** Creates a folder with a new name that begins with `prefix`. */
  makeUnique(prefix: string): Promise<string>;
  /** Returns the names in a folder, or null if there is no folder. */
  names(path: string): Promise<string[] | null>;
  /** Returns the length of a file in bytes, or null if there is no file. */
  size(path: string): Promise<number | null>;
  /** Reads a file, from `start` on. Returns null if there is no file. */
  read(path: string, start?: number): Promise<Uint8Array<ArrayBuffer> | null>;
  /**
   * Writes into a file, and creates it if necessary.
   *
   * @param sync Whether to wait until the data would survive a power failure.
   * @returns Whether the file's folder exists.
   */
  write(path: string, position: number, data: Uint8Array, sync: boolean): Promise<boolean>;
  /** Creates or replaces a file: all of it or nothing. Otherwise like `write()`. */
  put(path: string, data: Uint8Array, sync: boolean): Promise<boolean>;
  /** Waits until the names in a folder would survive a power failure, if the system can do that. */
  sync(path: string): Promise<void>;
  /** Copies a folder with all its content to a path where there is nothing. */
  copy(from: string, to: string): Promise<void>;
  /** Creates a link to a folder. Returns false if the system has no links. */
  link(target: string, path: string): Promise<boolean>;
  /** Renames a folder. Returns false if the name is already in use. */
  rename(from: string, to: string): Promise<boolean>;
  /** Returns when a path was changed, in milliseconds by the file system's clock; null if there is none. */
  changed(path: string): Promise<number | null>;
  /** Removes a file, or a folder with all its content. Does nothing if there is none. */
  remove(path: string): Promise<void>;
}
