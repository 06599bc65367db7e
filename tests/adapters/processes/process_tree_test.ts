import { assertEquals, assertGreater, assertLess } from "@std/assert";
import {
  descendants,
  type ProcessEntry,
  type ProcessRef,
} from "../../../src/adapters/processes/descendants.ts";
import { MARK } from "../../../src/adapters/processes/children.ts";
import { linuxTable } from "../../../src/adapters/processes/linux_table.ts";
import {
  parseStat,
  processes,
  processesBelow,
  processesNow,
} from "../../../src/adapters/processes/proc_fs.ts";
import { type ProcessTable, processTree } from "../../../src/adapters/processes/process_tree.ts";
import { parsePs, PS, PS_ARGS } from "../../../src/adapters/processes/ps.ts";
import { POSIX, skipReason, testOptions } from "../../contract/posix.ts";

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

interface Options {
  /** May change the table. */
  readonly onSignal?: (pid: number, signal: string) => void;
  /** The marks that processes bear, by pid. */
  readonly marks?: Readonly<Record<number, string>>;
  /** The threads of Codex that they work for, by pid. */
  readonly threads?: Readonly<Record<number, string>>;
}

/** A table in memory, with the log of what was sent. */
interface Table extends Omit<ProcessTable, "list" | "signal"> {
  readonly log: string[];
  entries: readonly ProcessEntry[];
  lists: number;
  list: ProcessTable["list"];
  signal: ProcessTable["signal"];
}

/** A table in memory, without lists of children. */
function table(
  entries: readonly ProcessEntry[],
  { onSignal, marks = {}, threads = {} }: Options = {},
): Table {
  const log: string[] = [];
  const it: Table = {
    log,
    entries,
    lists: 0,
    list: () => {
      it.lists++;
      return Promise.resolve(it.entries);
    },
    below: () => Promise.resolve(null),
    mark: ({ pid }: ProcessEntry) => marks[pid] ?? null,
    markOf: (pid: number) => marks[pid] ?? null,
    variable: ({ pid }: ProcessEntry, name: string) =>
      name === "CODEX_THREAD_ID" ? threads[pid] ?? null : null,
    signal: (pid: number, signal: string) => {
      log.push(`${signal} ${pid}`);
      if (signal === "SIGKILL") it.entries = it.entries.filter((entry) => entry.pid !== pid);
      else {
        it.entries = it.entries.map((entry) =>
          entry.pid === pid ? { ...entry, stopped: true } : entry
        );
      }
      onSignal?.(pid, signal);
    },
  };
  return it;
}

const kills = ({ log }: Table) => log.filter((line) => line.startsWith("SIGKILL"));

Deno.test("Descendants.look() sends no signal: the process is never suspended", async () => {
  const all = table([HOST, CODEX, SHELL, SLEEP, STRANGER]);
  const below = processTree(all).below(10);
  await below.look();
  await below.look();
  assertEquals(all.log, []);
});

Deno.test("Descendants.end() ends what is left, and no stranger", async () => {
  const all = table([HOST, CODEX, SHELL, SLEEP, STRANGER]);
  const below = processTree(all).below(10);
  await below.look();
  all.entries = [HOST, entry(21, 1, { session: 20 }), entry(22, 21), STRANGER];
  await below.end();
  assertEquals(kills(all), ["SIGKILL 21", "SIGKILL 22"]);
});

Deno.test("Descendants.end() sends nothing when nothing is left", async () => {
  const all = table([HOST, CODEX, SHELL]);
  const below = processTree(all).below(10);
  await below.look();
  all.entries = [HOST, STRANGER];
  await below.end();
  assertEquals(all.log, []);
});

Deno.test("Descendants.end() suspends what is left until nothing is new, then kills", async () => {
  const all = table([HOST, CODEX, SHELL], {
    onSignal(pid, signal) {
      // Between the look and the signal, the shell has started another one.
      if (signal === "SIGSTOP" && pid === 20) all.entries = [...all.entries, SLEEP];
    },
  });
  const below = processTree(all).below(10);
  await below.look();
  all.entries = [HOST, SHELL];
  await below.end();
  assertEquals(all.log, ["SIGSTOP 20", "SIGSTOP 21", "SIGKILL 20", "SIGKILL 21"]);
});

