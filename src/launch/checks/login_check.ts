/**
 * Whether Codex has anything to show the model's service. Without it every turn fails, after a dozen
 * requests and as many seconds.
 *
 * @module
 */
import { LoginRequiredError } from "../../core/vocabulary/errors.ts";
import type { CodexConfigObject } from "../../core/vocabulary/options.ts";
import type { Host } from "../../core/ports/host.ts";
import { codexHome } from "../codex_home.ts";
import { type Paths, pathsOf } from "../find/paths.ts";

/** What a login can come from. */
export interface LoginRequest {
  /** Reads a variable that Codex will see; "unknown" where it may not be read. */
  readonly env: (name: string) => string | undefined | "unknown";
  /** The configuration that Codex is given. */
  readonly config: readonly (CodexConfigObject | undefined)[];
  /** The same, as `key=value`. */
  readonly overrides: readonly string[];
  /** The profile, if one was named. */
  readonly profile: string | undefined;
}

/** Variables that carry credentials, or say where they are. */
const CREDENTIALS = ["CODEX_API_KEY", "CODEX_ACCESS_TOKEN", "OPENAI_IDENTITY_TOKEN_SOURCE"];

/**
 * Settings by which Codex may do without: a provider, credentials kept elsewhere, a profile, or a
 * project whose own configuration counts. Values that happen to have such a word in them do no harm.
 */
const SETTINGS = /provider|credentials|profile|base_url|auth|trust_level/i;

/** Characters of a file that are read; a longer one may go on with such a setting. */
const READ_LIMIT = 60_000;

/**
 * Refuses to start Codex where there is certainly neither a login nor a key. Whatever cannot be seen,
 * or may make up for it, leaves that to Codex and the service.
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

/** Whether a file of configuration may make up for a login. */
async function maySettle(host: Host, path: string): Promise<boolean> {
  if (await host.stat(path) === null) return false;
  const text = await host.readText(path);
  return text === null || text.length >= READ_LIMIT || SETTINGS.test(text);
}

/** Where an organisation configures Codex. What is in there is not looked at. */
function managed(env: LoginRequest["env"], platform: string, paths: Paths): string[] {
  if (platform === "win32") {
    const data = env("ProgramData");
    return data ? [paths.join(data, "OpenAI", "Codex")] : [];
  }
  return ["/etc/codex", ...(platform === "darwin" ? ["/Library/Managed Preferences"] : [])];
}
