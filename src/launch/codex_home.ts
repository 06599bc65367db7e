/**
 * Where Codex keeps what is the user's.
 *
 * @module
 */
import { type Paths, pathsOf } from "./find/paths.ts";

/**
 * The folder that Codex takes for CODEX_HOME, or null where that cannot be told.
 *
 * @param env Reads a variable that Codex will see; "unknown" where it may not be read.
 * @param platform The platform, in Node's words.
 * @param paths Its paths.
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