Deno.test("Descendants.end() looks at nothing else while it waits for processes to be suspended", async () => {
  const all = table([HOST, CODEX, SHELL, STRANGER]);
  const { signal } = all;
  let looks = 0;
  all.signal = (pid, name) => {
    if (name === "SIGKILL") return signal(pid, name);
    // Between the look and the signal, the shell has started another one.
    if (pid === 20) all.entries = [...all.entries, SLEEP];
    looks = 0;
  };
  const below = (pids: readonly number[]) => {
    const stopped = ++looks > 15;
    const found = all.entries.filter(({ pid }) => pids.includes(pid));
    return Promise.resolve(found.map((entry) => ({ ...entry, stopped })));
  };
  const tree = processTree({ ...all, signal: (...given) => all.signal(...given), below }).below(10);
  await tree.look();
  await tree.end();
  assertEquals(kills(all), ["SIGKILL 20", "SIGKILL 21"]);
  assertEquals(all.lists, 3);
});

Deno.test("Descendants.end() does not wait long for a process that is never suspended", async () => {
  const all = table([HOST, CODEX, SHELL]);
  const { signal } = all;
  all.signal = (pid, name) => name === "SIGKILL" ? signal(pid, name) : undefined;
  const below = (pids: readonly number[]) =>
    Promise.resolve(all.entries.filter(({ pid }) => pids.includes(pid)));
  const tree = processTree({ ...all, signal: (...given) => all.signal(...given), below }).below(10);
  await tree.look();
  const start = performance.now();
  await tree.end();
  assertEquals(kills(all), ["SIGKILL 20"]);
  assertEquals(all.lists, 2);
  assertLess(performance.now() - start, 5_000);
});

Deno.test("Descendants.end() finds by its mark what was never seen", async () => {
  const marks = { 10: "ours", 40: "ours", 41: "another's" };
  const all = table([HOST, CODEX], { marks });
  const below = processTree(all).below(10);
  await below.look();
  const daemon = entry(40, 1, { session: 40, startTime: "2" });
  const another = entry(41, 1, { session: 41, startTime: "2" });
  all.entries = [HOST, daemon, another, entry(42, 40), STRANGER];
  await below.end();
  assertEquals(kills(all), ["SIGKILL 40", "SIGKILL 42"]);
});

Deno.test("Descendants.lost() ends the daemons of some threads, and waits for no others", async () => {
  const daemons = [40, 50, 60].map((pid) => entry(pid, 1, { session: pid, startTime: "2" }));
  // One of the thread's, with a child; one of another thread; one of another server; and one that is held.
  const all = table([HOST, CODEX, entry(35, 10), ...daemons, entry(41, 40), STRANGER], {
    marks: { 10: "mine", 35: "mine", 40: "mine", 50: "mine", 60: "another" },
    threads: { 35: "one", 40: "one", 50: "two", 60: "one" },
  });
  const below = processTree(all).below(10);
  await below.look();
  const bearing = { name: "CODEX_THREAD_ID", values: new Set(["one"]) };
  assertEquals((await below.lost(false, bearing)).orphans, true);
  assertEquals(kills(all), ["SIGKILL 40", "SIGKILL 41"]);
  assertEquals((await below.lost(false, bearing)).orphans, false);
  assertEquals((await below.lost(true)).orphans, false);
});

Deno.test("Descendants.end() remembers a session whose leader was gone at the last look", async () => {
  const all = table([HOST, CODEX, SHELL]);
  const below = processTree(all).below(10);
  await below.look();
  all.entries = [HOST, CODEX];
  await below.look();
  all.entries = [HOST, entry(22, 1, { session: 20 })];
  await below.end();
  assertEquals(kills(all), ["SIGKILL 22"]);
});

