/**
 * Keeps secrets out of what errors show.
 *
 * @module
 */

const SECRET_VARIABLES = ["CODEX_API_KEY", "OPENAI_API_KEY"];

/** The secrets the SDK was given: the API key, and those in the caller's environment. */
export function secretsOf(
  apiKey: string | undefined,
  env: Readonly<Record<string, string>> | undefined,
): string[] {
  const secrets = [apiKey, ...SECRET_VARIABLES.map((name) => env?.[name])];
  // Codex trims the key, so it may come back shorter than it was given.
  return secrets.flatMap((secret) => secret === undefined ? [] : [secret, secret.trim()])
    .filter((secret) => secret.trim() !== "");
}

/** A function that replaces every secret in a text. */
export function redactor(secrets: readonly string[]): (text: string) => string {
  return (text) => {
    for (const secret of secrets) text = text.replaceAll(secret, "[redacted]");
    return text;
  };
}
