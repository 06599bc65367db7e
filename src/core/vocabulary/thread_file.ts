/**
 * A thread as files.
 *
 * @module
 */

/**
 * A file of a thread, as `exportThread()` returns and `importThread()` takes it.
 *
 * @category Threads
 */
export interface ThreadFile {
  /** Its path below CODEX_HOME, with `/` between folders; begins with `sessions/`. */
  readonly path: string;
  /** Its content: whole lines of JSON, or the thread's title. */
  readonly data: Uint8Array;
}
