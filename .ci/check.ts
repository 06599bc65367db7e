/**
 * What can be said without running anything: `deno task check`.
 *
 * @module
 */
import { deno, filesBelow, ROOT } from "./command.ts";
import { compileDocuments } from "./documents.ts";
import { ENTRIES } from "./entries.ts";
import { stdFlags } from "./std.ts";

const { name }: { name: string } = JSON.parse(
  await Deno.readTextFile(`${ROOT}deno.json`),
);
const std = await stdFlags();
const core = await filesBelow(`${ROOT}src/core`, ".ts");

// In CI the tree is clean, and has to be: that also holds deno.lock to what is committed.
const dirty = Deno.env.get("CI") ? [] : ["--allow-dirty"];
const documents = await filesBelow(`${ROOT}docs`, ".md");
const entries = Object.values(ENTRIES);
const reference = await Deno.makeTempDir({ prefix: "codex-js-doc-" });
const commands = [
  ["check", "--doc", ...std, ".", ".ci"],
  ["check", "--doc-only", ...std, "README.md", ...documents],
  ["fmt", "--check"],
  ["lint"],
  ["check", "--config=.ci/core.deno.json", ...core],
  // As in a project with the compiler's own defaults, which imports the files of a clone.
  ["check", "--no-config", ...entries],
  ["doc", "--lint", ...entries],
  ["doc", "--html", `--name=${name}`, `--output=${reference}`, ...entries],
  ["publish", "--dry-run", "--quiet", ...dirty],
];
const checks = [...commands.map((args) => () => passes(args)), compiles];
// Two at a time, for two cores; the longest is the first.
await Promise.all([1, 2].map(async () => {
  for (let check = checks.shift(); check !== undefined; check = checks.shift()) await check();
}));
await Deno.remove(reference, { recursive: true });

async function passes(args: readonly string[]): Promise<void> {
  const { code, stdout, stderr } = await deno(args, { env: { NO_COLOR: "1" } });
  console.log(`deno ${args.join(" ")}`);
  // Pages are written all the same where Deno warns.
  const warned = args.includes("--html") && /^warning\b/im.test(stderr);
  if (code === 0 && !warned) return;
  console.log(stdout + stderr);
  Deno.exitCode = 1;
}

async function compiles(): Promise<void> {
  console.log("the code of the documents that is not run");
  try {
    await compileDocuments();
  } catch (error) {
    console.log(String(error));
    Deno.exitCode = 1;
  }
}