Deno.test("Descendants.end() hits no process that has got the pid of another one", async () => {
  const all = table([HOST, CODEX, SHELL, SLEEP]);
  const below = processTree(all).below(10);
  await below.look();
  all.entries = [
    HOST,
    entry(10, 1, { startTime: "9" }),
    entry(11, 10),
    entry(21, 1, { startTime: "9" }),
    SHELL,
  ];
  await below.end();
  assertEquals(kills(all), ["SIGKILL 20"]);
});

Deno.test("Descendants.end() ends on a tree that grows and grows", async () => {
  let next = 100;
  const all = table([HOST, CODEX, SHELL], {
    onSignal: () => void (all.entries = [...all.entries, entry(next++, 20)]),
  });
  const below = processTree(all).below(10);
  await below.look();
  await below.end();
  assertGreater(next, 105);
  assertLess(next, 10_000);
});

Deno.test("Descendants.end() kills what it has suspended, although the list fails then", async () => {
  const all = table([HOST, CODEX, SHELL], {
    onSignal: () => void (all.list = () => Promise.reject(new Error("EACCES"))),
  });
  const below = processTree(all).below(10);
  await below.look();
  await below.end().catch(() => {});
  assertEquals(all.log, ["SIGSTOP 20", "SIGKILL 20"]);
});

Deno.test("Descendants.end() gives up after a second, and bears processes that cannot be hit", async () => {
  const all = table([HOST, CODEX, SHELL, SLEEP]);
  all.signal = (pid, signal) => {
    all.log.push(`${signal} ${pid}`);
    throw new Error("EPERM");
  };
  const below = processTree(all).below(10);
  await below.look();
  const start = performance.now();
  await below.end();
  assertEquals(kills(all), ["SIGKILL 20", "SIGKILL 21"]);
  assertLess(performance.now() - start, 5_000);
  assertGreater(performance.now() - start, 900);
});

Deno.test("Descendants of many processes share one list that all have asked for before it began", async () => {
  const children = Array.from({ length: 50 }, (_, index) => entry(100 + index, 1));
  const all = table([HOST, ...children]);
  const tree = processTree(all);
  const trees = children.map(({ pid }) => tree.below(pid));
  await Promise.all(trees.map((below) => below.look()));
  assertEquals(all.lists, 1);
  await Promise.all(trees.map((below) => below.end()));
  assertEquals(all.lists, 2);
});

