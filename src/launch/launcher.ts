/**
 * What both transports need to start Codex: the host, the executable, the environment.
 *
 * @module
 */
import { CodexError, SpawnError } from "../core/vocabulary/errors.ts";
import type { Host, ProcessTree } from "../core/ports/host.ts";
import type { SpawnCommand, Subprocess } from "../core/vocabulary/spawn.ts";
import { plainText } from "../core/vocabulary/plain_text.ts";
import type { Redact } from "../core/ports/redact.ts";
import type { McpServers } from "../core/vocabulary/mcp_servers.ts";
import type { CodexConfigObject, CodexOptions } from "../core/vocabulary/options.ts";
import { checkSize } from "./argument_size.ts";
import { childEnv, variable } from "./env.ts";
import type { DebugTap } from "./debug.ts";
import { locate } from "./locate.ts";
import { loopbackHost, loopbackHosts } from "./loopback.ts";
import type { Executable } from "./npm_package.ts";
import { mcpSecrets } from "./mcp_servers.ts";
import { redactor, secretsOf, threadSecrets } from "./redact.ts";
import { withoutSecrets } from "./spawn_failure.ts";

/** Codex older than this, by major and minor version, reads the base URL from the environment only. */
const BASE_URL_BY_CONFIG = [0, 120] as const;

/** Secrets of threads that are kept. */
const MAX_OF_THREADS = 1_000;

/** Starts Codex processes for one client. */
export class Launcher {
  /** Takes the secrets out of a text. */
  readonly redact: Redact = (text, cut) => this.#redact(text, cut);
  readonly #options: CodexOptions;
  readonly #loadHost: () => Promise<Host>;
  readonly #secrets: readonly string[];
  readonly #ofThreads: Set<string> = new Set();
  #redact: Redact;
  #host: Host | null = null;
  #processes = 0;
  #executable: Promise<Executable> | null = null;

  /**
   * @param options The client's options.
   * @param loadHost Loads the adapter for this runtime.
   */
  constructor(options: CodexOptions, loadHost: () => Promise<Host>) {
    this.#options = options;
    this.#loadHost = loadHost;
    this.#secrets = secretsOf(options.apiKey, options.env, options.baseUrl);
    this.#redact = redactor(this.#secrets);
    this.hide(mcpSecrets(options.mcpServers));
  }

  /** Keeps further secrets, those of a thread, out of what errors show. */
  hide(secrets: readonly string[]): void {
    const forms = threadSecrets(secrets).filter((form) => !this.#ofThreads.has(form));
    if (forms.length === 0) return;
    for (const form of forms) this.#ofThreads.add(form);
    // Of a client that lives for years, the oldest threads are over.
    for (const oldest of this.#ofThreads) {
      if (this.#ofThreads.size <= MAX_OF_THREADS) break;
      this.#ofThreads.delete(oldest);
    }
    this.#redact = redactor([...this.#secrets, ...this.#ofThreads]);
  }

  /** The machine. */
  async host(): Promise<Host> {
    return this.#host ??= await this.#loadHost();
  }

  /** Finds and ends what is below a process. With a custom `spawn` that is on the other side, and `kill` owns it. */
  processTree(): ProcessTree | null {
    return this.#options.spawn ? null : this.#host?.processTree() ?? null;
  }

  /** A process that can be started. */
  async command(
    host: Host,
    process: Pick<SpawnCommand, "args" | "detached" | "files"> & {
      /** The API key for `CODEX_API_KEY`, if this process takes it that way. */
      readonly apiKey?: string | undefined;
      /** Who calls, if this process takes it from the environment. */
      readonly originator?: string;
      /** Configuration beside the client's, which may name the model's service. */
      readonly config?: CodexConfigObject | undefined;
      /** MCP servers, of which some may run on this machine. */
      readonly mcpServers?: McpServers;
      /** Further hosts of this machine that Codex is to reach without a proxy. */
      readonly loopback?: readonly string[];
    },
  ): Promise<SpawnCommand> {
    const executable = await this.#locate(host);
    const { env, baseUrl } = this.#options;
    const ofServers = Object.values(process.mcpServers ?? {}).map((server) =>
      "url" in server ? loopbackHost(server.url) : null
    );
    return {
      command: executable.path,
      args: process.args,
      ...childEnv({
        platform: host.platform,
        env,
        hostEnv: (name) => host.env(name),
        apiKey: process.apiKey || undefined,
        originator: process.originator,
        baseUrlVariable: baseUrl && isOld(executable.version) ? baseUrl : undefined,
        pathDirs: executable.pathDirs,
        loopback: [
          ...loopbackHosts(this.#options),
          ...loopbackHosts({ config: process.config }),
          ...ofServers.filter((host) => host !== null),
          ...process.loopback ?? [],
        ],
      }),
      detached: process.detached,
      files: process.files,
    };
  }

  /** Starts it, by the host or the custom `spawn`. */
  async spawn(host: Host, command: SpawnCommand): Promise<Subprocess> {
    const tap = await this.#tap(host);
    tap?.spawning(command);
    const child = await this.#start(host, command);
    return tap?.watch(child) ?? child;
  }

  /** Who is told of the next process, or null. */
  async #tap(host: Host): Promise<DebugTap | null> {
    const { debug } = this.#options;
    if (debug === undefined && host.env("CODEX_SDK_DEBUG") !== "1") return null;
    const { DebugTap, printDebug } = await import("./debug.ts");
    return new DebugTap(debug ?? printDebug, this.redact, ++this.#processes);
  }

  async #start(host: Host, command: SpawnCommand): Promise<Subprocess> {
    const { spawn } = this.#options;
    if (spawn === undefined) {
      checkSize(host.platform, command);
      return await withoutSecrets(host.spawn(command), this.redact);
    }
    try {
      const child = await spawn(command);
      if (!child?.stdin || !child.stdout || !child.stderr || !child.exited) {
        throw new TypeError("it gave no Subprocess");
      }
      return child;
    } catch (cause) {
      if (cause instanceof CodexError) throw cause;
      const message = cause instanceof Error ? cause.message : String(cause);
      const told = this.redact(plainText(message));
      throw new SpawnError(`Cannot start Codex: the custom spawn failed: ${told}`, {
        command: command.command,
      });
    }
  }

  /** A variable of the caller's environment, whose names have no case on Windows. */
  #given(host: Host, name: string): string | undefined {
    return variable(this.#options.env, name, host.platform);
  }

  /** Codex's executable, looked up once; a failure is not remembered. */
  async #locate(host: Host): Promise<Executable> {
    const { spawn, codexPathOverride } = this.#options;
    if (spawn) return { path: codexPathOverride || "codex", pathDirs: [], version: null };
    this.#executable ??= locate({
      platform: host.platform,
      arch: host.arch,
      runtime: host.runtime,
      override: codexPathOverride,
      env: (name) => this.#given(host, name) ?? host.env(name),
      // There is none where a program has been bundled to CommonJS.
      moduleUrl: (import.meta.url as string | undefined) ?? null,
      mainModule: host.mainModule(),
      files: host,
      resolve: host.resolve,
    });
    try {
      return await this.#executable;
    } catch (error) {
      this.#executable = null;
      throw error;
    }
  }
}

/** Whether a Codex takes the base URL from the environment only. One of unknown version counts as new. */
export function isOld(version: string | null): boolean {
  if (version === null) return false;
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [wantedMajor, wantedMinor] = BASE_URL_BY_CONFIG;
  return major < wantedMajor || (major === wantedMajor && minor < wantedMinor);
}
