/**
 * Where a hub gets its server from.
 *
 * @module
 */
import type { AppServer } from "../../app_server/app_server.ts";
import { InvalidInputError } from "../../core/vocabulary/errors.ts";
import { HubError } from "./errors.ts";

/**
 * A server, or a function that starts one.
 *
 * @category Web
 */
export type ServerSource = AppServer | (() => AppServer | Promise<AppServer>);

/** Provides the server; a lost one is started again if possible. */
export class Servers {
  readonly #source: ServerSource;
  readonly #lost: () => void;
  #server: Promise<AppServer> | null = null;
  #closed = false;

  /**
   * @param source A server, or a function that starts one.
   * @param lost Called when a server that was given out is lost.
   */
  constructor(source: ServerSource, lost: () => void) {
    this.#source = source;
    this.#lost = lost;
  }

  /**
   * The server.
   *
   * @throws {HubError} If it is lost, or the hub is closed.
   * @throws {InvalidInputError} If there is none.
   */
  async get(): Promise<AppServer> {
    if (this.#closed) throw closedError();
    if (this.#server === null) {
      const server = this.#start();
      this.#server = server;
      server.then(({ closed }) => closed.then(() => this.#gone(server)), () => this.#gone(server));
    }
    return await this.#server;
  }

  /** Closes the server if this object has started it. */
  async close(): Promise<void> {
    this.#closed = true;
    if (typeof this.#source !== "function") return;
    const server = await this.#server?.catch(() => null);
    await server?.close();
  }

  async #start(): Promise<AppServer> {
    const source = this.#source;
    const server: AppServer | undefined = typeof source === "function" ? await source() : source;
    if (server?.closed !== undefined) return server;
    const state = "the hub got no AppServer; pass it one, or a function that returns one";
    throw new InvalidInputError("server", `Cannot reach Codex: ${state}`);
  }

  #gone(server: Promise<AppServer>): void {
    if (this.#server !== server) return;
    this.#server = typeof this.#source === "function" ? null : Promise.reject(lostError());
    this.#server?.catch(() => {});
    this.#lost();
  }
}

/** The hub is closed. */
export function closedError(): HubError {
  return new HubError(503, "hub_closed", "Cannot reach Codex: the hub was closed");
}

function lostError(): HubError {
  return new HubError(
    503,
    "server_lost",
    "Cannot reach Codex: the app-server has ended; pass the hub a function that starts one",
  );
}
