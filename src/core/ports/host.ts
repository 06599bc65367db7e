/**
 * The outer port: what the SDK asks of the machine it runs on. Types only.
 *
 * @module
 */
import type { Spawn } from "../vocabulary/spawn.ts";

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
