/**
 * The threads in this machine's CODEX_HOME.
 *
 * @module
 */
import { ResumeError } from "../../core/vocabulary/errors.ts";
import type { Host } from "../../core/ports/host.ts";
import type { ThreadHome } from "../../core/ports/thread_home.ts";
import { pathsOf } from "../../launch/find/paths.ts";
import type { Launcher } from "../../launch/launcher.ts";
import { within } from "../../launch/process/stop.ts";
import { resumeMessage } from "../../launch/resume_message.ts";

/** Milliseconds that Codex may take, for example to delete a thread: 110 to 160 are usual. */
const RUN_MS = 60_000;

/** The threads in a folder of this machine. */
export class HomeStore implements ThreadHome {
  readonly #host: Host;
  readonly #home: string;
  readonly #launcher: Launcher;

  /**
   * @param host This machine.
   * @param home The folder.
   * @param launcher Starts Codex.
   */
  constructor(host: Host, home: string, launcher: Launcher) {
    this.#host = host;
    this.#home = home;
    this.#launcher = launcher;
  }

  /** As {@linkcode ThreadHome} has it. */
  async list(): Promise<readonly string[]> {
    const lists = await Promise.all(["sessions", "archived_sessions"].map(async (name) => {
      const paths = await this.#host.codexFiles.below(this.#path(name));
      return paths.map((path) => `${name}/${path}`);
    }));
    return lists.flat();
  }

  /** As {@linkcode ThreadHome} has it. */
  async read(path: string): Promise<Uint8Array> {
    return await this.#host.codexFiles.read(this.#path(path));
  }

  /** As {@linkcode ThreadHome} has it. */
  async write(path: string, data: Uint8Array): Promise<void> {
    await this.#host.codexFiles.write(this.#path(path), data);
  }

  /** As {@linkcode ThreadHome} has it. */
  async move(from: string, to: string): Promise<void> {
    await this.#host.codexFiles.move(this.#path(from), this.#path(to));
  }

  /** As {@linkcode ThreadHome} has it. */
  async remove(path: string): Promise<void> {
    await this.#host.codexFiles.remove(this.#path(path));
  }

  /** As {@linkcode ThreadHome} has it. If Codex fails, it does not say why. */
  async deleteThread(id: string): Promise<boolean> {
    const isDeleted = await this.#succeeds(["delete", "--force", id]);
    if (!isDeleted) await this.checkFree(id);
    return isDeleted;
  }

  /** As {@linkcode ThreadHome} has it: a process that has loaded a thread keeps a lock file for it. */
  async checkFree(id: string): Promise<void> {
    if (!await this.#isLocked(id)) return;
    // A killed process leaves its lock file behind. Whatever Codex does to a thread (here to one that does
    // not exist), it first removes the lock files that nobody holds.
    await this.#succeeds(["unarchive", crypto.randomUUID()]);
    if (!await this.#isLocked(id)) return;
    throw new ResumeError("in_use", id, resumeMessage("import", id, "in_use", ""));
  }

  async #isLocked(id: string): Promise<boolean> {
    return await this.#host.stat(this.#path(`thread-writer-locks/${id}.lock`)) !== null;
  }

  /** Runs Codex, quietly. */
  async #succeeds(args: readonly string[]): Promise<boolean> {
    const host = this.#host;
    const command = await this.#launcher.command(host, { args, detached: false, files: [] });
    const child = await this.#launcher.spawn(host, command);
    const read = Promise.all([
      child.stdin.close().catch(() => {}),
      new Response(child.stdout).arrayBuffer().catch(() => {}),
      new Response(child.stderr).arrayBuffer().catch(() => {}),
    ]);
    if (!await within(child.exited, RUN_MS)) await child.kill("SIGKILL");
    const { code } = await child.exited;
    await read;
    return code === 0;
  }

  #path(path: string): string {
    return pathsOf(this.#host.platform).join(this.#home, path);
  }
}
