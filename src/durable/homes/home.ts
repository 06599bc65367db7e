/**
 * A CODEX_HOME for one turn.
 *
 * @module
 */
import { CodexError } from "../../core/vocabulary/errors.ts";
import type { Files } from "../../core/ports/files.ts";
import type { Host } from "../../core/ports/host.ts";

/** Milliseconds after which a home that nobody has touched is one of a program that was killed. */
const STALE_MS = 24 * 60 * 60 * 1_000;
/** Names of homes begin so. */
const PREFIX = "home-";
/** Names of templates that are being made end so. */
export const UNFINISHED = ".new";
/** What Codex brings along and only reads: two thirds of a home's files, which all homes share. */
export const SKILLS = "skills/.system";
/** Where they are, after the template's name. */
export const SHARED = ".skills";
/** What is written anew as long as a home is in use. */
const ALIVE = "alive";
/**
 * Codex fetches a catalogue of plugins from GitHub in the background of each start in a home that has
 * none. Here nobody could install one, and the home goes with the turn.
 */
const CONFIG = "[features]\nplugins = false\n";

/**
 * Where homes are made.
 *
 * @param given The caller's choice.
 * @throws {CodexError} If there is no place.
 */
export async function homesFolder(host: Host, given: string | undefined): Promise<string> {
  if (given !== undefined) {
    await host.files.makeFolders(given);
    return await host.realpath(given) ?? given;
  }
  for (const store of host.programs.stores()) {
    const folder = `${store}/homes`;
    try {
      await host.files.makeFolders(folder);
      return folder;
    } catch {
      // The next one may do.
    }
  }
  throw new CodexError(
    "Cannot make a CODEX_HOME for the turn: the user has no cache folder that may be written to; " +
      "name a folder in the option homes",
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
    // Where somebody has cleaned up meanwhile, Codex makes what it needs.
    await copied(files, template, home).catch(() => files.remove(home));
  }
  await files.makeFolders(home);
  await configure(files, home);
  await renew(host, home);
  await sweep(host, folder, home);
  return home;
}

/** Writes what every home's configuration says; a client's `config` goes before it. */
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
 * Removes what programs have left behind that were killed. By the file system's clock alone: that of
 * this program may be wrong. Never rejects.
 */
async function sweep({ files }: Host, folder: string, own: string): Promise<void> {
  try {
    const now = await files.changed(`${own}/${ALIVE}`) ?? 0;
    for (const name of await files.names(folder) ?? []) {
      if (!name.startsWith(PREFIX) && !name.endsWith(UNFINISHED)) continue;
      const path = `${folder}/${name}`;
      // One that is being made has none yet.
      const then = await files.changed(`${path}/${ALIVE}`) ?? await files.changed(path) ?? now;
      if (now - then > STALE_MS) await files.remove(path);
    }
  } catch {
    // Another process is at it.
  }
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
