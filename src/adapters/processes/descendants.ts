/**
 * Which processes of a machine are below another one.
 *
 * @module
 */

/** A process, safe against reuse of its pid. */
export interface ProcessRef {
  /** The process id. */
  readonly pid: number;
  /** When it started, in whatever unit the platform tells. */
  readonly startTime: string;
  /** Its session id, where the platform tells. */
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

/** A list of processes, by what is asked of it. */
interface Index {
  readonly alive: ReadonlyMap<number, ProcessEntry>;
  readonly byParent: ReadonlyMap<number, readonly ProcessEntry[]>;
  readonly bySession: ReadonlyMap<number, readonly ProcessEntry[]>;
}

/** Many ask the same list. */
const INDEXES: WeakMap<readonly ProcessEntry[], Index> = new WeakMap();

/**
 * The living processes below `pid` and below `known`, those of `known` among them. Orphans lose their
 * parent, but not their session: Codex starts each command in one of its own.
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
    // A session is led by the process whose pid it bears, so it is one of ours if its leader was,
    // unless another process has got that pid since.
    if (ref.session !== ref.pid || ref.session === ownSession) continue;
    for (const member of bySession.get(ref.pid) ?? []) found.add(member);
  }
  for (const entry of pid === null ? [] : byParent.get(pid) ?? []) found.add(entry);
  // A set that grows goes on to what is new in it.
  for (const { pid } of found) {
    for (const child of byParent.get(pid) ?? []) found.add(child);
  }
  return [...found].filter((entry) => entry.pid !== pid);
}

/** Those of `refs` that live: the same pid and the same start, lest a reused pid is hit. */
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
