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

/**
 * The living processes below `pid` and below `known`, those of `known` among them. Orphans lose their
 * parent, but not their session: Codex starts each command in one of its own.
 */
export function descendants(
  all: readonly ProcessEntry[],
  pid: number | null,
  known: readonly ProcessRef[],
): ProcessEntry[] {
  const alive = new Map<number, ProcessEntry>();
  const below = new Map<number, ProcessEntry[]>();
  for (const entry of all) {
    if (entry.dead) continue;
    alive.set(entry.pid, entry);
    const siblings = below.get(entry.parent);
    if (siblings === undefined) below.set(entry.parent, [entry]);
    else siblings.push(entry);
  }
  const ownSession = pid === null ? null : alive.get(pid)?.session ?? null;
  const found = new Set<ProcessEntry>();
  const sessions = new Set<number>();
  for (const ref of known) {
    const entry = alive.get(ref.pid);
    if (entry !== undefined && entry.startTime === ref.startTime) found.add(entry);
    // A session is led by the process whose pid it bears, so it is one of ours if its leader was,
    // unless another process has got that pid since.
    const isOurs = entry === undefined || entry.startTime === ref.startTime;
    if (ref.session === ref.pid && ref.session !== ownSession && isOurs) sessions.add(ref.pid);
  }
  for (const entry of alive.values()) {
    if (entry.session !== null && sessions.has(entry.session)) found.add(entry);
  }
  for (const entry of pid === null ? [] : below.get(pid) ?? []) found.add(entry);
  // A set that grows goes on to what is new in it.
  for (const { pid } of found) {
    for (const child of below.get(pid) ?? []) found.add(child);
  }
  return [...found].filter((entry) => entry.pid !== pid);
}

/** Those of `refs` that live: the same pid and the same start, lest a reused pid is hit. */
export function stillAlive(
  all: readonly ProcessEntry[],
  refs: readonly ProcessRef[],
): ProcessEntry[] {
  const byPid = new Map(all.map((entry) => [entry.pid, entry]));
  return refs.flatMap(({ pid, startTime }) => {
    const entry = byPid.get(pid);
    return entry !== undefined && !entry.dead && entry.startTime === startTime ? [entry] : [];
  });
}
