/**
 * The folders of a thread, which may be on another machine.
 *
 * @module
 */
import type { Host } from "../../../core/ports/host.ts";
import { InvalidInputError } from "../../../core/vocabulary/errors.ts";
import { quoted } from "../../../core/base/plain_text.ts";
import { checkFolders } from "../../../launch/checks/check_paths.ts";
import { realFolders } from "../../../launch/checks/folders.ts";
import { type Places, placesHere, placesThere } from "../../asks/places.ts";
import { answerObject } from "../../link/answers.ts";
import { isMissing } from "../../link/missing.ts";
import { RpcError } from "../../link/rpc_errors.ts";
import type { LiveThreadOptions } from "../../turns/options.ts";

/** Calls a method of the server. */
type Request = (method: string, params: unknown) => Promise<unknown>;

/** The folders of the threads of one server. */
export class Folders {
  readonly #host: Host | null;
  readonly #request: Request;

  /**
   * @param host This machine, or null if the folders are on another one.
   * @param request Calls a method of the server.
   */
  constructor(host: Host | null, request: Request) {
    this.#host = host;
    this.#request = request;
  }

  /**
   * Returns the options after checking that their folders exist.
   *
   * @throws {InvalidInputError} If a folder does not exist.
   */
  async prepared(options: LiveThreadOptions): Promise<LiveThreadOptions> {
    if (this.#host === null) return options;
    if (options.environments !== undefined) {
      // The additional directories are in the environment.
      await checkFolders(this.#host, { ...options, additionalDirectories: undefined });
      return options;
    }
    await checkFolders(this.#host, options);
    return { ...options, additionalDirectories: await realFolders(this.#host, options) };
  }

  /** The absolute path of a folder: the server would look for a relative one below its own. */
  async absolute(folder: string): Promise<string> {
    return await this.#host?.realpath(folder) ?? folder;
  }

  /** Where a thread works, or null if unknown. */
  places(cwd: string | null, policy: Readonly<Record<string, unknown>>): Places | null {
    if (cwd === null) return null;
    const roots = (policy.writableRoots ?? []) as readonly string[];
    return this.#host === null
      ? placesThere(this.#request, [cwd, ...roots])
      : placesHere(this.#host, [cwd, ...roots]);
  }

  /**
   * Checks the folder of a stored thread, where it continues if no other is given.
   *
   * @throws {InvalidInputError} If it no longer exists: Codex would complete turns in which every command
   * fails.
   */
  async checkStored(
    verb: "resume" | "fork",
    id: string,
    { workingDirectory, environments }: LiveThreadOptions,
  ): Promise<void> {
    if (workingDirectory || environments) return;
    try {
      const answer = await this.#request("thread/read", { threadId: id });
      const thread = answerObject("thread/read", answer, "thread");
      if (isElsewhere(thread.environments)) return;
      await this.check(verb, id, typeof thread.cwd === "string" ? thread.cwd : null);
    } catch (error) {
      // If something is wrong with the thread, the server says so when it loads it.
      if (!(error instanceof RpcError)) throw error;
    }
  }

  /**
   * Checks that the folder of a thread still exists.
   *
   * @throws {InvalidInputError} If it does not.
   */
  async check(verb: "resume" | "fork", id: string, folder: string | null): Promise<void> {
    if (folder === null || await this.#isThere(folder)) return;
    throw new InvalidInputError(
      "workingDirectory",
      `Cannot ${verb} thread ${id}: its working directory ${quoted(folder)} no longer exists; ` +
        "give another one",
    );
  }

  /** Whether a folder exists; true if unknown. */
  async #isThere(folder: string): Promise<boolean> {
    if (this.#host !== null) {
      return ["directory", "unknown"].includes(await this.#host.stat(folder) ?? "");
    }
    try {
      await this.#request("fs/getMetadata", { path: folder });
      return true;
    } catch (error) {
      if (!(error instanceof RpcError)) throw error;
      return !isMissing(error);
    }
  }
}

/** Whether a thread's commands run elsewhere than on the server's machine. */
function isElsewhere(environments: unknown): boolean {
  return Array.isArray(environments) && environments.length > 0 &&
    !environments.some((one) => Object(one).environmentId === "local");
}
