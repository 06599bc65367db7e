/**
 * Turns a configuration object into `key=value` overrides in TOML, as `--config` takes them.
 *
 * @module
 */
import { kindOf } from "../../core/base/words.ts";
import { InvalidInputError } from "../../core/vocabulary/errors.ts";
import { quoted } from "../../core/base/plain_text.ts";
import type { CodexConfigObject } from "../../core/vocabulary/options.ts";
import { isPlain } from "../../core/base/plain.ts";

const BARE_KEY = /^[A-Za-z0-9_-]+$/;
/** How deeply tables and arrays may be nested. A cycle exceeds it. */
const MAX_DEPTH = 100;

/**
 * Flattens an object into dotted overrides. Codex splits a key at every dot, quotes or not, so a
 * table with any other key is written as one inline table.
 *
 * @param config The configuration.
 * @param option The name of the option it came from, for errors.
 * @throws {InvalidInputError} If a value has no TOML literal.
 */
export function configOverrides(config: CodexConfigObject, option: string): string[] {
  checkConfig(config, option);
  const overrides: string[] = [];
  for (const [key, value] of defined(config)) {
    // At the top level, there is no parent whose inline table could hold a key; Codex splits the key at its
    // dots, as with `@openai/codex-sdk`.
    if (!key.split(".").every((part) => BARE_KEY.test(part))) {
      throw invalid(`${option}[${quoted(key)}]`, "is not a key that Codex can take");
    }
    flatten(value, key, `${option}.${key}`, overrides);
  }
  return overrides;
}

/**
 * Checks that configuration can be written in TOML.
 *
 * @param config The configuration.
 * @param option The name of the option it came from, for errors.
 * @throws {InvalidInputError} If it is not an object, or a value has no TOML literal.
 */
export function checkConfig(config: unknown, option: string): asserts config is CodexConfigObject {
  if (!isTable(config)) throw invalid(option, `must be an object, not ${kindOf(config)}`);
  tomlValue(config, option);
}

/** Merges `over` into `base`, table by table. Both were checked before. */
export function mergeConfig(
  base: CodexConfigObject,
  over: CodexConfigObject,
): CodexConfigObject {
  const merged = new Map<string, CodexConfigObject[string]>(Object.entries(base));
  for (const [key, value] of Object.entries(over)) {
    if (value === undefined) continue;
    const below = merged.get(key);
    merged.set(key, isTable(below) && isTable(value) ? mergeConfig(below, value) : value);
  }
  return Object.fromEntries(merged);
}

function flatten(
  value: unknown,
  key: string,
  path: string,
  overrides: string[],
): void {
  const entries = isTable(value) ? defined(value) : [];
  if (entries.length > 0 && entries.every(([name]) => BARE_KEY.test(name))) {
    for (const [name, child] of entries) {
      flatten(child, `${key}.${name}`, `${path}.${name}`, overrides);
    }
  } else if (!(isTable(value) && isVoid(value))) {
    overrides.push(`${key}=${tomlValue(value, path)}`);
  }
}

/**
 * Returns the TOML literal of a value.
 *
 * @param value A string, finite number, boolean, array or plain object.
 * @param path Where the value is, for errors.
 * @param depth How deeply arrays and tables may be nested in it.
 * @throws {InvalidInputError} If the value has no TOML literal.
 */
export function tomlValue(value: unknown, path: string, depth: number = MAX_DEPTH): string {
  switch (typeof value) {
    case "string":
      return tomlString(value, path);
    case "boolean":
      return String(value);
    case "number":
      return tomlNumber(value, path);
  }
  if (depth === 0) throw invalid(path.slice(0, 200), "is nested too deeply, or contains itself");
  if (Array.isArray(value)) {
    // `map` would skip what is missing.
    const items = Array.from(value, (item, at) => tomlValue(item, `${path}[${at}]`, depth - 1));
    return `[${items.join(", ")}]`;
  }
  if (isTable(value)) {
    const pairs = defined(value).map(([name, child]) =>
      `${BARE_KEY.test(name) ? name : tomlString(name, path)} = ${
        tomlValue(child, `${path}.${name}`, depth - 1)
      }`
    );
    return `{${pairs.join(", ")}}`;
  }
  throw invalid(path, `is ${kindOf(value)}, which TOML cannot express`);
}

/** A number without a fraction is an integer in TOML, which has 64 bits. */
function tomlNumber(value: number, path: string): string {
  if (!Number.isFinite(value)) throw invalid(path, "must be a finite number");
  if (Object.is(value, -0)) return "0";
  const text = String(value);
  return Math.abs(value) >= 2 ** 63 && /^-?\d+$/.test(text) ? `${text}.0` : text;
}

/** TOML has JSON's escapes, but also requires one for DEL, and has none for lone surrogates. */
function tomlString(value: string, path: string): string {
  const literal = JSON.stringify(value).replaceAll("\x7f", "\\u007F");
  // Codex takes a value that is not valid TOML for a raw string, quotes included, so it must not get there.
  if (/\\ud[89a-f]/.test(literal.replaceAll("\\\\", ""))) {
    throw invalid(path, "has half a surrogate pair, which TOML cannot express");
  }
  return literal;
}

function defined(table: CodexConfigObject): [string, unknown][] {
  return Object.entries(table).filter(([, value]) => value !== undefined);
}

/** Whether a table has keys, but no values. As in `@openai/codex-sdk`, it then has no effect. */
function isVoid(table: CodexConfigObject): boolean {
  return Object.keys(table).length > 0 && defined(table).length === 0;
}

/** Whether a value is a table: a `Date`, a `Map` or a `URL` would become an empty one. */
function isTable(value: unknown): value is CodexConfigObject {
  return isPlain(value);
}

function invalid(path: string, state: string): InvalidInputError {
  return new InvalidInputError(path, `Cannot configure Codex: ${path} ${state}`);
}
