/**
 * The fault matrix as a part of the test suite.
 *
 * @module
 */
import type { ColumnName } from "../tests/faults/column.ts";
import { runFaults } from "../tests/faults/matrix.ts";
import { remarks, summary, tally } from "../tests/faults/table.ts";
import { counted, type Part } from "./part.ts";

/**
 * Runs every case in some columns; shows what is to be said, and a line for each column.
 *
 * @param alone Settles when nothing else runs, which what measures time waits for.
 */
export async function faults(
  columns: readonly ColumnName[],
  tarball: Promise<string>,
  alone?: Promise<unknown>,
): Promise<Part> {
  const rows = await runFaults({ columns, tarball, alone });
  const { passed, failed } = tally(rows);
  const lines = [...remarks(rows), ...summary(rows)];
  return counted(0, passed, failed, lines.map((line) => `${line}\n`).join(""));
}
