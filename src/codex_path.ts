/**
 * Where Codex is, for programs that ship it.
 *
 * @module
 */
import { detectHost } from "./adapters/detect.ts";
import { checkedOptions } from "./core/options/check.ts";
import type { CodexOptions } from "./core/vocabulary/options.ts";
import { Launcher } from "./launch/launcher.ts";

/**
 * Returns the path of the `codex` executable that a client with these options starts. It is found in the
 * same way, but not started. For packagers: copy the folder two levels up, which also has the files that
 * belong to Codex (its search tool, its sandbox); see `docs/shipping.md`.
 *
 * A path in `codexPathOverride` or `CODEX_PATH` is returned whether or not anything is there. If the model
 * may write to the executable, a turn starts a private copy of it instead.
 *
 * @param options `codexPathOverride`, and `env` for the variables `CODEX_PATH` and `PATH`; the other
 * options of a client are checked, but have no effect.
 * @returns The absolute path. A relative path in `codexPathOverride` counts from the program's working
 * directory, and stays relative if that may not be read.
 * @throws {CodexNotFoundError} If there is none; `searched` lists the places.
 * @throws {InvalidInputError} If an option is unknown or invalid, or if `CODEX_PATH` is not absolute.
 *
 * @example Copy Codex next to a compiled program
 * ```ts ignore
 * import { codexPath } from "@codex-js/sdk";
 * import { cp } from "node:fs/promises";
 * import { dirname } from "node:path";
 *
 * const folder = dirname(dirname(await codexPath()));
 * await cp(folder, "dist/codex", { recursive: true });
 * ```
 *
 * @example Ask before the first turn
 * ```ts
 * import { codexPath, CodexNotFoundError } from "@codex-js/sdk";
 * import { assert, assertEquals } from "@std/assert";
 *
 * assertEquals(await codexPath({ codexPathOverride: "/opt/codex/bin/codex" }), "/opt/codex/bin/codex");
 * try {
 *   await codexPath({ codexPathOverride: "no-such-codex" });
 * } catch (error) {
 *   assert(error instanceof CodexNotFoundError);
 *   assert(error.searched.some((place) => place.startsWith("PATH")));
 * }
 * ```
 *
 * @category Threads
 */
export async function codexPath(
  options: Pick<CodexOptions, "codexPathOverride" | "env"> = {},
): Promise<string> {
  const checked = checkedOptions("client", options, "find Codex");
  return await new Launcher(checked, detectHost).path();
}
