/**
 * Paths in the form that the server takes.
 *
 * @module
 */
import type { NormalizedInput } from "../../../core/vocabulary/input.ts";
import type { Host } from "../../../core/ports/host.ts";
import { checkImages } from "../../../launch/checks/check_paths.ts";

/**
 * Makes paths absolute, since the server does not find relative ones.
 *
 * @throws {InvalidInputError} If a file does not exist; the server would report this only to the model.
 */
export async function imagePaths(
  host: Host,
  images: NormalizedInput["images"],
): Promise<(path: string) => string> {
  await checkImages(host, images);
  const absolute = new Map<string, string>();
  for (const path of images.filter((image) => typeof image === "string")) {
    absolute.set(path, await host.realpath(path) ?? path);
  }
  return (path) => absolute.get(path) ?? path;
}
