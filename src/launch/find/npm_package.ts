/**
 * The npm package `@openai/codex`: a launcher, and beside it a package per platform with the native
 * binary. The binary is what the SDK starts: killing the launcher leaves the binary running.
 *
 * @module
 */
import type { FileKind } from "../../core/ports/host.ts";
import { inArchive, unpacked } from "./archive.ts";
import type { Paths } from "./paths.ts";

/** The look-ups that finding Codex needs. */
export interface Lookups {
  /** What is at a path. */
  stat(path: string): Promise<FileKind>;
  /** The path with its links resolved, or null. */
  realpath(path: string): Promise<string | null>;
  /** The beginning of a text file, or null. */
  readText(path: string): Promise<string | null>;
  /**
   * Whether nobody may put anything into a folder but the administrator, this user, and whom the program
   * belongs to already.
   *
   * @param module A file of the program.
   */
  isOurs(folder: string, module: string): Promise<boolean>;
}

/** The beginning of a file; null for what is none: a pipe would be waited for. */
export async function textOf(files: Lookups, path: string): Promise<string | null> {
  return await files.stat(path) === "file" ? await files.readText(path) : null;
}

/** A `codex` executable. */
export interface Executable {
  /** Its path. */
  readonly path: string;
  /** Folders that Codex wants in front of `PATH`: they hold its own tools. */
  readonly pathDirs: readonly string[];
  /** Its version, where the package tells. */
  readonly version: string | null;
  /** Whether it belongs to the program's own modules. */
  readonly local?: boolean;
}

/** The target and platform package for a platform and architecture, in Node's words. */
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

/** The target for a platform, or null where there is no native Codex. */
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
 * The native binary that belongs to an installed `@openai/codex`.
 *
 * @param launcher The package's folder, links resolved: from there the platform package is found
 * in npm's, Deno's, pnpm's and Bun's layouts alike.
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
 * The native binary in a folder as Codex lays it out for one target, or null.
 *
 * @param vendor The folder.
 * @param root The package that it belongs to, which may know the version.
 * @param searched Gets what was found and cannot be started.
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
          `${packed}: no program starts from an archive (unpack **/node_modules/@openai/codex*/**)`,
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
 * Whether an executable is the native binary of a package, as Codex 0.169 is laid out.
 *
 * @param path Its path.
 */
export async function isPackaged(path: string, files: Lookups, paths: Paths): Promise<boolean> {
  const real = await files.realpath(path);
  if (real === null || !paths.isAbsolute(real)) return false;
  const folder = paths.dirname(paths.dirname(real));
  return await files.stat(paths.join(folder, "codex-package.json")) === "file";
}

/** The platform package wherever `node_modules` may hold it, then the launcher's own (Codex 0.65). */
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

/** The native binary that belongs to a launcher at a path, which may be nothing, or a link. */
export async function fromLauncher(
  launcher: string,
  files: Lookups,
  target: Target | null,
  paths: Paths,
  searched: string[],
): Promise<Executable | null> {
  const kind = await files.stat(launcher);
  if (kind === "unknown") searched.push(`${launcher}: not permitted to look`);
  if (kind !== "directory" || target === null) return null;
  const real = await files.realpath(launcher) ?? launcher;
  const found = await nativeBinary(real, target, paths, files, searched);
  if (found === null) {
    searched.push(
      `${launcher}: without its platform package @openai/${target.packageName} (optional dependencies were left out?)`,
    );
  }
  return found;
}
