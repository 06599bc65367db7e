/**
 * Builds and runs a program in the ways users do: `deno task ship [part of a name]`. Downloads much.
 * Runs the examples, too. Without a part of a name it writes the table of docs/shipping.md. The last line is
 * `N passed, N failed`.
 *
 * @module
 */
import { join } from "node:path";
import { deno, workFolder } from "./command.ts";
import { bunPath } from "./consumer.ts";
import { examples } from "./examples.ts";
import { pack } from "./pack.ts";
import { type Part, part, sum } from "./part.ts";
import { runSetups, type Shipped } from "./setups.ts";
import { ALL } from "./ship/all.ts";
import { installNode } from "./ship/nodes.ts";
import { DOCUMENT, tableOf, withTable } from "./ship/table.ts";

/** Two cores are enough for what waits for the network half of the time. */
const WORKERS = 2;

/** Runtimes that run TypeScript as it stands, which Node 20 does not. */
const EXAMPLES: Readonly<Record<string, (folder: string) => Promise<string>>> = {
  "examples on Node 22": (folder) => installNode(22, folder),
  "examples on Node 24": (folder) => installNode(24, folder),
  "examples on Node 26": (folder) => installNode(26, folder),
  "examples on Bun": () => bunPath(),
};

const [filter = ""] = Deno.args;
const setups = ALL.filter(({ name }) => name.includes(filter));
const work = await workFolder();
try {
  const tarball = await pack(work.path);
  const parts: Part[] = [];
  for (const [name, install] of Object.entries(EXAMPLES)) {
    if (!name.includes(filter)) continue;
    const folder = join(work.path, name);
    parts.push(
      await part(name, async () => {
        const program = await install(work.path);
        return await examples(name.replace("examples on ", ""), program, tarball, folder);
      }),
    );
  }
  let notHere: Shipped["notHere"] = new Map();
  if (setups.length > 0 || parts.length === 0) {
    parts.push(
      await part("ship", async () => {
        const shipped = await runSetups(setups, tarball, work.path, WORKERS);
        notHere = shipped.notHere;
        return shipped;
      }),
    );
  }
  const { passed, failed } = sum(parts);
  const table = tableOf(setups, notHere);
  if (setups.length > 0) console.log(table);
  if (failed === 0 && filter === "") {
    await Deno.writeTextFile(DOCUMENT, withTable(await Deno.readTextFile(DOCUMENT), table));
    await deno(["fmt", "--quiet", DOCUMENT]);
  }
  Deno.exitCode = failed === 0 ? 0 : 1;
  console.log(`${passed} passed, ${failed} failed`);
} finally {
  await work.remove();
}
