/**
 * The longest possible argument. The system refuses to start a program with a longer one, without saying
 * which one it is.
 *
 * @module
 */
import { InvalidInputError } from "../../core/vocabulary/errors.ts";
import type { SpawnCommand } from "../../core/vocabulary/spawn.ts";

/** Bytes that Linux accepts in an argument or a variable, without the NUL at its end. */
const LINUX_LIMIT = 128 * 1024 - 1;
/** UTF-16 units that Windows accepts in a whole command line, without the NUL at its end. */
const WINDOWS_LIMIT = 32_767 - 1;

/**
 * Refuses arguments that the system would not accept.
 *
 * @param platform The platform, as Node names it.
 * @param command The command to start.
 * @throws {InvalidInputError} If an argument is too long; names the option.
 */
export function checkSize(
  platform: string,
  { args, env }: Pick<SpawnCommand, "args" | "env">,
): void {
  if (platform === "linux") {
    args.forEach((arg, at) => check(bytes(arg), LINUX_LIMIT, optionOf(args, at)));
    for (const [name, value] of Object.entries(env)) {
      check(bytes(`${name}=${value}`), LINUX_LIMIT, `env.${name}`);
    }
  } else if (platform === "win32") {
    // A blank and two quotation marks for each.
    const length = args.reduce((sum, arg) => sum + arg.length + 3, 0);
    const longest = args.reduce((best, arg, at) => arg.length > size(args[best]) ? at : best, 0);
    check(length, WINDOWS_LIMIT, optionOf(args, longest));
  }
}

function check(length: number, limit: number, option: string): void {
  if (length <= limit) return;
  throw new InvalidInputError(
    option,
    `Cannot start Codex: ${option} is too long for a command line (${length}; this system takes at most ${limit}); put it into a file: configuration into $CODEX_HOME/config.toml or a profile`,
  );
}

/** The options behind flags that may have long values. */
const OPTIONS: Readonly<Record<string, string>> = {
  "--model": "model",
  "--profile": "profile",
  "--add-dir": "additionalDirectories",
  "--cd": "workingDirectory",
  "--image": "input",
};

/** The option that an argument comes from: `config.developer_instructions`, `model`, or else a flag. */
function optionOf(args: readonly string[], at: number): string {
  const arg = args[at] ?? "";
  const [flag = "", ...rest] = arg.startsWith("--") ? arg.split("=") : [args[at - 1], arg];
  const value = rest.join("=");
  return flag === "--config"
    ? `config.${value.slice(0, value.indexOf("="))}`
    : OPTIONS[flag] ?? flag;
}

function size(arg: string | undefined): number {
  return arg?.length ?? 0;
}

/** Counted only if it can matter: UTF-8 takes at most three bytes for a UTF-16 unit. */
function bytes(text: string): number {
  return text.length * 3 <= LINUX_LIMIT ? text.length : new TextEncoder().encode(text).length;
}
