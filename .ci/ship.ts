/**
 * Builds and runs a program in the ways users do: `deno task ship [part of a name]`. Downloads much.
 * The last line is `N passed, N failed`.
 *
 * @module
 */
import { workFolder } from "./command.ts";
import { pack } from "./pack.ts";
import { part } from "./part.ts";
import { CHEAP, runSetups } from "./setups.ts";
import { SLOW } from "./ship_setups.ts";

const [filter = ""] = Deno.args;
const setups = [...CHEAP, ...SLOW].filter(({ name }) => name.includes(filter));
const work = await workFolder();
try {
  const tarball = await pack(work.path);
  const { passed, failed } = await part("ship", () => runSetups(setups, tarball, work.path));
  Deno.exitCode = failed === 0 ? 0 : 1;
  console.log(`${passed} passed, ${failed} failed`);
} finally {
  await work.remove();
}
