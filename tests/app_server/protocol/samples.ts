/**
 * Values as a schema describes them.
 *
 * @module
 */
import { type Definitions, nameOf, type Schema } from "../../../.ci/protocol/schema.ts";

/** Where a value is in another, and the value. */
export type Leaf = readonly [path: string, value: unknown];

type Fields = Record<string, unknown>;

/** Makes values of a schema. */
export class Samples {
  readonly #definitions: Definitions;
  #made = 0;

  /** @param definitions What references name. */
  constructor(definitions: Definitions) {
    this.#definitions = definitions;
  }

  /**
   * Values with all fields, among which is every word and every member of a union. A text or a number that may
   * be any is in no other value.
   */
  *of(schema: Schema | true): Generator<unknown, void> {
    if (schema === true) return yield { any: this.#text() };
    const { $ref, allOf, items = true, properties, additionalProperties } = schema;
    const union = schema.oneOf ?? schema.anyOf;
    const type = [schema.type ?? []].flat().find((name) => name !== "null");
    if ($ref !== undefined) yield* this.of(this.#definitions[nameOf($ref)] ?? true);
    else if (allOf !== undefined) { for (const part of allOf) yield* this.of(part); }
    else if (schema.enum !== undefined) yield* schema.enum;
    else if (union !== undefined) {
      const common = this.#fields(properties);
      for (const member of union.filter(({ type }) => type !== "null")) {
        for (const value of this.of(member)) {
          yield properties === undefined ? value : { ...common, ...value as Fields };
        }
      }
    } else if (properties !== undefined) {
      const first = this.#fields(properties);
      yield first;
      for (const [name, field] of Object.entries(properties)) {
        const [, ...others] = this.of(field);
        for (const value of others) yield { ...first, [name]: value };
      }
    } else if (type === "array") { for (const value of this.of(items)) yield [value]; }
    else if (type === "boolean") yield true;
    else if (type === "integer" || type === "number") yield 1_000 + this.#made++;
    else if (type === "string") yield this.#text();
    else yield { key: this.#first(additionalProperties || true) };
  }

  #text(): string {
    return `text ${this.#made++}`;
  }

  #first(schema: Schema | true): unknown {
    return this.of(schema).next().value;
  }

  #fields(properties: Schema["properties"] = {}): Fields {
    return Object.fromEntries(
      Object.entries(properties).map(([name, field]) => [name, this.#first(field)]),
    );
  }
}

/** The values in a value that have none in them. */
export function leavesOf(value: unknown, path: string): Leaf[] {
  if (typeof value !== "object" || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([name, part]) =>
    leavesOf(part, Array.isArray(value) ? path : `${path}.${name}`)
  );
}
