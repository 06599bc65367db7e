/**
 * The outer port: what the SDK needs from the machine that it runs on. Types only.
 *
 * @module
 */
import type { Spawn } from "../vocabulary/spawn.ts";
import type { Files } from "./files.ts";
import type { LoopbackHandler, LoopbackServer } from "./loopback.ts";

/** Finds and ends the processes that child processes have started. */
export interface ProcessTree {
  /**
   * Returns the descendants of a process.
   *
   * @param pid A running child process.
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

/** The descendants of a child process: its children, their children, and so on. */
export interface Descendants {
  /** Looks for running descendants. Those seen once are found again even after their parents have ended. */
  look(): Promise<void>;
  /** Sends SIGKILL to all running descendants, and settles when they have ended (within 1 s). */
  end(): Promise<void>;
  /**
   * Finds descendants that were seen earlier and have since lost their own parents. On Linux, also those
   * with a given variable.
   *
   * @param end Whether to send SIGKILL to those still running, and to wait for their end (within 1 s).
   * @param bearing A variable of daemons that are ended in any case.
   */
  lost(end: boolean, bearing?: Variable): Promise<Lost>;
}

/** The descendants that a process has lost. */
export interface Lost {
  /** How many of its own children have ended. */
  readonly ended: number;
  /** Whether something that these had started went on running. */
  readonly orphans: boolean;
}

/** What is at a path: null if nothing is there, "unknown" if looking is not permitted. */
export type FileKind = "file" | "directory" | "unknown" | null;

/** Runs a function in a remembered asynchronous context, and returns its result. */
export type RunInContext = <T>(run: () => T) => T;

/** The machine and the runtime, behind one port. One adapter each for Deno, Node and Bun. */
export interface Host {
  /** The current runtime. */
  readonly runtime: "deno" | "node" | "bun";
  /** The platform, as Node names it: "linux", "darwin", "win32", … */
  readonly platform: string;
  /** The processor architecture, as Node names it: "x64", "arm64", … */
  readonly arch: string;
  /** Remembers the asynchronous context of this moment. */
  bindContext(): RunInContext;
  /** Starts a process on this machine. Rejects with `SpawnError`. */
  readonly spawn: Spawn;
  /** Returns what finds and ends process trees, or null if that is not permitted. */
  processTree(): ProcessTree | null;
  /** Returns a variable of the host's environment; undefined also if reading it is not permitted. */
  env(name: string): string | undefined;
  /** Returns whether reading a variable is not permitted. Default: every variable may be read. */
  readonly hidesEnv?: (name: string) => boolean;
  /** Returns the path of the program's main module, or null. */
  mainModule(): string | null;
  /** Returns the working directory of the program; null if it no longer exists, or may not be read. */
  cwd(): string | null;
  /** Whether the program and its modules were compiled into one executable. */
  readonly compiled: boolean;
  /** Returns the path of the running executable, or null if reading it is not permitted. */
  execPath(): string | null;
  /** Returns what is at `path`. */
  stat(path: string): Promise<FileKind>;
  /** Returns the path with all links resolved, or null if it does not exist or may not be read. */
  realpath(path: string): Promise<string | null>;
  /**
   * Returns the absolute path that a write to an absolute `path` would reach: links are followed, even to
   * something that does not exist yet. Null if looking is not permitted.
   */
  writtenPath(path: string): Promise<string | null>;
  /** Reads the first 64 KiB of a file as text. Returns null if it cannot be read. */
  readText(path: string): Promise<string | null>;
  /**
   * Returns the path of a package's file, as the runtime resolves it for the module at `from`, or null.
   * Needed under Yarn's Plug'n'Play; elsewhere it finds nothing, or is absent.
   */
  readonly resolve?: (specifier: string, from: string) => string | null;
  /**
   * Returns whether only the administrator, this user and the program's owner may put something into a
   * folder; true if that cannot be told.
   *
   * @param module A file of the program.
   */
  isOurs(folder: string, module: string): Promise<boolean>;
  /** Copies of programs that others may change. */
  readonly programs: Programs;
  /** The SDK's own files. */
  readonly files: Files;
  /** Files that Codex and the SDK share: those of threads. */
  readonly codexFiles: CodexFiles;
  /** Writes a file into a new folder that only this user can enter. */
  writePrivateFile(name: string, content: string | Uint8Array): Promise<PrivateFile>;
  /** Returns what keeps the program off the network, or null. Absent if the runtime itself says so. */
  readonly noNetwork?: () => string | null;
  /** Starts a web server on a free port of 127.0.0.1. Deno, and Node from 25 on, may require a permission. */
  serve(handler: LoopbackHandler): Promise<LoopbackServer>;
}

/** Files and folders, by absolute paths. On Deno, each call needs a permission, and rejects without it. */
export interface CodexFiles {
  /** Returns the paths of the files in a folder, at any depth, with `/`. None if there is no folder. */
  below(folder: string): Promise<readonly string[]>;
  /** Reads a file. */
  read(path: string): Promise<Uint8Array>;
  /** Writes a file that only this user may read, and creates the folders above it. */
  write(path: string, data: Uint8Array): Promise<void>;
  /** Moves a file, replacing another one if there is one. */
  move(from: string, to: string): Promise<void>;
  /** Removes a file. Does nothing if there is none. */
  remove(path: string): Promise<void>;
}

/** Programs in places where others may write: the one that was started first is started again, or none. */
export interface Programs {
  /** The program chosen first in this process for a key. Shared by all clients of the process. */
  readonly chosen: Map<string, ChosenProgram>;
  /** Returns whether the file is a native program, whose behavior does not depend on its location. */
  isNative(path: string): Promise<boolean>;
  /** Returns a value that changes with the content of a script, or null if there is none. */
  identity(path: string): Promise<string | null>;
  /** Returns where copies may be kept, the best place first. The folders may not exist yet. */
  stores(): readonly string[];
  /**
   * Makes a copy that nobody else can write to, once for each content.
   *
   * @param root The folder to copy, or one file.
   * @param store Where copies are kept.
   * @returns The path of the copy of `root`.
   * @throws The system's error, if the copy cannot be made.
   */
  copy(root: string, store: string): Promise<string>;
}

/** A program that was started once. */
export interface ChosenProgram {
  /** Its path. */
  readonly path: string;
  /** Folders that must come first in its `PATH`. */
  readonly pathDirs: readonly string[];
  /** Its version, or null if it is not known. */
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
