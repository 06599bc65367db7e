/**
 * JSON Schema to the text of a TypeScript type: names and shapes, no prose.
 *
 * @module
 */
import { nameOf, type Schema } from "./schema.ts";

/** A schema, and the same part of the stable schema; undefined where that has none to compare. */
type Node = Schema | true;

/** An object's fields, when it has been put together from a base and a variant. */
type Fields = Pick<Schema, "properties" | "required" | "additionalProperties">;

/**
 * The TypeScript of a schema.
 *
 * @param schema The schema.
 * @param stable Its stable counterpart: a field that it lacks is experimental.
 * @param closed Whether an object without fields takes none, as parameters do.
 */
export function shape(schema: Node, stable?: Node, closed = false): string {
  if (schema === true) return "unknown";
  const known = stable === true ? undefined : stable;
  if (schema.$ref !== undefined) return nameOf(schema.$ref);
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return union(schema.enum.map((word) => JSON.stringify(word)));
  if (schema.allOf !== undefined) return schema.allOf.map((part) => shape(part)).join(" & ");
  const variants = schema.oneOf ?? schema.anyOf;
  if (variants !== undefined) return union(variants.map((part) => variant(schema, part, known)));
  if (Array.isArray(schema.type)) {
    return union(schema.type.map((type) => shape({ ...schema, type }, known)));
  }
  switch (schema.type) {
    case "string":
    case "boolean":
    case "null":
      return schema.type;
    case "integer":
    case "number":
      return "number";
    case "array":
      return `readonly ${grouped(shape(schema.items ?? true, known?.items))}[]`;
    case "object":
      return object(schema, known, closed);
    case undefined:
      return schema.properties === undefined ? "unknown" : object(schema, known, closed);
    default:
      throw new Error(`Cannot word a schema: its type is ${JSON.stringify(schema.type)}`);
  }
}

/** A member of a union, with the fields that all members share. */
function variant(base: Schema, part: Schema, stable: Schema | undefined): string {
  const known = [...stable?.oneOf ?? [], ...stable?.anyOf ?? []].find((other) =>
    tagOf(other) === tagOf(part)
  );
  if (base.properties === undefined) return shape(part, known);
  if (part.$ref !== undefined) {
    const { oneOf: _, anyOf: __, ...fields } = base;
    return `${object(fields, stable, false)} & ${shape(part)}`;
  }
  return shape(merged(base, part), known && stable ? merged(stable, known) : undefined);
}

function merged(base: Fields, part: Schema): Schema {
  return {
    ...part,
    properties: { ...base.properties, ...part.properties },
    required: [...base.required ?? [], ...part.required ?? []],
  };
}

function object(schema: Fields, stable: Schema | undefined, closed: boolean): string {
  const { properties = {}, required = [], additionalProperties: others } = schema;
  const names = Object.keys(properties).sort((a, b) => rank(a) - rank(b));
  const lines = names.map((name) => {
    const known = stable?.properties?.[name];
    const isNew = stable !== undefined && known === undefined;
    const key = /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
    const mark = required.includes(name) ? "" : "?";
    const type = shape(properties[name] ?? true, known);
    return `${isNew ? "/** @experimental */\n" : ""}readonly ${key}${mark}: ${type};\n`;
  });
  if (typeof others === "object" && lines.length === 0) {
    return `{ readonly [key: string]: ${shape(others)} }`;
  }
  if (lines.length === 0 && (closed || others === false)) return "Readonly<Record<string, never>>";
  if (lines.length === 0 || others === true) lines.push("readonly [key: string]: unknown;\n");
  return `{\n${lines.join("")}}`;
}

/** What tells the members of a union apart comes first, wherever the alphabet has it. */
function rank(name: string): number {
  return name === "type" || name === "mode" ? 0 : 1;
}

/** What tells a member of a union apart. */
function tagOf({ title, properties = {}, required, $ref, enum: words }: Schema): string {
  for (const name of ["type", "mode"]) {
    const tag = properties[name];
    if (tag !== undefined && tag !== true && tag.enum !== undefined) return String(tag.enum[0]);
  }
  return JSON.stringify($ref ?? title ?? words ?? required ?? Object.keys(properties));
}

function union(members: readonly string[]): string {
  return [...new Set(members)].join(" | ");
}

function grouped(type: string): string {
  return /^(\w+|\{[^{}]*\})$/.test(type) ? type : `(${type})`;
}
