/**
 * Codex in containers: `deno task containers`. The cases that ssh has, in Docker and in Podman, and a table
 * of what works of Codex's sandbox there. Takes Debian and root; downloads 85 MB, and installs nothing.
 * The last line is `N passed, N failed`.
 *
 * @module
 */
import { join } from "node:path";
import { deno } from "../../.ci/command.ts";
import { counts } from "../../.ci/deno_tests.ts";
import { type Part, part, sum } from "../../.ci/part.ts";
import { stdFlags } from "../../.ci/std.ts";
import type { Engine } from "../container.ts";
import { type Programs, programs, whyNot } from "./debian.ts";
import { type Ready, startDocker } from "./docker.ts";
import { startPodman } from "./podman.ts";
import { environment } from "./environment.ts";
import { example } from "./example.ts";
import { type Row, sandboxIn } from "./sandboxes.ts";

/** A kind of container. */
interface Kind {
  readonly name: string;
  /** Whether Codex's sandbox is to work there. */
  readonly works: boolean;
  /** Options of `docker run`. */
  readonly options: readonly string[];
}

const FILES = ["tests/examples_ssh_test.ts", "tests/examples_far_test.ts"];
/** What a program that was not built for busybox needs. */
const LIBRARIES = ["/lib", "/lib64"];

const folder = await Deno.makeTempDir({ prefix: "codex-containers-" });
try {
  const reason = await whyNot();
  const from = reason === null ? await programs(folder) : null;
  if (from === null) console.log(`skipped containers: ${reason ?? "Debian cannot be reached"}`);
  const { passed, failed } = sum(from === null ? [] : await engines(from));
  Deno.exitCode = failed === 0 ? 0 : 1;
  console.log(`${passed} passed, ${failed} failed`);
} finally {
  await Deno.remove(folder, { recursive: true });
}

/** Both of them. */
async function engines(from: Programs): Promise<Part[]> {
  const seccomp = `seccomp=${from.path("usr/share/containers/seccomp.json")}`;
  Deno.env.set("PATH", `${from.bin}:${Deno.env.get("PATH") ?? ""}`);
  const ofPodman = ["--security-opt", seccomp];
  const kinds: readonly Kind[] = [
    { name: "default", works: false, options: [] },
    { name: "seccomp=unconfined", works: true, options: ["--security-opt", "seccomp=unconfined"] },
    { name: "seccomp=seccomp.json of Podman", works: true, options: ofPodman },
  ];
  const usual: readonly Kind[] = [{ name: "default", works: true, options: [] }];
  return [
    await part("docker", () => engine("docker", from, startDocker, kinds, ofPodman)),
    await part("podman", () => engine("podman", from, startPodman, usual, [])),
  ];
}

/** All of one engine. */
async function engine(
  program: Engine["program"],
  from: Programs,
  start: (from: Programs, folder: string) => Promise<Ready>,
  kinds: readonly Kind[],
  options: readonly string[],
): Promise<Part> {
  const home = join(folder, program);
  await Deno.mkdir(home);
  const ready = await start(from, home);
  try {
    for (const [name, value] of Object.entries(ready.env)) Deno.env.set(name, value);
    const usual = { program, run: ready.image };
    const table = await sandboxes(usual, ready.version, kinds);
    const others = [
      await part(`${program}: examples/elsewhere.ts`, () => passes(example(usual))),
      await part(`${program}: environments`, () => passes(environment(usual, options))),
    ];
    const libraries = LIBRARIES.flatMap((path) =>
      exists(path) ? ["--volume", `${path}:${path}:ro`] : []
    );
    const run = [...options, ...libraries, ...ready.image];
    return { ...sum([table, ...others, await cases({ program, run }, home)]), output: "" };
  } finally {
    await ready.close();
  }
}

/** The table: each row is a test. */
async function sandboxes(
  engine: Engine,
  version: string,
  kinds: readonly Kind[],
): Promise<Part> {
  let failed = 0;
  console.log(`${engine.program} ${version}: a command in Codex's sandbox (workspace-write)`);
  for (const { name, works, options } of kinds) {
    const row: Row = await sandboxIn(name, engine, options);
    const isRight = row.runs === works && row.confines === works;
    if (!isRight) failed += 1;
    const verdict = row.confines
      ? "runs, and writes in its folder only"
      : row.runs
      ? "runs"
      : "fails";
    console.log(
      `${isRight ? "ok" : "FAILED"} ${engine.program}, ${name}: ${verdict}: ${
        row.said.split("\n")[0]
      }`,
    );
  }
  return { passed: kinds.length - failed, failed, output: "" };
}

/** The cases that ssh has. */
async function cases(engine: Engine, home: string): Promise<Part> {
  const report = join(home, "deno.xml");
  const { code } = await deno([
    ...["test", "-A", ...await stdFlags(), `--junit-path=${report}`],
    ...[`--filter=in a container of ${engine.program}`, ...FILES],
  ], { live: true, env: { CODEX_TEST_CONTAINERS: JSON.stringify([engine]) } });
  return counts(code, exists(report) ? await Deno.readTextFile(report) : "");
}

/** What rejects where it fails, as a test. */
async function passes(work: Promise<void>): Promise<Part> {
  await work;
  return { passed: 1, failed: 0, output: "" };
}

function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}
