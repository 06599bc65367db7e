/**
 * The outer port: what the SDK asks of the machine it runs on. Types only.
 *
 * @module
 */

/** A signal the SDK sends to a child process. */
export type KillSignal = "SIGINT" | "SIGTERM" | "SIGKILL";

/** What to start, handed to {@linkcode Spawn}. */
export interface SpawnCommand {
  /** The executable: a path, or a bare name where a custom `spawn` decides what it means. */
  readonly command: string;
  /** The arguments, without the executable itself. The prompt is never among them: it goes to stdin. */
  readonly args: readonly string[];
  /** Working directory of the process. Absent: that of the host program. */
  readonly cwd?: string;
  /** Variables to add to the environment, or the whole environment when `inheritEnv` is false. */
  readonly env: Readonly<Record<string, string>>;
  /** Whether the child gets the host's environment below `env`. */
  readonly inheritEnv: boolean;
  /** Whether the child leads a process group of its own, out of reach of Ctrl-C in the terminal. */
  readonly detached: boolean;
  /**
   * Paths on the host that `args` name (images, the output schema), for a `spawn` that runs
   * Codex elsewhere and has to bring them along.
   */
  readonly files: readonly string[];
}

/** How a process ended. */
export interface ExitStatus {
  /** The exit code, or null when a signal ended the process. */
  readonly code: number | null;
  /** The signal that ended the process, or null. */
  readonly signal: string | null;
}

/** A running process, as {@linkcode Spawn} returns it. */
export interface Subprocess {
  /** The process id on this machine. Absent where there is none (a container, ssh, a fake). */
  readonly pid?: number;
  /** Standard input. Writing to a process that no longer reads must reject, not throw elsewhere. */
  readonly stdin: WritableStream<Uint8Array>;
  /** Standard output. Must not read ahead without bound: a slow consumer slows the child. */
  readonly stdout: ReadableStream<Uint8Array>;
  /** Standard error. */
  readonly stderr: ReadableStream<Uint8Array>;
  /**
   * Settles when the process itself has ended, whoever still holds its pipes. May reject where
   * that cannot be known (a lost connection).
   */
  readonly exited: Promise<ExitStatus>;
  /**
   * Sends a signal. Does nothing when the process has ended. With a custom `spawn` it has to
   * reach whatever tree of processes is on the other side.
   */
  kill(signal: KillSignal): void | Promise<void>;
}

/**
 * Starts a process. Give your own to `new Codex({ spawn })` to run Codex in a container, over
 * ssh, or not at all (a fake in tests). Rejects when the process cannot be started.
 */
export type Spawn = (
  command: SpawnCommand,
) => Subprocess | Promise<Subprocess>;

/** A process below another one, safe against reuse of its pid. */
export interface ProcessRef {
  /** The process id. */
  readonly pid: number;
  /** When it started, in whatever unit the platform tells. */
  readonly startTime: string;
  /** Its session id, where the platform tells. */
  readonly session: number | null;
}

/** Finds and ends what a child process has started. */
export interface ProcessTree {
  /** What lives below a process, those of `known` and what they started among it. */
  find(pid: number, known: readonly ProcessRef[]): Promise<ProcessRef[]>;
  /**
   * Suspends a process and all below it, so that nothing is started while the tree is looked at.
   *
   * @param pid The child process, or null when it has ended.
   * @param known What was found below it before: those still alive count, and what they started.
   * @returns What lives below it.
   */
  freeze(pid: number | null, known: readonly ProcessRef[]): Promise<ProcessRef[]>;
  /** Lets a frozen tree go on. */
  thaw(pid: number, below: readonly ProcessRef[]): void;
  /** Sends SIGKILL to those still alive and settles when they are gone (within 1 s). */
  kill(refs: readonly ProcessRef[]): Promise<void>;
}

/** What `stat` can tell of a path: null when nothing is there, "unknown" when asking is not permitted. */
export type FileKind = "file" | "directory" | "unknown" | null;

/** The machine and the runtime, behind one port. One adapter each for Deno, Node and Bun. */
export interface Host {
  /** The runtime this is. */
  readonly runtime: "deno" | "node" | "bun";
  /** The platform, in Node's words: "linux", "darwin", "win32", … */
  readonly platform: string;
  /** The processor architecture, in Node's words: "x64", "arm64", … */
  readonly arch: string;
  /** Starts a process on this machine. Rejects with `SpawnError`. */
  readonly spawn: Spawn;
  /** Finds and ends process trees, or null where it is not permitted. */
  processTree(): ProcessTree | null;
  /** A variable of the host's environment; undefined also where reading it is not permitted. */
  env(name: string): string | undefined;
  /** The path of the program's main module, or null. */
  mainModule(): string | null;
  /** What is at `path`. */
  stat(path: string): Promise<FileKind>;
  /** The path with all links resolved, or null when it does not exist or may not be read. */
  realpath(path: string): Promise<string | null>;
  /** The first 64 KiB of a file as text, or null when it cannot be read. */
  readText(path: string): Promise<string | null>;
  /** Writes a file into a new folder that only this user can enter. */
  writePrivateFile(name: string, text: string): Promise<PrivateFile>;
}

/** A file in a private temporary folder. */
export interface PrivateFile {
  /** Its absolute path. */
  readonly path: string;
  /** Removes the file and its folder. Never rejects. */
  remove(): Promise<void>;
}
