/**
 * Compiles tests/consumer against the installed tarball, as a strict TypeScript project would, and
 * looks at what was installed.
 *
 * @module
 */
import { join } from "node:path";
import { ROOT, run } from "./command.ts";
import { npmInstall } from "./consumer.ts";
import { packageChecks } from "./package.ts";
import type { Part } from "./part.ts";

/** An older compiler with the types of the oldest Node, and the newest of both. */
const COMPILERS = [
  { typescript: "5.9.3", node: "20" },
  { typescript: "7.0.2", node: "26" },
] as const;

/** With the web's types from `lib.dom.d.ts`, and with those of `@types/node` alone. */
const LIBS = { "with DOM": undefined, "without DOM": ["ES2023"] };

const CONSUMER = join(ROOT, "tests", "consumer");

/** Compiles with every compiler and library; each is a test, and so is each check of the package. */
export async function types(tarball: string, folder: string): Promise<Part> {
  let passed = 0;
  let failed = 0;
  let output = "";
  await checkEntries();
  for (const { typescript, node } of COMPILERS) {
    const project = join(folder, typescript);
    await prepare(project, [tarball, `typescript@${typescript}`, `@types/node@${node}`]);
    for (const [name, lib] of Object.entries(LIBS)) {
      await Deno.writeTextFile(join(project, "tsconfig.json"), config(lib));
      const tsc = join("node_modules", "typescript", "bin", "tsc");
      const { code, stdout, stderr } = await run("node", [tsc, "-p", "."], { cwd: project });
      if (code === 0) passed++;
      else failed++;
      output += `${code === 0 ? "ok" : "FAILED"} types: TypeScript ${typescript} ${name}\n`;
      output += stdout + stderr;
    }
  }
  // Any of them will do: the same package is installed in all.
  const installed = join(folder, COMPILERS[0].typescript, "node_modules", "@codex-js", "sdk");
  const found = await packageChecks(installed);
  return {
    passed: passed + found.passed,
    failed: failed + found.failed,
    output: output + found.output,
  };
}

/** Every entry of the package is used by one of the programs. */
async function checkEntries(): Promise<void> {
  const { exports }: { exports: Record<string, string> } = JSON.parse(
    await Deno.readTextFile(join(ROOT, "deno.json")),
  );
  let programs = "";
  for await (const { name } of Deno.readDir(CONSUMER)) {
    programs += await Deno.readTextFile(join(CONSUMER, name));
  }
  for (const entry of Object.keys(exports)) {
    const name = `"@codex-js/sdk${entry.slice(1)}"`;
    if (!programs.includes(name)) throw new Error(`No program in tests/consumer uses ${name}`);
  }
}

async function prepare(project: string, packages: readonly string[]): Promise<void> {
  await Deno.mkdir(project, { recursive: true });
  await Deno.writeTextFile(join(project, "package.json"), '{ "type": "module" }\n');
  await npmInstall(project, packages);
  for await (const { name } of Deno.readDir(CONSUMER)) {
    await Deno.copyFile(join(CONSUMER, name), join(project, name));
  }
}

function config(lib: readonly string[] | undefined): string {
  const options = {
    target: "ES2022",
    module: "NodeNext",
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: false,
    noEmit: true,
    types: ["node"],
    lib,
  };
  return JSON.stringify({ compilerOptions: options, include: ["*.ts"] });
}
