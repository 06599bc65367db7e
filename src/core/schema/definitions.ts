/**
 * Resolves the references of a schema.
 *
 * @module
 */
import { quoted } from "../base/plain_text.ts";
import { InvalidInputError } from "../vocabulary/errors.ts";
import { isObject, type JsonSchema } from "./json_schema.ts";
import { DESCRIBING, KEPT, REFUSED } from "./strict_keywords.ts";

/** Where definitions are, at the top level. The service looks nowhere else. */
export const DEFINITIONS = ["$defs", "definitions"] as const;

/** A schema at the top level that others refer to. */
export interface Definition {
  /** The keyword that holds it. */
  readonly keyword: (typeof DEFINITIONS)[number];
  /** Its name. */
  readonly name: string;
  /** The schema. */
  readonly schema: unknown;
}

/** What a reference leads to. */
interface Target extends Definition {
  readonly ref: string;
  readonly schema: JsonSchema;
}

/** Characters that may be copied because of descriptions next to references. */
const MAX_COPIED = 10_000_000;

/** The definitions of a schema, and the copies that descriptions next to references need. */
export class Definitions {
  /** The schema's own definitions, then copies that have the description of a place where they are used. */
  readonly all: Definition[] = [];
  readonly #root: JsonSchema;
  readonly #places: Map<unknown, Target> = new Map();
  readonly #taken: Set<string> = new Set();
  // One for each reference and description: copied to each place, a few would become millions.
  readonly #refs: Map<string, string> = new Map();
  readonly #lengths: Map<string, number> = new Map();
  #copied = 0;

  /** @param root The schema. */
  constructor(root: JsonSchema) {
    this.#root = root;
    for (const keyword of DEFINITIONS) {
      for (const [name, schema] of Object.entries(root[keyword] ?? {})) {
        const definition = { keyword, name, schema };
        this.all.push(definition);
        this.#taken.add(name);
        if (!isObject(schema)) continue;
        const target = { ...definition, ref: pointer(definition), schema };
        this.#places.set(target.ref, target);
        if (schema.$id !== undefined && !this.#places.has(schema.$id)) {
          this.#places.set(schema.$id, target);
        }
      }
    }
  }

  /** The top level, or what it refers to if it is a reference: the service requires a `type` there. */
  top(): JsonSchema {
    let top = this.#root;
    for (const seen = new Set<string>(); top.$ref !== undefined;) {
      const { ref, schema } = this.#resolved(top, "#");
      if (ref === "#" || seen.has(ref)) throw refused("#", "it refers to itself", "name a type");
      seen.add(ref);
      top = { ...schema, ...descriptionOf(top) };
    }
    return top;
  }

  /** What a reference to a definition leads to; undefined for any other reference. */
  lookUp(ref: unknown): JsonSchema | undefined {
    return this.#places.get(ref)?.schema;
  }

  /**
   * Returns a reference without other keywords, as the service requires.
   *
   * @param schema The schema with the `$ref`.
   * @param path Where the schema is, for errors.
   */
  refOf(schema: JsonSchema, path: string): string {
    const target = this.#resolved(schema, path);
    const description = descriptionOf(schema);
    if (Object.keys(description).length === 0) return target.ref;
    const key = JSON.stringify([target.ref, description.title, description.description]);
    const known = this.#refs.get(key);
    if (known !== undefined) return known;
    const { $defs: _, definitions: __, ...own } = target.schema;
    this.#copy(target.ref, own, path);
    const { keyword, name } = target;
    const made = { keyword, name: this.#free(name), schema: { ...own, ...description } };
    this.all.push(made);
    this.#refs.set(key, pointer(made));
    return pointer(made);
  }

  #copy(ref: string, own: JsonSchema, path: string): void {
    const length = this.#lengths.get(ref) ?? JSON.stringify(own).length;
    this.#lengths.set(ref, length);
    this.#copied += length;
    if (this.#copied <= MAX_COPIED) return;
    const state = "there are too many descriptions next to references to large definitions";
    throw refused(path, state, "describe the definitions instead");
  }

  #resolved(schema: JsonSchema, path: string): Target {
    const limit = Object.keys(schema).find((keyword) =>
      REFUSED.has(keyword) || keyword === "oneOf" || (KEPT.has(keyword) && !DESCRIBING.has(keyword))
    );
    if (limit !== undefined) {
      const state = `strict mode has no "${limit}" next to "$ref"`;
      throw refused(path, state, "move it to the definition");
    }
    const { $ref } = schema;
    if ($ref === "#" || $ref === this.#root.$id) {
      return { ref: "#", schema: this.#root, keyword: "$defs", name: "top" };
    }
    const found = this.#places.get($ref);
    if (found === undefined) {
      const state = `there is no definition ${quoted($ref)}`;
      throw refused(path, state, "add it to $defs at the top level");
    }
    return found;
  }

  /** A name that no definition uses. */
  #free(name: string): string {
    for (let count = this.#refs.size + 1;; count++) {
      const free = `${name}_${count}`;
      if (this.#taken.has(free)) continue;
      this.#taken.add(free);
      return free;
    }
  }
}

/** The keywords that describe a schema without limiting it. */
function descriptionOf(schema: JsonSchema): JsonSchema {
  return Object.fromEntries(Object.entries(schema).filter(([keyword]) => DESCRIBING.has(keyword)));
}

/** Where a definition is, as references write it. */
export function pointer({ keyword, name }: Omit<Definition, "schema">): string {
  return `#/${keyword}/${escaped(name)}`;
}

/** A name, escaped for a JSON pointer. */
export function escaped(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}

/** The error for a refused schema: where, why, and the usual fix. */
export function refused(path: string, reason: string, fix: string): InvalidInputError {
  return new InvalidInputError(
    "outputSchema",
    `Cannot use outputSchema: at ${path}: ${reason}; ${fix} (for a service that takes more than strict mode, jsonSchema(schema, { strict: false }) sends it unchanged)`,
  );
}
