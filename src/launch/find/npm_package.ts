/**
 * The npm package `@openai/codex`: a launcher, and one package per platform with the native binary. The SDK
 * starts the binary, since killing the launcher would leave it running.
 *
 * @module
 */
import type { FileKind } from "../../core/ports/host.ts";
import { inArchive, unpacked } from "./archive.ts";
import type { Paths } from "./paths.ts";

/** The file system operations that finding Codex needs. */
export interface Lookups {
  /** Returns what is at a path. */
  stat(path: string): Promise<FileKind>;
  /** Returns the path with its links resolved, or null. */
  realpath(path: string): Promise<string | null>;
  /** Reads the beginning of a text file; null if it cannot be read. */
  readText(path: string): Promise<string | null>;
  /**
   * Returns whether only the administrator, this user and the program's owner may put something into a
   * folder.
   *
   * @param module A file of the program.
   */
  isOurs(folder: string, module: string): Promise<boolean>;
}

/** Reads the beginning of a file; null for anything that is not a file, such as a pipe, which might block. */
export async function textOf(files: Lookups, path: string): Promise<string | null> {
  return await files.stat(path) === "file" ? await files.readText(path) : null;
}

/** A `codex` executable. */
export interface Executable {
  /** Its path. */
  readonly path: string;
  /** Folders with Codex's own tools, which must come first in its `PATH`. */
  readonly pathDirs: readonly string[];
  /** Its version, or null if the package does not say. */
  readonly version: string | null;
  /** Whether it belongs to the program's own modules. */
  readonly local?: boolean;
}

/** The target and platform package for a platform and architecture, as Node names them. */
export interface Target {
  /** The target triple, the folder's name under `vendor`. */
  readonly triple: string;
  /** The platform package, without its scope. */
  readonly packageName: string;
  /** The executable's file name. */
  readonly binary: string;
}

const TRIPLES: ReadonlyMap<string, string> = new Map([
  ["linux-x64", "x86_64-unknown-linux-musl"],
  ["linux-arm64", "aarch64-unknown-linux-musl"],
  ["darwin-x64", "x86_64-apple-darwin"],
  ["darwin-arm64", "aarch64-apple-darwin"],
  ["win32-x64", "x86_64-pc-windows-msvc"],
  ["win32-arm64", "aarch64-pc-windows-msvc"],
]);

/** Returns the target for a platform, or null if there is no native Codex for it. */
export function targetOf(platform: string, arch: string): Target | null {
  const os = platform === "android" ? "linux" : platform;
  const triple = TRIPLES.get(`${os}-${arch}`);
  if (triple === undefined) return null;
  return {
    triple,
    packageName: `codex-${os}-${arch}`,
    binary: os === "win32" ? "codex.exe" : "codex",
  };
}

/**
 * Returns the native binary that belongs to an installed `@openai/codex`, or null.
 *
 * @param launcher The package's folder, with links resolved: from there the platform package is found in the
 * layouts of npm, Deno, pnpm and Bun alike.
 */
export async function nativeBinary(
  launcher: string,
  target: Target,
  paths: Paths,
  files: Lookups,
  searched: string[],
): Promise<Executable | null> {
  for (const root of packageRoots(launcher, target, paths)) {
    const vendor = paths.join(root, "vendor", target.triple);
    const found = await fromVendor(vendor, root, target, paths, files, searched);
    if (found !== null) return found;
  }
  return null;
}

/**
 * Returns the native binary in a folder that has Codex's layout for one target, or null.
 *
 * @param vendor The folder.
 * @param root The package that it belongs to, which may state the version.
 * @param searched Gets what was found but cannot be started.
 */
export async function fromVendor(
  vendor: string,
  root: string,
  target: Target,
  paths: Paths,
  files: Lookups,
  searched: string[],
): Promise<Executable | null> {
  for (const [folder, tools] of [["bin", "codex-path"], ["codex", "path"]] as const) {
    const packed = paths.join(vendor, folder, target.binary);
    const path = unpacked(packed);
    if (await files.stat(path) !== "file") {
      if (inArchive(packed) && await files.stat(packed) === "file") {
        searched.push(
          `${packed}: programs cannot start from an archive (unpack **/node_modules/@openai/codex*/**)`,
        );
      }
      continue;
    }
    const toolFolder = paths.join(unpacked(vendor), tools);
    const version = await versionIn(paths.join(unpacked(vendor), "codex-package.json"), files) ??
      await versionIn(paths.join(root, "package.json"), files);
    return {
      path: await files.realpath(path) ?? path,
      pathDirs: await files.stat(toolFolder) === "directory" ? [toolFolder] : [],
      version,
    };
  }
  return null;
}

async function versionIn(path: string, files: Lookups): Promise<string | null> {
  const text = await textOf(files, path);
  // The platform packages are versions of the launcher's: "0.169.0-linux-x64".
  return text?.match(/"version"\s*:\s*"(\d+\.\d+\.\d+[^"]*)"/)?.[1]
    ?.replace(/-(linux|darwin|win32)-\w+$/, "") ?? null;
}

/**
 * Returns whether an executable is the native binary of a package, in the layout of Codex 0.169.
 *
 * @param path The executable's path.
 */
export async function isPackaged(path: string, files: Lookups, paths: Paths): Promise<boolean> {
  const real = await files.realpath(path);
  if (real === null || !paths.isAbsolute(real)) return false;
  const folder = paths.dirname(paths.dirname(real));
  return await files.stat(paths.join(folder, "codex-package.json")) === "file";
}

/** Every place of the platform package in `node_modules`, then the launcher itself (Codex 0.65). */
function packageRoots(launcher: string, target: Target, paths: Paths): string[] {
  const roots = [...ancestors(launcher, paths)]
    .map((folder) => paths.join(folder, "node_modules", "@openai", target.packageName));
  return [...roots, launcher];
}

/** A folder and those above it. */
export function* ancestors(path: string, paths: Paths): Generator<string> {
  for (let folder = path;;) {
    yield folder;
    const above = paths.dirname(folder);
    if (above === folder) return;
    folder = above;
  }
}

/** Returns the native binary of the launcher at a path; the path may not exist, or be a link. */
export async function fromLauncher(
  launcher: string,
  files: Lookups,
  target: Target | null,
  paths: Paths,
  searched: string[],
): Promise<Executable | null> {
  const kind = await files.stat(launcher);
  if (kind === "unknown") searched.push(hidden(launcher));
  if (kind !== "directory" || target === null) return null;
  const real = await files.realpath(launcher) ?? launcher;
  const found = await nativeBinary(real, target, paths, files, searched);
  if (found === null) {
    searched.push(withoutPlatform(launcher, target));
  }
  return found;
}

const HIDDEN = "not permitted to look";

/** Says that the program may not look at a place. */
export function hidden(place: string): string {
  return `${place}: ${HIDDEN}`;
}

/** Whether a searched place says that. */
export function isHidden(place: string): boolean {
  return place.endsWith(`: ${HIDDEN}`);
}

const WITHOUT = "without its platform package";

/** Says that a launcher was found without its program. */
export function withoutPlatform(launcher: string, { packageName }: Target): string {
  return `${launcher}: ${WITHOUT} @openai/${packageName} (optional dependencies were left out?)`;
}

/** Whether a searched place says that. */
export function lacksPlatform(place: string): boolean {
  return place.includes(`: ${WITHOUT} `);
}
