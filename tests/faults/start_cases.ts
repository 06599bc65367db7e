/**
 * Child trouble: programs that cannot be started.
 *
 * @module
 */
import { equal, match, ok } from "node:assert/strict";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { failure, type FaultCase, runOnce } from "./case.ts";

const program = async (folder: string, content: string | Uint8Array, mode = 0o755) => {
  await writeFile(join(folder, "codex"), content);
  await chmod(join(folder, "codex"), mode);
};

/** The head of an ELF program for S/390: 64 bit, big endian. */
const ELF = new Uint8Array(64);
ELF.set([0x7f, 0x45, 0x4c, 0x46, 2, 2, 1], 0);
ELF.set([0, 2, 0, 22, 0, 0, 0, 1], 16);

interface NoProgram {
  prepare(folder: string): Promise<void>;
  readonly code: string;
  readonly why: RegExp;
}

const NO_PROGRAMS: Readonly<Record<string, NoProgram>> = {
  "a missing binary": { prepare: async () => {}, code: "ENOENT", why: /does not exist/ },
  "a file without run bit": {
    prepare: (folder) => program(folder, "#!/bin/sh\n", 0o644),
    code: "EACCES",
    why: /may not be executed/,
  },
  "a folder": {
    prepare: (folder) => mkdir(join(folder, "codex")).then(() => {}),
    code: "EACCES",
    why: /is a folder/,
  },
  "a missing interpreter": {
    prepare: (folder) => program(folder, "#!/no/such/thing\n"),
    code: "ENOENT",
    why: /interpreter/,
  },
};

/** The system's `execvp` hands what is no program to /bin/sh, so both outcomes are right. */
const noProgram = (name: string, content: string | Uint8Array): FaultCase => ({
  name: `child: ${name}`,
  prepare: (folder) => program(folder, content),
  async run(kit) {
    const error = await failure(runOnce(await kit.codex([])), kit.sdk.CodexError);
    if (error instanceof kit.sdk.SpawnError) return equal(error.code, "ENOEXEC");
    ok(error instanceof kit.sdk.ExitError, `${error}`);
    ok([2, 126, 127].includes(error.exitCode ?? 0), `${error}`);
    match(error.stderr, /not found|syntax|cannot execute/i);
  },
});

export const START_CASES: readonly FaultCase[] = [
  ...Object.entries(NO_PROGRAMS).map(([name, { prepare, code, why }]): FaultCase => ({
    name: `child: ${name}`,
    prepare,
    async run(kit) {
      const error = await failure(runOnce(await kit.codex([])), kit.sdk.SpawnError);
      equal(error.code, code);
      equal(error.command, join(kit.folder, "codex"));
      match(error.message, why);
    },
  })),
  noProgram("a text file that is no program", "hello\n"),
  noProgram("a program for another machine", ELF),
];
