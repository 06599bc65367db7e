/**
 * Durable turns under fire: chaos, and the fleets over Restate and PostgreSQL: `deno task fleets`. The
 * last line is `N passed, N failed`.
 *
 * @module
 */
import { fleet as overRestate } from "../../examples/fleet/main.ts";
import { fleet as overPostgres } from "../../examples/fleet_postgres/main.ts";
import { chaos } from "../chaos/main.ts";

/** What is run, each within two minutes on two cores. */
const SUITES: readonly [name: string, run: () => Promise<boolean>][] = [
  ["chaos", async () => {
    const { kills, lost, problems } = await chaos(7);
    console.log(`seed 7: ${kills} workers killed, ${lost} calls overtaken`);
    for (const problem of problems) console.log(problem);
    return problems.length === 0 && kills > 0;
  }],
  ["a fleet over Restate", overRestate],
  ["a fleet over PostgreSQL", overPostgres],
];

let passed = 0;
let failed = 0;
if (Deno.build.os !== "linux") {
  console.log("skipped fleets: Restate and PostgreSQL are run on Linux");
} else {
  for (const [name, run] of SUITES) {
    const ok = await run().catch((error: unknown) => console.log(error));
    console.log(`${ok ? "ok" : "FAILED"} ${name}`);
    if (ok) passed++;
    else failed++;
  }
}
Deno.exitCode = failed === 0 ? 0 : 1;
console.log(`${passed} passed, ${failed} failed`);
