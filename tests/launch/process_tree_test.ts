import { assertEquals, assertGreater, assertLess } from "@std/assert";
import {
  descendants,
  linuxProcesses,
  parsePs,
  parseStat,
  type ProcessEntry,
  processTree,
  PS_ARGS,
} from "../../src/adapters/process_tree.ts";
import type { ProcessRef } from "../../src/core/ports/host.ts";
import { POSIX, skipReason, testOptions } from "../contract/posix.ts";

const pids = (refs: readonly ProcessRef[]): number[] =>
  refs.map(({ pid }) => pid).sort((a, b) => a - b);

/** A process; it started at "1" unless told otherwise, in the session of the host (1). */
function entry(pid: number, parent: number, more: Partial<ProcessEntry> = {}): ProcessEntry {
  return { pid, parent, session: 1, startTime: "1", dead: false, stopped: false, ...more };
}

/** The host, Codex (10) in the host's session, and its command (20) in a session of its own. */
const HOST = entry(1, 0);
const CODEX = entry(10, 1);
const SHELL = entry(20, 10, { session: 20 });
const SLEEP = entry(21, 20, { session: 20 });
const STRANGER = entry(30, 1);

const TREES: [
  what: string,
  all: ProcessEntry[],
  pid: number | null,
  known: ProcessRef[],
  found: number[],
][] = [
  ["nothing below a process without children", [HOST, CODEX, STRANGER], 10, [], []],
  ["children and theirs, not the process itself", [HOST, CODEX, SHELL, SLEEP, STRANGER], 10, [], [
    20,
    21,
  ]],
  ["them in any order of the list", [SLEEP, SHELL, STRANGER, CODEX, HOST], 10, [], [20, 21]],
  ["nothing for no process", [HOST, CODEX, SHELL], null, [], []],
  ["nothing for a process that is not there", [HOST, STRANGER], 10, [], []],
  ["known ones after the process is gone", [HOST, entry(20, 1, { session: 20 })], null, [SHELL], [
    20,
  ]],
  ["what known ones have started since", [HOST, SHELL, SLEEP], null, [SHELL], [20, 21]],
  [
    "orphans of a known session, whose leader is gone",
    [HOST, STRANGER, entry(22, 1, { session: 20 })],
    null,
    [SHELL],
    [22],
  ],
  [
    "orphans of a known session, and what they have started in another one",
    [HOST, entry(22, 1, { session: 20 }), entry(23, 22, { session: 23 })],
    null,
    [SHELL],
    [22, 23],
  ],
  [
    "not the host's session after the process is gone, although a known one was in it",
    [HOST, STRANGER],
    null,
    [entry(11, 10)],
    [],
  ],
  [
    "not the host's session, although a known one was in it",
    [HOST, STRANGER, CODEX],
    10,
    [entry(11, 10)],
    [],
  ],
  ["no zombies", [HOST, CODEX, { ...SHELL, dead: true }], 10, [SHELL], []],
  [
    "no children of another one with a known pid",
    [HOST, entry(20, 1, { startTime: "9" }), entry(24, 20)],
    null,
    [SHELL],
    [],
  ],
  [
    "no other process with a known pid",
    [HOST, entry(21, 1, { startTime: "9" })],
    null,
    [SLEEP],
    [],
  ],
  [
    "no other session with a known pid",
    [HOST, entry(20, 1, { session: 20, startTime: "9" }), entry(25, 20, { session: 20 })],
    null,
    [SHELL],
    [],
  ],
  [
    "without sessions (macOS), what has a known parent",
    [
      entry(1, 0, { session: null }),
      entry(10, 1, { session: null }),
      entry(20, 10, { session: null }),
      entry(30, 1, { session: null }),
    ],
    10,
    [entry(40, 1, { session: null })],
    [20],
  ],
];

for (const [what, all, pid, known, found] of TREES) {
  Deno.test(`descendants() finds ${what}`, () => {
    assertEquals(pids(descendants(all, pid, known)), found);
  });
}

Deno.test("descendants() ends on a circle of parents", () => {
  const all = [entry(10, 12), entry(11, 10), entry(12, 11)];
  assertEquals(pids(descendants(all, 10, [])), [11, 12]);
});

/** A table in memory. `onSignal` may change it. */
function table(
  processes: readonly ProcessEntry[],
  onSignal: (pid: number, signal: string) => void = () => {},
) {
  const log: string[] = [];
  const it = {
    log,
    processes,
    list: () => Promise.resolve(it.processes),
    signal: (pid: number, signal: string) => {
      log.push(`${signal} ${pid}`);
      onSignal(pid, signal);
    },
  };
  return it;
}

Deno.test("processTree().freeze() holds the process first, then what is below, until nothing is new", async () => {
  const processes = table([HOST, CODEX, SHELL, STRANGER], (pid) => {
    // Between the look and the signal, the shell has started another one.
    if (pid === 20) processes.processes = [HOST, CODEX, SHELL, SLEEP, STRANGER];
  });
  const tree = processTree(processes);
  const below = await tree.freeze(10, []);
  assertEquals(pids(below), [20, 21]);
  assertEquals(processes.log, ["SIGSTOP 10", "SIGSTOP 20", "SIGSTOP 21"]);
  tree.thaw(10, below);
  assertEquals(processes.log.slice(3).sort(), ["SIGCONT 10", "SIGCONT 20", "SIGCONT 21"]);
});

