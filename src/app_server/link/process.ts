/**
 * The app-server's process: started once, ended when its input closes.
 *
 * @module
 */
import type { ExitStatus, Subprocess } from "../../core/vocabulary/spawn.ts";
import type { CodexOptions } from "../../core/vocabulary/options.ts";
import type { Descendants } from "../../core/ports/host.ts";
import { configOverrides, tomlValue } from "../../launch/command/config.ts";
import type { Launcher } from "../../launch/launcher.ts";
import { StderrTail } from "../../launch/process/stderr_tail.ts";
import { checkOwnFolder } from "../../launch/checks/check_paths.ts";
import { dropPipes, stopTree, within } from "../../launch/process/stop.ts";
import { temporaryFolders, workFolders } from "../../launch/checks/writable.ts";
import { type LinePair, linesOf } from "./line_pair.ts";
import type { ServerLink } from "./server_link.ts";

/** Milliseconds that the server may take to end once its input is closed: usually 55. */
const GRACE_MS = 2_000;
const DRAIN_MS = 200;
/** Milliseconds to read its output after it has ended: a process below may hold it open. */
const LAST_LINES_MS = 1_000;

/** A running app-server. */
export class ServerProcess implements ServerLink {
  /** The server's output and input. */
  readonly lines: LinePair;
  /** How the process ended; null if unknown. Never rejects. */
  readonly exited: Promise<ExitStatus | null>;
  readonly #child: Subprocess;
  readonly #launcher: Launcher;
  readonly #stderr: StderrTail;
  readonly #closeInput: () => void;
  readonly #abandon: () => void;
  #stopping: Promise<void> | null = null;
  #ended = false;

  private constructor(child: Subprocess, launcher: Launcher) {
    const { close, abandon, ended, ...lines } = linesOf(
      child.stdout,
      child.stdin,
      launcher.redact,
    );
    this.lines = lines;
    this.#closeInput = close;
    this.#abandon = abandon;
    this.exited = child.exited.catch(() => null);
    this.#child = child;
    this.#launcher = launcher;
    this.#stderr = new StderrTail(child.stderr, launcher.redact);
    void this.#watch(ended);
  }

  async #watch(ended: Promise<void>): Promise<void> {
    const status = await this.exited;
    this.#ended = true;
    if (status !== null && !await within(ended, LAST_LINES_MS)) this.#abandon();
  }

  /** Starts the server. */
  static async start(
    launcher: Launcher,
    options: CodexOptions,
    hideApiKey: boolean,
  ): Promise<ServerProcess> {
    const host = await launcher.host();
    if (!options.spawn) await checkOwnFolder(host, "change to another one");
    const command = await launcher.command(host, {
      args: serverArgs(options, hideApiKey),
      // Where a thread works by default; folders that it names are checked when it is opened.
      writable: [...workFolders(host, {}), ...temporaryFolders(host, options.env)],
      guarded: true,
      // In a group of its own, so that Ctrl-C can interrupt a turn without ending the server.
      detached: true,
      files: [],
      mcpServers: options.mcpServers ?? {},
    });
    // Blank for the server itself, which ignores it: a thread's own `shell_environment_policy` would
    // take the place of the process's, and hand it to the model's commands.
    const env = hideApiKey ? { ...command.env, CODEX_API_KEY: "" } : command.env;
    const child = await launcher.spawn(host, { ...command, env });
    try {
      return new ServerProcess(child, launcher);
    } catch (error) {
      // The process is running even if this host lacks what it takes to talk to it.
      await stopTree(child, child.exited.catch(() => null), {
        first: "SIGTERM",
        graceMs: GRACE_MS,
        tree: launcher.processTree(),
      });
      dropPipes(child);
      throw error;
    }
  }

  /** The server's standard error, without secrets. */
  stderr(): string {
    return this.#stderr.text();
  }

  /** The processes below the server; null if they are unknown or may not be listed. */
  below(): Descendants | null {
    const { pid } = this.#child;
    // Once it has ended, its pid may belong to another process.
    return pid === undefined || this.#ended
      ? null
      : this.#launcher.processTree()?.below(pid) ?? null;
  }

  /** Ends the server and everything below it, and waits for the rest of its standard error. */
  stop(): Promise<void> {
    return this.#stopping ??= this.#stop();
  }

  async #stop(): Promise<void> {
    await stopTree(this.#child, this.exited, {
      first: this.#closeInput,
      graceMs: GRACE_MS,
      tree: this.#launcher.processTree(),
    });
    await within(this.#stderr.ended, DRAIN_MS);
    this.#stderr.cancel();
    this.#abandon();
  }
}

function serverArgs(options: CodexOptions, hideApiKey: boolean): string[] {
  const overrides = [
    ...configOverrides(options.config ?? {}, "config"),
    ...options.configOverrides ?? [],
    ...options.baseUrl ? [`openai_base_url=${tomlValue(options.baseUrl, "baseUrl")}`] : [],
    // A key that is passed lives in the server's memory, and nowhere else.
    ...hideApiKey
      ? ['cli_auth_credentials_store="ephemeral"', 'shell_environment_policy.set.CODEX_API_KEY=""']
      : [],
  ];
  // One that begins with a dash would be taken as a flag unless it is joined to `--config`.
  const flags = overrides.flatMap((override) =>
    override.startsWith("-") ? [`--config=${override}`] : ["--config", override]
  );
  return ["app-server", ...flags];
}
