/**
 * The program that measures an import where nothing else has been loaded: `cold.mjs <row> <subject>`,
 * as `program.ts` does the other rows. It must not import anything itself.
 *
 * @module
 */
import type process from "node:process";
import type { Sample } from "./rows.ts";

const { argv } = (globalThis as unknown as { process: typeof process }).process;
const name = argv[3] === "sdk" ? "@codex-js/sdk" : "@openai/codex-sdk";
const begin = performance.now();
await import(name);
const sample: Sample = { ms: [performance.now() - begin], mb: 0 };
console.log(JSON.stringify(sample));
