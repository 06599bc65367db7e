import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { spawnError } from "../../src/adapters/spawn_error.ts";

/** The causes as the runtimes have them, each with what is at the path. */
const CAUSES: [
  what: string,
  platform: string,
  cause: unknown,
  path: string,
  code: string,
  says: string,
][] = [
  ["Node, a batch file", "win32", coded("EINVAL"), "codex.cmd", "EINVAL", "it is a script"],
  ["Node, a script", "win32", coded("ENOENT"), "codex.js", "ENOENT", "it is a script"],
  ["Node, a folder", "win32", coded("ENOENT"), "folder", "ENOENT", "it is a folder"],
  ["Node, nothing", "win32", coded("ENOENT"), "none", "ENOENT", "it does not exist"],
  ["Node, no program", "win32", coded("UNKNOWN"), "codex.exe", "UNKNOWN", "not a program for this"],
  [
    "Deno, no program",
    "win32",
    said(193),
    "codex.exe",
    "ENOEXEC",
    "not a program for this machine",
  ],
  ["Deno, a script", "win32", said(193), "codex.js", "ENOEXEC", "it is a script"],
  ["Deno, too long", "win32", said(206), "codex.exe", "E2BIG", "are too long for this system"],
  ["Deno, a folder", "win32", named("PermissionDenied"), "folder", "EACCES", "it is a folder"],
  ["an interpreter", "linux", coded("ENOENT"), "codex.js", "ENOENT", "but its interpreter"],
  ["no run bit", "linux", coded("EACCES"), "codex.js", "EACCES", "is its run bit set?"],
  ["a folder", "linux", named("PermissionDenied"), "folder", "EACCES", "it is a folder"],
  ["no program", "linux", said(8), "codex.exe", "ENOEXEC", "not a program for this machine"],
  ["too many files", "linux", coded("EMFILE"), "codex.exe", "EMFILE", "(`ulimit -n`)"],
  ["too many processes", "linux", coded("EAGAIN"), "codex.exe", "EAGAIN", "(`ulimit -u`,"],
  ["an update", "linux", coded("ETXTBSY"), "codex.exe", "ETXTBSY", "the file is being written"],
  ["nothing to explain", "linux", coded("EIO"), "codex.exe", "EIO", "as the system says"],
];

for (const [what, platform, cause, name, code, says] of CAUSES) {
  Deno.test(`spawnError() explains on ${platform}: ${what}`, async () => {
    const folder = await Deno.makeTempDir();
    try {
      for (const file of ["codex.cmd", "codex.js", "codex.exe"]) {
        await Deno.writeTextFile(join(folder, file), "");
      }
      await Deno.mkdir(join(folder, "folder"));
      const error = await spawnError(join(folder, name), cause, platform);
      assertEquals(error.code, code);
      assertStringIncludes(error.message, says);
      assert(error.message.startsWith(`Cannot start Codex: ${join(folder, name)}: `));
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}

function coded(code: string): Error {
  return Object.assign(new Error("as the system says"), { code });
}

function named(name: string): Error {
  return Object.assign(new Error("as the system says"), { name });
}

function said(number: number): Error {
  return new Error(`as the system says (os error ${number})`);
}
