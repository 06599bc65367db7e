/**
 * Docker and Podman from Debian's packages, laid out in a folder: nothing is installed on this machine.
 *
 * @module
 */
import { join } from "node:path";
import { filesBelow, must, run } from "../../.ci/command.ts";

const PACKAGES = [
  "docker.io",
  "podman",
  "crun",
  "busybox-static",
  "golang-github-containers-common",
];

const CAP_SYS_ADMIN = 21n;

/** What the packages hold. */
export interface Programs {
  /** Where a file of a package is. */
  path(file: string): string;
  /** Makes a program that finds its libraries; gives its path. */
  program(file: string): Promise<string>;
  /** The folder of those programs. */
  readonly bin: string;
}

/** Why there can be no containers here, or null. */
export async function whyNot(): Promise<string | null> {
  if (Deno.build.os !== "linux") return "containers take Linux";
  if (Deno.uid() !== 0) return "a daemon of its own takes root";
  const status = await Deno.readTextFile("/proc/self/status");
  const may = BigInt(`0x${status.match(/^CapEff:\s*(\S+)/m)?.[1] ?? "0"}`);
  if (!(may >> CAP_SYS_ADMIN & 1n)) return "root may not mount here";
  const { code } = await run("apt-get", ["--version"]).catch(() => ({ code: 1 }));
  return code === 0 ? null : "the engines come from Debian's packages, and there is no apt-get";
}

/** Downloads the packages, 85 MB, and unpacks them; null where Debian cannot be reached. */
export async function programs(folder: string): Promise<Programs | null> {
  const [archives, root, bin] = ["archives", "root", "bin"].map((name) => join(folder, name));
  if (archives === undefined || root === undefined || bin === undefined) throw new Error(folder);
  for (const path of [join(archives, "partial"), root, bin]) {
    await Deno.mkdir(path, { recursive: true });
  }
  const download = () =>
    run("apt-get", [
      ...["install", "--yes", "--reinstall", "--no-install-recommends", "--download-only"],
      ...["-o", `Dir::Cache::archives=${archives}`, "-o", "APT::Sandbox::User=root"],
      ...PACKAGES,
    ]);
  if ((await download()).code !== 0) {
    // Its lists are older than its packages, or there are none.
    await run("apt-get", ["update"]);
    if ((await download()).code !== 0) return null;
  }
  for (const archive of await filesBelow(archives, ".deb")) {
    await must("dpkg", ["-x", archive, root]);
  }
  const arch = Deno.build.arch === "x86_64" ? "x86_64-linux-gnu" : "aarch64-linux-gnu";
  // Newer releases have all of it below /usr.
  const path = (file: string) => {
    const merged = join(root, "usr", file);
    return exists(merged) ? merged : join(root, file);
  };
  return {
    path,
    bin,
    program: async (file) => {
      const own = join(bin, file.slice(file.lastIndexOf("/") + 1));
      const libraries = ["usr/lib", "lib"].map((lib) => path(`${lib}/${arch}`)).join(":");
      await Deno.writeTextFile(
        own,
        `#!/bin/sh\nLD_LIBRARY_PATH='${libraries}' exec '${path(file)}' "$@"\n`,
      );
      await Deno.chmod(own, 0o755);
      return own;
    },
  };
}

function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}
