/**
 * The error of a process that could not be started, the same on every runtime.
 *
 * @module
 */
import { SpawnError } from "../core/vocabulary/errors.ts";
import { whyNotStarted } from "./files/why_not_started.ts";

/**
 * Explains why `command` could not be started.
 *
 * @param platform The platform, as Node names it.
 * @param mayLook Whether looking at the file is permitted: otherwise, Deno would prompt the user.
 */
export async function spawnError(
  command: string,
  cause: unknown,
  platform: string,
  mayLook = true,
): Promise<SpawnError> {
  const code = systemCode(cause);
  const why = linkerVariable(cause) ?? missingGlobal(cause) ??
    (mayLook ? await whyNotStarted(command, code, platform) : null) ??
    messageOf(cause);
  return new SpawnError(`Cannot start Codex: ${command}: ${why}`, { command, code, cause });
}

/** The system's code of an error; Deno shows some only by the error's class and message. */
function systemCode(cause: unknown): string | null {
  const { code, name } = (cause ?? {}) as { code?: unknown; name?: unknown };
  if (typeof code === "string") return code;
  if (name === "NotFound") return "ENOENT";
  if (name === "PermissionDenied") return "EACCES";
  if (/os error 7\b/.test(messageOf(cause))) return "E2BIG";
  // On Windows: a file that is not a program, and a command line that is too long.
  if (/os error 193\b/.test(messageOf(cause))) return "ENOEXEC";
  if (/os error 206\b/.test(messageOf(cause))) return "E2BIG";
  if (/os error 8\b|exec format error/i.test(messageOf(cause))) return "ENOEXEC";
  return null;
}

/** Deno does not let a program that is allowed by its path run with other libraries. */
function linkerVariable(cause: unknown): string | null {
  const name = /\b(LD|DYLD)_\w+/.exec(messageOf(cause))?.[0];
  if ((cause as { name?: unknown } | null)?.name !== "NotCapable" || name === undefined) {
    return null;
  }
  return `with ${name} set, Deno requires --allow-run without a path, or an \`env\` without ${name}`;
}

/** A host that imitates a browser may lack what every runtime has. */
function missingGlobal(cause: unknown): string | null {
  if (!(cause instanceof ReferenceError)) return null;
  return `${cause.message}, which this host has removed (with Jest, use its environment "node")`;
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
