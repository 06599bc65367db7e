/**
 * A fake Codex as an executable, for programs that start Codex themselves.
 *
 * @module
 */
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { checkList } from "../../core/options/arguments.ts";
import { recordedCalls } from "./fake_files.ts";
import type { FakeCall } from "./state.ts";
import { type FakeTurn, isTurn } from "../script/script.ts";
import { scriptToJson } from "../script/json.ts";

/**
 * A fake Codex as an executable.
 *
 * @category Fake Codex
 */
export interface FakeCodexBinary extends AsyncDisposable {
  /** The path, for `codexPathOverride` or `CODEX_PATH`. */
  readonly path: string;
  /**
   * Returns the calls so far, turn by turn. `env` has all names, but only values that this program does
   * not have itself, and none for names that sound like secrets, because the calls are stored on disk.
   */
  calls(): Promise<FakeCall[]>;
  /** Removes the executable. */
  close(): Promise<void>;
}

/**
 * Makes a fake Codex as an executable: the same as {@linkcode fakeCodex}, but in a real process, run by
 * the runtime of this program. It does not work on Windows, where a script is not an executable, or from
 * a bundle or a compiled program, because it starts this package's own files.
 *
 * @param script The turns, in the order in which they are requested.
 * @returns The executable.
 * @throws {TypeError} If the script is not a list of turns.
 *
 * @example Test a program that starts Codex itself
 * ```ts
 * import { Codex } from "@codex-js/sdk";
 * import { fakeCodexBinary, item, turn } from "@codex-js/sdk/testing";
 * import { assertEquals } from "@std/assert";
 *
 * await using binary = await fakeCodexBinary([turn(item.agentMessage("Hello"))]);
 * const codex = new Codex({ codexPathOverride: binary.path });
 * const { finalResponse } = await codex.startThread().run("Hi");
 * assertEquals(finalResponse, "Hello");
 * ```
 *
 * @category Fake Codex
 */
export async function fakeCodexBinary(script: readonly FakeTurn[]): Promise<FakeCodexBinary> {
  if (process.platform === "win32") {
    throw new Error(
      "Cannot make a fake codex executable: Windows cannot start scripts; use fakeCodex()",
    );
  }
  const act = "make a fake codex executable";
  checkList(act, "the script", script);
  const wrong = script.findIndex((turn) => !isTurn(turn));
  if (wrong !== -1) {
    const state = `turn ${wrong + 1} of the script is not a turn; make it with turn(…)`;
    throw new TypeError(`Cannot ${act}: ${state}`);
  }
  const url = await mainUrl();
  const folder = await mkdtemp(join(tmpdir(), "codex-js-fake-"));
  const file = (name: string) => join(folder, name);
  await writeFile(file("script.json"), scriptToJson(script));
  // Names only: nobody should find this program's environment on disk.
  await writeFile(file("inherited.json"), JSON.stringify(Object.keys(process.env)));
  await writeFile(file("calls.jsonl"), "");
  await writeFile(file("main.mjs"), main(url, folder));
  await writeFile(file("codex"), launcher(file("main.mjs")));
  await chmod(file("codex"), 0o755);
  const close = () => rm(folder, { recursive: true, force: true });
  return {
    path: file("codex"),
    async calls() {
      return recordedCalls(await readFile(file("calls.jsonl"), "utf8"));
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** The address of the program behind the executable, wherever this package was loaded from. */
async function mainUrl(): Promise<string> {
  // Only a module that is imported later remains a module when the package is bundled.
  const { MAIN_URL } = await import("./fake_binary_main.ts");
  // Bundled to CommonJS there is no address; in one file with this module there is nothing to import from
  // it, and a compiled program would start itself, again and again.
  if (MAIN_URL !== undefined && MAIN_URL !== import.meta.url && !isCompiledByDeno()) {
    return MAIN_URL;
  }
  throw new Error(
    "Cannot make a fake codex executable: the SDK is part of a bundle or of a compiled program; keep it out of that, or use fakeCodex()",
  );
}

/** Deno keeps the modules apart, but inside the program. */
function isCompiledByDeno(): boolean {
  const { Deno } = globalThis as { Deno?: { readonly build: { readonly standalone?: boolean } } };
  return Deno?.build.standalone === true;
}

function main(url: string, folder: string): string {
  return `import { main } from ${JSON.stringify(url)};\nawait main(${JSON.stringify(folder)});\n`;
}

/** A shell script, because a `#!` line takes only one argument. */
function launcher(main: string): string {
  const run = "Deno" in globalThis ? ["run", "--quiet", "--no-lock", "--allow-all"] : [];
  return `#!/bin/sh\nexec ${[process.execPath, ...run, main].map(quoted).join(" ")} "$@"\n`;
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
