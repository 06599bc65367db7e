/**
 * Every test on Deno, Node and Bun: `deno task test`. The last line is `N passed, N failed`.
 *
 * @module
 */
import { join } from "node:path";
import { workFolder } from "./command.ts";
import { bunPath, install, runCases, type Runtime } from "./consumer.ts";
import { denoTests } from "./deno_tests.ts";
import { examples, FEW } from "./examples.ts";
import { faults } from "./faults.ts";
import { pack } from "./pack.ts";
import { counted, type Part, part, sum } from "./part.ts";
import { CHEAP, runSetups } from "./setups.ts";
import { stdFlags } from "./std.ts";
import { types } from "./types.ts";

const std = await stdFlags();
const work = await workFolder();
const tarball = pack(work.path);
try {
  // The longest first, so that both workers are done at about the same time.
  const waiting = [
    () => part("Deno", () => denoTests(work.path, std)),
    () => part("node", () => contract("node")),
    () => part("bun", () => contract("bun")),
    () => part("set-ups", async () => runSetups(CHEAP, await tarball, join(work.path, "set-ups"))),
    () => part("examples on Bun", fewExamples),
    () => part("TypeScript", async () => await types(await tarball, join(work.path, "types"))),
  ];
  const parts: Part[] = [];
  // Two at a time, for two cores.
  await Promise.all([1, 2].map(async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      parts.push(await next());
    }
  }));
  // Alone, for it measures time.
  if (Deno.build.os === "linux") parts.push(await part("faults", () => faults(tarball)));
  else console.log("skipped faults: they are seen in /proc, on Linux");
  const { passed, failed } = sum(parts);
  Deno.exitCode = failed === 0 ? 0 : 1;
  console.log(`${passed} passed, ${failed} failed`);
} finally {
  await work.remove();
}

async function contract(runtime: Runtime): Promise<Part> {
  const folder = join(work.path, runtime);
  await install(runtime, await tarball, folder, std);
  const { code, stdout, stderr } = await runCases(runtime, folder);
  // Their sum is left out: this program's is the only one.
  const [output = "", passed, failed] = stdout.split(/(\d+) passed, (\d+) failed\s*$/);
  return counted(code, Number(passed ?? 0), Number(failed ?? 0), output + stderr);
}

/** A few; `deno task ship` runs them all, also on Node. */
async function fewExamples(): Promise<Part> {
  return await examples("Bun", await bunPath(), await tarball, join(work.path, "examples"), FEW);
}
