/**
 * A CODEX_HOME for one turn.
 *
 * @module
 */
import { CodexError } from "../../core/vocabulary/errors.ts";
import type { Host } from "../../core/ports/host.ts";

/** Milliseconds after which a home that nobody has touched is one of a program that was killed. */
const STALE_MS = 24 * 60 * 60 * 1_000;
/** Names of homes begin so. */
const PREFIX = "home-";

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
  await sweep(host, folder);
  const home = `${folder}/${PREFIX}${crypto.randomUUID()}`;
  if (template !== null) {
    try {
      await files.copy(template, home);
      return home;
    } catch {
      // Somebody has cleaned up: Codex makes what it needs.
      await files.remove(home);
    }
  }
  await files.makeFolders(home);
  return home;
}

/** Removes homes of programs that were killed. Never rejects. */
async function sweep({ files }: Host, folder: string): Promise<void> {
  try {
    for (const name of await files.names(folder) ?? []) {
      if (!name.startsWith(PREFIX)) continue;
      const home = `${folder}/${name}`;
      // The keeper of a turn renews this one; a young home has none yet.
      const age = await files.age(`${home}/alive`) ?? await files.age(home) ?? 0;
      if (age > STALE_MS) await files.remove(home);
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
