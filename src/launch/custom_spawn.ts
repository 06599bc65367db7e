/**
 * A process that the caller's own `spawn` has started.
 *
 * @module
 */
import { CodexError, SpawnError } from "../core/vocabulary/errors.ts";
import type { ExitStatus, Spawn, SpawnCommand, Subprocess } from "../core/vocabulary/spawn.ts";
import { messageOf, plainText } from "../core/base/plain_text.ts";
import type { Redact } from "../core/ports/redact.ts";

/**
 * Starts a command by the caller's own `spawn`. What it returns is checked here, once: no compiler has seen
 * the `spawn` of a JavaScript program.
 *
 * @throws {SpawnError} If it fails, or returns something else than a process.
 */
export async function startBy(
  spawn: Spawn,
  command: SpawnCommand,
  redact: Redact,
): Promise<Subprocess> {
  try {
    return checked(await spawn(command));
  } catch (cause) {
    if (cause instanceof CodexError) throw cause;
    const told = redact(plainText(messageOf(cause)));
    throw new SpawnError(`Cannot start Codex: the custom spawn failed: ${told}`, {
      command: command.command,
    });
  }
}

/** What each part must have, to be what it is said to be. */
const PARTS = [
  ["stdin", "getWriter", "a WritableStream"],
  ["stdout", "getReader", "a ReadableStream"],
  ["stderr", "getReader", "a ReadableStream"],
  ["exited", "then", "a Promise"],
  ["kill", "call", "a function"],
] as const;

function checked(child: Subprocess): Subprocess {
  if (typeof child !== "object" || child === null) throw new TypeError("it returned no Subprocess");
  const wrong = problem(child);
  if (wrong !== null) {
    // It may be running, and nobody else would end it.
    void (async () => await child.kill("SIGKILL"))().catch(() => {});
    Promise.resolve(child.exited).catch(() => {});
    throw new TypeError(`it returned no Subprocess: ${wrong}`);
  }
  const { pid, stdin, stdout, stderr, exited } = child;
  return {
    ...(pid === undefined ? {} : { pid }),
    stdin,
    stdout,
    stderr,
    exited: Promise.resolve(exited).then(exitStatus),
    kill: (signal) => child.kill(signal),
  };
}

function problem(child: Subprocess): string | null {
  for (const [name, method, what] of PARTS) {
    const part = child[name] as unknown as Record<string, unknown> | null | undefined;
    if (typeof part?.[method] !== "function") return `its ${name} is not ${what}`;
    if (part.locked === true) return `its ${name} is in use already`;
  }
  return null;
}

/** @throws {TypeError} If it does not say how the process ended. */
function exitStatus(status: Partial<ExitStatus> | undefined): ExitStatus {
  const { code, signal } = (status ?? {}) as Record<keyof ExitStatus, unknown>;
  if (typeof code !== "number" && typeof signal !== "string") {
    throw new TypeError("`exited` of the custom spawn gave neither a code nor a signal");
  }
  return {
    code: typeof code === "number" ? code : null,
    signal: typeof signal === "string" ? signal : null,
  };
}
