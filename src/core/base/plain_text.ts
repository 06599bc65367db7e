/**
 * Text from elsewhere, as a message may show it.
 *
 * @module
 */

/** Escape sequences of terminals (colours, titles), and control characters but tab and line feed. */
const CONTROL =
  // deno-lint-ignore no-control-regex
  /\x1b\[[0-?]*[ -/]*[@-~]|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[ -/]*[0-~]|[\x00-\x08\x0b-\x1f\x7f-\x9f]/g;

/** A text without what only a terminal understands. */
export function plainText(text: string): string {
  return text.replace(CONTROL, "");
}

/**
 * The message of an error, or of whatever else a caller's code has thrown: nothing at all, an object that
 * cannot be shown, an error whose message cannot be read. Never throws.
 */
export function messageOf(error: unknown): string {
  try {
    return error instanceof Error ? String(error.message) : String(error);
  } catch {
    return "an error without a message";
  }
}

/** Characters of another program's text that a message repeats. */
const REPEATED = 16 * 1024;

/** A text of another program, shortened if it is very long: a proxy may answer with a whole page. */
export function shortened(text: string): string {
  return text.length <= REPEATED ? text : `${text.slice(0, REPEATED)}…`;
}

/** Characters of a value that a message quotes. */
const QUOTED = 200;

/** A caller's value as a message quotes it, cut if it is long (a `data:` URL, for example). */
export function quoted(value: unknown): string {
  const text = cut(String(value));
  return typeof value === "string" ? JSON.stringify(text).replace(UNESCAPED, escaped) : text;
}

/** Control characters that JSON leaves as they are, and terminals may obey. */
const UNESCAPED = /[\x7f-\x9f]/g;

function escaped(control: string): string {
  return `\\u00${control.charCodeAt(0).toString(16)}`;
}

/** A text, such as an id, as a message shows it without quotation marks, cut if it is long. */
export function cut(text: string): string {
  return text.length <= QUOTED ? text : `${text.slice(0, QUOTED)}…`;
}
