/**
 * How a process ended, told the same on every runtime.
 *
 * @module
 */
import type { ExitStatus } from "../../core/vocabulary/spawn.ts";

/**
 * A process that a signal ended has no code. A crash on Windows has one of 32 bits, 0xC0000005 and
 * the like, which Deno tells as a negative number.
 */
export function exitStatus(code: number | null, signal: string | null): ExitStatus {
  return { code: signal === null && code !== null ? code >>> 0 : null, signal };
}
