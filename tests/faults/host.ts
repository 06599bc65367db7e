/**
 * The program that is run on each runtime: fault cases, each told as one line of JSON. What must be
 * seen from outside (processes, file descriptors) is asked for the same way, and answered on stdin.
 *
 * @module
 */
import { ok } from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import { within } from "../within.ts";
import { describe, type FaultCase, type Kit, type Look, type Sdk, writeScript } from "./case.ts";
import { CASES } from "./cases.ts";
import { CTRL_C } from "./terminal.ts";

/** What a host is told in its argument. */
export interface Assignment {
  /** The cases, each with its folder. */
  readonly cases: readonly { readonly name: string; readonly folder: string }[];
  /** How many run at the same time. */
  readonly lanes: number;
  /** Whether only the child itself can be ended. */
  readonly scoped: boolean;
}

/** What a host says. */
export type Said =
  | { readonly began: string }
  | {
    readonly ended: string;
    /** Null if all is well. */
    readonly problem: string | null;
    readonly ms: number;
  }
  | { readonly look: number; readonly folder: string };

// Computed, so that the bundler leaves it: the package is resolved from this file's folder.
const name = "@codex-js/sdk";
const sdk: Sdk = await import(name);
const runtime = "Deno" in globalThis ? "deno" : "Bun" in globalThis ? "bun" : "node";
const assignment: Assignment = JSON.parse(process.argv[2] as string);
const waiting = new Map<number, (look: Look) => void>();
let asked = 0;

createInterface({ input: process.stdin }).on("line", (line) => {
  const { look, ...answer }: Look & { look: number } = JSON.parse(line);
  waiting.get(look)?.(answer);
  waiting.delete(look);
});

const queue = [...assignment.cases];
await Promise.all(Array.from({ length: assignment.lanes }, work));

async function work(): Promise<void> {
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const { name, folder } = next;
    say({ began: name });
    const start = performance.now();
    const problem = await attempt(find(name), folder);
    say({ ended: name, problem, ms: Math.round(performance.now() - start) });
  }
}

function find(name: string): FaultCase {
  return CASES.find((one) => one.name === name) as FaultCase;
}

async function attempt(one: FaultCase, folder: string): Promise<string | null> {
  try {
    await within(one.deadlineMs ?? 15_000, () => one.run(kit(folder)));
    return null;
  } catch (error) {
    const at = error instanceof Error &&
      error.stack?.match(/\b\w+_cases\.ts:\d+|host\.mjs:\d+/)?.[0];
    return `${describe(error)}${at ? ` (${at})` : ""}`;
  }
}

function kit(folder: string): Kit {
  const { scoped } = assignment;
  const look = () => {
    const id = ++asked;
    say({ look: id, folder });
    return new Promise<Look>((resolve) => waiting.set(id, resolve));
  };
  return {
    sdk,
    runtime,
    scoped,
    folder,
    tmp: process.env.TMPDIR ?? "",
    look,
    async codex(lines, options) {
      await writeScript(folder, lines);
      return new sdk.Codex({
        codexPathOverride: join(folder, "codex"),
        ...options,
        env: { PATH: process.env.PATH ?? "", FAULTS: folder, ...options?.env },
      });
    },
    async gone() {
      const { survivors } = await look();
      // An orphan is out of reach of a program that may signal its own child only.
      const left = scoped ? survivors.filter(({ parent }) => parent === process.pid) : survivors;
      ok(left.length === 0, `alive: ${left.map(({ command }) => command).join(", ")}`);
    },
    ctrlC: () => writeFile(join(folder, CTRL_C), ""),
  };
}

function say(said: Said): void {
  process.stdout.write(`${JSON.stringify(said)}\n`);
}
