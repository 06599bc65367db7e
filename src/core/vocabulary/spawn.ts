/**
 * How a process is started, for callers who start Codex themselves. Types only.
 *
 * @module
 */

/**
 * A signal that the SDK sends to a child process.
 *
 * @category Options
 */
export type KillSignal = "SIGINT" | "SIGTERM" | "SIGKILL";

/**
 * What to start: the argument of {@linkcode Spawn}.
 *
 * @category Options
 */
export interface SpawnCommand {
  /** The executable: a path, or a bare name that a custom `spawn` interprets. */
  readonly command: string;
  /** The arguments, without the executable itself. The prompt is never among them: it goes to stdin. */
  readonly args: readonly string[];
  /** The working directory of the process. Default: the host program's. */
  readonly cwd?: string;
  /** Variables to add to the environment, or the whole environment when `inheritEnv` is false. */
  readonly env: Readonly<Record<string, string>>;
  /** Whether the child inherits the host's environment; `env` overrides it. */
  readonly inheritEnv: boolean;
  /** Whether the child leads its own process group, out of reach of Ctrl-C in the terminal. */
  readonly detached: boolean;
  /**
   * Paths on the host that `args` mention (images, the output schema), for a `spawn` that runs Codex
   * elsewhere and has to copy them there.
   */
  readonly files: readonly string[];
}

/**
 * How a process ended.
 *
 * @category Options
 */
export interface ExitStatus {
  /** The exit code, or null when a signal ended the process. */
  readonly code: number | null;
  /** The signal that ended the process, or null. */
  readonly signal: string | null;
}

/**
 * A running process, as {@linkcode Spawn} returns it.
 *
 * @category Options
 */
export interface Subprocess {
  /** The process id on this machine. Absent if there is none (a container, ssh, a fake). */
  readonly pid?: number | undefined;
  /** Standard input. Writing to a process that no longer reads must reject, not throw elsewhere. */
  readonly stdin: WritableStream<Uint8Array>;
  /** Standard output. Must not read ahead without bound: a slow consumer slows the child. */
  readonly stdout: ReadableStream<Uint8Array>;
  /** Standard error. */
  readonly stderr: ReadableStream<Uint8Array>;
  /**
   * Settles when the process itself has ended, even if others still hold its pipes. May reject if that
   * cannot be known (a lost connection).
   */
  readonly exited: Promise<ExitStatus>;
  /**
   * Sends a signal. Does nothing if the process has ended. With a custom `spawn`, it must reach the whole
   * process tree on the other side.
   */
  kill(signal: KillSignal): void | Promise<void>;
}

/**
 * Starts a process. Pass your own to `new Codex({ spawn })` to run Codex in a container, over ssh, or not
 * at all (a fake in tests). Rejects if the process cannot be started. Over exec, the limits of the turn count
 * meanwhile; `AppServer.start()` waits without one, so have your own reject in time.
 *
 * @category Options
 */
export type Spawn = (
  command: SpawnCommand,
) => Subprocess | Promise<Subprocess>;
