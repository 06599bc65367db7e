/**
 * The table "Works in" of docs/shipping.md.
 *
 * @module
 */
import { join } from "node:path";
import { ROOT } from "../command.ts";
import type { Setup } from "../setups.ts";

/** The document. */
export const DOCUMENT: string = join(ROOT, "docs", "shipping.md");
const BEGIN = "<!-- begin: written by `deno task ship` -->";
const END = "<!-- end -->";

/**
 * A row for each set-up.
 *
 * @param notHere Why some were not tried, by their names.
 */
export function tableOf(
  setups: readonly Setup[],
  notHere: ReadonlyMap<string, string> = new Map(),
): string {
  const rows = setups.map(({ name, tried, codex }) => {
    const why = notHere.get(name);
    return [name, why === undefined ? tried : `not tried: ${why}`, codex || "none is started"];
  });
  const all = [["Works in", "Tried with", "Codex is in"], ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(" | ")} |`;
  const [head = [], ...body] = all;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...body.map(line)].join("\n");
}

/** The document with another table. */
export function withTable(text: string, table: string): string {
  const [before, rest] = text.split(BEGIN);
  const after = rest?.split(END)[1];
  if (after === undefined) throw new Error(`docs/shipping.md has no place for the table: ${BEGIN}`);
  return `${before}${BEGIN}\n\n${table}\n\n${END}${after}`;
}

/** The names of the set-ups in the document's table. */
export function namesIn(text: string): string[] {
  const table = text.split(BEGIN)[1]?.split(END)[0] ?? "";
  return Array.from(table.matchAll(/^\| (.*?) +\|/gm), ([, name = ""]) => name).slice(2);
}
