/**
 * The tests on Deno, Node and Bun: `deno task test [--all] [part of a part's name]`. The last line is
 * `N passed, N failed`. Without `--all`, a contract case about Codex runs on one of the three, for the
 * same code meets the same Codex there; Codex has one worker thread, as on a machine with one core; the faults do without a Deno of few
 * permissions; and nothing is built, installed or compiled as users do, as `deno task ship` does in more ways.
 *
 * @module
 */
import { join } from "node:path";
import { COLUMNS } from "../tests/faults/column.ts";
import { workFolder } from "./command.ts";
import { bunPath, install, runCases, type Runtime } from "./consumer.ts";
import { denoLots, denoTests, denoTestsAtOnce } from "./deno_tests.ts";
import { examples, FEW } from "./examples.ts";
import { faults } from "./faults.ts";
import { pack } from "./pack.ts";
import { counted, type Part, part, sum } from "./part.ts";
import { CHEAP, runSetups } from "./setups.ts";
import { stdFlags } from "./std.ts";
import { types } from "./types.ts";

/** Parts that run at the same time, beside the faults: for two cores, as most tests wait most of the time. */
const AT_ONCE = 5;
/** Where the faults are seen, but for a Deno of few permissions. */
const RUNTIMES = COLUMNS.filter((name) => name !== "scoped");
/** Programs among which a runtime's contract cases are divided. */
const SHARES = ["1/2", "2/2"];

const isAll = Deno.args.includes("--all");
const [chosen = ""] = Deno.args.filter((word) => word !== "--all");
const spread = isAll ? [] : ["spread"];
// With one worker, Codex spends less CPU on waking its own threads.
if (!isAll) Deno.env.set("TOKIO_WORKER_THREADS", "1");
const std = await stdFlags();
const work = await workFolder();
let packed: Promise<string> | undefined;
const tarball = () => packed ??= pack(work.path);
const folders = new Map<Runtime, Promise<string>>();
try {
  const lots = await denoLots();
  // The longest first, so that all are done at about the same time; first of all those that wait the most.
  const all: [name: string, work: () => Promise<Part>][] = [
    ["rooms", () => denoTestsAtOnce(report("rooms"), std, lots.rooms)],
    ["stores", () => onDeno("stores", ["--doc", ...lots.stores])],
    ["programs", () => onDeno("programs", ["--doc", ...lots.programs])],
    ...SHARES.map((share): typeof all[0] => [
      `contract on Node, ${share}`,
      () => contract("node", share),
    ]),
    ...SHARES.map((share): typeof all[0] => [
      `contract on Deno, ${share}`,
      () => onDeno(share, ["tests/contract", "--", share, ...spread]),
    ]),
    ...SHARES.map((share): typeof all[0] => [
      `contract on Bun, ${share}`,
      () => contract("bun", share),
    ]),
    ["documentation", () => onDeno("documentation", ["--doc", ...lots.documentation])],
  ];
  if (isAll) {
    all.push(
      ["types of others", () => onDeno("types", lots.types)],
      ["elsewhere", () => onDeno("elsewhere", lots.elsewhere)],
      ["types by TypeScript", async () => await types(await tarball(), join(work.path, "types"))],
      ["examples on Bun", fewExamples],
      ["set-ups", async () => runSetups(CHEAP, await tarball(), join(work.path, "set-ups"))],
    );
  }
  const isChosen = (name: string) => name.includes(chosen);
  const waiting = all.filter(([name]) => isChosen(name));
  const parts: Part[] = [];
  const lanes = Promise.all(Array.from({ length: AT_ONCE }, async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      parts.push(await part(...next));
    }
  }));
  if (!isChosen("faults")) console.log("faults were not chosen");
  else if (Deno.build.os !== "linux") {
    console.log("skipped faults: they are seen in /proc, on Linux");
  } else {
    const columns = isAll ? COLUMNS : RUNTIMES;
    parts.push(await part("faults", () => faults(columns, tarball(), lanes)));
  }
  await lanes;
  const { passed, failed } = sum(parts);
  if (parts.length === 0) {
    console.log(
      `No part of that name; there are: ${[...all.map(([name]) => name), "faults"].join("; ")}`,
    );
  }
  Deno.exitCode = failed === 0 && passed > 0 ? 0 : 1;
  console.log(`${passed} passed, ${failed} failed`);
} finally {
  await work.remove();
}

function onDeno(name: string, args: readonly string[]): Promise<Part> {
  return denoTests(report(name), [...std, ...args]);
}

function report(name: string): string {
  return join(work.path, `${name.replace("/", "_of_")}.xml`);
}

/** A share of the cases, where all of them are installed once. */
async function contract(runtime: Runtime, share: string): Promise<Part> {
  let folder = folders.get(runtime);
  if (folder === undefined) folders.set(runtime, folder = installed(runtime));
  const { code, stdout, stderr } = await runCases(runtime, await folder, {
    share: [share, ...spread],
  });
  // Their sum is left out: this program's is the only one.
  const [output = "", passed, failed] = stdout.split(/(\d+) passed, (\d+) failed\s*$/);
  return counted(code, Number(passed ?? 0), Number(failed ?? 0), output + stderr);
}

async function installed(runtime: Runtime): Promise<string> {
  const folder = join(work.path, runtime);
  await install(runtime, await tarball(), folder, std);
  return folder;
}

/** A few; `deno task ship` runs them all, also on Node. */
async function fewExamples(): Promise<Part> {
  return await examples("Bun", await bunPath(), await tarball(), join(work.path, "examples"), FEW);
}
