/**
 * The fault matrix: every case on every runtime.
 *
 * @module
 */
import { join } from "node:path";
import type { FaultCase } from "./case.ts";
import { CASES } from "./cases.ts";
import { type Column, type ColumnName, columns } from "./column.ts";
import { workFolder } from "./project.ts";
import { row, table } from "./table.ts";
import { type Placed, type Results, runHost } from "./watch.ts";

/** What to run in one host. */
interface Job {
  readonly column: Column;
  readonly cases: readonly FaultCase[];
  readonly lanes: number;
  readonly quiet: boolean;
}

/** The row that tells whether the hosts themselves behaved. */
const HOSTS = "host: ends by itself, says nothing on stderr, leaves no temporary file";

/** Runs the cases whose name contains `filter`, and prints the table. */
export async function runFaults(
  names: readonly ColumnName[],
  filter = "",
): Promise<{ passed: number; failed: number }> {
  const work = await workFolder();
  const cells = new Map<ColumnName, Results>(names.map((name) => [name, new Map()]));
  const cases = CASES.filter(({ name }) => name.includes(filter));
  try {
    const made = await columns(names, work.path);
    const jobs = made.flatMap((column) => jobsOf(column, cases));
    const loud = jobs.filter(({ quiet }) => !quiet);
    await Promise.all([1, 2].map(async () => {
      for (let job = loud.shift(); job !== undefined; job = loud.shift()) await run(job);
    }));
    for (const job of jobs.filter(({ quiet }) => quiet)) await run(job);
  } finally {
    await work.remove();
  }
  return table([...cases.map(({ name }) => name), HOSTS].map((name) => row(name, cells)));

  async function run({ column, cases, lanes }: Job): Promise<void> {
    const results = cells.get(column.name) as Results;
    for (let left = cases; left.length > 0;) {
      const base = await Deno.makeTempDir({ dir: work.path, prefix: `${column.name}-` });
      const placed = await Promise.all(
        left.map((one, index) => place(one, join(base, `${index}`))),
      );
      const report = await runHost(column, placed, lanes, join(base, "tmp"));
      for (const [name, problem] of report.results) results.set(name, problem);
      if (report.trouble !== null) results.set(HOSTS, add(results.get(HOSTS), report.trouble));
      else if (!results.has(HOSTS)) results.set(HOSTS, null);
      // A host that broke down is replaced, for what it did not get to.
      if (report.results.size === 0) {
        for (const { name } of left) results.set(name, "not run: the host did not start");
      }
      left = left.filter(({ name }) => !results.has(name));
    }
  }
}

/** Those that need nothing special together, those that measure time together, the others alone. */
function jobsOf(column: Column, all: readonly FaultCase[]): Job[] {
  const cases = all.filter((one) => !one.without?.(column.name));
  const alone = cases.filter((one) => one.alone || one.peakMb !== undefined);
  const shared = cases.filter((one) => !alone.includes(one));
  const quiet = shared.filter((one) => one.quiet);
  const loud = shared.filter((one) => !one.quiet);
  return [
    { column, cases: loud, lanes: 3, quiet: false },
    { column, cases: quiet, lanes: 1, quiet: true },
    ...alone.map((one) => ({ column, cases: [one], lanes: 1, quiet: one.quiet ?? false })),
  ].filter(({ cases }) => cases.length > 0);
}

async function place(one: FaultCase, folder: string): Promise<Placed> {
  await Deno.mkdir(folder);
  const program = join(folder, "codex");
  if (one.prepare) await one.prepare(folder);
  else {
    await Deno.writeTextFile(program, '#!/bin/sh\nexec /bin/sh "${0%/*}/script" "$@"\n');
    await Deno.chmod(program, 0o755);
  }
  return { one, folder };
}

const add = (before: string | null | undefined, more: string) =>
  before ? `${before}; ${more}` : more;
