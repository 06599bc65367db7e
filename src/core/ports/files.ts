/**
 * Files of the SDK's own, which nobody but this user may read: the port. Types only.
 *
 * Paths are absolute, with "/" between folders on every system.
 *
 * @module
 */

/** What is kept in files on this machine. Folders are made with mode 0700, files with 0600. */
export interface Files {
  /** Makes one folder. Gives false where there is something of that name already. */
  makeFolder(path: string): Promise<boolean>;
  /** Makes a folder, and those that it lies in. */
  makeFolders(path: string): Promise<void>;
  /** Makes a folder of a new name that begins with `prefix`. */
  makeUnique(prefix: string): Promise<string>;
  /** The names in a folder; null where there is none. */
  names(path: string): Promise<string[] | null>;
  /** The length of a file in bytes; null where there is none. */
  size(path: string): Promise<number | null>;
  /** A file, from `start` on; null where there is none. */
  read(path: string, start?: number): Promise<Uint8Array<ArrayBuffer> | null>;
  /**
   * Writes into a file, which is made where there is none.
   *
   * @param sync Whether to wait until it would survive a loss of power.
   * @returns Whether its folder is there; false where not.
   */
  write(path: string, position: number, data: Uint8Array, sync: boolean): Promise<boolean>;
  /** Puts a file in the place of what was there: all of it or nothing. Otherwise as `write()`. */
  put(path: string, data: Uint8Array, sync: boolean): Promise<boolean>;
  /** Waits until the names in a folder would survive a loss of power, where the system can say. */
  sync(path: string): Promise<void>;
  /** Copies a folder with all that is in it to a path where there is nothing. */
  copy(from: string, to: string): Promise<void>;
  /** Makes a link to a folder. Gives false where the system has none. */
  link(target: string, path: string): Promise<boolean>;
  /** Gives a folder another name. Gives false where there is something of that name already. */
  rename(from: string, to: string): Promise<boolean>;
  /** When something was changed, in milliseconds, by the file system's clock; null where there is nothing. */
  changed(path: string): Promise<number | null>;
  /** Removes a file, or a folder with all that is in it. What is not there is fine. */
  remove(path: string): Promise<void>;
}
