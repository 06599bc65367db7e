/**
 * A project of a user's: copies of the examples, and this package below `node_modules`, where Node and Bun look names up.
 *
 * @module
 */
import { cp, mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** Fills a folder. The package is linked as it stands in this repository, so that nothing is packed. */
export async function fillProject(folder: string): Promise<void> {
  await cp(join(ROOT, "examples"), folder, { recursive: true });
  const modules = join(folder, "node_modules");
  const own = join(modules, "@codex-js", "sdk");
  await mkdir(own, { recursive: true });
  const { name, exports } = JSON.parse(await readFile(join(ROOT, "deno.json"), "utf8"));
  const manifest = JSON.stringify({ name, exports, type: "module" });
  await writeFile(join(own, "package.json"), manifest);
  for (const part of ["mod.ts", "src"]) await symlink(join(ROOT, part), join(own, part));
  for (const entry of await readdir(join(ROOT, "node_modules"))) {
    if (entry.startsWith(".")) continue;
    await symlink(join(ROOT, "node_modules", entry), join(modules, entry));
  }
  await writeFile(join(folder, "package.json"), '{ "private": true, "type": "module" }\n');
}
