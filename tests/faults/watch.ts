/**
 * Runs a host, answers what it asks, and judges it from outside.
 *
 * @module
 */
import { join } from "node:path";
import type { FaultCase } from "./case.ts";
import type { Column } from "./column.ts";
import type { Assignment, Said } from "./host.ts";
import { kill, look, peakMb, survivors } from "./outside.ts";
import { inTerminal } from "./terminal.ts";

/** A case and where it happens. */
export interface Placed {
  readonly one: FaultCase;
  readonly folder: string;
}

/** What came out of a case. */
export interface Outcome {
  /** What went wrong, or null. */
  readonly problem: string | null;
  readonly ms: number;
  /** Why it was not run. */
  readonly skipped?: string;
  /** What had gone wrong at the first attempt. */
  readonly before?: string;
}

/** What came out of cases, by name. */
export type Results = Map<string, Outcome>;

/** What came out of a host. */
export interface HostReport {
  readonly results: Results;
  /** What is wrong with the host itself, or null. */
  readonly trouble: string | null;
}

/** Milliseconds that a host may be at no case, before and between them. */
const IDLE_MS = 30_000;
/** Milliseconds that a host may take to end once it has nothing more to do. */
const END_MS = 3_000;
/** Milliseconds that a host gets beyond the deadlines it keeps itself. */
const PATIENCE_MS = 5_000;

/** Runs cases in one host. Those it did not get to are absent from the results. */
export async function runHost(
  column: Column,
  cases: readonly Placed[],
  lanes: number,
  tmp: string,
): Promise<HostReport> {
  await Deno.mkdir(tmp, { recursive: true });
  const child = start(column, cases, lanes, tmp);
  const stdin = child.stdin.getWriter();
  const errors = new Response(child.stderr).text();
  const results: Results = new Map();
  const underWay = new Map<string, number>();
  let blocked = false;
  // In a terminal the host is not the child itself.
  const end = () => kill([child.pid, ...survivors(tmp).map(({ pid }) => pid)]);
  // A case that is past its deadline may still ask: nobody is there to answer.
  const tell = (answer: unknown) =>
    stdin.write(new TextEncoder().encode(`${JSON.stringify(answer)}\n`)).catch(() => {});
  let heard = performance.now();
  const watchdog = setInterval(() => {
    if (underWay.size === 0 && performance.now() - heard > IDLE_MS) end();
    for (const [name, since] of underWay) {
      const limit = (placed(name).one.deadlineMs ?? 15_000) + PATIENCE_MS;
      if (performance.now() - since < limit) continue;
      blocked = true;
      end();
    }
  }, 500);
  let ending: ReturnType<typeof setTimeout> | undefined;
  let slow = false;

  for await (const said of messages(child.stdout)) {
    heard = performance.now();
    if ("look" in said) await tell({ look: said.look, ...look(child.pid, said.folder) });
    else if ("began" in said) underWay.set(said.began, performance.now());
    else {
      underWay.delete(said.ended);
      const problem = said.problem ?? fromOutside(placed(said.ended));
      results.set(said.ended, { problem, ms: said.ms });
    }
    if (results.size < cases.length || ending !== undefined) continue;
    await stdin.close().catch(() => {});
    ending = setTimeout(() => {
      slow = true;
      end();
    }, END_MS);
  }
  const status = await child.status;
  clearInterval(watchdog);
  clearTimeout(ending);

  const trouble: string[] = [];
  const how = blocked
    ? "it hung, and kept the host busy"
    : `the host ended with ${status.signal ?? `code ${status.code}`} meanwhile`;
  for (const [name, since] of underWay) {
    results.set(name, { problem: how, ms: Math.round(performance.now() - since) });
  }
  for (const folder of [tmp, ...cases.map(({ folder }) => folder)]) {
    kill(survivors(folder).map(({ pid }) => pid));
  }
  if (slow) trouble.push(`does not end by itself within ${END_MS} ms`);
  else if (!status.success && underWay.size === 0) trouble.push(`exit code ${status.code}`);
  const stderr = (await errors).trim();
  if (stderr !== "") trouble.push(`stderr: ${stderr.slice(0, 2_000)}`);
  for (const { name } of Deno.readDirSync(tmp)) {
    trouble.push(`left in the temporary folder: ${name}`);
  }
  return { results, trouble: trouble.length === 0 ? null : trouble.join("; ") };

  function placed(name: string): Placed {
    return cases.find(({ one }) => one.name === name) as Placed;
  }

  function fromOutside({ one, folder }: Placed): string | null {
    const peak = peakMb(child.pid);
    const alive = survivors(folder);
    kill(alive.map(({ pid }) => pid));
    const wrong = one.leavesOrphans || column.name === "scoped"
      ? alive.filter(({ parent }) => parent === child.pid)
      : alive;
    if (wrong.length > 0) {
      return `alive after it: ${wrong.map(({ command }) => command).join(", ")}`;
    }
    if (one.peakMb === undefined || peak <= one.peakMb) return null;
    return `the host took ${Math.round(peak)} MB, wanted ${one.peakMb} at most`;
  }
}

function start(
  column: Column,
  cases: readonly Placed[],
  lanes: number,
  tmp: string,
): Deno.ChildProcess {
  const assignment: Assignment = {
    cases: cases.map(({ one, folder }) => ({ name: one.name, folder })),
    lanes,
    scoped: column.name === "scoped",
  };
  const folders = cases.map(({ folder }) => folder);
  const command = [...column.command(folders, tmp), JSON.stringify(assignment)];
  const terminal = cases.find(({ one }) => one.terminal);
  const [program = "", ...args] = terminal ? inTerminal(command, terminal.folder) : command;
  return new Deno.Command(program, {
    args,
    env: { TMPDIR: tmp, NO_COLOR: "1", FAULTS: tmp },
    cwd: join(tmp, ".."),
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

async function* messages(stdout: ReadableStream<Uint8Array>): AsyncGenerator<Said> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of stdout) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) yield JSON.parse(line);
  }
}
