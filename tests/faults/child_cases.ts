/**
 * Child trouble: programs that cannot be started, and those that end in odd ways.
 *
 * @module
 */
import { deepEqual, equal, match, ok } from "node:assert/strict";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { COMPLETED, said, STARTED, THREAD_ID, TURN } from "../contract/case.ts";
import {
  between,
  failure,
  type FaultCase,
  HANG,
  type Kit,
  type Line,
  runOnce,
  timed,
} from "./case.ts";

/** The longest prompt that is taken: 4 MB, and 64 KB fit into a pipe. */
const LONG_PROMPT = "😀".repeat(1_048_576);
const FAILED = { type: "turn.failed", error: { message: "no luck" } };

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

const exiting = (how: string, line: string, code: number | null, signal: string | null) =>
  ["", "echo 'oh dear' >&2"].map((complaint): FaultCase => ({
    name: `child: ends ${how}, ${complaint ? "with" : "without"} a word on stderr`,
    async run(kit) {
      const codex = await kit.codex([STARTED, TURN, complaint, line]);
      const error = await failure(runOnce(codex), kit.sdk.ExitError);
      deepEqual([error.exitCode, error.signal], [code, signal]);
      equal(error.stderr, complaint ? "oh dear\n" : "");
      match(error.message, complaint ? /: oh dear$/ : /said nothing on stderr$/);
      match(error.message, signal ? new RegExp(signal) : new RegExp(`code ${code}`));
      equal(error.threadId, THREAD_ID);
    },
  }));

/** Ends well, whatever the child does beside. */
const succeeds = (
  name: string,
  lines: readonly Line[],
  [least, most]: readonly [number, number] = [0, 10_000],
): FaultCase => ({
  name: `child: ${name}`,
  async run(kit) {
    const codex = await kit.codex(lines);
    const running = codex.startThread().run(LONG_PROMPT, { killGraceMs: 300 });
    const took = await timed(running);
    equal((await running).finalResponse, "hi");
    await kit.gone();
    between(took, least, most);
  },
});

const SAID = [STARTED, said("hi"), COMPLETED];

async function incomplete(kit: Kit, lines: readonly Line[], [least, most]: [number, number]) {
  const codex = await kit.codex([STARTED, said("part"), ...lines]);
  const running = runOnce(codex);
  const took = await timed(running);
  const error = await failure(running, kit.sdk.IncompleteTurnError);
  equal(error.items.length, 1);
  await kit.gone();
  between(took, least, most);
}

export const CHILD_CASES: readonly FaultCase[] = [
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
  ...exiting("with code 1", "exit 1", 1, null),
  ...exiting("with code 2", "exit 2", 2, null),
  ...exiting("with code 101", "exit 101", 101, null),
  ...exiting("by SIGKILL", "kill -9 $$", null, "SIGKILL"),
  ...exiting("by SIGSEGV", "kill -SEGV $$", null, "SIGSEGV"),
  {
    name: "child: ends with code 0 and no verdict",
    run: (kit) => incomplete(kit, ["exit 0"], [0, 1_000]),
  },
  {
    name: "child: closes its output and lives on",
    run: (kit) => incomplete(kit, ["exec 1>&-", HANG], [900, 3_000]),
  },
  {
    name: "child: ends without reading a prompt of 4 MB",
    async run(kit) {
      const codex = await kit.codex(["echo 'no thanks' >&2", "exit 1"]);
      const error = await failure(codex.startThread().run(LONG_PROMPT), kit.sdk.ExitError);
      deepEqual([error.exitCode, error.stderr], [1, "no thanks\n"]);
    },
  },
  {
    name: "child: reads all of a prompt of 4 MB, slowly",
    async run(kit) {
      const codex = await kit.codex([
        STARTED,
        "sleep 0.2",
        'cat > "$D/prompt"',
        `printf '{"type":"test.read","bytes":%s}\\n' "$(wc -c < "$D/prompt")"`,
        COMPLETED,
      ]);
      const { events } = await codex.startThread().runStreamed(LONG_PROMPT);
      const seen = [];
      for await (const event of events) seen.push(event);
      deepEqual(seen[1], { type: "test.read", bytes: 4 << 20 });
    },
  },
  succeeds("never reads its input yet succeeds", SAID),
  succeeds("closes its input, then succeeds", ["exec 0<&-", "sleep 0.1", ...SAID]),
  succeeds("ends with code 1 after turn.completed", [...SAID, "exit 1"]),
  succeeds("ends by signal after turn.completed", [...SAID, "kill -9 $$"]),
  succeeds("writes garbage after turn.completed", [...SAID, "echo garbage", FAILED]),
  succeeds("writes 200 MB after turn.completed", [...SAID, "head -c 200000000 /dev/zero"]),
  succeeds("writes without end after turn.completed", [...SAID, "exec yes"], [950, 3_000]),
  succeeds("lives on after turn.completed", [...SAID, HANG], [950, 3_000]),
  succeeds("lives on and ignores signals after turn.completed", [
    ...SAID,
    "trap '' INT TERM",
    HANG,
  ], [1_250, 3_000]),
  {
    name: "child: a grandchild holds the pipes after turn.completed, and delays nobody",
    leavesOrphans: true,
    async run(kit) {
      const codex = await kit.codex([`${HANG.slice(5)} 2>&1 <&0 &`, ...SAID]);
      between(await timed(codex.startThread().run(LONG_PROMPT)), 0, 900);
    },
  },
  ...["exit 1", HANG].map((end): FaultCase => ({
    name: `child: writes after turn.failed, then ${end === HANG ? "lives on" : "ends"}`,
    async run(kit) {
      const codex = await kit.codex([STARTED, FAILED, said("late"), COMPLETED, end]);
      const { events } = await codex.startThread().runStreamed("hello");
      const seen: string[] = [];
      const reading = (async () => {
        for await (const { type } of events) seen.push(type);
      })();
      const error = await failure(reading, kit.sdk.TurnFailedError);
      equal(error.message, "no luck");
      deepEqual(seen, ["thread.started", "turn.failed"]);
      await kit.gone();
    },
  })),
  {
    name: "child: dead, and a grandchild goes on printing blank lines",
    leavesOrphans: true,
    async run(kit) {
      const chatter = "(while echo; do sleep 0.02; done) &";
      const codex = await kit.codex([STARTED, chatter, "exit 1"]);
      const running = runOnce(codex);
      between(await timed(running), 0, 3_000);
      await failure(running, kit.sdk.ExitError);
    },
  },
];
