/**
 * Where the tests of examples/elsewhere.ts play: the ways to another side that is this machine, and what lives there.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { chmod, mkdir, readdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import * as far from "../examples/_far_shell.ts";
import type { CodexOptions, Spawn } from "../mod.ts";
import { type ResponsesScript, ResponsesServer } from "../src/testing/mod.ts";
import { nativeCodex } from "../.ci/command.ts";
import { caseFolder, hostEnv } from "./contract/case.ts";
import { type Engine, ENGINES, startContainer } from "./container.ts";
import { CONFIG, quiet } from "./quiet.ts";
import { sshOption, type SshServer, startSshServer } from "./ssh_server.ts";
import { within } from "./within.ts";

const MARK = "CODEX_ELSEWHERE_MARK";
/** The API key of every case. */
export const KEY = "sk-elsewhere-1234567890";
/** Why nothing can be done over ssh here, or null. */
export const NO_SSH: string | null = spawnSync("ssh", ["-V"]).error === undefined
  ? null
  : "there is no ssh";
/** Why nothing can be seen of what is left, or null. */
export const NO_PROC: string | null = process.platform === "linux"
  ? null
  : "it looks for processes in /proc";
const SSH_LOST = "ssh ended with 255";
const OWN_SERVER = process.env.CODEX_TEST_SSH?.split(" ");

/** A function of examples/_far_shell.ts, and its arguments. */
export interface Far {
  readonly how: "inShell" | "overSsh" | "inContainer" | "inPodman";
  readonly args: readonly string[];
}

/** What a case works with. */
export interface Stage {
  readonly far: Far;
  readonly spawn: Spawn;
  /** Options for the real Codex on `server`. */
  readonly options: CodexOptions;
  readonly server: ResponsesServer;
  readonly folder: string;
  readonly ssh: SshServer | null;
  /** Cuts all connections. */
  cut(): void;
  /** The living processes of the case. */
  alive(): number[];
}

/** A way to the other side. */
export interface Way {
  readonly name: string;
  /** Why it cannot be taken here, or null. */
  readonly missing: string | null;
  /**
   * How it is taken.
   *
   * @param to The arguments of `ssh` for the server of the case, or the name of its container.
   * @param mux Where the socket of a connection may lie.
   */
  far(to: readonly string[], mux: string): Far;
  readonly login?: readonly string[];
  readonly server?: true;
  readonly engine?: Engine;
  /** How a connection looks that was cut. */
  readonly lost?: string;
  /** Whether one connection is for all. */
  readonly shares?: true;
}

/** All of them. */
export const WAYS: readonly Way[] = [
  { name: "in a shell", missing: null, far: () => ({ how: "inShell", args: [] }) },
  {
    name: "over ssh",
    missing: NO_SSH,
    server: true,
    lost: SSH_LOST,
    far: (args) => ({ how: "overSsh", args }),
  },
  {
    name: "over a shared ssh connection",
    missing: NO_SSH,
    server: true,
    shares: true,
    lost: SSH_LOST,
    far: (args, mux) => ({
      how: "overSsh",
      args: [
        ...["ControlMaster=auto", "ControlPersist=60", sshOption("ControlPath", mux)]
          .flatMap((option) => ["-o", option]),
        ...args,
      ],
    }),
  },
  ...OWN_SERVER === undefined ? [] : [{
    name: "over the ssh of CODEX_TEST_SSH",
    missing: NO_SSH,
    far: (): Far => ({ how: "overSsh", args: OWN_SERVER }),
  }],
  ...ENGINES.map((engine): Way => ({
    name: `in a container of ${engine.program}`,
    missing: null,
    engine,
    lost: `${engine.program} ended with SIGKILL`,
    far: (args) => ({ how: engine.program === "docker" ? "inContainer" : "inPodman", args }),
  })),
];

/** Runs a case within a minute, and looks that nothing is left of it. */
export async function onStage(
  way: Way,
  script: ResponsesScript,
  run: (stage: Stage) => Promise<void>,
): Promise<void> {
  const { path: folder, remove } = await caseFolder();
  const server = await ResponsesServer.start(script);
  const temp = join(folder, "tmp");
  const home = join(folder, "home");
  for (const path of [temp, home]) await mkdir(path);
  await writeFile(join(home, "config.toml"), CONFIG);
  const { PATH = "" } = hostEnv();
  // A container has none of the fixtures, and Codex would warn.
  const here = way.engine ? {} : quiet();
  const ssh = way.server ? await startSshServer({ PATH, TMPDIR: temp }, way.login) : null;
  // The path of a socket is short.
  const mux = join(tmpdir(), `codex-${crypto.randomUUID().slice(0, 8)}`);
  const container = way.engine ? startContainer(way.engine, folder, { TMPDIR: temp }) : null;
  const { how, args } = way.far(ssh?.args ?? (container === null ? [] : [container.name]), mux);
  let done = false;
  try {
    const stage: Stage = {
      far: { how, args },
      spawn: far[how](...args),
      server,
      folder,
      ssh,
      cut() {
        ssh?.cut();
        if (container !== null) { for (const pid of children()) kill(pid); }
      },
      options: {
        baseUrl: server.url,
        apiKey: KEY,
        codexPathOverride: nativeCodex(),
        env: { PATH, ...here, HOME: folder, CODEX_HOME: home, TMPDIR: folder, [MARK]: folder },
      },
      alive: () => marked(folder),
    };
    await within(60_000, () => run(stage));
    // The watch over there removes its own folder, after the processes that it ends.
    await until(() => readdirSync(temp).length === 0);
    assertEquals(server.unexpected, []);
    done = true;
  } finally {
    const survivors = marked(folder);
    for (const pid of survivors) kill(pid);
    if (existsSync(mux)) {
      spawnSync("ssh", ["-o", sshOption("ControlPath", mux), "-O", "exit", "codex@127.0.0.1"]);
    }
    container?.close();
    await within(10_000, async () => await ssh?.close());
    await server.close();
    // What the watch had over there.
    const left = await readdir(temp);
    await remove();
    // What has failed already leaves something, and is to be told itself.
    if (done) assertEquals([survivors, left], [[], []]);
  }
}

/** A codex that is a shell script. */
export async function fake(folder: string, script: string): Promise<string> {
  const path = join(folder, `codex-${crypto.randomUUID()}`);
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, 0o755);
  return path;
}

/** The living processes whose environment bears the mark. */
function marked(value: string): number[] {
  return pids().filter((pid) =>
    read(`/proc/${pid}/environ`).split("\0").includes(`${MARK}=${value}`) && isAlive(pid)
  );
}

/** How many of them sleep. */
export function sleepers(alive: () => number[]): number {
  return alive().filter((pid) => read(`/proc/${pid}/cmdline`).startsWith("sleep\0")).length;
}

/** Waits for what no event tells. */
export async function until(look: () => boolean): Promise<void> {
  for (let left = 2_000; !look(); left--) {
    assert(left > 0, `waited in vain for ${look}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** The processes that this one has started. */
export function children(): number[] {
  return pids().filter((pid) => {
    const stat = read(`/proc/${pid}/stat`);
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]) === process.pid &&
      isAlive(pid);
  });
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended meanwhile.
  }
}

function isAlive(pid: number): boolean {
  const stat = read(`/proc/${pid}/stat`);
  return stat !== "" && !/^[ZX]/.test(stat.slice(stat.lastIndexOf(")") + 2));
}

function pids(): number[] {
  return readdirSync("/proc").filter((name) => /^\d+$/.test(name)).map(Number);
}

/** What a file of /proc says, or "". */
export function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
