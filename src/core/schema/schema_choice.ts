/**
 * Whether the branches of a choice exclude each other.
 *
 * @module
 */
import { constants, isObject, type JsonSchema, typeOf } from "./json_schema.ts";

/** How many branches of one type are compared in pairs, if no single property tells them apart. */
const MAX_COMPARED = 100;

/** What is known about the values that match a branch. */
interface Facts {
  /** Their types, or null for any. */
  readonly kinds: ReadonlySet<unknown> | null;
  /** The values themselves, or null for any. */
  readonly values: ReadonlySet<unknown> | null;
  /** Of objects: the properties that are limited to some values. */
  readonly properties: ReadonlyMap<string, ReadonlySet<unknown>>;
}

/** The choices of one schema. */
export class Choices {
  readonly #lookUp: (ref: unknown) => JsonSchema | undefined;
  // A definition may be a branch of many choices.
  readonly #facts: WeakMap<JsonSchema, Facts> = new WeakMap();

  /** @param lookUp Where a reference leads. */
  constructor(lookUp: (ref: unknown) => JsonSchema | undefined) {
    this.#lookUp = lookUp;
  }

  /** Whether no value can match two of the branches, so that `anyOf` means the same as `oneOf`. */
  apart(choices: readonly unknown[]): boolean {
    if (choices.length < 2) return true;
    const branches = choices.map((choice) => {
      const { $ref } = isObject(choice) ? choice : {};
      return $ref === undefined ? choice : this.#lookUp($ref);
    });
    if (!branches.every(isObject)) return false;
    const facts = branches.map((branch) => this.#factsOf(branch));
    const kinds = new Set(facts.flatMap((branch) => [...branch.kinds ?? []]));
    // Branches without a common type are apart; a branch that names no type may have any.
    if (kinds.size === 0) return allApart(facts.filter((branch) => branch.kinds === null));
    return [...kinds].every((kind) =>
      allApart(facts.filter((branch) => branch.kinds === null || branch.kinds.has(kind)))
    );
  }

  #factsOf(schema: JsonSchema): Facts {
    const known = this.#facts.get(schema);
    if (known !== undefined) return known;
    const facts = factsOf(schema);
    this.#facts.set(schema, facts);
    return facts;
  }
}

/** Whether branches that may have the same type exclude each other nevertheless. */
function allApart(branches: readonly Facts[]): boolean {
  const [first] = branches;
  if (first === undefined || branches.length < 2) return true;
  if (distinct(branches, ({ values }) => values)) return true;
  for (const name of first.properties.keys()) {
    if (distinct(branches, ({ properties }) => properties.get(name) ?? null)) return true;
  }
  return branches.length <= MAX_COMPARED &&
    branches.every((one, at) => branches.slice(at + 1).every((other) => differ(one, other)));
}

/** Whether each branch has values for something, and no two branches share one. */
function distinct(
  branches: readonly Facts[],
  valuesOf: (branch: Facts) => ReadonlySet<unknown> | null,
): boolean {
  const seen = new Set<unknown>();
  for (const branch of branches) {
    const values = valuesOf(branch);
    if (values === null) return false;
    for (const value of values) {
      if (seen.has(value)) return false;
      seen.add(value);
    }
  }
  return true;
}

function differ(one: Facts, other: Facts): boolean {
  if (disjoint(one.kinds, other.kinds) || disjoint(one.values, other.values)) return true;
  for (const [name, values] of one.properties) {
    if (disjoint(values, other.properties.get(name) ?? null)) return true;
  }
  return false;
}

function disjoint(one: ReadonlySet<unknown> | null, other: ReadonlySet<unknown> | null): boolean {
  if (one === null || other === null) return false;
  for (const value of one) if (other.has(value)) return false;
  return true;
}

function factsOf(schema: JsonSchema): Facts {
  const properties = new Map<string, ReadonlySet<unknown>>();
  if (schema.type === "object") {
    for (const [name, property] of Object.entries(schema.properties ?? {})) {
      const values = constants(property);
      if (values !== null) properties.set(name, new Set(values));
    }
  }
  const values = constants(schema);
  return { kinds: kindsOf(schema), values: values === null ? null : new Set(values), properties };
}

/** Numbers and integers count as one kind: an integer matches both. */
function kindsOf(schema: JsonSchema): ReadonlySet<unknown> | null {
  const types = schema.type === undefined ? constants(schema)?.map(typeOf) : [schema.type].flat();
  return types === undefined
    ? null
    : new Set(types.map((type) => type === "integer" ? "number" : type));
}
