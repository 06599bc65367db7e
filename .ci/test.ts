/**
 * Every test on Deno, Node and Bun: `deno task test`. The last line is `N passed, N failed`.
 *
 * @module
 */
import { join } from "node:path";
import { workFolder } from "./command.ts";
import { install, runCases, type Runtime } from "./consumer.ts";
import { denoTests } from "./deno_tests.ts";
import { pack } from "./pack.ts";
import { counted, type Part, part, sum } from "./part.ts";
import { stdFlags } from "./std.ts";
import { types } from "./types.ts";

const std = await stdFlags();
const work = await workFolder();
try {
  const tarball = pack(work.path);
  // Two at a time, for two cores: what measures time on the one, what compiles on the other.
  const compiled = part("TypeScript", async () => {
    return await types(await tarball, join(work.path, "types"));
  });
  const parts = await Promise.all([timed(tarball), compiled]);
  const { passed, failed } = sum(parts.flat());
  Deno.exitCode = failed === 0 ? 0 : 1;
  console.log(`${passed} passed, ${failed} failed`);
} finally {
  await work.remove();
}

async function timed(tarball: Promise<string>): Promise<Part[]> {
  const parts = [await part("Deno", () => denoTests(work.path, std))];
  for (const runtime of ["node", "bun"] as const) {
    parts.push(await part(runtime, async () => await contract(runtime, await tarball)));
  }
  return parts;
}

async function contract(runtime: Runtime, tarball: string): Promise<Part> {
  const folder = join(work.path, runtime);
  await install(runtime, tarball, folder, std);
  const { code, stdout, stderr } = await runCases(runtime, folder);
  // Their sum is left out: this program's is the only one.
  const [output = "", passed, failed] = stdout.split(/(\d+) passed, (\d+) failed\s*$/);
  return counted(code, Number(passed ?? 0), Number(failed ?? 0), output + stderr);
}
