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
import { type Row, row } from "./table.ts";
import { type Outcome, type Placed, type Results, runHost } from "./watch.ts";

/** What to run. */
export interface Choice {
  readonly columns: readonly ColumnName[];
  /** A part of the names of the cases; all by default. */
  readonly filter?: string;
  /** The SDK as it is published; packed by default. */
  readonly tarball?: Promise<string>;
  /** Settles when nothing else runs, which what measures time waits for; at once by default. */
  readonly alone?: Promise<unknown> | undefined;
}

/** What to run in one host. */
interface Job {
  readonly column: Column;
  readonly cases: readonly FaultCase[];
  readonly lanes: number;
  readonly quiet: boolean;
}

/** The row that tells whether the hosts themselves behaved. */
const HOSTS = "host: ends by itself, says nothing on stderr, leaves no temporary file";

/** Cases that a host runs at once: most wait most of the time. */
const LANES = { loud: 6, quiet: 3 } as const;
/** For two cores; what measures time waits most of it. */
const HOSTS_AT_ONCE = { loud: 3, quiet: 4 } as const;

/** A time was too long or too short, which may be the machine's fault: it is tried again. */
const MEASURED = /\btook \d+ ms/;
/** A fault of the SDK's is there each time. */
const ATTEMPTS = 5;

/** Runs cases, and gives the rows of the table. */
export async function runFaults(choice: Choice): Promise<Row[]> {
  const work = await workFolder();
  const cells = new Map<ColumnName, Results>(choice.columns.map((name) => [name, new Map()]));
  const cases = CASES.filter(({ name }) => name.includes(choice.filter ?? ""));
  try {
    const made = await columns(choice.columns, work.path, choice.tarball);
    const jobs = made.flatMap((column) => jobsOf(column, runnable(column)));
    for (const noise of ["loud", "quiet"] as const) {
      if (noise === "quiet") await choice.alone;
      const waiting = jobs.filter(({ quiet }) => quiet === (noise === "quiet"));
      await Promise.all(Array.from({ length: HOSTS_AT_ONCE[noise] }, async () => {
        for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) await run(job);
      }));
    }
    for (const column of made) {
      for (const one of cases) await again(column, one);
    }
  } finally {
    await work.remove();
  }
  return [...cases.map(({ name }) => name), HOSTS].map((name) => row(name, cells));

  function runnable(column: Column): FaultCase[] {
    return cases.filter(({ name, without }) => {
      const skipped = without?.(column.name) ?? null;
      if (skipped !== null) cells.get(column.name)?.set(name, { problem: null, ms: 0, skipped });
      return skipped === null;
    });
  }

  async function again(column: Column, one: FaultCase): Promise<void> {
    const results = cells.get(column.name) as Results;
    for (let attempt = 2; attempt <= ATTEMPTS; attempt++) {
      const before = results.get(one.name)?.problem ?? "";
      if (!MEASURED.test(before)) return;
      await run({ column, cases: [one], lanes: 1, quiet: true });
      results.set(one.name, { ...results.get(one.name) as Outcome, before });
    }
  }

  async function run({ column, cases, lanes }: Job): Promise<void> {
    const results = cells.get(column.name) as Results;
    for (let left = cases; left.length > 0;) {
      const base = await Deno.makeTempDir({ dir: work.path, prefix: `${column.name}-` });
      const placed = await Promise.all(
        left.map((one, index) => place(one, join(base, `${index}`))),
      );
      const report = await runHost(column, placed, lanes, join(base, "tmp"));
      for (const [name, outcome] of report.results) results.set(name, outcome);
      const troubles = [results.get(HOSTS)?.problem, report.trouble].filter(Boolean);
      results.set(HOSTS, { problem: troubles.join("; ") || null, ms: 0 });
      // A host that broke down is replaced, for what it did not get to.
      if (report.results.size === 0) {
        for (const { name } of left) {
          results.set(name, { problem: "not run: the host did not start", ms: 0 });
        }
      }
      left = left.filter(({ name }) => !report.results.has(name) && report.results.size > 0);
    }
  }
}

/** Those that need nothing special together, those that measure time together, the others alone. */
function jobsOf(column: Column, cases: readonly FaultCase[]): Job[] {
  const alone = cases.filter((one) => one.alone || one.terminal || one.peakMb !== undefined);
  const shared = cases.filter((one) => !alone.includes(one));
  const quiet = shared.filter((one) => one.quiet);
  const loud = shared.filter((one) => !one.quiet);
  return [
    ...alone.map((one) => ({ column, cases: [one], lanes: 1, quiet: one.quiet ?? false })),
    { column, cases: loud, lanes: LANES.loud, quiet: false },
    { column, cases: quiet, lanes: LANES.quiet, quiet: true },
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
