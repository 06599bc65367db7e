/**
 * Runs the contract cases on Node, Bun, or a Deno with scoped permissions, against an installed
 * package: `main.mjs [name part] [share] [spread]`, from the folder it is installed in.
 *
 * @module
 */
import process from "node:process";
import { bounded, type Case, caseFolder, type Kit } from "./case.ts";
import { CASES, spreadOver } from "./cases.ts";
import { skipReason } from "./posix.ts";
import { shareOf } from "./share.ts";

/** Milliseconds that this program may live on after the last case. */
const END_MS = 10_000;

// Computed, so that the bundler leaves them: the package is resolved from this file's folder.
const name = "@codex-js/sdk";
const sdk: Kit["sdk"] = await import(name);
const testing: Kit["testing"] = await import(`${name}/testing`);
const live: Kit["live"] = await import(`${name}/app-server`);
const durable: Kit["durable"] = await import(`${name}/durable`);
const otel: Kit["otel"] = await import(`${name}/otel`);
const web: Kit["web"] = await import(`${name}/web`);
const runtime = "Deno" in globalThis ? "deno" : "Bun" in globalThis ? "bun" : "node";

const [, , filter = "", share, choice] = process.argv;
let passed = 0;
let failed = 0;
const mine = choice === "spread" ? spreadOver(runtime) : CASES;
const chosen = mine.filter(({ name }) => name.includes(filter));
for (const testCase of shareOf(chosen, share)) {
  const reason = skipReason(testCase.posix);
  if (reason !== null) {
    console.log(`skipped ${runtime}: ${testCase.name}: ${reason}`);
    continue;
  }
  const start = performance.now();
  const problem = await runCase(testCase);
  const took = Math.round(performance.now() - start);
  if (problem === null) passed++;
  else failed++;
  console.log(`${problem === null ? "ok" : "FAILED"} ${runtime}: ${testCase.name} (${took} ms)`);
  if (problem !== null) console.log(problem);
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
// Goes off only if something else keeps the program alive.
const end = setTimeout(() => {
  console.error(`FAILED ${runtime}: something keeps it alive ${END_MS} ms after the last case`);
  process.exit(1);
}, END_MS);
end.unref();

async function runCase(testCase: Case): Promise<string | null> {
  const show = (error: unknown) =>
    error instanceof Error ? error.stack ?? error.message : String(error);
  const folder = await caseFolder();
  const kit = { sdk, testing, live, durable, otel, web, runtime, folder: folder.path } as const;
  const problem = await bounded(testCase, kit).then(() => null, show);
  // On Windows what is still in use cannot be removed: the case's failure, if it has no other.
  const left = await folder.remove().then(() => null, show);
  return problem ?? left;
}
