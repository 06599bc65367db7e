/**
 * A Docker daemon of the suite's own: nobody else's containers, and no network of its own to set up.
 *
 * @module
 */
import { join } from "node:path";
import { must, run } from "../../.ci/command.ts";
import { busybox } from "./busybox.ts";
import type { Programs } from "./debian.ts";

/** What stands for the image. */
export const IMAGE = "codex-js-box";

/** An engine that is ready. */
export interface Ready {
  /** What its client takes from the environment. */
  readonly env: Readonly<Record<string, string>>;
  /** The end of `run`: what stands for an image. */
  readonly image: readonly string[];
  /** Its version. */
  readonly version: string;
  /** Ends it. */
  close(): Promise<void>;
}

/** Milliseconds that the daemon may take to start: 1,000 are usual. */
const START_MS = 60_000;

/** Starts a daemon, and makes the image. */
export async function startDocker(from: Programs, folder: string): Promise<Ready> {
  const docker = await from.program("usr/bin/docker");
  const dockerd = await from.program("usr/sbin/dockerd");
  for (const name of ["containerd", "containerd-shim-runc-v2", "runc"]) {
    await from.program(`usr/bin/${name}`);
  }
  const at = (name: string) => join(folder, name);
  // The path of a socket is short.
  const socket = await Deno.makeTempDir({ prefix: "codex-dock-" });
  const host = `unix://${socket}/s`;
  const log = await Deno.open(at("dockerd.log"), { create: true, write: true });
  const daemon = new Deno.Command(dockerd, {
    args: [
      ...["--data-root", at("data"), "--exec-root", join(socket, "x"), "--pidfile", at("pid")],
      ...["--host", host, "--storage-driver", "vfs"],
      ...["--init-path", from.path("usr/bin/docker-init")],
      ...["--iptables=false", "--ip6tables=false", "--bridge=none"],
    ],
    env: { PATH: `${from.bin}:${Deno.env.get("PATH") ?? ""}` },
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const logged = daemon.stderr.pipeTo(log.writable);
  const close = async () => {
    try {
      daemon.kill("SIGTERM");
    } catch {
      // It has ended itself.
    }
    await daemon.status;
    await logged;
    // The namespace of the network of this machine, which it leaves.
    for (const [, at = ""] of (await Deno.readTextFile("/proc/mounts")).matchAll(/^\S+ (\S+)/gm)) {
      if (at.startsWith(`${socket}/`)) await must("umount", [at]);
    }
    await Deno.remove(socket, { recursive: true });
  };
  try {
    const version = await answer(docker, host);
    const image = await busybox(from, at("image"));
    await must("/bin/sh", [
      "-c",
      `tar -C '${image}' -c . | '${docker}' -H '${host}' import - ${IMAGE}`,
    ]);
    return { env: { DOCKER_HOST: host }, image: [IMAGE], version, close };
  } catch (error) {
    await close();
    throw new Error(`${error}\n${await Deno.readTextFile(at("dockerd.log"))}`);
  }
}

/** The version of the daemon, once it answers. */
async function answer(docker: string, host: string): Promise<string> {
  for (const until = Date.now() + START_MS;;) {
    const { code, stdout, stderr } = await run(docker, [
      "-H",
      host,
      "version",
      "-f",
      "{{.Server.Version}}",
    ]);
    if (code === 0) return stdout.trim();
    if (Date.now() > until) throw new Error(`dockerd does not answer: ${stderr}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
