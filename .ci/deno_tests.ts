/**
 * The tests on Deno, with the examples of the documentation.
 *
 * @module
 */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { deno, filesBelow, ROOT } from "./command.ts";
import { counted, type Part } from "./part.ts";

/** Rooms whose tests wait for the disk, and for each other. */
const STORES = ["tests/durable", "tests/testing"];
/** What compiles against packages of others, which takes long. */
const FOREIGN_TYPES = ["tests/otel/sdk_types_test.ts", "tests/web/ai/real_types_test.ts"];
/** Codex on other machines in every way; `tests/examples_far_test.ts`, which always runs, takes two of them. */
const ELSEWHERE = ["tests/examples_ssh_test.ts"];
/** Beside README.md, what has an example with a fake Codex that is an executable. */
const FAKE_BINARY = "src/testing/fake/fake_binary.ts";

/** What to run on Deno, in lots that take about as long as each other; the contract cases left out. */
export async function denoLots(): Promise<
  Record<"rooms" | "stores" | "programs" | "documentation" | "types" | "elsewhere", string[]>
> {
  const names = await Array.fromAsync(Deno.readDir(join(ROOT, "tests")));
  const files = names.filter(({ isFile }) => isFile).map(({ name }) => `tests/${name}`);
  const documentation = ["src", "mod.ts"];
  if (Deno.build.os === "windows") {
    documentation.push(`--ignore=${FAKE_BINARY}`);
    console.log(
      `skipped the code in README.md, docs and ${FAKE_BINARY}: Windows cannot start scripts`,
    );
  } else if (await exists(join(ROOT, "README.md"))) documentation.push("README.md", "docs");
  const others = ["tests/contract", "tests/ship", ...STORES, ...FOREIGN_TYPES, ...files];
  return {
    rooms: (await filesBelow(join(ROOT, "tests"), "_test.ts")).filter((file) =>
      !others.some((other) => file === join(ROOT, other) || file.startsWith(join(ROOT, other, "/")))
    ),
    stores: STORES,
    programs: [...files.filter((file) => !ELSEWHERE.includes(file)), "examples"],
    documentation,
    types: FOREIGN_TYPES,
    elsewhere: ELSEWHERE,
  };
}

/**
 * Runs test files as one module, which takes a fifth less CPU: what they share is loaded once.
 *
 * @param files Their full paths.
 */
export async function denoTestsAtOnce(
  report: string,
  args: readonly string[],
  files: readonly string[],
): Promise<Part> {
  // Not in `.tmp`, where `deno test` finds nothing: deno.json excludes it.
  const folder = await Deno.makeTempDir();
  try {
    const module = join(folder, "all_test.ts");
    // One after another, as some do something before their tests.
    const lines = files.map((file) =>
      `await import(${JSON.stringify(pathToFileURL(file).href)});\n`
    );
    await Deno.writeTextFile(module, lines.join(""));
    return await denoTests(report, [...args, module]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/**
 * Runs `deno test` without compiling, so that several can be run at once.
 *
 * @param report A file for the report, which nobody else writes.
 * @param args Its arguments, and what to run.
 */
export async function denoTests(report: string, args: readonly string[]): Promise<Part> {
  const fixed = ["test", "-A", "--no-check", `--junit-path=${report}`];
  const { code, stdout, stderr } = await deno([...fixed, ...args]);
  // No report: it did not get as far as to run a test.
  const xml = await exists(report) ? await Deno.readTextFile(report) : "";
  return { ...counts(code, xml), output: stdout + stderr };
}

/** The counts of a run of `deno test` that ended with `code`, from its JUnit report. */
export function counts(code: number, xml: string): Part {
  let passed = 0;
  let failed = 0;
  for (const [, attributes = ""] of xml.matchAll(/<testsuite (.*?)>/g)) {
    const count = (name: string) => Number(attributes.match(`\\b${name}="(\\d+)"`)?.[1] ?? 0);
    const bad = count("failures") + count("errors");
    failed += bad;
    passed += count("tests") - count("disabled") - bad;
  }
  return counted(code, passed, failed);
}

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}
