/**
 * The threads below a server's CODEX_HOME, through the server's own methods, wherever it runs.
 *
 * @module
 */
import { fromBase64, toBase64 } from "../../../core/base/base64.ts";
import { CodexError, ResumeError } from "../../../core/vocabulary/errors.ts";
import type { ThreadHome } from "../../../core/ports/thread_home.ts";
import { pathsOf } from "../../../launch/find/paths.ts";
import { DAMAGED, resumeMessage } from "../../../launch/resume_message.ts";
import { within } from "../../../launch/process/stop.ts";
import { answerFields, answerObject } from "../../link/answers.ts";
import type { AnyMessage } from "../../link/notifications/message_queue.ts";
import { isMissing } from "../../link/missing.ts";
import { RpcError } from "../../link/rpc_errors.ts";
import { onceListed, onceWritten } from "../../link/unwritten.ts";

/** Milliseconds that the server may take to unload a thread, in ten looks: usually 2 to 50. */
const LOOK_MS = 1_000;
const LOOKS = 10;
/** Parameters with which a thread does nothing, and is unloaded at once. */
const QUIETLY = {
  excludeTurns: true,
  approvalPolicy: "never",
  sandbox: "read-only",
  config: { thread_unload_delay_secs: 0 },
};

/** Calls a method of the server. */
export type Request = (method: string, params: unknown) => Promise<unknown>;

/** The server that has the threads. */
export interface StoreServer {
  /** Calls a method of the server. */
  readonly request: Request;
  /** The server's notifications from now on. */
  readonly listen: (methods: readonly string[]) => AsyncIterableIterator<AnyMessage>;
  /** The server's CODEX_HOME. */
  readonly home: string;
  /** The server's kind of paths, in Node's words. */
  readonly platform: string;
  /**
   * Unloads a thread, if this client has it loaded.
   *
   * @throws {ResumeError} If it is in use.
   */
  unload(id: string): Promise<void>;
  /**
   * Runs an action that loads and unloads a thread, unless this client has it loaded. Whoever opens the thread
   * here meanwhile waits: the unloading would be that of his thread, too.
   *
   * @returns Whether the action has run.
   */
  unlessLoaded(id: string, action: () => Promise<void>): Promise<boolean>;
}

/** The threads below a server's CODEX_HOME. */
export class ServerStore implements ThreadHome {
  readonly #server: StoreServer;

  /** @param server The server. */
  constructor(server: StoreServer) {
    this.#server = server;
  }

