/**
 * Electron's archives: what lies in an `app.asar` can be read, and not started.
 *
 * @module
 */

/** Whether a path leads into an archive. */
export function inArchive(path: string): boolean {
  return unpacked(path) !== path;
}

/**
 * Where Electron's packagers put what has to be a file of its own: into `app.asar.unpacked`, beside
 * `app.asar`. A path outside of archives stays as it is.
 */
export function unpacked(path: string): string {
  return path.replace(/\.asar(?=[\\/])/, ".asar.unpacked");
}
