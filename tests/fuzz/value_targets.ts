/**
 * What goes to Codex: configuration, schemas, command lines.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { parse } from "smol-toml";
import { quote } from "../../examples/_far_scripts.ts";
import { strictSchema } from "../../src/core/schema/strict_schema.ts";
import { InvalidInputError } from "../../src/core/vocabulary/errors.ts";
import type { CodexConfigObject } from "../../src/core/vocabulary/options.ts";
import { configOverrides, tomlValue } from "../../src/launch/command/config.ts";
import { below, type Json } from "../random.ts";
import { json, members, type Next, pick, type Target, text } from "./target.ts";

const VALUE_TARGETS: Target[] = [
  { name: "tomlValue() writes what a TOML parser reads back", runs: 10_000, once: literal },
  { name: "configOverrides() say together what the object says", runs: 4_000, once: overrides },
  { name: "strictSchema() gives a strict schema, or says why not", runs: 10_000, once: schema },
];
if (Deno.build.os !== "windows") {
  VALUE_TARGETS.push({
    name: "quote() of the far shell keeps every byte, in a real shell",
    runs: 60,
    once: shell,
  });
}

/** Targets. */
export { VALUE_TARGETS };

/** A value that TOML has a word for. */
function expressible(next: Next, depth = 0): unknown {
  const value = json(next, depth);
  const mend = (one: unknown): unknown => {
    if (one === null) return true;
    // The parser takes no integer that JavaScript does not hold exactly.
    if (one === 2 ** 53) return 2 ** 53 - 1;
    if (Array.isArray(one)) return one.map(mend);
    if (typeof one !== "object") return one;
    return Object.fromEntries(Object.entries(one as Json).map(([key, of]) => [key, mend(of)]));
  };
  return mend(value);
}

function literal(next: Next): void {
  const value = expressible(next);
  const toml = tomlValue(value, "x");
  assert(!/[\r\n]/.test(toml), "on one line");
  assertEquals(JSON.stringify(sorted(parse(`x = ${toml}`).x)), JSON.stringify(sorted(value)));
}

function overrides(next: Next): void {
  const table = (depth: number): Json =>
    members(next, () => [
      depth === 0 ? pick(next, ["a", "b-c", "D_9", "__proto__"]) : text(next, ["k", "é", ".", "-"]),
      depth < 3 && next() < 0.5 ? table(depth + 1) : expressible(next, 3),
    ]);
  const config = table(0);
  const lines = configOverrides(config as CodexConfigObject, "config");
  assertEquals(
    JSON.stringify(sorted(parse(lines.join("\n")))),
    JSON.stringify(sorted(config)),
    lines.join("\n"),
  );
}

/** With the members of objects in an order of their own. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1)
    .map(([key, of]) => ({ key, of: sorted(of) }));
}

const KEYWORDS: Readonly<Record<string, (next: Next, depth: number) => unknown>> = {
  type: (next) =>
    pick<unknown>(next, ["object", "array", "string", "null", "integer", ["string", "null"], 7]),
  properties: (next, depth) => members(next, () => [text(next), junk(next, depth)]),
  items: (next, depth) => junk(next, depth),
  anyOf: (next, depth) => Array.from({ length: below(next, 4) }, () => junk(next, depth)),
  oneOf: (next, depth) => Array.from({ length: below(next, 4) }, () => junk(next, depth)),
  $ref: (next) =>
    pick<unknown>(next, ["#", "#/$defs/A", "#/$defs/b~1c", "#/definitions/A", "N", 7]),
  $id: () => "N",
  $defs: (next, depth) => ({ A: junk(next, depth) }),
  definitions: (next, depth) => ({ A: junk(next, depth) }),
  const: (next) => json(next, 3),
  enum: (next) => pick<unknown>(next, [[1, "a"], [], [null], [{}], "a"]),
  required: (next) => pick<unknown>(next, [["a"], [], "a", [7]]),
  additionalProperties: (next) => pick<unknown>(next, [false, true, {}]),
  description: (next) => text(next),
  title: () => "t",
  format: () => "uri",
  pattern: (next) => pick(next, ["^a", "(?=a)", "(?<!\\\\)"]),
  default: (next) => json(next, 3),
};

/** Something like a schema; most of it is one that can be strict. */
function junk(next: Next, depth: number): unknown {
  if (next() < 0.95) return sound(next, depth);
  const names = Object.keys(KEYWORDS);
  return members(next, () => {
    const name = pick(next, names);
    return [name, KEYWORDS[name]?.(next, depth + 1)];
  });
}

/** A schema that can be strict, as far as its parts can. */
function sound(next: Next, depth: number): Json {
  switch (below(next, depth === 0 ? 1 : depth > 3 ? 3 : 6)) {
    case 0: {
      const properties = depth > 4 ? {} : members(next, () => [text(next), junk(next, depth + 1)]);
      return {
        type: "object",
        properties,
        required: Object.keys(properties),
        additionalProperties: false,
      };
    }
    case 1:
      return { type: "string", description: text(next) };
    case 2: {
      const $ref = pick(next, ["#", "#/$defs/A", "#/$defs/b~1c"]);
      return next() < 0.5 ? { $ref } : { $ref, description: text(next) };
    }
    case 3:
      return { type: "array", items: junk(next, depth + 1) };
    case 4:
      return { anyOf: [junk(next, depth + 1), { type: "null" }] };
    default:
      return { oneOf: [{ const: text(next) }, { type: "integer" }, junk(next, depth + 1)] };
  }
}

function schema(next: Next): void {
  const top = junk(next, 0);
  if (typeof top !== "object" || top === null) return;
  const defs = { $defs: { A: junk(next, 1), "b/c": { type: "string" } } };
  const given = next() < 0.9 ? { ...top, ...defs } : top;
  const before = JSON.stringify(given);
  try {
    const strict = strictSchema(given as Json, next() < 0.5);
    assertEquals(JSON.stringify(strictSchema(strict)), JSON.stringify(strict), "strict already");
  } catch (error) {
    assert(error instanceof InvalidInputError, `${error} for ${before}`);
  }
  assertEquals(JSON.stringify(given), before, "the schema stays as it was");
}

async function shell(next: Next): Promise<void> {
  // No program takes a NUL in an argument or a variable.
  const word = () => text(next).replaceAll("\0", "");
  const words = Array.from({ length: 1 + below(next, 40) }, word);
  const echoed = await sh(`printf '%s\\0' ${words.map(quote).join(" ")}`);
  assertEquals(echoed.split("\0"), [...words, ""]);
}

async function sh(script: string): Promise<string> {
  const { stdout, success } = await new Deno.Command("/bin/sh", { args: ["-c", script] }).output();
  assert(success, script);
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(stdout);
}
