/**
 * A CODEX_HOME for one turn.
 *
 * @module
 */
import { CodexError } from "../../core/vocabulary/errors.ts";
import type { Files } from "../../core/ports/files.ts";
import type { Host } from "../../core/ports/host.ts";

/** Milliseconds after which an untouched home must belong to a program that was killed. */
const STALE_MS = 24 * 60 * 60 * 1_000;
/**
 * Milliseconds for which such a home is watched before it is removed: after a pause of the machine, every
 * home looks untouched until the programs that use them have gone on.
 */
const WATCHED_MS = 60_000;
/** The beginning of the names of homes. */
const PREFIX = "home-";
/** The end of the names of templates that are being made. */
export const UNFINISHED = ".new";
/** What Codex brings along and only reads: two thirds of a home's files. All homes share it. */
export const SKILLS = "skills/.system";
/** Where they are, after the template's name. */
export const SHARED = ".skills";
/** The end of the names of files that tell since when a home is watched. */
const WATCHED = ".watched";
/** The ends of the names of what else is removed. */
const ENDS: readonly string[] = [UNFINISHED, WATCHED];
/** The file that is rewritten while a home is in use. */
const ALIVE = "alive";
/**
 * In each start in a home without a catalogue of plugins, Codex fetches one from GitHub in the
 * background. Nobody could install a plugin here, and the home is removed with the turn.
 */
const CONFIG = "[features]\nplugins = false\n";

/**
 * Returns the folder in which homes are made.
 *
 * @param given The caller's choice.
 * @throws {CodexError} If there is no suitable folder.
 */
export async function homesFolder(host: Host, given: string | undefined): Promise<string> {
  if (given !== undefined) {
    await host.files.makeFolders(given);
    return await host.realpath(given) ?? given;
  }
  const reasons: unknown[] = [];
  for (const store of host.programs.stores()) {
    const folder = `${store}/homes`;
    try {
      await host.files.makeFolders(folder);
      return folder;
    } catch (error) {
      // The next one may do.
      reasons.push(error);
    }
  }
  const [cause = null] = reasons;
  const why = cause instanceof Error ? ` (${cause.message})` : "";
  throw new CodexError(
    `Cannot make a CODEX_HOME for the turn: this program may use no cache folder of the user${why}; ` +
      "set the option homes to a folder that it may read and write",
    { cause },
  );
}

/** Makes a home: a copy of the template, or an empty one. */
export async function makeHome(
  host: Host,
  folder: string,
  template: string | null,
): Promise<string> {
  const { files } = host;
  const home = `${folder}/${PREFIX}${crypto.randomUUID()}`;
  if (template !== null) {
    // If somebody has cleaned up meanwhile, Codex makes what it needs.
    await copied(files, template, home).catch(() => files.remove(home));
  }
  await files.makeFolders(home);
  await configure(files, home);
  await renew(host, home);
  await sweep(host, folder, home);
  return home;
}

/** Writes what every home's configuration contains; a client's `config` takes precedence. */
export async function configure(files: Files, home: string): Promise<void> {
  await files.put(`${home}/config.toml`, new TextEncoder().encode(CONFIG), false);
}

async function copied(files: Files, template: string, home: string): Promise<void> {
  await files.copy(template, home);
  if (await files.names(`${template}${SHARED}`) === null) return;
  if (await files.link(`${template}${SHARED}`, `${home}/${SKILLS}`)) return;
  await files.copy(`${template}${SHARED}`, `${home}/${SKILLS}`);
}

/** Shows that a home is in use. */
export async function renew({ files }: Pick<Host, "files">, home: string): Promise<void> {
  await files.put(`${home}/${ALIVE}`, new Uint8Array(), false);
}

/**
 * Removes what killed programs have left behind. Uses only the file system's clock, because this
 * program's may be wrong. Never rejects.
 */
async function sweep({ files }: Host, folder: string, own: string): Promise<void> {
  const names = await files.names(folder).catch(() => null) ?? [];
  const now = await files.changed(`${own}/${ALIVE}`).catch(() => null) ?? 0;
  for (const name of names) {
    if (!name.startsWith(PREFIX) && !ENDS.some((end) => name.endsWith(end))) continue;
    // Another process may be removing it.
    await removeStale(files, `${folder}/${name}`, now).catch(() => {});
  }
}

async function removeStale(files: Files, path: string, now: number): Promise<void> {
  // A home that is being made has none yet.
  const then = await files.changed(`${path}/${ALIVE}`) ?? await files.changed(path) ?? now;
  if (now - then <= STALE_MS) return;
  if (path.endsWith(WATCHED)) return await files.remove(path);
  const watched = `${path}${WATCHED}`;
  const since = await files.changed(watched) ?? 0;
  // One from before the home was last touched says nothing.
  if (since <= then) return void await files.put(watched, new Uint8Array(), false);
  if (now - since < WATCHED_MS) return;
  await files.remove(path);
  await files.remove(watched);
}

/** The machine, with another CODEX_HOME. */
export function hostIn(host: Host, home: string): Host {
  return {
    ...host,
    env: (name) => name === "CODEX_HOME" ? home : host.env(name),
    spawn: (command) => host.spawn({ ...command, env: { ...command.env, CODEX_HOME: home } }),
  };
}

/** A client's options, with another CODEX_HOME. */
export function optionsIn<
  O extends {
    readonly env?: Readonly<Record<string, string>> | undefined;
    readonly spawn?: Host["spawn"] | undefined;
  },
>(options: O, home: string): O {
  const { env, spawn } = options;
  return {
    ...options,
    ...(env === undefined ? {} : { env: { ...env, CODEX_HOME: home } }),
    ...(spawn === undefined ? {} : {
      spawn:
        ((command) =>
          spawn({ ...command, env: { ...command.env, CODEX_HOME: home } })) satisfies Host["spawn"],
    }),
  };
}
