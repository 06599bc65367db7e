/**
 * The folders that the model's commands may write to, besides the one that they work in.
 *
 * @module
 */
import { quoted } from "../../core/base/plain_text.ts";
import { InvalidInputError } from "../../core/vocabulary/errors.ts";
import type { ThreadOptions } from "../../core/vocabulary/options.ts";
import type { Host } from "../../core/ports/host.ts";
import { type Paths, pathsOf } from "../find/paths.ts";

/** The path of a folder as it was given, and its real path. */
interface Folder {
  readonly named: string;
  readonly real: string;
}

/**
 * Returns the additional directories by their real paths, so that both transports treat links alike. If a
 * link is in a folder that the model may write to, and so could lead anywhere by then, Codex itself refuses
 * every command and completes the turn; here such a link is refused by name.
 *
 * @returns The paths, unchanged if looking is not permitted.
 * @throws {InvalidInputError} If one is a link in a folder that the model may write to, and leads out of it.
 */
export async function realFolders(
  host: Host,
  { workingDirectory, additionalDirectories = [] }: ThreadOptions,
): Promise<string[]> {
  if (additionalDirectories.length === 0) return [];
  const paths = pathsOf(host.platform);
  const at = workingDirectory || ".";
  const workplace = await host.realpath(at);
  const base = workplace ?? at;
  const folders = await Promise.all(additionalDirectories.map(async (given) => {
    // Codex, too, resolves a relative one in the working directory.
    const isWhole = paths.isAbsolute(given) || !paths.isAbsolute(base);
    const named = isWhole ? given : paths.join(base, given);
    return { named, real: await host.realpath(named) };
  }));
  const found = folders.flatMap(({ named, real }) => real === null ? [] : [{ named, real }]);
  const roots = [...found, ...await writable(host, paths, at, workplace)];
  for (const folder of found) {
    const root = roots.find((root) => leaves(folder, root, host.platform));
    if (root !== undefined) throw refused(folder, root);
  }
  return folders.map(({ named, real }) => real ?? named);
}

/** What else the model may write to under `workspace-write`. */
async function writable(
  host: Host,
  paths: Paths,
  at: string,
  workplace: string | null,
): Promise<Folder[]> {
  const roots: Folder[] = [];
  if (workplace !== null) {
    roots.push({ named: workplace, real: workplace });
    if (paths.isAbsolute(at)) roots.push({ named: at, real: workplace });
  }
  const temporary = host.platform === "win32" ? [] : ["/tmp", host.env("TMPDIR") ?? "/tmp"];
  for (const named of new Set(temporary)) {
    const real = paths.isAbsolute(named) ? await host.realpath(named) : null;
    if (real !== null) roots.push({ named, real });
  }
  return roots;
}

/** Whether the given path of a folder is below another folder, but its real path is elsewhere. */
function leaves(folder: Folder, root: Folder, platform: string): boolean {
  return isBelow(folder.named, root.named, platform) && folder.real !== root.real &&
    !isBelow(folder.real, root.real, platform);
}

function isBelow(path: string, root: string, platform: string): boolean {
  const [inner, outer] = [path, root].map((one) => `${steps(one, platform).join("/")}/`);
  return inner !== outer && (inner as string).startsWith(outer as string);
}

/** The steps of a path, with `..` resolved. */
function steps(path: string, platform: string): string[] {
  const windows = platform === "win32";
  const taken: string[] = [];
  for (const step of (windows ? path.toLowerCase() : path).split(windows ? /[\\/]+/ : /\/+/)) {
    if (step === "..") taken.pop();
    else if (step !== "." && step !== "") taken.push(step);
  }
  return taken;
}

function refused({ named, real }: Folder, root: Folder): InvalidInputError {
  return new InvalidInputError(
    "additionalDirectories",
    `Cannot start a turn: the additional directory ${quoted(named)} is reached by a link in ${
      quoted(root.named)
    }, where the model may change it, and leads to ${quoted(real)}; pass that path instead`,
  );
}
