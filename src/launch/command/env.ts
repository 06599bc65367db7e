/**
 * The environment of a Codex process, with what the SDK adds to it.
 *
 * @module
 */
import { exemptions } from "./loopback.ts";

/** What the environment is made from. */
export interface EnvRequest {
  /** The platform, as Node names it. */
  readonly platform: string;
  /** The caller's environment, or undefined to inherit the host's. */
  readonly env: Readonly<Record<string, string>> | undefined;
  /** Reads the host's environment; undefined also for variables that may not be read. */
  readonly hostEnv: (name: string) => string | undefined;
  /** The API key, if one was given. */
  readonly apiKey: string | undefined;
  /** Who calls, as the service names it; undefined for a process that is told in another way. */
  readonly originator: string | undefined;
  /** The base URL, only for a Codex that takes it in no other way. */
  readonly baseUrlVariable: string | undefined;
  /** Folders that must come first in Codex's `PATH`. */
  readonly pathDirs: readonly string[];
  /** Hosts on this machine that are reached without a proxy. */
  readonly loopback?: readonly string[];
}

/** The environment for `SpawnCommand`. */
export interface ChildEnv {
  /** The variables to add, or all of them. */
  readonly env: Readonly<Record<string, string>>;
  /** Whether they are added to the host's. */
  readonly inheritEnv: boolean;
}

/** Who calls, unless the caller says otherwise. */
export const ORIGINATOR = "codex_js_sdk";

const VARIABLE = "CODEX_INTERNAL_ORIGINATOR_OVERRIDE";
const KEY = "CODEX_API_KEY";

/** The environment of a Codex process. */
export function childEnv(request: EnvRequest): ChildEnv {
  const inheritEnv = request.env === undefined;
  // As Node's own spawn does, for callers who pass on variables that may not be set.
  const given = Object.entries(request.env ?? {}).filter(([, value]) => value !== undefined)
    .map(([name, value]) => [isKey(name, request.platform) ? KEY : name, value]);
  const env: Record<string, string> = Object.fromEntries(given);
  const current = (name: string) => inheritEnv ? request.hostEnv(name) : env[name];

  if (request.originator !== undefined && !current(VARIABLE)) {
    env[VARIABLE] = request.originator;
  }
  if (request.apiKey !== undefined) env[KEY] = request.apiKey;
  if (request.baseUrlVariable !== undefined) env.OPENAI_BASE_URL = request.baseUrlVariable;
  Object.assign(env, exemptions(request.loopback ?? [], current));
  if (request.pathDirs.length > 0) {
    const name = pathVariable(request.platform, env, inheritEnv);
    const path = current(name);
    // An inherited PATH that may not be read (Deno) is left alone: replaced, it would be lost.
    if (path !== undefined || !inheritEnv) {
      env[name] = prepend(request.pathDirs, path ?? "", request.platform);
    }
  }
  return { env, inheritEnv };
}

/** Returns a variable of the caller's environment, whose names are case-insensitive on Windows. */
export function variable(
  env: Readonly<Record<string, string>> | undefined,
  name: string,
  platform: string,
): string | undefined {
  if (env === undefined) return undefined;
  if (platform !== "win32") return Object.hasOwn(env, name) ? env[name] : undefined;
  const own = Object.keys(env).find((key) => key.toUpperCase() === name.toUpperCase());
  return own === undefined ? undefined : env[own];
}

/** On Windows, one in another case would be there along with ours, and might be the one that counts. */
function isKey(name: string, platform: string): boolean {
  return name === KEY || (platform === "win32" && name.toUpperCase() === KEY);
}

/** Names are case-insensitive on Windows, but an environment with two cases of one name would have both. */
function pathVariable(
  platform: string,
  env: Readonly<Record<string, string>>,
  inheritEnv: boolean,
): string {
  if (platform !== "win32") return "PATH";
  const own = Object.keys(env).find((name) => name.toUpperCase() === "PATH");
  return own ?? (inheritEnv ? "Path" : "PATH");
}

function prepend(dirs: readonly string[], path: string, platform: string): string {
  const separator = platform === "win32" ? ";" : ":";
  const rest = path === "" ? [] : path.split(separator).filter((dir) => !dirs.includes(dir));
  return [...dirs, ...rest].join(separator);
}
