/**
 * The transport over `codex exec`: one process per turn.
 *
 * @module
 */
import { CodexError, InvalidInputError, SpawnError } from "../core/errors.ts";
import type { Host, PrivateFile, SpawnCommand } from "../core/host.ts";
import type { CodexOptions } from "../core/options.ts";
import type { RunningTurn, Transport, TurnRequest, TurnSink } from "../core/transport.ts";
import { childEnv } from "../launch/env.ts";
import { locate } from "../launch/locate.ts";
import type { Executable } from "../launch/npm_package.ts";
import { redactor, secretsOf } from "../launch/redact.ts";
import { execArgs } from "./args.ts";
import { type ExecContext, ExecTurn, type PreparedExec } from "./exec.ts";
import { schemaText } from "./output_schema.ts";

/** Codex older than this reads the base URL from the environment only. */
const BASE_URL_BY_CONFIG = [0, 120];

/** Runs each turn in a process of its own. */
export class ExecTransport implements Transport {
  readonly #options: CodexOptions;
  readonly #loadHost: () => Promise<Host>;
  readonly #context: ExecContext;
  #host: Host | null = null;
  #executable: Promise<Executable> | null = null;
  /** As {@linkcode Transport} has it. */
  readonly redact: (text: string) => string;

  /**
   * @param options The client's options.
   * @param loadHost Loads the adapter for this runtime.
   */
  constructor(options: CodexOptions, loadHost: () => Promise<Host>) {
    this.#options = options;
    this.#loadHost = loadHost;
    this.redact = redactor(secretsOf(options.apiKey, options.env));
    this.#context = {
      prepare: (request) => this.#prepare(request),
      // With a custom `spawn` the tree is on the other side, and `kill` owns it.
      processTree: () => options.spawn ? null : this.#host?.processTree() ?? null,
      redact: this.redact,
    };
  }

  /** As {@linkcode Transport} has it. */
  run(request: TurnRequest, sink: TurnSink): RunningTurn {
    return new ExecTurn(this.#context, request, sink);
  }

  async #prepare(request: TurnRequest): Promise<PreparedExec> {
    const { outputSchema } = request.turn;
    const schema = outputSchema === undefined ? null : schemaText(outputSchema);
    const host = this.#host ??= await this.#loadHost();
    // Built once without the file, so that a wrong option leaves nothing on the disk.
    this.#args(request, undefined);
    await this.#checkPaths(request, host);
    const executable = await this.#locate(host);
    const file = schema === null ? null : await writeSchema(host, schema);
    const command = this.#command(request, executable, host, file);
    return { file, spawn: () => this.#spawn(host, command) };
  }

  #command(
    request: TurnRequest,
    executable: Executable,
    host: Host,
    file: PrivateFile | null,
  ): SpawnCommand {
    const { env, apiKey, baseUrl } = this.#options;
    return {
      command: executable.path,
      args: this.#args(request, file?.path),
      ...childEnv({
        platform: host.platform,
        env,
        hostEnv: (name) => host.env(name),
        apiKey: apiKey || undefined,
        baseUrlVariable: baseUrl && isOld(executable.version) ? baseUrl : undefined,
        pathDirs: executable.pathDirs,
      }),
      detached: false,
      files: [...request.input.images, ...(file === null ? [] : [file.path])],
    };
  }

  #args(request: TurnRequest, schemaPath: string | undefined): string[] {
    const { config, configOverrides, baseUrl, apiKey, env } = this.#options;
    return execArgs({
      ...request,
      config: config ?? {},
      configOverrides: configOverrides ?? [],
      baseUrl,
      hideApiKey: Boolean(apiKey || env?.CODEX_API_KEY),
      schemaPath,
    });
  }

  async #spawn(host: Host, command: SpawnCommand) {
    const { spawn } = this.#options;
    if (spawn === undefined) return await host.spawn(command);
    try {
      return await spawn(command);
    } catch (cause) {
      if (cause instanceof CodexError) throw cause;
      const message = cause instanceof Error ? cause.message : String(cause);
      throw new SpawnError(this.redact(`Cannot start Codex: the custom spawn failed: ${message}`), {
        command: command.command,
      });
    }
  }

  /** Codex's executable, looked up once; a failure is not remembered. */
  async #locate(host: Host): Promise<Executable> {
    const { spawn, codexPathOverride, env } = this.#options;
    if (spawn) return { path: codexPathOverride || "codex", pathDirs: [], version: null };
    this.#executable ??= locate({
      platform: host.platform,
      arch: host.arch,
      runtime: host.runtime,
      override: codexPathOverride,
      env: (name) => env?.[name] ?? host.env(name),
      moduleUrl: import.meta.url,
      mainModule: host.mainModule(),
      files: host,
    });
    try {
      return await this.#executable;
    } catch (error) {
      this.#executable = null;
      throw error;
    }
  }

  /** Codex exits 0 when an image, a folder or the working directory is missing. */
  async #checkPaths(request: TurnRequest, host: Host): Promise<void> {
    for (const image of request.input.images) await check(host, "input", "image", image, "file");
    if (this.#options.spawn) return;
    const { workingDirectory, additionalDirectories } = request.thread;
    if (workingDirectory) {
      await check(host, "workingDirectory", "working directory", workingDirectory, "directory");
    }
    for (const folder of additionalDirectories ?? []) {
      await check(host, "additionalDirectories", "additional directory", folder, "directory");
    }
  }
}

async function check(
  host: Host,
  option: string,
  what: string,
  path: string,
  wanted: "file" | "directory",
): Promise<void> {
  const kind = await host.stat(path);
  if (kind === wanted || kind === "unknown") return;
  const state = kind === null ? "does not exist" : `is no ${wanted}`;
  throw new InvalidInputError(
    option,
    `Cannot start a turn: the ${what} ${JSON.stringify(path)} ${state}`,
  );
}

async function writeSchema(host: Host, schema: string): Promise<PrivateFile> {
  try {
    return await host.writePrivateFile("schema.json", schema);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new CodexError(
      `Cannot write the output schema to a temporary file: ${message}`,
      { cause },
    );
  }
}

function isOld(version: string | null): boolean {
  if (version === null) return false;
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [wantedMajor = 0, wantedMinor = 0] = BASE_URL_BY_CONFIG;
  return major < wantedMajor || (major === wantedMajor && minor < wantedMinor);
}
