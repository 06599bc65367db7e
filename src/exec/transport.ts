/**
 * The transport over `codex exec`: one process per turn.
 *
 * @module
 */
import { CodexError } from "../core/vocabulary/errors.ts";
import { bytesOf, fileName } from "../core/vocabulary/inline_image.ts";
import type { NormalizedInput } from "../core/vocabulary/input.ts";
import { checkTools } from "../core/schema/tool.ts";
import type { McpServers } from "../core/vocabulary/mcp_servers.ts";
import type { Tool } from "../core/vocabulary/tool.ts";
import type { ToolServer } from "./tools/tool_server.ts";
import type { Host } from "../core/ports/host.ts";
import type { CodexOptions } from "../core/vocabulary/options.ts";
import type { RunningTurn, Transport, TurnRequest, TurnSink } from "../core/ports/transport.ts";
import { checkFolders, checkImages, checkOwnFolder } from "../launch/checks/check_paths.ts";
import { checkRepository } from "../launch/checks/git_check.ts";
import { realFolders } from "../launch/checks/folders.ts";
import { mergeConfig } from "../launch/command/config.ts";
import { ORIGINATOR, variable } from "../launch/command/env.ts";
import { Launcher } from "../launch/launcher.ts";
import { wellFormed } from "../core/wire/well_formed.ts";
import { writableFolders } from "../launch/checks/writable.ts";
import { mcpByEnvironment, mergeServers } from "../launch/command/mcp_servers.ts";
import { type ArgsRequest, execArgs } from "./args.ts";
import { PrivateFiles } from "./private_files.ts";
import { HomeThreads } from "./threads/home_threads.ts";
import { traceEnv } from "./trace_env.ts";
import { ExecTurn, type PreparedExec } from "./turn.ts";

/** What the preparation of a turn adds to its arguments. */
type MoreArgs = Pick<
  ArgsRequest,
  "mcpServers" | "hide" | "schemaPath" | "instructionsPath" | "toolOverrides"
>;

/** Runs each turn in its own process. */
export class ExecTransport implements Transport {
  /** The threads of this machine's CODEX_HOME, as files. */
  readonly threads: HomeThreads;
  readonly #options: CodexOptions;
  readonly #launcher: Launcher;

  /**
   * @param options The client's options.
   * @param loadHost Loads the adapter for this runtime.
   */
  constructor(options: CodexOptions, loadHost: () => Promise<Host>) {
    this.#options = options;
    this.#launcher = new Launcher(options, loadHost);
    this.threads = new HomeThreads(options, this.#launcher);
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
    const servers = mergeServers(this.#options.mcpServers, request.thread.mcpServers);
    launcher.hideServers(servers);
    const mcp = mcpByEnvironment(servers, this.#current(host), host.platform);
    const more = { mcpServers: mcp.config, hide: Object.keys(mcp.env) };
    // Built once without the files, so that an invalid option leaves nothing on the disk.
    this.#args(host, request, more);
    await checkImages(host, request.input.images);
    // With a custom `spawn` the folders are on the other side.
    if (!this.#options.spawn) {
      if (!request.thread.workingDirectory) await checkOwnFolder(host, "set workingDirectory");
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
      files: request.input.images.filter((image) => typeof image === "string"),
      apiKey: this.#options.apiKey,
      config: request.thread.config,
      mcpServers: servers,
      loopback: request.thread.tools?.length ? ["127.0.0.1"] : [],
    });
    // Checked only if it is certainly Codex that is started.
    if (await launcher.startsCodex(host)) {
      await checkRepository(host, request.thread);
      await launcher.checkLogin(host, request.thread);
    }
    const files = new PrivateFiles(host);
    try {
      const images = await writeImages(files, request.input.images);
      request = { ...request, input: { ...request.input, images } };
      const { baseInstructions } = request.thread;
      const schemaPath = schema === null
        ? undefined
        : await files.write("schema.json", schema, "the output schema");
      const instructionsPath = baseInstructions
        ? await files.write("instructions.md", baseInstructions, "the base instructions")
        : undefined;
      const tools = await offerTools(host, request.thread.tools ?? [], servers, {
        config: mergeConfig(this.#options.config ?? {}, request.thread.config ?? {}),
        configOverrides: this.#options.configOverrides,
      });
      const paths = { schemaPath, instructionsPath };
      const args = this.#args(host, request, {
        ...more,
        ...paths,
        toolOverrides: tools?.overrides,
      });
      const env = {
        ...command.env,
        ...traceEnv(request.trace, this.#current(host)),
        ...mcp.env,
        ...tools?.env,
      };
      const all = [...command.files, ...files.paths];
      return {
        mayHang: this.#options.spawn !== undefined,
        spawn: () => launcher.spawn(host, { ...command, args, files: all, env }),
        release: async () => void await Promise.all([files.remove(), tools?.close()]),
      };
    } catch (error) {
      await files.remove();
      throw error;
    }
  }

  /** Reads the environment that Codex will have. */
  #current(host: Host): (name: string) => string | undefined {
    const { env } = this.#options;
    return (name) => env === undefined ? host.env(name) : variable(env, name, host.platform);
  }

  #args(host: Host, request: TurnRequest, more: MoreArgs): string[] {
    const { config, configOverrides, baseUrl, apiKey, env } = this.#options;
    return execArgs({
      ...request,
      ...more,
      config: config ?? {},
      configOverrides: configOverrides ?? [],
      baseUrl,
      // Even if Codex inherits the key.
      hideApiKey: Boolean(
        apiKey ||
          (env === undefined
            ? host.env("CODEX_API_KEY")
            : variable(env, "CODEX_API_KEY", host.platform)),
      ),
    });
  }
}

/** Writes the images that are in memory to files, and returns the paths of all images. */
async function writeImages(
  files: PrivateFiles,
  images: NormalizedInput["images"],
): Promise<string[]> {
  const paths: string[] = [];
  for (const image of images) {
    if (typeof image === "string") {
      paths.push(image);
      continue;
    }
    const path = await files.write(fileName(image), await bytesOf(image), "an image");
    if (path.includes(",")) {
      throw new CodexError(
        `Cannot start a turn: Codex splits image paths at commas, and the folder for temporary files has one: ${path}`,
      );
    }
    paths.push(path);
  }
  return paths;
}

/** Loads the server only if there are tools: most turns have none. */
async function offerTools(
  host: Host,
  tools: readonly Tool[],
  servers: McpServers,
  raw: Pick<CodexOptions, "config" | "configOverrides">,
): Promise<ToolServer | null> {
  if (tools.length === 0) return null;
  checkTools(tools);
  return await (await import("./tools/tool_server.ts")).serveTools(host, tools, servers, raw);
}
