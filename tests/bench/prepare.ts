/**
 * What both benchmarks need: the packed SDK and its peer side by side, and the programs to run them.
 *
 * @module
 */
import { join } from "node:path";
import { must, ROOT } from "../../.ci/command.ts";
import { bunPath, npmInstall } from "../../.ci/consumer.ts";
import { pack } from "../../.ci/pack.ts";

/** What is compared with. */
export const PEER = "@openai/codex-sdk@0.163.0";

/** The runtimes, in the order of the tables. */
export const RUNTIMES = ["deno", "node", "bun"] as const;

/** A runtime. */
export type RuntimeName = (typeof RUNTIMES)[number];

/** The command line that runs a program. */
export async function commandOf(runtime: RuntimeName): Promise<string[]> {
  if (runtime === "deno") return [Deno.execPath(), "run", "-A"];
  return runtime === "node" ? ["node"] : [await bunPath()];
}

/** Installs the packed SDK and the peer into a folder, and bundles the programs that measure them. */
export async function prepare(folder: string, ...sources: readonly string[]): Promise<string[]> {
  await Deno.writeTextFile(join(folder, "package.json"), '{ "private": true, "type": "module" }\n');
  // Else Deno would take the SDK from the project's own deno.json above.
  await Deno.writeTextFile(join(folder, "deno.json"), '{ "nodeModulesDir": "manual" }\n');
  // Without the peer's own Codex: all of them start the project's.
  await npmInstall(folder, ["--omit=optional", await pack(folder), PEER]);
  return await Promise.all(sources.map(async (source) => {
    const program = join(folder, source.replace(/ts$/, "mjs"));
    const path = join(ROOT, "tests", "bench", source);
    await must(Deno.execPath(), ["bundle", "--quiet", "-o", program, path]);
    return program;
  }));
}
