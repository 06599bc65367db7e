/**
 * The table: a case in each row, a runtime in each column.
 *
 * @module
 */
import type { ColumnName } from "./column.ts";
import type { Outcome, Results } from "./watch.ts";

/** One case on every runtime; undefined where it was not run. */
export interface Row {
  readonly name: string;
  readonly cells: ReadonlyMap<ColumnName, Outcome | undefined>;
}

/** Collects a row. */
export function row(name: string, columns: ReadonlyMap<ColumnName, Results>): Row {
  return { name, cells: new Map([...columns].map(([column, cells]) => [column, cells.get(name)])) };
}

/** How many cells are well, and how many are not. */
export function tally(rows: readonly Row[]): { passed: number; failed: number } {
  const words = rows.flatMap(({ cells }) => [...cells.values()].map(word));
  const count = (wanted: string) => words.filter((word) => word === wanted).length;
  return { passed: count("ok"), failed: count("FAILED") };
}

/** The whole table. */
export function table(rows: readonly Row[]): string[] {
  const width = Math.max(...rows.map(({ name }) => name.length));
  const line = (name: string, cells: readonly string[]) =>
    [name.padEnd(width), ...cells.map((cell) => cell.padEnd(6))].join("  ").trimEnd();
  return [
    line("", [...rows[0]?.cells.keys() ?? []]),
    ...rows.map(({ name, cells }) => line(name, [...cells.values()].map(word))),
  ];
}

/** A line for each column. */
export function summary(rows: readonly Row[]): string[] {
  return [...rows[0]?.cells.keys() ?? []].map((column) => {
    const own = rows.map(({ name, cells }) => ({
      name,
      cells: new Map([[column, cells.get(column)]]),
    }));
    const { passed, failed } = tally(own);
    return `${failed === 0 ? "ok" : "FAILED"} faults: ${column}: ${passed} ok, ${failed} not`;
  });
}

/** What is to be said on single cells: failures, second attempts, cases that were not run. */
export function remarks(rows: readonly Row[]): string[] {
  return [...eachCell(rows)].flatMap(([name, column, { problem, before, skipped }]) => [
    ...(before === undefined ? [] : [`once more ${column}: ${name}: ${before}`]),
    ...(problem === null ? [] : [`FAILED ${column}: ${name}: ${problem}`]),
    ...(skipped === undefined ? [] : [`skipped ${column}: ${name}: ${skipped}`]),
  ]);
}

/** The cells that took the most time. */
export function slowest(rows: readonly Row[], count: number): string[] {
  return [...eachCell(rows)].sort(([, , a], [, , b]) => b.ms - a.ms).slice(0, count)
    .map(([name, column, { ms }]) => `${String(ms).padStart(6)} ms  ${column.padEnd(6)}  ${name}`);
}

function* eachCell(rows: readonly Row[]): Generator<[string, ColumnName, Outcome]> {
  for (const { name, cells } of rows) {
    for (const [column, outcome] of cells) if (outcome) yield [name, column, outcome];
  }
}

function word(outcome: Outcome | undefined): string {
  if (outcome === undefined || outcome.skipped !== undefined) return "-";
  return outcome.problem === null ? "ok" : "FAILED";
}
