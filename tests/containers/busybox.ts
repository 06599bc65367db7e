/**
 * The file system of the containers: busybox, and nothing else.
 *
 * @module
 */
import { join } from "node:path";
import { must } from "../../.ci/command.ts";
import type { Programs } from "./debian.ts";

/** Makes it; gives its folder. */
export async function busybox(from: Programs, folder: string): Promise<string> {
  for (const name of ["bin", "tmp", "proc", "dev", "sys", "etc", "root"]) {
    await Deno.mkdir(join(folder, name), { recursive: true });
  }
  await Deno.chmod(join(folder, "tmp"), 0o1777);
  const program = join(folder, "bin", "busybox");
  await Deno.copyFile(from.path("bin/busybox"), program);
  await Deno.chmod(program, 0o755);
  for (const name of (await must(program, ["--list"])).split("\n")) {
    if (name !== "" && name !== "busybox") await Deno.symlink("busybox", join(folder, "bin", name));
  }
  return folder;
}
