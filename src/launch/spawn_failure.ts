/**
 * The error of a process that could not be started, without secrets.
 *
 * @module
 */
import type { Redact } from "../core/ports/redact.ts";
import { SpawnError } from "../core/vocabulary/errors.ts";

/** The fields kept of a runtime's error. Not `spawnargs`, in which Node repeats the configuration. */
const TOLD = ["code", "errno", "syscall"] as const;

/**
 * Waits until a process is started. If that fails, neither the error nor its cause shows a secret.
 *
 * @throws {SpawnError} If the process could not be started.
 */
export async function withoutSecrets<T>(starting: T | Promise<T>, redact: Redact): Promise<T> {
  try {
    return await starting;
  } catch (error) {
    if (!(error instanceof SpawnError)) throw error;
    const { message, command, code, cause } = error;
    throw new SpawnError(redact(message), { command, code, cause: plainCause(cause, redact) });
  }
}

function plainCause(cause: unknown, redact: Redact): unknown {
  if (!(cause instanceof Error)) return cause === undefined ? undefined : redact(String(cause));
  const plain = new Error(redact(cause.message));
  plain.name = cause.name;
  if (cause.stack !== undefined) plain.stack = redact(cause.stack);
  const told = TOLD.flatMap((key) => key in cause ? [[key, cause[key as never]]] : []);
  return Object.assign(plain, Object.fromEntries(told));
}
