/**
 * Which processes of a machine are descendants of another one.
 *
 * @module
 */

/** A process, identified safely even if its pid is reused. */
export interface ProcessRef {
  /** The process id. */
  readonly pid: number;
  /** When it started, in a unit that depends on the platform. */
  readonly startTime: string;
  /** Its session id, or null if the platform does not report it. */
  readonly session: number | null;
}

/** One process, as the platform lists it. */
export interface ProcessEntry extends ProcessRef {
  /** The pid of its parent. */
  readonly parent: number;
  /** Whether it has ended and only waits to be collected. */
  readonly dead: boolean;
  /** Whether it is suspended. */
  readonly stopped: boolean;
}

/** A list of processes, indexed for searching. */
interface Index {
  readonly alive: ReadonlyMap<number, ProcessEntry>;
  readonly byParent: ReadonlyMap<number, readonly ProcessEntry[]>;
  readonly bySession: ReadonlyMap<number, readonly ProcessEntry[]>;
}

/** The same list is searched many times. */
const INDEXES: WeakMap<readonly ProcessEntry[], Index> = new WeakMap();

/**
 * Returns the living descendants of `pid` and of `known`, including the living ones of `known`. Orphans lose
 * their parent, but not their session: Codex starts each command in its own session.
 */
export function descendants(
  all: readonly ProcessEntry[],
  pid: number | null,
  known: readonly ProcessRef[],
): ProcessEntry[] {
  const { alive, byParent, bySession } = index(all);
  const ownSession = pid === null ? null : alive.get(pid)?.session ?? null;
  const found = new Set<ProcessEntry>();
  for (const ref of known) {
    const entry = alive.get(ref.pid);
    const isOurs = entry === undefined || entry.startTime === ref.startTime;
    if (!isOurs) continue;
    if (entry !== undefined) found.add(entry);
    // A session has the pid of its leader, so it is one of ours if its leader was, unless another process
    // has that pid by now.
    if (ref.session !== ref.pid || ref.session === ownSession) continue;
    for (const member of bySession.get(ref.pid) ?? []) found.add(member);
  }
  for (const entry of pid === null ? [] : byParent.get(pid) ?? []) found.add(entry);
  // The loop includes what is added to the set meanwhile.
  for (const { pid } of found) {
    for (const child of byParent.get(pid) ?? []) found.add(child);
  }
  return [...found].filter((entry) => entry.pid !== pid);
}

/** Returns the living ones of `refs`, by pid and start time, lest a reused pid is hit. */
export function stillAlive(
  all: readonly ProcessEntry[],
  refs: readonly ProcessRef[],
): ProcessEntry[] {
  const { alive } = index(all);
  return refs.flatMap(({ pid, startTime }) => {
    const entry = alive.get(pid);
    return entry?.startTime === startTime ? [entry] : [];
  });
}

function index(all: readonly ProcessEntry[]): Index {
  const known = INDEXES.get(all);
  if (known !== undefined) return known;
  const alive = new Map<number, ProcessEntry>();
  const byParent = new Map<number, ProcessEntry[]>();
  const bySession = new Map<number, ProcessEntry[]>();
  for (const entry of all) {
    if (entry.dead) continue;
    alive.set(entry.pid, entry);
    add(byParent, entry.parent, entry);
    if (entry.session !== null) add(bySession, entry.session, entry);
  }
  const made = { alive, byParent, bySession };
  INDEXES.set(all, made);
  return made;
}

function add<T>(lists: Map<number, T[]>, key: number, value: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
