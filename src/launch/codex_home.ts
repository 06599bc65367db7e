/**
 * Where Codex keeps the user's files.
 *
 * @module
 */
import { type Paths, pathsOf } from "./find/paths.ts";

/**
 * Returns the folder that Codex uses as CODEX_HOME, or null if it is not known.
 *
 * @param env Reads a variable that Codex will see; "unknown" if it may not be read.
 * @param platform The platform, as Node names it.
 * @param paths The platform's paths.
 */
export function codexHome(
  env: (name: string) => string | undefined | "unknown",
  platform: string,
  paths: Paths = pathsOf(platform),
): string | null {
  const own = env("CODEX_HOME");
  if (own) return own === "unknown" || !paths.isAbsolute(own) ? null : own;
  const user = env(platform === "win32" ? "USERPROFILE" : "HOME");
  if (!user || !paths.isAbsolute(user)) return null;
  return paths.join(user, ".codex");
}
