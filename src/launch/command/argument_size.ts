/**
 * How long an argument may be. The system refuses to start a program with a longer one, and does
 * not say which.
 *
 * @module
 */
import { InvalidInputError } from "../../core/vocabulary/errors.ts";
import type { SpawnCommand } from "../../core/vocabulary/spawn.ts";

/** Bytes that Linux takes in an argument or a variable, without the NUL at its end. */
const LINUX_LIMIT = 128 * 1024 - 1;
/** UTF-16 units that Windows takes in a whole command line, without the NUL at its end. */
const WINDOWS_LIMIT = 32_767 - 1;

/**
 * Refuses arguments that the system would not take.
 *
 * @param platform The platform, in Node's words.
 * @param command What is to be started.
 * @throws {InvalidInputError} It names the option.
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
    `Cannot start Codex: ${option} is too long for a command line (${length}, where this system takes ${limit}); put it into a file, for configuration $CODEX_HOME/config.toml or a profile`,
  );
}

/** The options behind flags that may be given long values. */
const OPTIONS: Readonly<Record<string, string>> = {
  "--model": "model",
  "--profile": "profile",
  "--add-dir": "additionalDirectories",
  "--cd": "workingDirectory",
  "--image": "input",
};

/** The option an argument comes from: `config.developer_instructions`, `model`, or else a flag. */
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

/** Counted only where it can matter: UTF-8 takes three bytes at most for a UTF-16 unit. */
function bytes(text: string): number {
  return text.length * 3 <= LINUX_LIMIT ? text.length : new TextEncoder().encode(text).length;
}
