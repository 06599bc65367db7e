/**
 * Wine from Debian's packages, with what Rust's programs lack in it.
 *
 * @module
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { must, type Ran, run } from "../../.ci/command.ts";

const COMPILER = "x86_64-w64-mingw32-gcc";
const PACKAGES = ["wine64", "gcc-mingw-w64-x86-64-win32"];
/** Debian puts nothing of that name on the PATH without 32 bits. */
const WINE = "/usr/lib/wine/wine64";

/** A Windows. */
export interface Wine {
  /** Runs a Windows program to its end; `stdout` is all that it said. */
  run(program: string, args: readonly string[], cwd?: string): Promise<Ran>;
}

/** Why there can be no Wine here, or null. Installs it where root may. */
export async function whyNot(): Promise<string | null> {
  if (Deno.build.os !== "linux" || Deno.build.arch !== "x86_64") return "it takes Linux on x64";
  if (await isInstalled()) return null;
  if (Deno.uid() !== 0) return `there is no ${WINE}, and only root may install it`;
  console.log(`installs ${PACKAGES.join(", ")} …`);
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  await run("apt-get", ["update", "-qq"], { env }).catch(() => {});
  const install = ["install", "-y", "-qq", "--no-install-recommends", ...PACKAGES];
  const installed = await run("apt-get", install, { env }).catch((error) => ({
    stderr: String(error),
  }));
  if (await isInstalled()) return null;
  return `apt-get could not install ${PACKAGES.join(", ")}: ${installed.stderr.slice(-300).trim()}`;
}

async function isInstalled(): Promise<boolean> {
  const hasWine = await Deno.stat(WINE).then(() => true, () => false);
  return hasWine && (await run("which", [COMPILER])).code === 0;
}

/** Makes a Windows 10 in a folder. */
export async function makeWine(folder: string): Promise<Wine> {
  const env = {
    WINEPREFIX: folder,
    WINEARCH: "win64",
    WINEDEBUG: "-all",
    // Wine is no Windows that Node knows.
    NODE_SKIP_PLATFORM_CHECK: "1",
  };
  const wine: Wine = {
    async run(program, args, cwd = folder) {
      // Under Wine a pipe is no standard output for Node.
      const said = join(folder, "said.txt");
      const script = 'said=$1; shift; exec "$@" >"$said" 2>&1';
      const ran = await run("sh", ["-c", script, "sh", said, WINE, program, ...args], { cwd, env });
      return { ...ran, stdout: await Deno.readTextFile(said) };
    },
  };
  await Deno.mkdir(folder, { recursive: true });
  // Its exit code tells that 32 bits are missing.
  await wine.run("wineboot", ["-i"]);
  await wine.run("winecfg", ["-v", "win10"]);
  const library = join(folder, "drive_c", "windows", "system32", "bcryptprimitives.dll");
  const source = fileURLToPath(new URL("bcryptprimitives.c", import.meta.url));
  await must(COMPILER, ["-O1", "-shared", "-o", library, source, "-ladvapi32"]);
  return wine;
}
