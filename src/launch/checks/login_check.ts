/**
 * Whether Codex has credentials for the model's service. Without them, every turn fails, after a dozen
 * requests and as many seconds.
 *
 * @module
 */
import { LoginRequiredError } from "../../core/vocabulary/errors.ts";
import type { CodexConfigObject } from "../../core/vocabulary/options.ts";
import type { Host } from "../../core/ports/host.ts";
import { codexHome } from "../codex_home.ts";
import { type Paths, pathsOf } from "../find/paths.ts";

/** The possible sources of a login. */
export interface LoginRequest {
  /** Reads a variable that Codex will see; "unknown" if it may not be read. */
  readonly env: (name: string) => string | undefined | "unknown";
  /** The configuration that Codex is given. */
  readonly config: readonly (CodexConfigObject | undefined)[];
  /** The same, as `key=value`. */
  readonly overrides: readonly string[];
  /** The profile, if one was named. */
  readonly profile: string | undefined;
}

/** Variables that hold credentials, or say where they are. */
const CREDENTIALS = ["CODEX_API_KEY", "CODEX_ACCESS_TOKEN", "OPENAI_IDENTITY_TOKEN_SOURCE"];

/**
 * Settings with which Codex may need no login: a provider, credentials kept elsewhere, a profile, or a
 * project whose own configuration counts. Values that happen to contain such a word do no harm.
 */
const SETTINGS = /provider|credentials|profile|base_url|auth|trust_level/i;

/** Characters of a file that are read; the rest of a longer one may have such a setting. */
const READ_LIMIT = 60_000;

/**
 * Refuses to start Codex if there is certainly neither a login nor a key. If something cannot be seen, or may
 * replace a login, the decision is left to Codex and the service.
 *
 * @throws {LoginRequiredError} If there is none.
 */
export async function checkLogin(host: Host, request: LoginRequest): Promise<void> {
  const { env, config, overrides, profile } = request;
  if (profile || CREDENTIALS.some((name) => env(name))) return;
  if (SETTINGS.test(JSON.stringify([config, overrides]))) return;
  const paths = pathsOf(host.platform);
  const home = codexHome(env, host.platform, paths);
  if (home === null || await host.stat(paths.join(home, "auth.json")) !== null) return;
  if (await maySettle(host, paths.join(home, "config.toml"))) return;
  for (const path of managed(env, host.platform, paths)) {
    if (await host.stat(path) !== null) return;
  }
  throw new LoginRequiredError();
}

/** Whether a configuration file may replace a login. */
async function maySettle(host: Host, path: string): Promise<boolean> {
  if (await host.stat(path) === null) return false;
  const text = await host.readText(path);
  return text === null || text.length >= READ_LIMIT || SETTINGS.test(text);
}

/** Where an organization configures Codex. The content is not checked. */
function managed(env: LoginRequest["env"], platform: string, paths: Paths): string[] {
  if (platform === "win32") {
    const data = env("ProgramData");
    return data ? [paths.join(data, "OpenAI", "Codex")] : [];
  }
  return ["/etc/codex", ...(platform === "darwin" ? ["/Library/Managed Preferences"] : [])];
}
