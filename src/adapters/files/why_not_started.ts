/**
 * Why a file cannot be started.
 *
 * @module
 */
import { lstat } from "node:fs/promises";
import { fileKind, isDenied } from "./files.ts";

const NO_PROGRAM = "it is no program for this machine";

/**
 * In words that help; null where the system's own must do.
 *
 * @param code The system's code.
 * @param platform In Node's words.
 */
export async function whyNotStarted(
  path: string,
  code: string | null,
  platform: string,
): Promise<string | null> {
  const codes = platform === "win32" ? WINDOWS : OTHERS;
  return await (codes[code ?? ""] ?? EVERYWHERE[code ?? ""])?.(path) || null;
}

type Reasons = Readonly<Record<string, (path: string) => string | null | Promise<string | null>>>;

const EVERYWHERE: Reasons = {
  E2BIG: tooLong,
  ENOEXEC: () => NO_PROGRAM,
  EFTYPE: () => NO_PROGRAM,
  UNKNOWN: () => NO_PROGRAM,
};

const OTHERS: Reasons = {
  ENOENT: async (path) =>
    await absent(path) ??
      "it exists, but its interpreter or its link's target does not",
  EACCES: noRunBit,
  EPERM: noRunBit,
};

/** Windows has neither run bits nor interpreters: it starts programs in its own format, and nothing else. */
const WINDOWS: Reasons = {
  ENOENT: async (path) => await absent(path) ?? await noWindowsProgram(path),
  EACCES: noWindowsProgram,
  EPERM: noWindowsProgram,
  // Node's own answer to batch files.
  EINVAL: (path) => isBatch(path) ? noWindowsProgram(path) : null,
  ENOEXEC: noWindowsProgram,
  EFTYPE: noWindowsProgram,
  UNKNOWN: noWindowsProgram,
  ENAMETOOLONG: tooLong,
};

function tooLong(): string {
  return "its arguments and its environment are too long for this system; put long configuration into $CODEX_HOME/config.toml or a profile";
}

/** What is not there; "" where that cannot be told, and null where it is there. */
async function absent(path: string): Promise<string | null> {
  return await lstat(path).then(() => null, (error) => isDenied(error) ? "" : "it does not exist");
}

async function noRunBit(path: string): Promise<string> {
  return await fileKind(path) === "directory"
    ? "it is a folder"
    : "it may not be executed (is its run bit set?)";
}

async function noWindowsProgram(path: string): Promise<string> {
  if (await fileKind(path) === "directory") return "it is a folder; name the codex.exe in it";
  if (/\.exe$/i.test(path)) return "it is no program for this machine, or it may not be executed";
  return "it is a script, and Windows starts none; name a codex.exe, or npm's codex.cmd, beside which the package lies";
}

function isBatch(path: string): boolean {
  return /\.(cmd|bat)$/i.test(path);
}
