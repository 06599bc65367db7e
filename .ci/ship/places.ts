/**
 * The program where little is as usual.
 *
 * @module
 */
import { dirname, join } from "node:path";
import { must, run } from "../command.ts";
import { linkCodex, npmInstall } from "../consumer.ts";
import { appAs, type Env, MODULES, NotHere, runBoth, type Setup } from "../setups.ts";

/** Set-ups. */
export const PLACES: readonly Setup[] = [
  {
    name: "Electron's `app.asar` (its layout, on Node)",
    tried: "Node 20",
    codex: "`app.asar.unpacked`",
    standsAlone: true,
    run: electron,
  },
  {
    name: "a path with blanks, `#`, `%` and umlauts",
    tried: "Node 20",
    codex: MODULES,
    standsAlone: true,
    run: oddPath,
  },
  { name: "no `HOME`, and no other variables", tried: "Node 20", codex: MODULES, run: noHome },
  {
    name: "a read-only file system",
    tried: "Node 20, Linux",
    codex: MODULES,
    run: readOnly,
  },
];

/** An archive that is a folder: only Electron can look into the other kind. */
async function electron(folder: string, env: Env, tarball: string): Promise<string> {
  const archive = join(folder, "resources", "app.asar");
  const unpacked = `${archive}.unpacked`;
  for (const path of [archive, unpacked]) await Deno.mkdir(path, { recursive: true });
  await Deno.writeTextFile(join(archive, "package.json"), '{ "private": true }\n');
  await npmInstall(archive, [tarball]);
  await linkCodex(unpacked);
  return await runBoth(archive, env);
}

async function oddPath(folder: string, env: Env, tarball: string): Promise<string> {
  const odd = join(folder, "a b", "#c", "50%", "ä");
  await Deno.mkdir(odd, { recursive: true });
  await Deno.writeTextFile(join(odd, "package.json"), '{ "private": true }\n');
  await npmInstall(odd, [tarball]);
  await linkCodex(odd);
  return await runBoth(odd, env);
}

async function noHome(folder: string, env: Env): Promise<string> {
  if (Deno.build.os === "windows") throw new NotHere("programs on Windows take SystemRoot");
  await appAs(folder, "app.mjs");
  const node = (await must("node", ["-p", "process.execPath"])).trim();
  const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  return await must("env", ["-i", ...variables, node, "app.mjs"], { cwd: folder });
}

/** All but $CODEX_HOME and the temporary folder. */
async function readOnly(folder: string, env: Env): Promise<string> {
  await appAs(folder, "app.mjs");
  const { CODEX_HOME = "" } = env;
  const script = `mount --make-rprivate / && mount -t tmpfs tmpfs /tmp &&
    mount -t tmpfs tmpfs "$CODEX_HOME" && mount -o remount,bind,ro / || exit 99
    if touch "$1/written" 2>/dev/null; then exit 98; fi
    exec node app.mjs`;
  const args = ["--mount", "sh", "-c", script, "sh", dirname(CODEX_HOME)];
  const { code, stdout, stderr } = await run("unshare", args, {
    cwd: folder,
    env: { ...env, TMPDIR: "/tmp" },
  }).catch(() => ({ code: 99, stdout: "", stderr: "there is no unshare" }));
  if ([1, 98, 99].includes(code) && stdout === "") {
    throw new NotHere(`it takes root on Linux (${stderr.trim() || "the folder stays writable"})`);
  }
  return code === 0 ? stdout : stdout + stderr;
}
