/**
 * Electron's archives: files in an `app.asar` can be read, but not started.
 *
 * @module
 */

/** Whether a path is in an archive. */
export function inArchive(path: string): boolean {
  return unpacked(path) !== path;
}

/**
 * Returns where Electron's packagers put what must be a real file: `app.asar.unpacked`, next to `app.asar`.
 * A path outside archives stays as it is.
 */
export function unpacked(path: string): string {
  return path.replace(/\.asar(?=[\\/])/, ".asar.unpacked");
}
