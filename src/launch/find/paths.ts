/**
 * Paths of a given platform, which need not be the current one: finding Codex on Windows is tested on Linux.
 *
 * @module
 */

/** Path functions of one platform. */
export interface Paths {
  /** Joins parts with the platform's separator. */
  join(...parts: string[]): string;
  /** Returns the folder above, or the path itself at the root. */
  dirname(path: string): string;
  /** Returns whether the path does not depend on a working directory. */
  isAbsolute(path: string): boolean;
  /** Returns the path of a `file:` URL, or null for any other URL. */
  fromFileUrl(url: string): string | null;
  /** Separates the folders of `PATH`. */
  readonly delimiter: string;
}

/** Returns the path functions for a platform, as Node names it. */
export function pathsOf(platform: string): Paths {
  const windows = platform === "win32";
  const separator = windows ? "\\" : "/";
  const isAbsolute = (path: string) =>
    windows ? /^([A-Za-z]:[\\/]|[\\/]{2})/.test(path) : path.startsWith("/");
  return {
    delimiter: windows ? ";" : ":",
    isAbsolute,
    join: (...parts) =>
      parts.map((part) => windows ? part.replaceAll("/", "\\") : part)
        .join(separator).replaceAll(windows ? /(?<!^)\\+/g : /\/+/g, separator),
    dirname: (path) => {
      const cut = windows
        ? Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\"))
        : path.lastIndexOf("/");
      if (cut === -1) return path;
      const above = path.slice(0, cut);
      if (isAbsolute(`${above}${separator}`) && !isAbsolute(above)) {
        return `${above}${separator}`;
      }
      return above;
    },
    fromFileUrl: (url) => {
      if (!url.startsWith("file:")) return null;
      const { host, pathname } = new URL(url);
      const path = decodeURIComponent(pathname);
      if (!windows) return path;
      const local = path.replaceAll("/", "\\");
      return host === "" ? local.replace(/^\\(?=[A-Za-z]:)/, "") : `\\\\${host}${local}`;
    },
  };
}
