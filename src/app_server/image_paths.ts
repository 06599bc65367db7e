/**
 * The images of an input: there, and by absolute paths.
 *
 * @module
 */
import { InvalidInputError } from "../core/errors.ts";
import type { Host } from "../core/host.ts";

/**
 * Makes paths absolute: one that is relative the server does not find.
 *
 * @throws {InvalidInputError} If there is no such file; the server would tell the model, and nobody else.
 */
export async function imagePaths(
  host: Host,
  paths: readonly string[],
): Promise<(path: string) => string> {
  const absolute = new Map<string, string>();
  for (const path of paths) {
    const kind = await host.stat(path);
    if (kind !== "file" && kind !== "unknown") {
      throw new InvalidInputError(
        "input",
        `Cannot start a turn: the image ${JSON.stringify(path)} ${
          kind === null ? "does not exist" : "is no file"
        }`,
      );
    }
    absolute.set(path, await host.realpath(path) ?? path);
  }
  return (path) => absolute.get(path) ?? path;
}