  /** As {@linkcode ThreadHome} has it. */
  async list(): Promise<readonly string[]> {
    const paths = await Promise.all(
      ["sessions", "archived_sessions"].map((name) => this.#below(name)),
    );
    return paths.flat();
  }

  async #below(folder: string): Promise<string[]> {
    const paths: string[] = [];
    const entries = await this.#entries(folder);
    const folders = entries.filter(({ isDirectory }) => isDirectory === true);
    for (const { fileName, isFile } of entries) {
      if (isFile === true) paths.push(`${folder}/${fileName}`);
    }
    // One after another: a server that gets too many requests at once answers none.
    for (const { fileName } of folders) paths.push(...await this.#below(`${folder}/${fileName}`));
    return paths;
  }

  async #entries(folder: string): Promise<readonly Record<string, unknown>[]> {
    const method = "fs/readDirectory";
    try {
      const answer = await this.#server.request(method, { path: this.#path(folder) });
      const { entries } = answerFields(method, answer);
      return Array.isArray(entries) ? entries : [];
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
  }

  /** As {@linkcode ThreadHome} has it. */
  async read(path: string): Promise<Uint8Array> {
    const answer = await this.#server.request("fs/readFile", { path: this.#path(path) });
    const { dataBase64 } = answerFields("fs/readFile", answer);
    if (typeof dataBase64 === "string") return fromBase64(dataBase64);
    throw new CodexError("Cannot fs/readFile: the app-server's answer has no data");
  }

  /** As {@linkcode ThreadHome} has it. */
  async write(path: string, data: Uint8Array): Promise<void> {
    const { request } = this.#server;
    const folder = this.#path(path.slice(0, path.lastIndexOf("/")));
    await request("fs/createDirectory", { path: folder, recursive: true });
    await request("fs/writeFile", { path: this.#path(path), dataBase64: toBase64(data) });
  }

  /** As {@linkcode ThreadHome} has it. The protocol has no other way. */
  async move(from: string, to: string): Promise<void> {
    const [sourcePath, destinationPath] = [this.#path(from), this.#path(to)];
    await this.#server.request("fs/copy", { sourcePath, destinationPath });
    await this.remove(from);
  }

  /** As {@linkcode ThreadHome} has it. */
  async remove(path: string): Promise<void> {
    // Without `recursive` it would remove a folder with everything in it.
    const params = { path: this.#path(path), recursive: false, force: true };
    await this.#server.request("fs/remove", params);
  }

  /** As {@linkcode ThreadHome} has it. */
  async deleteThread(id: string): Promise<boolean> {
    await this.#server.unload(id);
    try {
      await this.#checkIdle(id);
      await onceWritten(() => this.#server.request("thread/delete", { threadId: id }));
      return true;
    } catch (error) {
      if (!(error instanceof RpcError)) throw error;
      if (
        /references it|rollout at .* is empty/.test(error.message) || DAMAGED.test(error.message)
      ) {
        return await this.checkFree(id).then(() => false);
      }
      // Somebody has deleted it meanwhile.
      if (/not loaded|no rollout found/.test(error.message)) return true;
      throw /active writer/.test(error.message) ? inUse(id) : error;
    }
  }

  /** Another client's turn would be stopped with it. */
  async #checkIdle(id: string): Promise<void> {
    const answer = await onceWritten(() => this.#server.request("thread/read", { threadId: id }));
    const { status } = answerObject("thread/read", answer, "thread");
    if (Object(status).type === "active") throw inUse(id);
  }

  /** As {@linkcode ThreadHome} has it: whoever has the thread loaded keeps others from it. */
  async checkFree(id: string): Promise<void> {
    await this.#server.unload(id);
    try {
      if (!await this.#touched(id)) throw inUse(id);
    } catch (error) {
      if (!(error instanceof RpcError)) throw error;
      if (/active writer/.test(error.message)) throw inUse(id);
      // It is archived, for example, and so used by nobody.
    }
  }

  /**
   * Loads a thread for a moment, unless this client has it loaded. From then on, Codex knows its turns.
   *
   * @throws {RpcError} If it cannot be loaded.
   * @throws {ResumeError} If another client has it loaded.
   */
  async touch(threadId: string): Promise<void> {
    await this.#touched(threadId);
  }

  async #touched(threadId: string): Promise<boolean> {
    return await this.#server.unlessLoaded(threadId, () => this.#loadBriefly(threadId));
  }

  async #loadBriefly(threadId: string): Promise<void> {
    const { request, listen } = this.#server;
    const told = listen(["thread/closed"]);
    try {
      await onceListed(() => request("thread/resume", { threadId, ...QUIETLY }));
      const closed = closes(told, threadId);
      for (let left = LOOKS; left > 0; left--) {
        const answer = await request("thread/unsubscribe", { threadId });
        // Asked again because a server that was restarted meanwhile tells of no end.
        if (answerFields("thread/unsubscribe", answer).status === "notLoaded") return;
        if (await within(closed, LOOK_MS)) return;
      }
      throw inUse(threadId);
    } finally {
      await told.return?.();
    }
  }

  #path(path: string): string {
    const { home, platform } = this.#server;
    return pathsOf(platform).join(home, path);
  }
}

async function closes(told: AsyncIterator<AnyMessage>, threadId: string): Promise<void> {
  for (;;) {
    const { done, value } = await told.next();
    if (done || (value.params as { threadId?: unknown }).threadId === threadId) return;
  }
}

/** The error for a thread that somebody has loaded, or is importing. */
export function inUse(id: string): ResumeError {
  return new ResumeError("in_use", id, resumeMessage("import", id, "in_use", ""));
}
