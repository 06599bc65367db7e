/**
 * Podman with a configuration and a storage of the suite's own.
 *
 * @module
 */
import { join } from "node:path";
import { must, run } from "../../.ci/command.ts";
import { busybox } from "./busybox.ts";
import type { Programs } from "./debian.ts";
import type { Ready } from "./docker.ts";

/** Makes Podman ready. */
export async function startPodman(from: Programs, folder: string): Promise<Ready> {
  const podman = await from.program("usr/bin/podman");
  const conmon = await from.program("usr/bin/conmon");
  const runc = await from.program("usr/bin/runc");
  const at = (name: string) => join(folder, name);
  // The paths of its sockets are short.
  const temp = await Deno.makeTempDir({ prefix: "codex-pod-" });
  await Deno.writeTextFile(
    at("containers.conf"),
    `[containers]
seccomp_profile = "${from.path("usr/share/containers/seccomp.json")}"
# Of itself Podman asks for more than root may have in some virtual machines.
default_ulimits = ["nofile=1024:1024", "nproc=4096:4096"]
init_path = "${from.path("usr/bin/tini-static")}"
[network]
network_config_dir = "${at("networks")}"
[engine]
cgroup_manager = "cgroupfs"
events_logger = "file"
# crun knows no hybrid cgroups.
runtime = "runc"
conmon_path = ["${conmon}"]
init_path = "${from.path("usr/bin/tini-static")}"
tmp_dir = "${temp}/t"
[engine.runtimes]
runc = ["${runc}"]
`,
  );
  await Deno.writeTextFile(
    at("storage.conf"),
    `[storage]
driver = "vfs"
graphroot = "${at("root")}"
runroot = "${temp}/r"
`,
  );
  const env = {
    CONTAINERS_CONF: at("containers.conf"),
    CONTAINERS_STORAGE_CONF: at("storage.conf"),
  };
  const close = async () => {
    await run(podman, ["rm", "--all", "--force", "--time", "0"], { env });
    await Deno.remove(temp, { recursive: true });
  };
  try {
    const version = (await must(podman, ["version", "-f", "{{.Client.Version}}"], { env })).trim();
    const image = ["--rootfs", await busybox(from, at("image"))];
    return { env, image, version, close };
  } catch (error) {
    await close();
    throw error;
  }
}
