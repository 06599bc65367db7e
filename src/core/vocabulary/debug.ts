/**
 * What a client reports about its processes, for debugging. Types only.
 *
 * @module
 */

/**
 * Something that happened between the SDK and a Codex process. Secrets that the SDK was given are redacted.
 *
 * @category Options
 */
export type DebugEvent =
  & {
    /** Milliseconds since the SDK began to start the process. */
    readonly atMs: number;
    /** The number of the process: a client counts its processes from 1. */
    readonly process: number;
  }
  & (
    | {
      /** A process is being started. */
      readonly type: "spawn";
      /** The executable. */
      readonly command: string;
      /** Its arguments. */
      readonly args: readonly string[];
      /** Its working directory, or null for the host program's. */
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
      /** A signal to the process. */
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
