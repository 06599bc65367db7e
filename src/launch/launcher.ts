/**
 * What both transports need to start Codex: the host, the executable, the environment.
 *
 * @module
 */
import type { Host, ProcessTree } from "../core/ports/host.ts";
import type { SpawnCommand, Subprocess } from "../core/vocabulary/spawn.ts";
import type { Redact } from "../core/ports/redact.ts";
import type { McpServers } from "../core/vocabulary/mcp_servers.ts";
import type { CodexConfigObject, CodexOptions, ThreadOptions } from "../core/vocabulary/options.ts";
import { checkSize } from "./command/argument_size.ts";
import { childEnv, variable } from "./command/env.ts";
import { startBy } from "./custom_spawn.ts";
import type { DebugTap } from "./debug.ts";
import { locate, type LocateRequest } from "./find/locate.ts";
import { loopbackHost, loopbackHosts } from "./command/loopback.ts";
import { checkLogin } from "./checks/login_check.ts";
import { type Executable, isPackaged } from "./find/npm_package.ts";
import { mcpSecrets } from "./command/mcp_servers.ts";
import { behindScript } from "./find/on_path.ts";
import { redactor, secretsOf, threadSecrets } from "./redact.ts";
import { withoutSecrets } from "./spawn_failure.ts";
import { pathsOf } from "./find/paths.ts";
import { refusal, safeProgram } from "./checks/safe_program.ts";
import { liesIn } from "./checks/writable.ts";

/** Before this version, Codex reads the base URL only from the environment. */
const BASE_URL_BY_CONFIG = [0, 120] as const;

/** How many secrets of threads are kept. */
const MAX_OF_THREADS = 1_000;

/** Starts Codex processes for one client. */
export class Launcher {
  /** Takes the secrets out of a text. */
  readonly redact: Redact = (text, cut) => this.#redact(text, cut);
  readonly #options: CodexOptions;
  readonly #loadHost: () => Promise<Host>;
  readonly #secrets: string[];
  readonly #ofThreads: Set<string> = new Set();
  #redact: Redact;
  #host: Host | null = null;
  #processes = 0;
  #executable: Promise<Executable> | null = null;
  #running: Executable | null = null;
  #refused: unknown = null;

