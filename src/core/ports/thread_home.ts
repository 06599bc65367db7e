/**
 * Where Codex keeps threads: the folders of one CODEX_HOME, on any machine. Types only.
 *
 * @module
 */

/** The files of one CODEX_HOME. Paths are relative to it, with `/` between folders. */
export interface ThreadHome {
  /** Returns the files in `sessions` and `archived_sessions`, at any depth. */
  list(): Promise<readonly string[]>;
  /** Reads a file, which may be written to at the same time. */
  read(path: string): Promise<Uint8Array>;
  /** Writes a file, and creates the folders above it. */
  write(path: string, data: Uint8Array): Promise<void>;
  /** Moves a file, replacing another one if there is one. */
  move(from: string, to: string): Promise<void>;
  /** Removes a file. Does nothing if there is none. */
  remove(path: string): Promise<void>;
  /**
   * Has Codex delete a thread and everything that it remembers about it.
   *
   * @returns Whether Codex did: it keeps a thread from which others were forked, or whose file is damaged.
   * @throws {ResumeError} If the thread is loaded.
   */
  deleteThread(id: string): Promise<boolean>;
  /**
   * Refuses a thread that is loaded.
   *
   * @throws {ResumeError} If the thread is loaded.
   */
  checkFree(id: string): Promise<void>;
}
