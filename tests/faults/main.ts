/**
 * The fault matrix: `deno task faults [deno|node|bun|scoped ...] [part of a name]`.
 *
 * @module
 */
import { type ColumnName, COLUMNS } from "./column.ts";
import { runFaults } from "./matrix.ts";

const isColumn = (word: string): word is ColumnName => COLUMNS.some((name) => name === word);
const chosen = Deno.args.filter(isColumn);
const filter = Deno.args.filter((word) => !isColumn(word)).join(" ");
const { passed, failed } = await runFaults(chosen.length > 0 ? chosen : COLUMNS, filter);
Deno.exitCode = failed === 0 && passed > 0 ? 0 : 1;
