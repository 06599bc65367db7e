/**
 * An empty CODEX_HOME, made once per machine: Codex takes 200 to 400 ms to set up its databases in a new
 * home, and almost no time in a copy.
 *
 * @module
 */
import { startServer } from "../../app_server/app_server.ts";
import type { AppServerOptions } from "../../app_server/options.ts";
import type { Host } from "../../core/ports/host.ts";
import { Launcher } from "../../launch/launcher.ts";
import { configure, hostIn, optionsIn, SHARED, SKILLS, UNFINISHED } from "./home.ts";

/** What Codex leaves there that a copy does not need. */
const LEFT: readonly string[] = [".tmp", "tmp", "log"];

/**
 * The template for a Codex, which is made if there is none. Null if it cannot be made, and with a custom
 * `spawn`, which may start anything.
 *
 * @param host The machine.
 * @param folder Where homes are made.
 * @param options The client's options.
 * @param signal Fires when nobody needs it any more.
 */
export async function templateHome(
  host: Host,
  folder: string,
  options: AppServerOptions,
  signal: AbortSignal,
): Promise<string | null> {
  if (options.spawn !== undefined) return null;
  const { codexPathOverride, env, requestTimeoutMs } = options;
  const { files } = host;
  // Codex itself upgrades what another version has made: the name need not say everything.
  const path = await new Launcher(options, () => Promise.resolve(host)).path();
  const template = `${folder}/template-${await digest(`${path} ${await files.size(path)}`)}`;
  if (await files.names(template) !== null) return template;
  // One process makes it; meanwhile the others use an empty home, which costs them no more.
  const fresh = `${template}${UNFINISHED}`;
  if (!await files.makeFolder(fresh)) return null;
  try {
    await configure(files, fresh);
    const needed = { codexPathOverride, env, requestTimeoutMs };
    const server = await startServer(optionsIn(needed, fresh), hostIn(host, fresh), signal);
    await server.close();
    for (const name of LEFT) await files.remove(`${fresh}/${name}`);
    await files.remove(`${template}${SHARED}`);
    await files.rename(`${fresh}/${SKILLS}`, `${template}${SHARED}`);
    return await files.rename(fresh, template) ? template : null;
  } catch {
    // Whatever it is, the turn itself will report it.
    await files.remove(fresh).catch(() => {});
    return null;
  }
}

async function digest(text: string): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(hash, 0, 8), (byte) => byte.toString(16).padStart(2, "0")).join(
    "",
  );
}
