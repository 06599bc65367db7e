/**
 * What the model may write to, as far as it is known before Codex starts.
 *
 * @module
 */
import type { Host } from "../../core/ports/host.ts";
import type {
  CodexConfigObject,
  CodexOptions,
  ThreadOptions,
} from "../../core/vocabulary/options.ts";
import { mergeConfig } from "../command/config.ts";
import { type Paths, pathsOf } from "../find/paths.ts";

/** The options that decide what the model may write to. */
export type WriteOptions = Pick<CodexOptions, "config" | "configOverrides" | "env">;

/**
 * Returns the folders that the model's commands may write to; none if they may not write at all, and none
 * without a sandbox, since then nothing can be kept from them.
 *
 * @param host The machine.
 * @param client The client's options.
 * @param thread The thread's options.
 */
export async function writableFolders(
  host: Host,
  client: WriteOptions,
  thread: ThreadOptions,
): Promise<readonly string[]> {
  const config = mergeConfig(client.config ?? {}, thread.config ?? {});
  const overrides = (client.configOverrides ?? []).join("\n");
  const mode = thread.sandboxMode || modeIn(overrides) || config.sandbox_mode;
  if (mode === "read-only" || mode === "danger-full-access") return [];

  const user = thread.ignoreUserConfig ? "" : await userConfig(host, client.env, thread.profile);
  const text = `${overrides}\n${user}`;
  const profile = config.permissions ?? config.default_permissions;
  if (!mode && profile === undefined && !WRITES.test(text)) return [];
  return [
    ...workFolders(host, thread),
    ...temporaryFolders(host, client.env),
    ...rootsIn(config),
    ...quotedPaths(`${text}\n${JSON.stringify(profile ?? "").replaceAll('":', '"=')}`),
  ].filter((path) => pathsOf(host.platform).isAbsolute(path));
}

/** The folders that a thread works in. */
export function workFolders(
  host: Host,
  { workingDirectory, additionalDirectories = [] }: ThreadOptions,
): string[] {
  const paths = pathsOf(host.platform);
  const work = workingDirectory ? absolute(paths, workingDirectory, host.cwd()) : host.cwd();
  const folders = additionalDirectories.map((folder) => absolute(paths, folder, work));
  return [work, ...folders].filter((folder) => folder !== null);
}

/** The temporary folders, which a writable sandbox leaves open. */
export function temporaryFolders(host: Host, env: CodexOptions["env"]): string[] {
  const named = ["TMPDIR", "TMP", "TEMP"].map((name) => variable(host, env, name));
  const known = host.platform === "win32" ? [] : ["/tmp"];
  return [...named, ...known]
    .filter((path) => path !== undefined && pathsOf(host.platform).isAbsolute(path)) as string[];
}

/**
 * Returns the folder that a path is in, by its name or behind links, or null.
 *
 * @param path Absolute.
 * @param folders Absolute.
 */
export async function liesIn(
  host: Pick<Host, "platform" | "realpath">,
  path: string,
  folders: readonly string[],
): Promise<string | null> {
  const windows = host.platform === "win32";
  const key = (name: string) => {
    const parts = name.split(windows ? /[\\/]+/ : /\/+/).filter((part) =>
      part !== "" && part !== "."
    );
    return `/${parts.map((part) => `${windows ? part.toLowerCase() : part}/`).join("")}`;
  };
  const names = [path, await host.realpath(path)].filter((name) => name !== null).map(key);
  for (const folder of folders) {
    const roots = [folder, await host.realpath(folder)].filter((name) => name !== null).map(key);
    if (names.some((name) => roots.some((root) => name.startsWith(root)))) return folder;
  }
  return null;
}

/** A trusted project may be written to, unless the configuration says otherwise. */
const WRITES = /sandbox_mode\s*=\s*["']?workspace-write|permissions\b|\btrust_level\b/;

function modeIn(overrides: string): string | undefined {
  return overrides.match(/^\s*sandbox_mode\s*=\s*["']?([a-z-]+)/m)?.[1];
}

/** The text of the user's configuration; empty if there is none, or it may not be read. */
async function userConfig(
  host: Host,
  env: CodexOptions["env"],
  profile: string | undefined,
): Promise<string> {
  const paths = pathsOf(host.platform);
  const user = variable(host, env, host.platform === "win32" ? "USERPROFILE" : "HOME");
  const home = variable(host, env, "CODEX_HOME") || (user && paths.join(user, ".codex"));
  if (!home) return "";
  const names = ["config.toml", ...profile ? [`${profile}.config.toml`] : []];
  const texts = names.map(async (name) => {
    const path = paths.join(home, name);
    return await host.stat(path) === "file" ? await host.readText(path) ?? "" : "";
  });
  return (await Promise.all(texts)).join("\n");
}

/** A variable that Codex will see. */
function variable(host: Host, env: CodexOptions["env"], name: string): string | undefined {
  return env === undefined ? host.env(name) : env[name];
}

function rootsIn({ sandbox_workspace_write: workspace }: CodexConfigObject): string[] {
  const roots = (workspace as CodexConfigObject | undefined)?.writable_roots;
  return Array.isArray(roots) ? roots.filter((root) => typeof root === "string") : [];
}

/** The paths in `writable_roots`, and those that a permission profile makes writable. */
function quotedPaths(toml: string): string[] {
  const lists = Array.from(toml.matchAll(/\bwritable_roots\s*=\s*\[([^\]]*)\]/g), ([list]) => list);
  const roots = lists.flatMap((list) => Array.from(list.matchAll(QUOTED), ([quoted]) => quoted));
  const rules = Array.from(toml.matchAll(RULE), ([, quoted = ""]) => quoted);
  return [...roots, ...rules].map((quoted) => quoted.slice(1, -1).replaceAll("\\\\", "\\"));
}

const QUOTED = /"[^"]*"|'[^']*'/g;
const RULE = /("[^"\n]*"|'[^'\n]*')\s*=\s*["']write/g;

function absolute(paths: Paths, path: string, base: string | null): string | null {
  if (paths.isAbsolute(path)) return path;
  return base === null ? null : paths.join(base, path);
}
