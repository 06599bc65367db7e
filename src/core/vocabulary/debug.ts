/**
 * What a client tells of its processes, for whoever looks for a fault. Types only.
 *
 * @module
 */

/**
 * Something that happened between the SDK and a Codex process. Secrets that the SDK was given are replaced.
 *
 * @category Options
 */
export type DebugEvent =
  & {
    /** Milliseconds since the process was to be started. */
    readonly atMs: number;
    /** The process: each one of a client has the next number, from 1. */
    readonly process: number;
  }
  & (
    | {
      /** A process is started. */
      readonly type: "spawn";
      /** The executable. */
      readonly command: string;
      /** Its arguments. */
      readonly args: readonly string[];
      /** Its working directory, or null for the program's. */
      readonly cwd: string | null;
      /** The names of the variables that the SDK sets. */
      readonly variables: readonly string[];
    }
    | {
      /** A line to the process (`in`), or from it (`out`). */
      readonly type: "in" | "out";
      readonly line: string;
    }
    | {
      /** Standard error. */
      readonly type: "stderr";
      readonly text: string;
    }
    | {
      /** A signal is sent. */
      readonly type: "signal";
      readonly signal: string;
    }
    | {
      /** The process has ended. */
      readonly type: "exit";
      /** The exit code, or null. */
      readonly code: number | null;
      /** The signal that ended it, or null. */
      readonly signal: string | null;
    }
  );
