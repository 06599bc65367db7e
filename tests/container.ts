/**
 * A container in which a case has its other side: it shares the case's folder, the network and Codex with this machine, at the
 * same paths, and nothing else. `deno task containers` has the engines.
 *
 * @module
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname } from "node:path";
import process from "node:process";
import { nativeCodex } from "../.ci/command.ts";

/** An engine that runs containers. */
export interface Engine {
  /** Its program, on the PATH. */
  readonly program: "docker" | "podman";
  /** The end of `docker run`: options, and what stands for an image. */
  readonly run: readonly string[];
}

/** A container that runs. */
export interface Container {
  /** What `docker exec` calls it. */
  readonly name: string;
  /** Removes it. */
  close(): void;
}

/** The engines that cases are to be run on: JSON, by `deno task containers`. */
export const ENGINES: readonly Engine[] = JSON.parse(process.env.CODEX_TEST_CONTAINERS ?? "[]");

/**
 * Starts a container.
 *
 * @param folder The folder that it shares with this machine.
 * @param env The environment of what is started in it.
 * @param options Further options of `docker run`.
 */
export function startContainer(
  { program, run }: Engine,
  folder: string,
  env: Readonly<Record<string, string>>,
  options: readonly string[] = [],
): Container {
  const name = `codex-js-${crypto.randomUUID()}`;
  const shared = [`${folder}:${folder}`, `${codexFolder()}:${codexFolder()}:ro`];
  must(program, [
    ...["run", "--detach", "--init", "--network", "host", "--name", name],
    ...shared.flatMap((volume) => ["--volume", volume]),
    ...Object.entries(env).flatMap(([key, value]) => ["--env", `${key}=${value}`]),
    ...options,
    ...run,
    ...["sleep", "86400"],
  ]);
  const close = () =>
    must(program, ["rm", "--force", ...program === "podman" ? ["--time", "0"] : [], name]);
  return { name, close };
}

/** The folder with Codex and all that it needs. */
function codexFolder(): string {
  const folder = dirname(dirname(nativeCodex()));
  if (existsSync(folder)) return folder;
  throw new Error(`there is no Codex in ${folder}`);
}

function must(program: string, args: readonly string[]): void {
  const { status, stderr, error } = spawnSync(program, args, { encoding: "utf8", stdio: "pipe" });
  if (status !== 0) throw new Error(`${program} ${args.join(" ")}: ${error ?? stderr}`);
}
