/**
 * A turn on a warm thread of the app-server, against the same turn over exec and over
 * `@openai/codex-sdk`, with the real Codex on an offline service; and memory for many threads:
 * `deno task bench:live [deno] [node] [bun] [turns]`. Linux; the peer comes from the npm registry.
 *
 * @module
 */
import { must, nativeCodex, workFolder } from "../../.ci/command.ts";
import { markdown, type Report } from "./live_report.ts";
import { commandOf, PEER, prepare, RUNTIMES } from "./prepare.ts";

const TURNS = 15;

/** So that memory is counted without what nobody holds any more. Bun can be asked without a flag. */
const COLLECTS = { deno: ["--v8-flags=--expose-gc"], node: ["--expose-gc"], bun: [] };

if (Deno.build.os !== "linux") throw new Error("Cannot measure: memory is read from /proc");
const chosen = RUNTIMES.filter((name) => Deno.args.includes(name));
const turns = Number(Deno.args.find((arg) => /^\d+$/.test(arg)) ?? TURNS);
const codex = nativeCodex();
const version = (await must(codex, ["--version"])).trim();
const work = await workFolder();
try {
  const [program = ""] = await prepare(work.path, "live_program.ts");
  const load = Deno.loadavg()[0]?.toFixed(1);
  const reports: Report[] = [];
  for (const runtime of chosen.length === 0 ? ["deno"] as const : chosen) {
    const [command = "", ...args] = await commandOf(runtime);
    const cwd = work.path;
    const output = await must(command, [
      ...args,
      ...COLLECTS[runtime],
      program,
      codex,
      String(turns),
    ], { cwd });
    reports.push(JSON.parse(output));
  }
  const { hardwareConcurrency: cores } = navigator;
  console.log(`${version}, ${PEER}, ${cores} cores, load ${load} before it began\n`);
  console.log(markdown(reports));
} finally {
  await work.remove();
}
