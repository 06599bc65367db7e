/**
 * Threads of this machine as files, and back.
 *
 * @module
 */
import { InvalidInputError } from "../../core/vocabulary/errors.ts";
import type { CodexOptions } from "../../core/vocabulary/options.ts";
import type { ThreadFile } from "../../core/vocabulary/thread_file.ts";
import { codexHome } from "../../launch/codex_home.ts";
import { variable } from "../../launch/command/env.ts";
import type { Launcher } from "../../launch/launcher.ts";
import { threadFiles } from "../../launch/threads/export_thread.ts";
import { writeThread } from "../../launch/threads/import_thread.ts";
import { HomeStore } from "./home_store.ts";

/** The threads of one client's CODEX_HOME. */
export class HomeThreads {
  readonly #options: CodexOptions;
  readonly #launcher: Launcher;

  /**
   * @param options The client's options.
   * @param launcher Starts Codex.
   */
  constructor(options: CodexOptions, launcher: Launcher) {
    this.#options = options;
    this.#launcher = launcher;
  }

  /** Exports a thread as files. */
  async export(id: string): Promise<ThreadFile[]> {
    return await threadFiles(await this.#store("export"), id);
  }

  /** Creates a thread from its files. */
  async import(files: readonly ThreadFile[]): Promise<{ id: string }> {
    const { id } = await writeThread(await this.#store("import"), files);
    return { id };
  }

  async #store(verb: "export" | "import"): Promise<HomeStore> {
    const refused = (option: string, state: string) =>
      new InvalidInputError(option, `Cannot ${verb} a thread: ${state}`);
    const { env, spawn } = this.#options;
    if (spawn !== undefined) {
      throw refused("spawn", "with a custom spawn, its files are elsewhere; use a live session");
    }
    const host = await this.#launcher.host();
    const current = (name: string) => {
      if (env !== undefined) return variable(env, name, host.platform);
      return host.hidesEnv?.(name) ? "unknown" : host.env(name);
    };
    const home = codexHome(current, host.platform);
    if (home !== null) return new HomeStore(host, home, this.#launcher);
    throw refused("env", "CODEX_HOME must be an absolute path that this program may read");
  }
}
