/**
 * The tests on Deno, with the examples of the documentation.
 *
 * @module
 */
import { join } from "node:path";
import { deno, ROOT } from "./command.ts";
import { counted, type Part } from "./part.ts";

/** Beside README.md, what has an example with a fake Codex that is an executable. */
const FAKE_BINARY = "src/testing/fake/fake_binary.ts";

/** Runs `deno test` on tests/, and on every code block of src/, mod.ts and (not on Windows) README.md. */
export async function denoTests(folder: string, std: readonly string[]): Promise<Part> {
  const report = join(folder, "deno.xml");
  const args = [
    "test",
    "-A",
    "--doc",
    ...std,
    `--junit-path=${report}`,
    "tests",
    "examples",
    "src",
    "mod.ts",
  ];
  if (Deno.build.os === "windows") {
    args.push(`--ignore=${FAKE_BINARY}`);
    console.log(
      `skipped the code in README.md, docs and ${FAKE_BINARY}: Windows starts no scripts`,
    );
  } else if (await exists(join(ROOT, "README.md"))) args.push("README.md", "docs");
  const { code } = await deno(args, { live: true });
  // No report: the tests did not compile.
  return counts(code, await exists(report) ? await Deno.readTextFile(report) : "");
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
