/**
 * A configuration object to `key=value` overrides in TOML, as `--config` takes them.
 *
 * @module
 */
import { InvalidInputError } from "../core/vocabulary/errors.ts";
import { quoted } from "../core/vocabulary/plain_text.ts";
import type { CodexConfigObject } from "../core/vocabulary/options.ts";

const BARE_KEY = /^[A-Za-z0-9_-]+$/;

/**
 * Flattens an object into dotted overrides. Codex splits a key at every dot, quotes or not, so a
 * table with any other key is written as one inline table, whole.
 *
 * @param config The configuration.
 * @param option The name of the option it came from, for errors.
 * @throws {InvalidInputError} If a value has no TOML literal.
 */
export function configOverrides(config: CodexConfigObject, option: string): string[] {
  if (!isTable(config)) throw invalid(option, "must be an object");
  const overrides: string[] = [];
  for (const [key, value] of defined(config)) {
    // At the top there is no parent whose inline table could carry a key; Codex splits it at its
    // dots, as with the peer.
    if (!key.split(".").every((part) => BARE_KEY.test(part))) {
      throw invalid(`${option}[${quoted(key)}]`, "is no key that Codex can take");
    }
    flatten(value, key, `${option}.${key}`, overrides);
  }
  return overrides;
}

/** Lays `over` upon `base`, table by table. */
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
 * A TOML literal.
 *
 * @param value A string, finite number, boolean, array or object.
 * @param path Where it stands, for errors.
 * @throws {InvalidInputError} If there is none for it.
 */
export function tomlValue(value: unknown, path: string): string {
  switch (typeof value) {
    case "string":
      return tomlString(value, path);
    case "boolean":
      return String(value);
    case "number":
      return tomlNumber(value, path);
  }
  if (Array.isArray(value)) {
    return `[${value.map((item, index) => tomlValue(item, `${path}[${index}]`)).join(", ")}]`;
  }
  if (isTable(value)) {
    const pairs = defined(value).map(([name, child]) =>
      `${BARE_KEY.test(name) ? name : tomlString(name, path)} = ${
        tomlValue(child, `${path}.${name}`)
      }`
    );
    return `{${pairs.join(", ")}}`;
  }
  throw invalid(
    path,
    `is ${value === null ? "null" : `of type ${typeof value}`}, which TOML has no word for`,
  );
}

/** A number without a fraction is an integer in TOML, which has 64 bits. */
function tomlNumber(value: number, path: string): string {
  if (!Number.isFinite(value)) throw invalid(path, "must be a finite number");
  if (Object.is(value, -0)) return "0";
  const text = String(value);
  return Math.abs(value) >= 2 ** 63 && /^-?\d+$/.test(text) ? `${text}.0` : text;
}

/** JSON's escapes are TOML's, but for DEL, which TOML wants escaped, and lone surrogates, which it has none for. */
function tomlString(value: string, path: string): string {
  const literal = JSON.stringify(value).replaceAll("\x7f", "\\u007F");
  // Codex takes a value that is no TOML as a raw string, quotes and all, so it must not get that far.
  if (/\\ud[89a-f]/.test(literal.replaceAll("\\\\", ""))) {
    throw invalid(path, "has half a surrogate pair, which TOML cannot express");
  }
  return literal;
}

function defined(table: CodexConfigObject): [string, unknown][] {
  return Object.entries(table).filter(([, value]) => value !== undefined);
}

/** Whether a table has keys, but no value. As with the peer, it says nothing then. */
function isVoid(table: CodexConfigObject): boolean {
  return Object.keys(table).length > 0 && defined(table).length === 0;
}

function isTable(value: unknown): value is CodexConfigObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function invalid(path: string, state: string): InvalidInputError {
  return new InvalidInputError(path, `Cannot configure Codex: ${path} ${state}`);
}
