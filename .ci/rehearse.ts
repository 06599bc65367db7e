/**
 * A release without the upload.
 *
 * @module
 */
import { join, resolve } from "node:path";
import { must, npm, workFolder } from "./command.ts";
import { npmInstall } from "./consumer.ts";
import { pack } from "./pack.ts";
import { packageChecks } from "./package.ts";
import type { Part } from "./part.ts";
import { CHEAP, runSetups } from "./setups.ts";

/**
 * Packs into `folder`, tries what was packed, and has both registries' tools look at it.
 *
 * @throws {Error} What keeps the release from being published.
 */
export async function rehearse(folder: string): Promise<void> {
  const tarball = resolve(await pack(folder));
  console.log(`packed ${tarball}`);
  const work = await workFolder();
  try {
    const project = join(work.path, "installed");
    await Deno.mkdir(project);
    await Deno.writeTextFile(join(project, "package.json"), '{ "private": true }\n');
    await npmInstall(project, [tarball]);
    show(await packageChecks(join(project, "node_modules", "@codex-js", "sdk")));
    show(await runSetups(CHEAP, tarball, join(work.path, "set-ups")));
  } finally {
    await work.remove();
  }
  await npm(["publish", "--dry-run", "--access", "public", tarball]);
  console.log("ok npm accepts it");
  const dirty = Deno.env.get("CI") ? [] : ["--allow-dirty"];
  await must(Deno.execPath(), ["publish", "--dry-run", "--quiet", ...dirty]);
  console.log("ok JSR accepts it");
}

function show({ output, failed }: Part): void {
  console.log(output.trimEnd());
  if (failed > 0) throw new Error("Cannot release: the package does not work");
}
