/**
 * Paths as the server takes them.
 *
 * @module
 */
import type { NormalizedInput } from "../../../core/vocabulary/input.ts";
import type { Host } from "../../../core/ports/host.ts";
import { checkImages } from "../../../launch/checks/check_paths.ts";

/**
 * Makes paths absolute: one that is relative the server does not find.
 *
 * @throws {InvalidInputError} If there is no such file; the server would tell the model, and nobody else.
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
