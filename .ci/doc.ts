/**
 * The API reference of every entry as web pages: `deno task doc [folder]`, by default into dist/doc.
 *
 * @module
 */
import { join, resolve } from "node:path";
import { must, ROOT } from "./command.ts";
import { ENTRIES } from "./entries.ts";

const folder = resolve(Deno.args[0] ?? join(ROOT, "dist", "doc"));
// Deno makes the folder, but none above it.
await Deno.mkdir(folder, { recursive: true });
const name = "--name=@codex-js/sdk";
await must(Deno.execPath(), [
  "doc",
  "--html",
  name,
  `--output=${folder}`,
  ...Object.values(ENTRIES),
]);
console.log(folder);
