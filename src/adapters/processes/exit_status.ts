/**
 * How a process ended, in the same form on every runtime.
 *
 * @module
 */
import type { ExitStatus } from "../../core/vocabulary/spawn.ts";

/**
 * Returns the exit status. A process that a signal ended has no code. A crash on Windows has a code of 32
 * bits, such as 0xC0000005, which Deno reports as a negative number.
 */
export function exitStatus(code: number | null, signal: string | null): ExitStatus {
  return { code: signal === null && code !== null ? code >>> 0 : null, signal };
}
