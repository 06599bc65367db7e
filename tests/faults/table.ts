/**
 * The table: a case in each row, a runtime in each column.
 *
 * @module
 */
import type { ColumnName } from "./column.ts";
import type { Results } from "./watch.ts";

/** One case on every runtime; undefined where it was not run. */
export interface Row {
  readonly name: string;
  readonly cells: ReadonlyMap<ColumnName, string | null | undefined>;
}

/** Collects a row. */
export function row(name: string, columns: ReadonlyMap<ColumnName, Results>): Row {
  return { name, cells: new Map([...columns].map(([column, cells]) => [column, cells.get(name)])) };
}

/** Prints the table, what went wrong below it, and the sum. */
export function table(rows: readonly Row[]): { passed: number; failed: number } {
  const columns = [...rows[0]?.cells.keys() ?? []];
  const width = Math.max(...rows.map(({ name }) => name.length));
  const line = (name: string, cells: readonly string[]) =>
    console.log([name.padEnd(width), ...cells.map((cell) => cell.padEnd(6))].join("  ").trimEnd());
  line("", columns);
  const problems: string[] = [];
  let passed = 0;
  for (const { name, cells } of rows) {
    line(
      name,
      [...cells.values()].map((cell) => cell === undefined ? "-" : cell === null ? "ok" : "FAILED"),
    );
    for (const [column, problem] of cells) {
      if (problem === null) passed++;
      else if (problem !== undefined) problems.push(`FAILED ${column}: ${name}: ${problem}`);
    }
  }
  for (const problem of problems) console.log(problem);
  console.log(`${passed} passed, ${problems.length} failed`);
  return { passed, failed: problems.length };
}
