/**
 * Paths as the server takes them.
 *
 * @module
 */
import type { Host } from "../../core/ports/host.ts";
import { checkImages } from "../../launch/check_paths.ts";
import { pathsOf } from "../../launch/paths.ts";

/**
 * Makes paths absolute: one that is relative the server does not find.
 *
 * @throws {InvalidInputError} If there is no such file; the server would tell the model, and nobody else.
 */
export async function imagePaths(
  host: Host,
  images: readonly string[],
): Promise<(path: string) => string> {
  await checkImages(host, images);
  const absolute = new Map<string, string>();
  for (const path of images) absolute.set(path, await host.realpath(path) ?? path);
  return (path) => absolute.get(path) ?? path;
}

/** Makes folders absolute: those that are relative stand below the working directory. */
export async function folderPaths(
  host: Host,
  folders: readonly string[],
  workingDirectory: string | undefined,
): Promise<string[]> {
  const paths = pathsOf(host.platform);
  return await Promise.all(folders.map(async (folder) => {
    if (paths.isAbsolute(folder)) return folder;
    const below = workingDirectory ? paths.join(workingDirectory, folder) : folder;
    return await host.realpath(below) ?? below;
  }));
}
