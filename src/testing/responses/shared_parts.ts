/**
 * What the bodies of requests repeat: each has the tools and the whole history so far, and those of another
 * thread have the same tools in a list that differs somewhere.
 *
 * @module
 */

/** Shorter values take less memory than remembering them would. */
const SHORT = 64;
/** How the key of a remembered part begins, and no JSON. */
const KNOWN = "#";

/** A value, and what stands for it in the key of a value that contains it. */
interface Part {
  readonly value: unknown;
  readonly key: string;
}

/** Keeps one copy of each part, at any depth: otherwise the requests of a long run take gigabytes. */
export class SharedParts {
  readonly #texts = new Map<string, Part>();
  /** Lists and objects, by their content with a number for each part that is remembered. */
  readonly #parts = new Map<string, Part>();

  /** The body, with the parts that earlier ones have in common with it. */
  of(body: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
    return this.#one(body).value as Readonly<Record<string, unknown>>;
  }

  /** A text, or the equal one of before. */
  text(text: string): string {
    return this.#one(text).value as string;
  }

  #one(value: unknown): Part {
    if (typeof value === "string" && value.length >= SHORT) {
      return this.#known(this.#texts, value, value);
    }
    if (typeof value !== "object" || value === null) return { value, key: JSON.stringify(value) };
    if (Array.isArray(value)) {
      const parts = value.map((part) => this.#one(part));
      const key = `[${parts.map((part) => part.key)}]`;
      return this.#shared(parts, key, parts.map((part) => part.value));
    }
    const names = Object.keys(value);
    const parts = Object.values(value).map((part) => this.#one(part));
    const key = `{${names.map((name, index) => `${JSON.stringify(name)}:${parts[index]?.key}`)}}`;
    const copy = Object.fromEntries(names.map((name, index) => [name, parts[index]?.value]));
    return this.#shared(parts, key, copy);
  }

  #shared(parts: readonly Part[], key: string, value: unknown): Part {
    const isShort = key.length < SHORT && !parts.some((part) => part.key.startsWith(KNOWN));
    return isShort ? { value, key } : this.#known(this.#parts, key, value);
  }

  #known(parts: Map<string, Part>, key: string, value: unknown): Part {
    const known = parts.get(key);
    if (known !== undefined) return known;
    const part = { value, key: `${KNOWN}${this.#texts.size + this.#parts.size}` };
    parts.set(key, part);
    return part;
  }
}
