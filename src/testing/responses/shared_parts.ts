/**
 * What the bodies of requests repeat: each has the tools, and the whole history so far.
 *
 * @module
 */

/** Shorter texts take less memory than remembering them would. */
const SHORT = 64;

/** Keeps one copy of each part: otherwise the requests of a long turn take gigabytes. */
export class SharedParts {
  readonly #parts: Map<string, unknown> = new Map();

  /** The body, with the parts that earlier ones have in common with it. */
  of(body: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
    const entries = Object.entries(body).map(([name, value]) =>
      [
        name,
        Array.isArray(value) ? value.map((part) => this.#one(part)) : this.#one(value),
      ] as const
    );
    return Object.fromEntries(entries);
  }

  /** A text, or the equal one of before. */
  text(text: string): string {
    return this.#one(text) as string;
  }

  #one(part: unknown): unknown {
    const isText = typeof part === "string";
    if (!isText && (typeof part !== "object" || part === null)) return part;
    // JSON of an object never begins like that.
    const key = isText ? `'${part}` : JSON.stringify(part);
    if (key.length < SHORT) return part;
    const known = this.#parts.get(key);
    if (known === undefined) this.#parts.set(key, part);
    return known ?? part;
  }
}
