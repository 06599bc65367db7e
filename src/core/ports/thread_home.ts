/**
 * Where Codex keeps threads: the folders of one CODEX_HOME, on whatever machine. Types only.
 *
 * @module
 */

/** The files below one CODEX_HOME. Paths are below it, with `/` between folders. */
export interface ThreadHome {
  /** The files in `sessions` and `archived_sessions`, at whatever depth. */
  list(): Promise<readonly string[]>;
  /** The bytes of a file, which may be written to meanwhile. */
  read(path: string): Promise<Uint8Array>;
  /** Writes a file, and makes the folders above it. */
  write(path: string, data: Uint8Array): Promise<void>;
  /** Puts a file in the place of another one, or where there is none. */
  move(from: string, to: string): Promise<void>;
  /** Removes a file. Does nothing where there is none. */
  remove(path: string): Promise<void>;
  /**
   * Has Codex delete a thread, and all that it remembers of it.
   *
   * @returns Whether it did: it keeps one that others were forked from.
   * @throws {ResumeError} If the thread is loaded.
   */
  deleteThread(id: string): Promise<boolean>;
  /**
   * Refuses a thread that is loaded.
   *
   * @throws {ResumeError} If it is.
   */
  checkFree(id: string): Promise<void>;
}
