/**
 * A CODEX_HOME as Codex leaves it after its first start. A copy of one saves what the first start in
 * an empty folder takes: databases, which are made one after another and synced to the disk.
 *
 * @module
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import process from "node:process";
import { CONFIG } from "../quiet.ts";
import type { Kit } from "./case.ts";

/** Names of files and what is in them. */
type Files = ReadonlyMap<string, Uint8Array>;

/** Made once per program, by the first case that wants a home. */
let template: Promise<Files> | undefined;

/** The homes of this program's cases, by their paths: several clients of a case may want one at a time. */
const homes = new Map<string, Promise<void>>();

/** Makes a CODEX_HOME without threads, unless the folder is there. */
export function startedHome(kit: Kit, path: string, env: Record<string, string>): Promise<void> {
  let home = homes.get(path);
  if (home === undefined) homes.set(path, home = makeHome(kit, path, env));
  return home;
}

async function makeHome(kit: Kit, path: string, env: Record<string, string>): Promise<void> {
  const files = await (template ??= makeTemplate(kit, env));
  if (await mkdir(path, { recursive: true }) === undefined) return;
  for (const [name, bytes] of files) await writeFile(join(path, name), bytes);
  await writeFile(join(path, "config.toml"), CONFIG);
}

/** What Codex leaves in an empty folder when it is started, and ends at once. */
async function makeTemplate(kit: Kit, env: Record<string, string>): Promise<Files> {
  // The tested version, where that is another one.
  const { CODEX_PATH: codexPathOverride } = process.env;
  const program = await kit.sdk.codexPath(codexPathOverride ? { codexPathOverride } : {});
  const home = await mkdtemp(join(dirname(kit.folder), "home-"));
  try {
    const codex = spawn(program, ["app-server"], {
      env: { ...env, CODEX_HOME: home },
      stdio: "ignore",
    });
    await once(codex, "exit");
    // Of the databases what was written; SQLite makes its shared memory again.
    const names = (await readdir(home)).filter((name) => /\.sqlite(-wal)?$/.test(name));
    if (names.length === 0) throw new Error(`Cannot make a home: ${program} left no databases`);
    const entries = names.map(async (name) => [name, await readFile(join(home, name))] as const);
    return new Map(await Promise.all(entries));
  } finally {
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  }
}
