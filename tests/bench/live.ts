/**
 * A turn on a warm thread of the app-server, against the same turn over exec and over
 * `@openai/codex-sdk`, with the real Codex on an offline service; and memory for many threads:
 * `deno task bench:live [deno] [node] [bun] [turns]`. Linux; the peer comes from the npm registry.
 *
 * @module
 */
import { createRequire } from "node:module";
import { join } from "node:path";
import { must, ROOT, workFolder } from "../../.ci/command.ts";
import { npmInstall } from "../../.ci/consumer.ts";
import { pack } from "../../.ci/pack.ts";
import { markdown, type Report } from "./live_report.ts";

const PEER = "@openai/codex-sdk@0.163.0";
const RUNTIMES = ["deno", "node", "bun"] as const;
const TURNS = 15;

if (Deno.build.os !== "linux") throw new Error("Cannot measure: memory is read from /proc");
const chosen = RUNTIMES.filter((name) => Deno.args.includes(name));
const turns = Number(Deno.args.find((arg) => /^\d+$/.test(arg)) ?? TURNS);
const codex = nativeCodex();
const commands: Record<(typeof RUNTIMES)[number], () => string[]> = {
  deno: () => [Deno.execPath(), "run", "-A"],
  node: () => ["node"],
  bun: () => [installedBun()],
};
const version = (await must(codex, ["--version"])).trim();
const work = await workFolder();
try {
  const program = await prepare(work.path);
  const load = Deno.loadavg()[0]?.toFixed(1);
  const reports: Report[] = [];
  for (const runtime of chosen.length === 0 ? ["deno"] as const : chosen) {
    const [command = "", ...args] = commands[runtime]();
    const cwd = work.path;
    const output = await must(command, [...args, program, codex, String(turns)], { cwd });
    reports.push(JSON.parse(output));
  }
  const { hardwareConcurrency: cores } = navigator;
  console.log(`${version}, ${PEER}, ${cores} cores, load ${load} before it began\n`);
  console.log(markdown(reports));
} finally {
  await work.remove();
}

/** Installs the packed SDK and the peer side by side, and bundles what measures them. */
async function prepare(folder: string): Promise<string> {
  const program = join(folder, "program.mjs");
  await Deno.writeTextFile(join(folder, "package.json"), '{ "private": true, "type": "module" }\n');
  // Else Deno would take the SDK from the project's own deno.json above.
  await Deno.writeTextFile(join(folder, "deno.json"), '{ "nodeModulesDir": "manual" }\n');
  // Without the peer's own Codex: all of them start the project's.
  await npmInstall(folder, ["--omit=optional", await pack(folder), PEER]);
  const source = join(ROOT, "tests", "bench", "live_program.ts");
  await must(Deno.execPath(), ["bundle", "--quiet", "-o", program, source]);
  return program;
}

/** The project's Codex: the program itself, not its launcher. */
function nativeCodex(): string {
  const arch = Deno.build.arch === "x86_64" ? "x64" : "arm64";
  const launcher = createRequire(join(ROOT, "node_modules", "_.js"))
    .resolve("@openai/codex/package.json");
  const platform = createRequire(launcher).resolve(`@openai/codex-linux-${arch}/package.json`);
  const vendor = join(platform, "..", "vendor");
  const [triple] = [...Deno.readDirSync(vendor)];
  return join(vendor, triple?.name ?? "", "bin", "codex");
}

/** The binary of npm's `bun`, whose install script Deno does not run. */
function installedBun(): string {
  const arch = Deno.build.arch === "x86_64" ? "x64" : "aarch64";
  const bun = Deno.realPathSync(join(ROOT, "node_modules", "bun"));
  const path = join(bun, "..", "@oven", `bun-linux-${arch}`, "bin", "bun");
  Deno.chmodSync(path, 0o755);
  return path;
}
