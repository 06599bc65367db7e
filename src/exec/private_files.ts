/**
 * Files that a turn needs, each in a private folder, removed with the turn.
 *
 * @module
 */
import { messageOf } from "../core/base/plain_text.ts";
import { CodexError } from "../core/vocabulary/errors.ts";
import type { Host, PrivateFile } from "../core/ports/host.ts";

/** The files of one turn. */
export class PrivateFiles {
  readonly #host: Host;
  readonly #files: PrivateFile[] = [];

  /** @param host The machine. */
  constructor(host: Host) {
    this.#host = host;
  }

  /** The paths of the files. */
  get paths(): string[] {
    return this.#files.map(({ path }) => path);
  }

  /**
   * Writes a file.
   *
   * @param name The file's name.
   * @param content The file's content.
   * @param what What the content is, for the error.
   * @returns The file's path.
   * @throws {CodexError} If the file cannot be written.
   */
  async write(name: string, content: string | Uint8Array, what: string): Promise<string> {
    try {
      const file = await this.#host.writePrivateFile(name, content);
      this.#files.push(file);
      return file.path;
    } catch (cause) {
      const state = messageOf(cause);
      throw new CodexError(`Cannot write ${what} to a temporary file: ${state}`, { cause });
    }
  }

  /** Removes all files. Never rejects. */
  async remove(): Promise<void> {
    await Promise.all(this.#files.map((file) => file.remove()));
  }
}
