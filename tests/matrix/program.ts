/**
 * The program that runs on each runtime, from the folder where the packed SDK and one version of
 * Codex are installed: `program.mjs <codex version>`. Prints what went wrong with each check.
 *
 * @module
 */
import { mkdir, mkdtemp } from "node:fs/promises";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { type Bench, type Check, CHECKS } from "./checks.ts";
import { isOlder, type Outcome } from "./outcome.ts";

// Computed, so that the bundler leaves it: the package is resolved from this file's folder.
const name = "@codex-js/sdk";
const sdk: Bench["sdk"] = await import(name);
const testing: Bench["testing"] = await import(`${name}/testing`);
const version = process.argv[2] ?? "";

const work = join(dirname(fileURLToPath(import.meta.url)), "work");
await mkdir(work, { recursive: true });
const outcomes: Record<string, Outcome> = {};
for (const check of CHECKS) {
  outcomes[check.name] = await outcomeOf(check, await mkdtemp(join(work, "check-")));
}
console.log(JSON.stringify(outcomes));

async function outcomeOf(check: Check, folder: string): Promise<Outcome> {
  const expected = check.since !== undefined && isOlder(version, check.since) ? check.since : null;
  try {
    await check.run({ sdk, testing, folder });
    return { ok: true, text: expected === null ? "ok" : `ok (though < ${expected})` };
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    if (expected !== null && error instanceof sdk.ExitError) {
      return { ok: true, text: `needs ${expected}` };
    }
    return { ok: false, text: `${name}: ${message}` };
  }
}
