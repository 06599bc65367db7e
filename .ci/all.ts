/**
 * All of it: `.ci/run`. The check, then the suites, one after another; the last line is `N passed, N failed`.
 *
 * @module
 */
import { deno } from "./command.ts";
import { counted, type Part, part, sum } from "./part.ts";

/** Tasks whose last line is `N passed, N failed`. One that cannot run here says `skipped <task>: <reason>`. */
const SUITES = [["test", "--all"], ["browser"], ["containers"], ["fleets"]] as const;
/** Longer than any of them takes. */
const LIMIT_MS = 3_600_000;

const parts = [await part("check", check)];
if (parts[0]?.failed === 0) {
  for (const suite of SUITES) parts.push(await part(suite[0], () => run(suite)));
}
const { passed, failed } = sum(parts);
Deno.exitCode = failed === 0 ? 0 : 1;
console.log(`${passed} passed, ${failed} failed`);

/** The check, which is one test: what comes after it says nothing where it fails. */
async function check(): Promise<Part> {
  const { code } = await deno(["task", "check"], { live: true });
  return counted(code, code === 0 ? 1 : 0, 0);
}

async function run(suite: readonly string[]): Promise<Part> {
  const { code, stdout } = await deno(["task", ...suite], { live: true, limitMs: LIMIT_MS });
  const [, passed, failed] = stdout.match(/^(\d+) passed, (\d+) failed\s*$(?![^])/m) ?? [];
  // It was killed, or its last line is another one.
  if (passed === undefined) return counted(code || 1, 0, 0);
  const isSkipped = stdout.includes(`skipped ${suite[0]}: `);
  return { ...counted(code, Number(passed), Number(failed)), isSkipped };
}
