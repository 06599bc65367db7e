/**
 * Why a file cannot be started.
 *
 * @module
 */
import { lstat } from "node:fs/promises";
import { fileKind, isDenied } from "./files.ts";

const NO_PROGRAM = "it is not a program for this machine";

/**
 * Returns a helpful reason, or null if there is only the system's own.
 *
 * @param code The system's code.
 * @param platform The platform, as Node names it.
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
  EAGAIN: () =>
    "this user, or the container, may have no more processes now; run fewer turns at once, or raise the limit (`ulimit -u`, the container's limit of pids)",
  EMFILE: () =>
    "this program has too many open files; run fewer turns at once, or raise the limit (`ulimit -n`)",
  ENFILE: () => "the system has too many open files; close some programs, or raise its limit",
  ENOMEM: () => "there is not enough memory for another process; run fewer turns at once",
  ETXTBSY: () => "the file is being written; try again when its update has ended",
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

/** Windows has neither run bits nor interpreters: it starts only programs in its own format. */
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

/** The reason if a file does not exist; "" if that is unknown, and null if it exists. */
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
  if (/\.exe$/i.test(path)) {
    return "it is not a program for this machine, or it may not be executed";
  }
  return "it is a script, which Windows cannot start; name a codex.exe, or npm's codex.cmd next to its package";
}

function isBatch(path: string): boolean {
  return /\.(cmd|bat)$/i.test(path);
}
