/**
 * How a server ended, as an error.
 *
 * @module
 */
import type { Redact } from "../../core/ports/redact.ts";
import type { ExitStatus } from "../../core/vocabulary/spawn.ts";
import { lastWords } from "../../launch/said.ts";
import type { DecodeError } from "../../core/vocabulary/errors.ts";
import { ConnectionClosedError } from "./rpc_errors.ts";

/**
 * Makes errors that tell how the server ended: one for each turn and request, since an error takes
 * the facts of its turn.
 *
 * @param status How the process ended, or null where that is not known.
 * @param stderr The last words on its standard error, without secrets.
 * @param closed Whether the client has closed it.
 * @param redact Takes the secrets out of a text.
 * @param broken The line that it was given up for, or null.
 */
export function serverEnd(
  status: ExitStatus | null,
  stderr: string,
  closed: boolean,
  redact: Redact,
  broken: DecodeError | null = null,
): () => ConnectionClosedError {
  const message = closed
    ? "The app-server was closed"
    : broken !== null
    ? `The app-server was given up: ${broken.message}`
    : `The app-server ended${how(status)}${lastWords(null, stderr, redact)}`;
  const fields = { exitCode: status?.code ?? null, signal: status?.signal ?? null, stderr };
  return () => new ConnectionClosedError(message, fields);
}

function how(status: ExitStatus | null): string {
  if (status === null) return "";
  return status.signal === null ? ` with exit code ${status.code}` : ` by signal ${status.signal}`;
}
