/**
 * Whether a tag may be published: `deno task release v0.1.0`; and all of a release but the upload:
 * `deno task release --dry-run [folder]`.
 *
 * @module
 */
import { join } from "node:path";
import { filesBelow, ROOT } from "./command.ts";
import { rehearse } from "./rehearse.ts";

/** What has to agree with the tag. */
export interface Release {
  readonly tag: string;
  /** `version` of deno.json. */
  readonly version: string;
  readonly changelog: string;
  /** The texts of the SDK's own modules, one of which tells Codex the version. */
  readonly sources: readonly string[];
}

/** What is wrong with a release. */
export function releaseProblems({ tag, version, changelog, sources }: Release): string[] {
  const problems: string[] = [];
  if (tag !== `v${version}`) problems.push(`the tag is ${tag}, deno.json has ${version}`);
  if (!/^\d+\.\d+\.\d+$/.test(version)) {
    problems.push(`${version} is a pre-release, which npm would offer as the newest`);
  }
  const heading = changelog.split("\n").find((line) =>
    line.startsWith("## ") && line.split(" ")[1] === version
  );
  if (heading === undefined) problems.push(`CHANGELOG.md has no section "## ${version}"`);
  else if (/to be released/i.test(heading)) {
    problems.push(`CHANGELOG.md still says "${heading}": put the date there`);
  }
  const named = sources.flatMap((text) =>
    Array.from(text.matchAll(/\bconst VERSION(?:: string)? = "([^"]*)"/g), ([, value]) => value)
  );
  if (named.length === 0) problems.push("src has no VERSION");
  for (const value of named) {
    if (value !== version) problems.push(`VERSION in src is ${value}, deno.json has ${version}`);
  }
  return problems;
}

/** Reads what is to be released. */
export async function readRelease(tag: string): Promise<Release> {
  const { version }: { version: string } = JSON.parse(
    await Deno.readTextFile(join(ROOT, "deno.json")),
  );
  const modules = await filesBelow(join(ROOT, "src"), ".ts");
  return {
    tag,
    version,
    changelog: await Deno.readTextFile(join(ROOT, "CHANGELOG.md")),
    sources: await Promise.all(modules.map((path) => Deno.readTextFile(path))),
  };
}

async function compare(tag: string): Promise<boolean> {
  const problems = await readRelease(tag).then(releaseProblems);
  for (const problem of problems) {
    console.error(`Cannot release ${tag || "without a tag"}: ${problem}`);
  }
  if (problems.length === 0) console.log(`${tag} can be released`);
  return problems.length === 0;
}

if (import.meta.main) {
  const [first = "", folder] = Deno.args;
  if (first === "--dry-run") {
    const { version } = await readRelease("");
    // What is not yet as a tag needs it to be does not keep the rest from being tried.
    await compare(`v${version}`);
    await rehearse(folder ?? join(ROOT, "dist"));
  } else if (!await compare(first)) {
    Deno.exitCode = 1;
  }
}