Deno.test("Descendants ask for a list of their own when one is under way: it may be too old", async () => {
  const all = table([HOST, CODEX, SHELL]);
  const answers: (() => void)[] = [];
  let asked = () => {};
  const list = () => {
    all.lists++;
    asked();
    return new Promise<readonly ProcessEntry[]>((resolve) =>
      answers.push(() => resolve(all.entries))
    );
  };
  const first = new Promise<void>((resolve) => asked = resolve);
  const tree = processTree({ ...all, list });
  const looks = [tree.below(10).look()];
  await first;
  looks.push(tree.below(10).look(), tree.below(10).look());
  const second = new Promise<void>((resolve) => asked = resolve);
  answers.shift()?.();
  await second;
  answers.shift()?.();
  await Promise.all(looks);
  assertEquals(all.lists, 2);
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

const SEES =
  "the processes of this machine have this one among them, with a start that stays the same";
Deno.test(testOptions(SEES, skipReason(POSIX.processes)), async () => {
  const list = async (): Promise<ProcessEntry[]> => {
    if (Deno.build.os === "linux") return await processes(() => Promise.resolve());
    const { stdout } = await new Deno.Command(PS, { args: [...PS_ARGS] }).output();
    return parsePs(new TextDecoder().decode(stdout));
  };
  const [first, second] = [await list(), await list()]
    .map((entries) => entries.find(({ pid }) => pid === Deno.pid));
  assertEquals([first?.parent, first?.dead], [Deno.ppid, false]);
  assertEquals(first, second);
});

const linux = (name: string) => ({ name, ignore: Deno.build.os !== "linux" });

Deno.test(linux("processesBelow() finds children and theirs, and no others"), async () => {
  const script = "sleep 300 & sh -c 'sleep 300 & echo ready; wait' & wait";
  const shell = new Deno.Command("sh", { args: ["-c", script], stdout: "piped", stdin: "null" })
    .spawn();
  const reader = shell.stdout.getReader();
  await reader.read();
  const found = await processesBelow([shell.pid], () => Promise.resolve());
  const below = descendants(processesNow(), shell.pid, []);
  assertEquals(below.length, 3);
  if (found !== null) {
    assertEquals(pids(found), pids([{ ...below[0], pid: shell.pid } as never, ...below]));
  }
  for (const { pid } of below) Deno.kill(pid, "SIGKILL");
  shell.kill("SIGKILL");
  await shell.status;
  await reader.cancel();
});

Deno.test(
  linux("linuxTable() reads the mark that a process was started with, and lets the program go on"),
  async () => {
    const child = new Deno.Command("sleep", { args: ["300"], env: { [MARK]: "a mark" } }).spawn();
    const table = linuxTable(() => null, () => {});
    let turns = 0;
    const timer = setInterval(() => turns++, 0);
    const start = performance.now();
    let list: readonly ProcessEntry[] = [];
    while (performance.now() - start < 100) list = await table.list();
    clearInterval(timer);
    const found = list.find(({ pid }) => pid === child.pid) as ProcessEntry;
    assertEquals(table.mark(found), "a mark");
    assertGreater(turns, 3);
    child.kill("SIGKILL");
    await child.status;
  },
);

Deno.test(
  linux(
    "linuxTable() looks again at a process that is in the midst of an exec: it has no environment",
  ),
  async () => {
    const script =
      `echo ready; read line; exec env ${MARK}=mine sh -c 'echo ready; exec sleep 300'`;
    const child = new Deno.Command("/bin/sh", {
      args: ["-c", script],
      clearEnv: true,
      stdin: "piped",
      stdout: "piped",
    }).spawn();
    const reader = child.stdout.getReader();
    await reader.read();
    const table = linuxTable(() => null, () => {});
    const look = async () =>
      (await table.list()).find(({ pid }) => pid === child.pid) as ProcessEntry;
    assertEquals(table.mark(await look()), null);
    const writer = child.stdin.getWriter();
    await writer.write(new TextEncoder().encode("go\n"));
    await reader.read();
    assertEquals(table.mark(await look()), "mine");
    await writer.close();
    child.kill("SIGKILL");
    await child.status;
    await reader.cancel();
  },
);

Deno.test("Descendants.lost() counts the children that have ended, and finds what they had started", async () => {
  const all = table([HOST, CODEX, SHELL, SLEEP, STRANGER]);
  const below = processTree(all).below(10);
  assertEquals(await below.lost(true), { ended: 0, orphans: false });
  await below.look();
  assertEquals(await below.lost(true), { ended: 0, orphans: false });
  // The shell has ended, and what it had started is below nobody.
  const orphan = { ...SLEEP, parent: 1 };
  all.entries = [HOST, CODEX, orphan, STRANGER];
  assertEquals(await below.lost(false), { ended: 1, orphans: true });
  assertEquals(all.log, []);
  assertEquals(await below.lost(true), { ended: 1, orphans: true });
  assertEquals(kills(all), [`SIGKILL ${orphan.pid}`]);
  assertEquals(await below.lost(true), { ended: 1, orphans: false });
});

Deno.test("Descendants.lost() counts the children that the process has through a launcher", async () => {
  const launcher = entry(10, 1, { session: 10 });
  const proper = entry(11, 10, { session: 10 });
  const command = entry(20, 11, { session: 20 });
  const inner = entry(21, 20, { session: 21 });
  const all = table([HOST, launcher, proper, command, inner]);
  const below = processTree(all).below(10);
  await below.look();
  all.entries = [HOST, launcher, proper, command];
  assertEquals((await below.lost(false)).ended, 0, "a command's own child is none");
  all.entries = [HOST, launcher, proper];
  assertEquals((await below.lost(false)).ended, 1);
});
