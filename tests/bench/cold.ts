/**
 * The program that measures an import where nothing else has been loaded: `cold.mjs <row> <subject>`,
 * as `program.ts` does the other rows. It must not import anything itself.
 *
 * @module
 */
import type { Sample } from "./rows.ts";

const here = globalThis as unknown as {
  readonly Deno?: { readonly args: readonly string[] };
  readonly process: { readonly argv: readonly string[] };
};
// On Deno, to read `process` loads much of Node.
const subject = here.Deno === undefined ? here.process.argv[3] : here.Deno.args[1];
const name = subject === "sdk" ? "@codex-js/sdk" : "@openai/codex-sdk";
const begin = performance.now();
await import(name);
const sample: Sample = { ms: [performance.now() - begin], mb: 0 };
console.log(JSON.stringify(sample));
