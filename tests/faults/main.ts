/**
 * The fault matrix: `deno task faults [deno|node|bun|scoped ...] [--slowest] [part of a name]`.
 *
 * @module
 */
import { type ColumnName, COLUMNS } from "./column.ts";
import { runFaults } from "./matrix.ts";
import { remarks, slowest, table, tally } from "./table.ts";

const isColumn = (word: string): word is ColumnName => COLUMNS.some((name) => name === word);
const chosen = Deno.args.filter(isColumn);
const filter = Deno.args.filter((word) => !isColumn(word) && word !== "--slowest").join(" ");
const rows = await runFaults({ columns: chosen.length > 0 ? chosen : COLUMNS, filter });
const { passed, failed } = tally(rows);
const lines = [...table(rows), ...remarks(rows)];
if (Deno.args.includes("--slowest")) lines.push(...slowest(rows, 20));
console.log([...lines, `${passed} passed, ${failed} failed`].join("\n"));
Deno.exitCode = failed === 0 && passed > 0 ? 0 : 1;
