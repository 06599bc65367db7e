/**
 * The environments of one server, in which the commands of threads run. A turn that names its folder, as all
 * of ours do, runs on the server's machine unless it also names its environments.
 *
 * @module
 */
import { messageOf } from "../../../core/base/plain_text.ts";
import { CodexError } from "../../../core/vocabulary/errors.ts";
import { untilReady } from "../../link/until_ready.ts";
import type { EnvironmentAddParams, TurnEnvironmentParams } from "../../protocol/params.ts";
import type { Environment } from "../../turns/options.ts";
import type { ThreadEnvironments } from "../../turns/params/turn_start.ts";

/** Calls a method of the server. */
type Request = (method: string, params: unknown) => Promise<unknown>;

/** The server's own machine. */
const LOCAL = "local";

/** What Codex 0.171 says in its first moments, on a busy machine. */
const NOT_YET = /network policy is unavailable/;

/** The environments of one server. */
export class Environments {
  readonly #request: Request;
  #anyAdded = false;

  /** @param request Calls a method of the server. */
  constructor(request: Request) {
    this.#request = request;
  }

  /**
   * Registers the environments of a new thread object, and connects to them.
   *
   * @param given The option.
   * @param act What is to be done, for errors.
   * @throws {CodexError} If an environment cannot be reached.
   */
  async add(given: readonly Environment[], act: string): Promise<ThreadEnvironments> {
    const added: EnvironmentAddParams[] = [];
    const named = given.map(({ id, url, token, workingDirectory: cwd }) => {
      const environmentId = id || `env-${crypto.randomUUID()}`;
      if (url !== undefined) {
        added.push({ environmentId, execServerUrl: url, authBearerToken: token || null });
      }
      return { environmentId, cwd };
    });
    for (const params of added) await this.#add(params);
    const environments = this.#of(named, added);
    await environments.reach(act);
    return environments;
  }

  /** The environments of a thread without the option: a thread that others opened elsewhere stays there. */
  ofOpened(thread: Readonly<Record<string, unknown>>): ThreadEnvironments {
    const { environments } = thread;
    const known = Array.isArray(environments) ? environments.flatMap(named) : null;
    const isElsewhere = known?.every(({ environmentId }) => environmentId !== LOCAL);
    return isElsewhere && known !== null ? this.#of(known, []) : this.#usual();
  }

  /** Names the server's machine if need be: Codex offers added environments to threads that name none. */
  #usual(): ThreadEnvironments {
    return {
      isElsewhere: false,
      params: (cwd) => this.#anyAdded && cwd !== null ? [{ environmentId: LOCAL, cwd }] : undefined,
      reach: () => Promise.resolve(),
    };
  }

  #of(
    named: readonly TurnEnvironmentParams[],
    added: readonly EnvironmentAddParams[],
  ): ThreadEnvironments {
    const elsewhere = named.filter(({ environmentId }) => environmentId !== LOCAL);
    return {
      isElsewhere: named.length === 0 || elsewhere.length > 0,
      params: () => named,
      reach: async (act) => {
        await Promise.all(elsewhere.map(async ({ environmentId }) => {
          const params = added.find((params) => params.environmentId === environmentId);
          try {
            await this.#reach(environmentId, params);
          } catch (error) {
            const name = params?.execServerUrl ?? environmentId;
            const message = `Cannot ${act}: environment ${name}: ${messageOf(error)}`;
            throw new CodexError(message, { cause: error });
          }
        }));
      },
    };
  }

  async #reach(environmentId: string, params: EnvironmentAddParams | undefined): Promise<void> {
    // Connects. After a lost connection, this waits for a new one: 45 s at most in Codex 0.171.
    const look = () =>
      untilReady(() => this.#request("environment/info", { environmentId }), NOT_YET);
    try {
      await look();
    } catch {
      // Either side may have been restarted and forgotten the other.
      if (params !== undefined) await this.#add(params);
      await look();
    }
  }

  async #add(params: EnvironmentAddParams): Promise<void> {
    await this.#request("environment/add", params);
    this.#anyAdded = true;
  }
}

function named(environment: unknown): TurnEnvironmentParams[] {
  const { environmentId, cwd } = Object(environment) as Record<string, unknown>;
  return typeof environmentId === "string" && typeof cwd === "string"
    ? [{ environmentId, cwd }]
    : [];
}
