/**
 * The outer port: what the SDK asks of the machine it runs on. Types only.
 *
 * @module
 */
import type { Spawn } from "../vocabulary/spawn.ts";
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

/** What a child process has started: its own children, and theirs. */
export interface Descendants {
  /** Looks what lives below the process. What was seen once is found again when its parents are gone. */
  look(): Promise<void>;
  /** Sends SIGKILL to all that lives below the process still, and settles when it is gone (within 1 s). */
  end(): Promise<void>;
  /**
   * Whether some of what was seen lives on, and is below the process no more: its own parents are gone.
   *
   * @param end Whether to send it SIGKILL, and to wait until it is gone (within 1 s).
   */
  orphans(end: boolean): Promise<boolean>;
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
  /** Writes a file into a new folder that only this user can enter. */
  writePrivateFile(name: string, content: string | Uint8Array): Promise<PrivateFile>;
  /** Starts a web server on a free port of 127.0.0.1. On Deno that takes a permission. */
  serve(handler: LoopbackHandler): Promise<LoopbackServer>;
}

/** A file in a private temporary folder. */
export interface PrivateFile {
  /** Its absolute path. */
  readonly path: string;
  /** Removes the file and its folder. Never rejects. */
  remove(): Promise<void>;
}
