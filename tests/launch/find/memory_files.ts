/**
 * A file system in memory, of either kind of platform, for finding Codex.
 *
 * @module
 */
import type { FileKind } from "../../../src/core/ports/host.ts";
import type { Lookups } from "../../../src/launch/find/npm_package.ts";

/** What is at a path: the text of a file, a link, or a place one may not look at. */
export type Entry =
  | string
  | { readonly link: string }
  | { readonly denied: true }
  /** A folder that somebody else may write to. */
  | { readonly foreign: true };

/** Files by absolute path; the folders above them are there too. */
export class MemoryFiles implements Lookups {
  /** Every path that was looked at, as it was asked. */
  readonly asked: string[] = [];
  readonly #windows: boolean;
  readonly #entries: Map<string, Entry> = new Map();
  readonly #folders: Set<string> = new Set();

  /**
   * @param platform In Node's words: separators, and on Windows names of any case.
   * @param entries What is there.
   */
  constructor(platform: string, entries: Readonly<Record<string, Entry>>) {
    this.#windows = platform === "win32";
    for (const [path, entry] of Object.entries(entries)) {
      const parts = this.#parts(path);
      for (let depth = 0; depth < parts.length; depth++) {
        this.#folders.add(this.#key(parts.slice(0, depth)));
      }
      this.#entries.set(this.#key(parts), entry);
    }
  }

  /** As `Lookups` has it. */
  stat(path: string): Promise<FileKind> {
    this.asked.push(path);
    const parts = this.#resolve(this.#parts(path));
    if (parts === null) return Promise.resolve(null);
    const entry = this.#entries.get(this.#key(parts));
    if (typeof entry === "string") return Promise.resolve<FileKind>("file");
    if (entry !== undefined && "foreign" in entry) return Promise.resolve<FileKind>("directory");
    if (entry !== undefined) return Promise.resolve<FileKind>("unknown");
    return Promise.resolve(this.#folders.has(this.#key(parts)) ? "directory" : null);
  }

  /** As `Lookups` has it. */
  async realpath(path: string): Promise<string | null> {
    const kind = await this.stat(path);
    const parts = this.#resolve(this.#parts(path));
    if (parts === null || kind === null || kind === "unknown") return null;
    return this.#windows ? parts.join("\\") : `/${parts.join("/")}`;
  }

  /** As `Lookups` has it. */
  readText(path: string): Promise<string | null> {
    this.asked.push(path);
    const parts = this.#resolve(this.#parts(path));
    const entry = parts === null ? undefined : this.#entries.get(this.#key(parts));
    return Promise.resolve(typeof entry === "string" ? entry : null);
  }

  /** As `Lookups` has it. */
  isOurs(folder: string): Promise<boolean> {
    const entry = this.#entries.get(this.#key(this.#parts(folder)));
    return Promise.resolve(typeof entry !== "object" || !("foreign" in entry));
  }

  /** The parts with every link and `..` resolved, or null where a link leads nowhere. */
  #resolve(parts: readonly string[], links = 0): string[] | null {
    const real: string[] = [];
    for (const [index, part] of parts.entries()) {
      if (part === "..") {
        real.pop();
        continue;
      }
      const entry = this.#entries.get(this.#key([...real, part]));
      if (typeof entry === "object" && "link" in entry) {
        if (links > 20) return null;
        const target = this.#parts(entry.link);
        const base = /^([A-Za-z]:)?[\\/]/.test(entry.link) ? [] : real;
        return this.#resolve([...base, ...target, ...parts.slice(index + 1)], links + 1);
      }
      real.push(part);
    }
    return real;
  }

  #parts(path: string): string[] {
    return path.split(this.#windows ? /[\\/]+/ : /\/+/).filter((part) =>
      part !== "" && part !== "."
    );
  }

  #key(parts: readonly string[]): string {
    const key = parts.join("/");
    return this.#windows ? key.toLowerCase() : key;
  }
}