  /**
   * @param options The client's options.
   * @param loadHost Loads the adapter for this runtime.
   */
  constructor(options: CodexOptions, loadHost: () => Promise<Host>) {
    this.#options = options;
    this.#loadHost = loadHost;
    this.#secrets = [
      ...secretsOf(options.apiKey, options.env, options.baseUrl),
      ...threadSecrets(mcpSecrets(options.mcpServers, options.env)),
    ];
    this.#redact = redactor(this.#secrets);
  }

  /** Adds a secret to keep out of texts: a key that came later. */
  keepSecret(secret: string): void {
    this.#secrets.push(...secretsOf(secret, undefined));
    this.#redact = redactor([...this.#secrets, ...this.#ofThreads]);
  }

  /** Adds secrets of a thread to keep out of errors. */
  hide(secrets: readonly string[]): void {
    const forms = threadSecrets(secrets);
    const areKnown = forms.every((form) => this.#ofThreads.has(form));
    for (const form of forms) {
      this.#ofThreads.delete(form);
      this.#ofThreads.add(form);
    }
    if (areKnown) return;
    // In a client that runs for years, the oldest secrets are those of threads that are over.
    for (const oldest of this.#ofThreads) {
      if (this.#ofThreads.size <= MAX_OF_THREADS) break;
      this.#ofThreads.delete(oldest);
    }
    this.#redact = redactor([...this.#secrets, ...this.#ofThreads]);
  }

  /** Keeps the secrets of a thread's MCP servers out of errors. */
  hideServers(servers: McpServers | undefined): void {
    this.hide(mcpSecrets(servers, this.#options.env));
  }

  /** The machine. */
  async host(): Promise<Host> {
    return this.#host ??= await this.#loadHost();
  }

  /** Finds and ends the descendants of a process; null with a custom `spawn`, whose `kill` must do that. */
  processTree(): ProcessTree | null {
    return this.#options.spawn ? null : this.#host?.processTree() ?? null;
  }

  /**
   * Returns a command that can be started.
   *
   * @throws {InvalidInputError} If the model could replace the executable, and there is no safe alternative.
   */
  async command(
    host: Host,
    process: Pick<SpawnCommand, "args" | "detached" | "files"> & {
      /** Folders that the model may write to. Default: none. */
      readonly writable?: readonly string[];
      /** Whether {@linkcode guard} will check further folders, which are not known yet. */
      readonly guarded?: boolean;
      /** The API key for `CODEX_API_KEY`, if this process takes it that way. */
      readonly apiKey?: string | undefined;
      /** Who calls, if this process takes it from the environment. */
      readonly originator?: string;
      /** Configuration in addition to the client's, which may name the model's service. */
      readonly config?: CodexConfigObject | undefined;
      /** MCP servers, some of which may run on this machine. */
      readonly mcpServers?: McpServers;
      /** Further hosts on this machine that Codex should reach without a proxy. */
      readonly loopback?: readonly string[];
    },
  ): Promise<SpawnCommand> {
    const executable = await this.#executableFor(host, process);
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

  /**
   * Returns the path of the executable that is started if the model may not write to it.
   *
   * @throws {CodexNotFoundError} If there is none.
   * @throws {InvalidInputError} If `CODEX_PATH` is not absolute.
   */
  async path(): Promise<string> {
    const { path } = await this.#locate(this.#request(await this.host()));
    return path;
  }

  /** Starts a command, by the host or the custom `spawn`. */
  async spawn(host: Host, command: SpawnCommand): Promise<Subprocess> {
    const tap = await this.#tap(host);
    tap?.spawning(command);
    const child = await this.#start(host, command);
    return tap?.watch(child) ?? child;
  }

  /** Returns what reports the next process, or null. */
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
    return await startBy(spawn, command, this.redact);
  }

  /** A variable of the caller's environment, whose names are case-insensitive on Windows. */
  #given(host: Host, name: string): string | undefined {
    return variable(this.#options.env, name, host.platform);
  }

  /**
   * Refuses a turn that Codex cannot run on this machine because it has no login. Not to be called with a
   * custom `spawn`, or an executable that may not be Codex, for which nobody knows.
   *
   * @throws {LoginRequiredError} If there is certainly no login.
   */
  async checkLogin(
    host: Host,
    thread: Pick<ThreadOptions, "config" | "modelProvider" | "profile">,
  ): Promise<void> {
    const { apiKey, env, config, configOverrides = [] } = this.#options;
    const { modelProvider = "openai" } = thread;
    if (apiKey || modelProvider !== "openai") return;
    await checkLogin(host, {
      env: (name) => {
        if (env !== undefined) return this.#given(host, name);
        return host.hidesEnv?.(name) ? "unknown" : host.env(name);
      },
      config: [config, thread.config],
      overrides: configOverrides,
      profile: thread.profile,
    });
  }

  /** Returns whether the executable is certainly Codex: a custom `spawn` or a script may be anything. */
  async startsCodex(host: Host): Promise<boolean> {
    if (this.#options.spawn) return false;
    const { path, version } = await this.#locate(this.#request(host));
    return version !== null || await isPackaged(path, host, pathsOf(host.platform));
  }

  /**
   * Refuses to let the model write to the executable of a running process.
   *
   * @param folders Folders that the model may write to.
   * @throws {InvalidInputError} If the executable is in one of them.
   */
  async guard(host: Host, folders: readonly string[]): Promise<void> {
    if (this.#options.spawn || this.#options.allowWritableCodex || this.#running === null) return;
    const { path } = this.#running;
    const folder = await liesIn(host, path, folders);
    // A script is started only once; the native binary starts itself again for each command.
    if (folder === null || !await host.programs.isNative(path)) return;
    throw this.#refused ?? refusal(path, `it is in ${folder}, where the model may write`);
  }

  /** The executable, or what replaces it if the model may write to it. */
  async #executableFor(
    host: Host,
    { writable = [], guarded }: {
      readonly writable?: readonly string[];
      readonly guarded?: boolean;
    },
  ): Promise<Executable> {
    const { spawn, codexPathOverride, allowWritableCodex } = this.#options;
    if (spawn) return { path: codexPathOverride || "codex", pathDirs: [], version: null };
    const request = this.#request(host);
    const executable = await this.#locate(request);
    // A program's own modules are where most threads will work.
    const folders = guarded && executable.local ? [...writable, executable.path] : writable;
    if (allowWritableCodex) return this.#running = executable;
    const { dirname } = pathsOf(host.platform);
    const { override, moduleUrl, mainModule, env } = request;
    const variables = ["CODEX_PATH", "PATH"].map((name) => env(name) ?? null);
    const safe = safeProgram(host, {
      executable,
      key: JSON.stringify([override ?? null, moduleUrl, mainModule, ...variables]),
      folders,
      // A service may have been started in the root folder: its threads will not work there.
      avoid: guarded ? folders.filter((folder) => dirname(folder) !== folder) : folders,
      behind: () => behindScript(executable.path, request),
    });
    try {
      return this.#running = await safe;
    } catch (error) {
      if (!guarded) throw error;
      // Threads that may not write can do without.
      this.#refused = error;
      return this.#running = executable;
    }
  }

  #request(host: Host): LocateRequest {
    return {
      platform: host.platform,
      arch: host.arch,
      runtime: host.runtime,
      override: this.#options.codexPathOverride,
      env: (name) => this.#given(host, name) ?? host.env(name),
      // Absent in a program that was bundled to CommonJS.
      moduleUrl: (import.meta.url as string | undefined) ?? null,
      mainModule: host.mainModule(),
      compiled: host.compiled,
      execPath: host.compiled ? host.execPath() : null,
      cwd: host.cwd(),
      files: host,
      resolve: host.resolve,
    };
  }

  /** Codex's executable, looked up once; a failure is not remembered. */
  async #locate(request: LocateRequest): Promise<Executable> {
    this.#executable ??= locate(request);
    try {
      return await this.#executable;
    } catch (error) {
      this.#executable = null;
      throw error;
    }
  }
}

/** Whether a Codex reads the base URL only from the environment. An unknown version counts as new. */
export function isOld(version: string | null): boolean {
  if (version === null) return false;
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [wantedMajor, wantedMinor] = BASE_URL_BY_CONFIG;
  return major < wantedMajor || (major === wantedMajor && minor < wantedMinor);
}
