/**
 * The transport over `codex exec`: one process per turn.
 *
 * @module
 */
import { AbortHub } from "../core/turn/aborts.ts";
import { CodexError } from "../core/vocabulary/errors.ts";
import { checkTools } from "../core/schema/tool.ts";
import type { Tool } from "../core/vocabulary/tool.ts";
import type { ToolServer } from "./tools/tool_server.ts";
import type { Host, PrivateFile } from "../core/ports/host.ts";
import type { CodexOptions } from "../core/vocabulary/options.ts";
import type { RunningTurn, Transport, TurnRequest, TurnSink } from "../core/ports/transport.ts";
import { checkFolders, checkImages } from "../launch/check_paths.ts";
import { checkRepository } from "../launch/git_check.ts";
import { realFolders } from "../launch/folders.ts";
import { ORIGINATOR, variable } from "../launch/env.ts";
import { Launcher } from "../launch/launcher.ts";
import { wellFormed } from "../core/wire/well_formed.ts";
import { writableFolders } from "../launch/writable.ts";
import { execArgs } from "./args.ts";
import { ExecTurn, type PreparedExec } from "./turn.ts";

/** Runs each turn in a process of its own. */
export class ExecTransport implements Transport {
  /** As {@linkcode Transport} has it. */
  readonly aborts: AbortHub = new AbortHub();
  readonly #options: CodexOptions;
  readonly #launcher: Launcher;

  /**
   * @param options The client's options.
   * @param loadHost Loads the adapter for this runtime.
   */
  constructor(options: CodexOptions, loadHost: () => Promise<Host>) {
    this.#options = options;
    this.#launcher = new Launcher(options, loadHost);
  }

  /** As {@linkcode Transport} has it. */
  redact(text: string): string {
    return this.#launcher.redact(text);
  }

  /** As {@linkcode Transport} has it. */
  run(request: TurnRequest, sink: TurnSink): RunningTurn {
    const context = {
      prepare: () => this.#prepare(request),
      processTree: () => this.#launcher.processTree(),
      redact: this.#launcher.redact,
    };
    return new ExecTurn(context, request, sink);
  }

  async #prepare(request: TurnRequest): Promise<PreparedExec> {
    const { outputSchema } = request.turn;
    const schema = outputSchema === undefined ? null : wellFormed(JSON.stringify(outputSchema));
    const launcher = this.#launcher;
    const host = await launcher.host();
    // Built once without the file, so that a wrong option leaves nothing on the disk.
    this.#args(host, request, undefined);
    await checkImages(host, request.input.images);
    // With a custom `spawn` the folders are on the other side.
    if (!this.#options.spawn) {
      await checkFolders(host, request.thread);
      const additionalDirectories = await realFolders(host, request.thread);
      request = { ...request, thread: { ...request.thread, additionalDirectories } };
    }
    const writable = this.#options.spawn
      ? []
      : await writableFolders(host, this.#options, request.thread);
    const command = await launcher.command(host, {
      writable,
      args: [],
      detached: false,
      originator: ORIGINATOR,
      files: request.input.images,
      apiKey: this.#options.apiKey,
      config: request.thread.config,
      loopback: request.thread.tools?.length ? ["127.0.0.1"] : [],
    });
    // Looked for where it is known that Codex would look for it.
    if (await launcher.startsCodex(host)) {
      await checkRepository(host, request.thread);
      await launcher.checkLogin(host, request.thread);
    }
    const file = schema === null ? null : await writeSchema(host, schema);
    const remove = () => file?.remove() ?? Promise.resolve();
    try {
      const tools = await offerTools(host, request.thread.tools ?? []);
      const args = this.#args(host, request, file?.path, tools?.overrides);
      const files = file === null ? command.files : [...command.files, file.path];
      const env = { ...command.env, ...tools?.env };
      return {
        mayHang: this.#options.spawn !== undefined,
        spawn: () => launcher.spawn(host, { ...command, args, files, env }),
        release: async () => void await Promise.all([remove(), tools?.close()]),
      };
    } catch (error) {
      await remove();
      throw error;
    }
  }

  #args(
    host: Host,
    request: TurnRequest,
    schemaPath: string | undefined,
    toolOverrides: readonly string[] = [],
  ): string[] {
    const { config, configOverrides, baseUrl, apiKey, env } = this.#options;
    return execArgs({
      ...request,
      config: config ?? {},
      configOverrides: configOverrides ?? [],
      baseUrl,
      // Also one that Codex inherits.
      hideApiKey: Boolean(
        apiKey ||
          (env === undefined
            ? host.env("CODEX_API_KEY")
            : variable(env, "CODEX_API_KEY", host.platform)),
      ),
      schemaPath,
      toolOverrides,
    });
  }
}

/** Loaded where there are tools only: most turns have none. */
async function offerTools(host: Host, tools: readonly Tool[]): Promise<ToolServer | null> {
  if (tools.length === 0) return null;
  checkTools(tools);
  return await (await import("./tools/tool_server.ts")).serveTools(host, tools);
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
