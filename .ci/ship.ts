/**
 * Builds and runs a program in the ways users do: `deno task ship [part of a name]`. Downloads much.
 * Without a part of a name it writes the table of docs/shipping.md. The last line is
 * `N passed, N failed`.
 *
 * @module
 */
import { deno, workFolder } from "./command.ts";
import { pack } from "./pack.ts";
import { part } from "./part.ts";
import { runSetups, type Shipped } from "./setups.ts";
import { ALL } from "./ship/all.ts";
import { DOCUMENT, tableOf, withTable } from "./ship/table.ts";

/** Two cores are enough for what waits for the network half of the time. */
const WORKERS = 2;

const [filter = ""] = Deno.args;
const setups = ALL.filter(({ name }) => name.includes(filter));
const work = await workFolder();
try {
  const tarball = await pack(work.path);
  let notHere: Shipped["notHere"] = new Map();
  const { passed, failed } = await part("ship", async () => {
    const shipped = await runSetups(setups, tarball, work.path, WORKERS);
    notHere = shipped.notHere;
    return shipped;
  });
  const table = tableOf(setups, notHere);
  console.log(table);
  if (failed === 0 && filter === "") {
    await Deno.writeTextFile(DOCUMENT, withTable(await Deno.readTextFile(DOCUMENT), table));
    await deno(["fmt", "--quiet", DOCUMENT]);
  }
  Deno.exitCode = failed === 0 ? 0 : 1;
  console.log(`${passed} passed, ${failed} failed`);
} finally {
  await work.remove();
}
