/**
 * A contract case: the same code on every runtime, against a real child process.
 *
 * @module
 */
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { quiet } from "../quiet.ts";
import { within } from "../within.ts";
import { startedHome } from "./home.ts";

/** What a case works with. */
export interface Kit {
  /** The SDK under test: the sources on Deno, the packed tarball on Node and Bun. */
  readonly sdk: typeof import("../../mod.ts");
  /** Its test kit. */
  readonly testing: typeof import("../../src/testing/mod.ts");
  /** Its live sessions. */
  readonly live: typeof import("../../src/app_server/mod.ts");
  /** Its turns that survive their host. */
  readonly durable: typeof import("../../src/durable/mod.ts");
  /** Its spans. */
  readonly otel: typeof import("../../src/otel/mod.ts");
  /** Its hub and handler. */
  readonly web: typeof import("../../src/web/mod.ts");
  /** The runtime. */
  readonly runtime: "deno" | "node" | "bun";
  /** A folder for this case, removed after it. Not below /tmp, where Codex refuses to live. */
  readonly folder: string;
}

/** One case. */
export interface Case {
  /** "symbol() does thing". */
  readonly name: string;
  /** Why it cannot run on Windows, if so; see `POSIX`. */
  readonly posix?: string;
  /** Rejects if the contract is broken. */
  run(kit: Kit): Promise<void>;
}

/** Runs a case, which fails when it has not settled after a minute. */
export function bounded(testCase: Case, kit: Kit): Promise<void> {
  return within(60_000, () => testCase.run(kit));
}

/** A promise and its resolver. */
export function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open!: () => void;
  return { opened: new Promise<void>((resolve) => open = resolve), open };
}

/** A step of the fake Codex; see tests/fixtures/fake_codex.mjs. */
export type Step =
  | { readonly out: string }
  | { readonly event: unknown }
  | { readonly err: string }
  | { readonly stdin: true }
  | { readonly wait: number }
  | { readonly repeat: number; readonly out: string; readonly to?: "stderr" }
  | { readonly ignore: readonly string[] }
  | { readonly grandchild: { readonly holdPipe?: boolean; readonly setsid?: boolean } }
  | { readonly record: string }
  | { readonly close: "stdout" | "stdin" }
  | { readonly kill: string }
  | { readonly exit: number }
  | { readonly hang: true };

/** A thread id for fakes. */
export const THREAD_ID = "01a201f0-88ca-7681-ada4-692e81620abf";

/** Events of a plain turn. */
export const STARTED = { type: "thread.started", thread_id: THREAD_ID };
export const TURN = { type: "turn.started" };
export const COMPLETED = {
  type: "turn.completed",
  usage: {
    input_tokens: 42,
    cached_input_tokens: 12,
    cache_write_input_tokens: 0,
    output_tokens: 5,
    reasoning_output_tokens: 3,
  },
};
export const said = (text: string, id = "item_0") => ({
  type: "item.completed",
  item: { id, type: "agent_message", text },
});

/** The steps of a plain turn that says `text`. */
export const plainTurn = (text: string): Step[] => [
  { stdin: true },
  { event: STARTED },
  { event: TURN },
  { event: said(text) },
  { event: COMPLETED },
];

/** A file of tests/fixtures: beside the sources on Deno, elsewhere where the runner says. */
export function fixture(name: string): string {
  const player = process.env.FAKE_CODEX ??
    fileURLToPath(new URL("../fixtures/fake_codex.mjs", import.meta.url));
  return join(dirname(player), name);
}

/** Writes an executable that plays the steps; its path is for `codexPathOverride`. */
export async function fakeCodex(folder: string, steps: readonly Step[]): Promise<string> {
  const player = fixture("fake_codex.mjs");
  const path = join(await mkdtemp(join(folder, "fake-")), "codex");
  const script = `#!/usr/bin/env node
import(${JSON.stringify(pathToFileURL(player).href)}).then(({ play }) => play(${
    JSON.stringify(steps)
  }));
`;
  await writeFile(path, script);
  await chmod(path, 0o755);
  return path;
}

/** A fake that starts in 3 ms where Node takes 40: it swallows its input and prints lines. */
export async function quickCodex(folder: string, events: readonly unknown[]): Promise<string> {
  const path = join(await mkdtemp(join(folder, "quick-")), "codex");
  const lines = events.map((event) => JSON.stringify(event)).join("\n");
  await writeFile(path, `#!/bin/sh\ncat >/dev/null\ncat <<'END'\n${lines}\nEND\n`);
  await chmod(path, 0o755);
  return path;
}

/** The address of an entry of the SDK under test, for a program in another folder: "", "/durable" or another one. */
export function entryUrl(kit: Kit, entry = ""): string {
  if (kit.runtime !== "deno") return import.meta.resolve(`@codex-js/sdk${entry}`);
  const path = entry === "" ? "mod.ts" : `src${entry}/mod.ts`;
  return pathToFileURL(join(process.cwd(), path)).href;
}

/** Options for a client on the real Codex, offline, with a home of its own that has been started in. */
export async function offline(
  kit: Kit,
  server: { readonly url: string },
  home = "home",
): Promise<{ baseUrl: string; apiKey: string; env: Record<string, string> }> {
  const path = join(kit.folder, home);
  // Commands run in a login shell, whose start-up files would have their say: pyenv's takes a lock
  // that a stopped turn leaves behind, for the next to wait.
  const env = {
    ...hostEnv(),
    ...quiet(dirname(fixture("root.pem"))),
    HOME: kit.folder,
    CODEX_HOME: path,
  };
  await startedHome(kit, path, env);
  return { baseUrl: server.url, apiKey: "sk-offline-key", env };
}

/** The host's environment, without what would change a test's outcome. */
export function hostEnv(): Record<string, string> {
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (value !== undefined && !/^(CODEX|OPENAI)_/.test(name)) env[name] = value;
  }
  return env;
}

/** Runs something with a variable in the program's own environment. */
export async function withVariable<T>(
  name: string,
  value: string,
  run: () => Promise<T>,
): Promise<T> {
  const before = process.env[name];
  process.env[name] = value;
  try {
    return await run();
  } finally {
    if (before === undefined) delete process.env[name];
    else process.env[name] = before;
  }
}

/** Makes the folder of a case; call the result to remove it. */
export async function caseFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  // In a repository, Codex would have git look through all of it in every turn.
  const base = join(homedir(), ".cache", "codex-js-sdk-tests");
  await mkdir(base, { recursive: true });
  const path = await mkdtemp(join(base, "case-"));
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 5 }) };
}
