/**
 * Refuses paths that do not exist: Codex would continue without the image or the folder.
 *
 * @module
 */
import { InvalidInputError, SpawnError } from "../../core/vocabulary/errors.ts";
import type { Host } from "../../core/ports/host.ts";
import type { NormalizedInput } from "../../core/vocabulary/input.ts";
import type { ThreadOptions } from "../../core/vocabulary/options.ts";
import { quoted } from "../../core/base/plain_text.ts";
import { pathsOf } from "../find/paths.ts";

/**
 * Checks images.
 *
 * @throws {InvalidInputError} If one is not a file.
 */
export async function checkImages(
  host: Host,
  images: NormalizedInput["images"],
): Promise<void> {
  for (const image of images) {
    if (typeof image === "string") await check(host, "input", "image", image, "file");
  }
}

/**
 * Checks the folders of a thread.
 *
 * @throws {InvalidInputError} If one is not a folder.
 */
export async function checkFolders(
  host: Host,
  { workingDirectory, additionalDirectories }: ThreadOptions,
): Promise<void> {
  if (workingDirectory) {
    await check(host, "workingDirectory", "working directory", workingDirectory, "directory");
  }
  const paths = pathsOf(host.platform);
  for (const folder of additionalDirectories ?? []) {
    // Codex resolves a relative one in its working directory.
    const path = workingDirectory && !paths.isAbsolute(folder)
      ? paths.join(workingDirectory, folder)
      : folder;
    await check(host, "additionalDirectories", "additional directory", path, "directory");
  }
}

/**
 * Checks the folder that this program runs in, which Codex takes unless it is told another.
 *
 * @param advice What to do if it was removed.
 * @throws {SpawnError} If it was: Codex would end with a bare "No such file or directory".
 */
export async function checkOwnFolder(host: Host, advice: string): Promise<void> {
  const own = host.cwd();
  // Node remembers its folder, and `.` can be asked for long after it was removed.
  if (own === null ? await host.stat(".") === "unknown" : await host.stat(own) !== null) return;
  throw new SpawnError(
    `Cannot start Codex: the folder in which this program runs no longer exists; ${advice}`,
    { command: "codex", code: "ENOENT" },
  );
}

async function check(
  host: Host,
  option: string,
  what: string,
  path: string,
  wanted: "file" | "directory",
): Promise<void> {
  const kind = await host.stat(path);
  if (kind === wanted || kind === "unknown") return;
  const state = kind === null ? "does not exist" : `is not a ${wanted}`;
  throw new InvalidInputError(
    option,
    `Cannot start a turn: the ${what} ${quoted(path)} ${state}`,
  );
}