Deno.test("processTree().freeze() finds what is left after the process's end", async () => {
  const processes = table([HOST, entry(21, 1, { session: 20 }), entry(22, 21), STRANGER]);
  const tree = processTree(processes);
  assertEquals(pids(await tree.freeze(null, [SHELL])), [21, 22]);
  assertEquals(processes.log, ["SIGSTOP 21", "SIGSTOP 22"]);
  assertEquals(await tree.freeze(null, []), []);
});

Deno.test("processTree().freeze() looks again once all is suspended: SIGSTOP takes a moment", async () => {
  let looks = 0;
  const processes = table([HOST, CODEX, SHELL]);
  const held = { ...CODEX, stopped: true };
  const shell = { ...SHELL, stopped: true };
  const tree = processTree({
    ...processes,
    // A fork that was under way shows only after the parent has stopped.
    list: () => Promise.resolve(++looks < 4 ? [HOST, CODEX, SHELL] : [HOST, held, shell, SLEEP]),
  });
  assertEquals(pids(await tree.freeze(10, [])), [20, 21]);
});

Deno.test("processTree().freeze() ends on a tree that grows and grows", async () => {
  let next = 100;
  const processes = table([HOST, CODEX], () => {
    processes.processes = [...processes.processes, entry(next++, 10)];
  });
  const below = await processTree(processes).freeze(10, []);
  assertGreater(below.length, 5);
  assertLess(next, 10_000);
});

Deno.test("processTree().kill() hits those that live, and no process that has got their pid", async () => {
  const processes = table(
    [HOST, SHELL, entry(21, 1, { startTime: "9" }), entry(22, 20, { dead: true })],
    () => void (processes.processes = [HOST]),
  );
  await processTree(processes).kill([SHELL, SLEEP, entry(22, 20), entry(23, 20)]);
  assertEquals(processes.log, ["SIGKILL 20"]);
});

Deno.test("processTree().kill() waits until they are gone", async () => {
  const processes = table([HOST, SHELL, SLEEP], (pid) => {
    setTimeout(() => {
      processes.processes = processes.processes
        .map((entry) => entry.pid === pid ? { ...entry, dead: true } : entry);
    }, pid);
  });
  await processTree(processes).kill([SHELL, SLEEP]);
  assertEquals(pids(processes.processes.filter(({ dead }) => dead)), [20, 21]);
});

Deno.test("processTree().kill() gives up after a second, and bears processes that cannot be hit", async () => {
  const processes = table([HOST, SHELL, SLEEP], () => {
    throw new Error("EPERM");
  });
  const start = performance.now();
  await processTree(processes).kill([SHELL, SLEEP]);
  assertEquals(processes.log, ["SIGKILL 20", "SIGKILL 21"]);
  assertLess(performance.now() - start, 5_000);
  assertGreater(performance.now() - start, 900);
});

Deno.test("parseStat() reads a line of /proc/PID/stat, whatever the name", () => {
  const tail = "S 10 20 21 0 -1 4194304 1 0 0 0 0 0 0 0 20 0 1 0 987654 8192 1 2\n";
  const expected = {
    pid: 42,
    parent: 10,
    session: 21,
    startTime: "987654",
    dead: false,
    stopped: false,
  };
  for (const name of ["bash", "a b", "a) S 1 (b", "((", ")", "é\n"]) {
    assertEquals(parseStat(`42 (${name}) ${tail}`), expected, name);
  }
  const dead = (state: string) => parseStat(`42 (x) ${state}${tail.slice(1)}`)?.dead;
  assertEquals(["Z", "X", "R", "D", "T"].map(dead), [true, true, false, false, false]);
  const stopped = (state: string) => parseStat(`42 (x) ${state}${tail.slice(1)}`)?.stopped;
  assertEquals(["T", "t", "S", "D"].map(stopped), [true, true, false, false]);
  for (const line of ["", "x", "42 (bash)", "42 (bash) S 10"]) assertEquals(parseStat(line), null);
});

Deno.test("parsePs() reads what ps prints", () => {
  const output = [
    "    1     0 Ss   Sun Nov 22 13:50:01 2026    ",
    "  501     1 S+   Sun Nov 22 14:00:00 2026",
    "12345   501 Z    Sun Nov 22 14:00:01 2026",
    "12346   501 Z+   Sun Nov 22 14:00:01 2026",
    "",
    "garbage",
  ].join("\n");
  const [init, ...others] = parsePs(output);
  assertEquals(init, {
    pid: 1,
    parent: 0,
    session: null,
    startTime: "Sun Nov 22 13:50:01 2026",
    dead: false,
    stopped: false,
  });
  assertEquals(others.map(({ pid, parent, dead }) => [pid, parent, dead]), [
    [501, 1, false],
    [12345, 501, true],
    [12346, 501, true],
  ]);
});

const SEES = "linuxProcesses() and parsePs() see this process";
Deno.test(testOptions(SEES, skipReason(POSIX.processes)), async () => {
  const list = async (): Promise<ProcessEntry[]> => {
    if (Deno.build.os === "linux") return linuxProcesses();
    const { stdout } = await new Deno.Command("ps", { args: [...PS_ARGS] }).output();
    return parsePs(new TextDecoder().decode(stdout));
  };
  const [first, second] = [await list(), await list()]
    .map((entries) => entries.find(({ pid }) => pid === Deno.pid));
  assertEquals([first?.parent, first?.dead], [Deno.ppid, false]);
  assertEquals(first, second, "its start stays the same");
});
