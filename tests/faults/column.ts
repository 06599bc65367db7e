/**
 * The runtimes: what each is started with.
 *
 * @module
 */
import { join } from "node:path";
import { must, npmInstall, pack, ROOT } from "./project.ts";

/** A column of the table: a runtime, or Deno with scoped permissions. */
export type ColumnName = "deno" | "node" | "bun" | "scoped";

/** Every column. */
export const COLUMNS: readonly ColumnName[] = ["deno", "node", "bun", "scoped"];

/** How to start a host. */
export interface Column {
  readonly name: ColumnName;
  /** The command, for cases in these folders. */
  command(folders: readonly string[], tmp: string): readonly string[];
}

/** Installs the SDK where Node and Bun look for it, and bundles the host beside it. */
export async function columns(
  names: readonly ColumnName[],
  work: string,
  tarball?: Promise<string>,
): Promise<Column[]> {
  const host = join(ROOT, "tests", "faults", "host.ts");
  const bundle = join(work, "host.mjs");
  if (names.some((name) => name === "node" || name === "bun")) {
    await Deno.writeTextFile(join(work, "package.json"), '{ "type": "module" }\n');
    await npmInstall(work, [await (tarball ?? pack(work))]);
    await must(Deno.execPath(), ["bundle", "--quiet", "-o", bundle, host]);
  }
  const deno = [Deno.execPath(), "run", "--quiet"];
  const bun = names.includes("bun") ? await bunPath() : "";
  return names.map((name): Column => {
    switch (name) {
      case "deno":
        return { name, command: () => [...deno, "-A", host] };
      case "node":
        return { name, command: () => ["node", bundle] };
      case "bun":
        return { name, command: () => [bun, bundle] };
      case "scoped":
        return {
          name,
          command: (folders, tmp) => [...deno, ...scopes(folders, tmp), host],
        };
    }
  });
}

/** What a careful program would grant. */
function scopes(folders: readonly string[], tmp: string): string[] {
  const programs = folders.map((folder) => join(folder, "codex"));
  return [
    "--no-prompt",
    `--allow-run=${programs.join(",")}`,
    `--allow-read=${[join(ROOT, "mod.ts"), join(ROOT, "src"), tmp, ...folders].join(",")}`,
    `--allow-write=${[tmp, ...folders].join(",")}`,
    "--allow-env=PATH,TMPDIR,TMP,TEMP",
  ];
}

/** The binary of npm's `bun`, whose install script Deno does not run; else the one on PATH. */
async function bunPath(): Promise<string> {
  const { os, arch } = Deno.build;
  const packaged = `bun-${os}-${arch === "x86_64" ? "x64" : arch}/bin/bun`;
  try {
    const path = join(
      await Deno.realPath(join(ROOT, "node_modules", "bun")),
      "..",
      "@oven",
      packaged,
    );
    await Deno.chmod(path, 0o755);
    return path;
  } catch {
    return "bun";
  }
}
