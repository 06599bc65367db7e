/**
 * The outer port: what the SDK asks of the machine it runs on. Types only.
 *
 * @module
 */
import type { Spawn } from "../vocabulary/spawn.ts";
import type { Files } from "./files.ts";
import type { LoopbackHandler, LoopbackServer } from "./loopback.ts";

/** Finds and ends what child processes have started. */
export interface ProcessTree {
  /**
   * What a process starts.
   *
   * @param pid A child process that lives.
   */
  below(pid: number): Descendants;
}

/** A variable in the environment of a process. */
export interface Variable {
  /** Its name. */
  readonly name: string;
  /** The values that are looked for. */
  readonly values: ReadonlySet<string>;
}

/** What a child process has started: its own children, and theirs. */
export interface Descendants {
  /** Looks what lives below the process. What was seen once is found again when its parents are gone. */
  look(): Promise<void>;
  /** Sends SIGKILL to all that lives below the process still, and settles when it is gone (within 1 s). */
  end(): Promise<void>;
  /**
   * What was seen, and is below the process no more: its own parents are gone. On Linux also what bears
   * a variable.
   *
   * @param end Whether to send SIGKILL to what lives on, and to wait until it is gone (within 1 s).
   * @param bearing Whose daemons to end in any case, by a variable of theirs.
   */
  lost(end: boolean, bearing?: Variable): Promise<Lost>;
}

/** What a process has lost of what it had started. */
export interface Lost {
  /** How many of its own children have ended. */
  readonly ended: number;
  /** Whether something that these had started lived on. */
  readonly orphans: boolean;
}

/** What `stat` can tell of a path: null when nothing is there, "unknown" when asking is not permitted. */
export type FileKind = "file" | "directory" | "unknown" | null;

/** Runs a function in an asynchronous context that was remembered, and gives what it gives. */
export type RunInContext = <T>(run: () => T) => T;

/** The machine and the runtime, behind one port. One adapter each for Deno, Node and Bun. */
export interface Host {
  /** The runtime this is. */
  readonly runtime: "deno" | "node" | "bun";
  /** The platform, in Node's words: "linux", "darwin", "win32", … */
  readonly platform: string;
  /** The processor architecture, in Node's words: "x64", "arm64", … */
  readonly arch: string;
  /** Remembers the asynchronous context of this moment. */
  bindContext(): RunInContext;
  /** Starts a process on this machine. Rejects with `SpawnError`. */
  readonly spawn: Spawn;
  /** Finds and ends process trees, or null where it is not permitted. */
  processTree(): ProcessTree | null;
  /** A variable of the host's environment; undefined also where reading it is not permitted. */
  env(name: string): string | undefined;
  /** Whether reading a variable is not permitted. Default: every one may be read. */
  readonly hidesEnv?: (name: string) => boolean;
  /** The path of the program's main module, or null. */
  mainModule(): string | null;
  /** The working directory of the program, or null where reading it is not permitted. */
  cwd(): string | null;
  /** Whether the program has been compiled into one executable, its modules with it. */
  readonly compiled: boolean;
  /** The path of the executable that runs, or null where that is not permitted to know. */
  execPath(): string | null;
  /** What is at `path`. */
  stat(path: string): Promise<FileKind>;
  /** The path with all links resolved, or null when it does not exist or may not be read. */
  realpath(path: string): Promise<string | null>;
  /**
   * The absolute path that a write to an absolute `path` would reach: links followed, to what is not there
   * yet too. Null when it may not be looked at.
   */
  writtenPath(path: string): Promise<string | null>;
  /** The first 64 KiB of a file as text, or null when it cannot be read. */
  readText(path: string): Promise<string | null>;
  /**
   * The path of a package's file, as the runtime finds it for the module at `from`, or null. Under
   * Yarn's Plug'n'Play, where nothing else knows; elsewhere it finds nothing, or is not there.
   */
  readonly resolve?: (specifier: string, from: string) => string | null;
  /**
   * Whether nobody may put anything into a folder but the administrator, this user, and whom the program
   * belongs to already; true where that is not told.
   *
   * @param module A file of the program.
   */
  isOurs(folder: string, module: string): Promise<boolean>;
  /** Copies of programs that others may change. */
  readonly programs: Programs;
  /** Files of the SDK's own. */
  readonly files: Files;
  /** Files that Codex shares with the SDK: those of its threads. */
  readonly codexFiles: CodexFiles;
  /** Writes a file into a new folder that only this user can enter. */
  writePrivateFile(name: string, content: string | Uint8Array): Promise<PrivateFile>;
  /** What keeps the program off the network, or null. Not there where the runtime says so by itself. */
  readonly noNetwork?: () => string | null;
  /** Starts a web server on a free port of 127.0.0.1. On Deno, and on Node from 25 on, that can take a permission. */
  serve(handler: LoopbackHandler): Promise<LoopbackServer>;
}

/** Files and folders, by absolute paths. On Deno each call takes a permission, and rejects without it. */
export interface CodexFiles {
  /** The files in a folder, at whatever depth: their paths below it, with `/`. None where there is no folder. */
  below(folder: string): Promise<readonly string[]>;
  /** The bytes of a file. */
  read(path: string): Promise<Uint8Array>;
  /** Writes a file that only this user may read, and makes the folders above it. */
  write(path: string, data: Uint8Array): Promise<void>;
  /** Puts a file in the place of another one, or where there is none. */
  move(from: string, to: string): Promise<void>;
  /** Removes a file. Does nothing where there is none. */
  remove(path: string): Promise<void>;
}

/** Programs that lie where others may write: what was started once is started again, or nothing is. */
export interface Programs {
  /** What was chosen first in this process for a key. Shared by all clients of the process. */
  readonly chosen: Map<string, ChosenProgram>;
  /** Whether the file is a program of the machine's own format: what it does does not depend on its place. */
  isNative(path: string): Promise<boolean>;
  /** What changes with the content of a script; null where that cannot be told. */
  identity(path: string): Promise<string | null>;
  /** Where copies may be kept, the best first. None of them is there yet, perhaps. */
  stores(): readonly string[];
  /**
   * A copy that nobody else can write to; made once for each content.
   *
   * @param root The folder to copy, or one file.
   * @param store Where copies are kept.
   * @returns The path of the copy of `root`.
   * @throws Whatever the system says, where it cannot be made.
   */
  copy(root: string, store: string): Promise<string>;
}

/** A program that was started once. */
export interface ChosenProgram {
  /** Its path. */
  readonly path: string;
  /** Folders that it wants in front of `PATH`. */
  readonly pathDirs: readonly string[];
  /** Its version, where that is known. */
  readonly version: string | null;
  /** Its identity at that time; null for a copy, which cannot change. */
  readonly identity: string | null;
}

/** A file in a private temporary folder. */
export interface PrivateFile {
  /** Its absolute path. */
  readonly path: string;
  /** Removes the file and its folder. Never rejects. */
  remove(): Promise<void>;
}
