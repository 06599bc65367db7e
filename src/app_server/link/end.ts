/**
 * How a server ended, as a fact and as an error.
 *
 * @module
 */
import { messageOf, plainText, shortened } from "../../core/base/plain_text.ts";
import type { Redact } from "../../core/ports/redact.ts";
import { DecodeError } from "../../core/vocabulary/errors.ts";
import type { ExitStatus } from "../../core/vocabulary/spawn.ts";
import { lastWords } from "../../launch/process/said.ts";
import { ConnectionClosedError } from "./rpc_errors.ts";

/**
 * How a connection to a server ended.
 *
 * @category Server
 */
export interface ServerEnd {
  /** "closed": by `close()`; "exited": the server's process has ended; "lost": for an unknown reason. */
  readonly reason: "closed" | "exited" | "lost";
  /** The exit code of the server, or null if a signal ended it or the code is unknown. */
  readonly exitCode: number | null;
  /** The signal that ended the server, or null. */
  readonly signal: string | null;
  /** The last 64 KiB of the server's standard error, without secrets. */
  readonly stderr: string;
}

/** How a connection ended. The parameters are those of {@linkcode serverEnd}. */
export function endOf(status: ExitStatus | null, stderr: string, closed: boolean): ServerEnd {
  const reason = closed ? "closed" : status === null ? "lost" : "exited";
  return { reason, exitCode: status?.code ?? null, signal: status?.signal ?? null, stderr };
}

/**
 * Returns a function that creates errors which say how the server ended: one for each turn and request,
 * since an error takes the facts of its turn.
 *
 * @param status How the process ended, or null if unknown.
 * @param stderr The end of its standard error, without secrets.
 * @param closed Whether the client has closed it.
 * @param redact Removes the secrets from a text.
 * @param broken Why its output broke off, or null: at a `DecodeError` we have closed it.
 * @param shown Where the server is, if it is not a process of ours.
 */
export function serverEnd(
  status: ExitStatus | null,
  stderr: string,
  closed: boolean,
  redact: Redact,
  broken: Error | null = null,
  shown: string | null = null,
): () => ConnectionClosedError {
  const message = closed
    ? shown === null ? "The app-server was closed" : `The connection to ${shown} was closed`
    : broken instanceof DecodeError
    ? `The connection to the app-server was closed: ${broken.message}`
    : shown !== null
    ? `The connection to ${shown} was lost${because(": ", broken, redact)}`
    : `The app-server ended${how(status)}${because("; its output broke off: ", broken, redact)}${
      lastWords(null, stderr, redact)
    }`;
  const fields = { exitCode: status?.code ?? null, signal: status?.signal ?? null, stderr };
  return () => new ConnectionClosedError(message, fields);
}

function how(status: ExitStatus | null): string {
  if (status === null) return "";
  return status.signal === null ? ` with exit code ${status.code}` : ` by signal ${status.signal}`;
}

function because(start: string, broken: Error | null, redact: Redact): string {
  return broken === null ? "" : start + redact(shortened(plainText(messageOf(broken))));
}
