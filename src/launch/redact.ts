/**
 * Keeps secrets out of errors.
 *
 * @module
 */
import type { Redact } from "../core/ports/redact.ts";

const SECRET_VARIABLES = ["CODEX_API_KEY", "OPENAI_API_KEY"];

/**
 * Returns the secrets that the SDK was given, in every form in which they may come back: the API key, those
 * in the caller's environment, and the password of the base URL.
 */
export function secretsOf(
  apiKey: string | undefined,
  env: Readonly<Record<string, string>> | undefined,
  baseUrl?: string,
): string[] {
  // On Windows, names are case-insensitive; elsewhere this hides one too many.
  const variables = Object.entries(env ?? {}).filter(([name]) =>
    SECRET_VARIABLES.includes(name.toUpperCase())
  );
  const given = [apiKey, ...variables.map(([, value]) => value), ...passwordOf(baseUrl)];
  const secrets = given.flatMap((secret) => secret === undefined ? [] : formsOf(secret));
  return secrets.filter((secret) => secret.trim() !== "");
}

/**
 * Returns the secrets among values that were given for other programs: most of those are not secret ("1",
 * "true"), and hiding short ones would garble every text.
 */
export function threadSecrets(given: readonly string[]): string[] {
  return given.filter((text) => text !== undefined && text.trim().length >= LONG).flatMap(formsOf);
}

/** From this many characters on, a secret is hidden anywhere; a shorter one may be a part of words. */
const LONG = 8;
/** Codex trims the key, so it may come back shorter; and it quotes values as JSON. */
function formsOf(secret: string): string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  return [...new Set([secret, secret.trim(), json, json.trim()])];
}

/** The password in a URL, both encoded and decoded. */
function passwordOf(url: string | undefined): string[] {
  try {
    const { password } = new URL(url ?? "");
    return [...new Set([password, decodeURIComponent(password)])];
  } catch {
    return [];
  }
}

/** Replaces every secret in a text, and the part of one that a cut has left. */
export function redactor(given: readonly string[]): Redact {
  // The longest first: one may begin with another.
  const secrets = [...new Set(given)].sort((a, b) => b.length - a.length);
  const found = secrets.map((secret) => secret.length < LONG ? alone(secret) : secret);
  return (text, cut) => {
    for (const secret of secrets) {
      if (cut === "start") text = text.slice(overlap(secret, text));
      else if (cut === "end") text = text.slice(0, text.length - overlap(text, secret));
    }
    for (const secret of found) text = text.replaceAll(secret, "[redacted]");
    return text;
  };
}

/** Finds a secret that is not part of a longer word: a key such as "none" is an English word too. */
function alone(secret: string): RegExp {
  const literal = secret.replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  return new RegExp(`(?<![\\p{L}\\p{N}_-])${literal}(?![\\p{L}\\p{N}_-])`, "gu");
}

/** How many characters at the end of `left` are the beginning of `right`. */
function overlap(left: string, right: string): number {
  for (let length = Math.min(left.length, right.length); length > 0; length--) {
    if (left.endsWith(right.slice(0, length))) return length;
  }
  return 0;
}
