/**
 * Turns over exec against a floor and against `@openai/codex-sdk`, in time and memory:
 * `deno task bench [deno] [node] [bun] [row …]`. Linux; the peer comes from the npm registry.
 *
 * @module
 */
import { join } from "node:path";
import { must, nativeCodex, workFolder } from "../../.ci/command.ts";
import { type BenchReport, details, overview } from "./bench_report.ts";
import { writeFakes } from "./fakes.ts";
import { commandOf, PEER, prepare, type RuntimeName, RUNTIMES } from "./prepare.ts";
import { type RowName, ROWS, type Sample, type Subject } from "./rows.ts";

if (Deno.build.os !== "linux") throw new Error("Cannot measure: memory is read from /proc");
const runtimes = chosen(RUNTIMES);
const rows = chosen(Object.keys(ROWS) as RowName[]);
const codex = nativeCodex();
const work = await workFolder();
try {
  const [program = "", cold = ""] = await prepare(work.path, "program.ts", "cold.ts");
  await writeFakes(work.path);
  const load = Deno.loadavg()[0]?.toFixed(1);
  const { hardwareConcurrency: cores } = navigator;
  const version = (await must(codex, ["--version"])).trim();
  console.log(`${version}, ${PEER}, ${cores} cores, load ${load} before it began\n`);
  const reports: BenchReport[] = [];
  for (const runtime of runtimes) {
    const measured = new Map<RowName, Record<Subject, Sample[]>>();
    for (const row of rows) {
      measured.set(row, await samples(runtime, row === "cold" ? cold : program, row));
    }
    const report = { runtime: await versionOf(runtime), rows: measured };
    console.log(`${details(report)}\n`);
    reports.push(report);
  }
  console.log(overview(reports));
} finally {
  await work.remove();
}

/** Every subject in turn, as often as the row says; who comes first changes with the round. */
async function samples(
  runtime: RuntimeName,
  program: string,
  row: RowName,
): Promise<Record<Subject, Sample[]>> {
  const [command = "", ...args] = await commandOf(runtime);
  const { samples: rounds, subjects } = ROWS[row];
  const found: Record<Subject, Sample[]> = { floor: [], sdk: [], peer: [] };
  for (let round = 0; round < rounds; round++) {
    for (let at = 0; at < subjects.length; at++) {
      const subject = subjects[(round + at) % subjects.length] as Subject;
      const output = await must(command, [...args, program, row, subject, codex], {
        cwd: join(program, ".."),
      });
      found[subject].push(JSON.parse(output));
    }
  }
  return found;
}

async function versionOf(runtime: RuntimeName): Promise<string> {
  const [command = ""] = await commandOf(runtime);
  const [, version] = (await must(command, ["--version"])).match(/(\d+\.\d+\.\d+)/) ?? [];
  return `${{ deno: "Deno", node: "Node", bun: "Bun" }[runtime]} ${version}`;
}

/** Those that the command line names, or all. */
function chosen<Name extends string>(names: readonly Name[]): readonly Name[] {
  const some = names.filter((name) => Deno.args.includes(name));
  return some.length === 0 ? names : some;
}
