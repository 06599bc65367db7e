/**
 * The threads of a fake Codex, across all its processes.
 *
 * @module
 */

type Params = { readonly [key: string]: unknown };

/** A turn as the server stores it. */
export interface PastTurn {
  readonly id: string;
  status: unknown;
  readonly items: unknown[];
  error: unknown;
}

/** A thread. */
export interface FakeThread {
  readonly id: string;
  /** Whether it is not stored anywhere. */
  readonly ephemeral: boolean;
  readonly forkedFromId: string | null;
  cwd: string;
  name: string | null;
  preview: string;
  archived: boolean;
  /** When commands are asked for, as the client has set it. */
  approvalPolicy?: unknown;
  /** Its turns, oldest first. */
  turns: PastTurn[];
}

/** Who writes to a thread, among processes that share nothing but files. */
export interface ThreadLocks {
  /** Takes a thread; false if another process has it. */
  take(id: string): boolean;
  /** Lets go of it. */
  leave(id: string): void;
}

/** The threads of a fake Codex. */
export class FakeThreads {
  readonly #threads: Map<string, FakeThread> = new Map();
  readonly #deleted: Set<string> = new Set();
  /** The processes that have threads loaded: no other one may write to them. */
  readonly #writers: Map<string, object> = new Map();
  readonly #number: () => number;
  readonly #locks: ThreadLocks | undefined;

  /**
   * @param number Gives a number, from 0, that no other thread of the fake has.
   * @param locks Who writes to a thread. Default: there are no other processes.
   */
  constructor(number: () => number, locks?: ThreadLocks) {
    this.#number = number;
    this.#locks = locks;
  }

  /** A new thread, with the history of the thread it is forked from. */
  start(options: { readonly ephemeral?: boolean; readonly from?: FakeThread } = {}): FakeThread {
    const { ephemeral = false, from } = options;
    const id = `01a20000-0000-7000-8000-${(this.#number() + 1).toString(16).padStart(12, "0")}`;
    const { turns = [], preview = "", name = null, cwd = "/" } = from ?? {};
    const forkedFromId = from?.id ?? null;
    return this.#add({
      id,
      ephemeral,
      forkedFromId,
      cwd,
      name,
      preview,
      archived: false,
      // What its turns say from now on is not the fork's.
      turns: turns.map((turn) => ({ ...turn, items: [...turn.items] })),
    });
  }

  /**
   * The thread with that id. A thread that the fake has not created counts as an old one.
   *
   * @throws {Error} If it was deleted.
   */
  get(id: string): FakeThread {
    if (this.#deleted.has(id)) throw noFile(id);
    return this.#threads.get(id) ?? this.#add({
      id,
      ephemeral: false,
      forkedFromId: null,
      cwd: "/",
      name: null,
      preview: "",
      archived: false,
      turns: [],
    });
  }

  /**
   * The thread with that id, to continue it.
   *
   * @throws {Error} If it has no file, or is archived.
   */
  open(id: string): FakeThread {
    const thread = this.get(id);
    if (thread.ephemeral) throw noFile(id);
    if (!thread.archived) return thread;
    throw new Error(
      `session ${id} is archived. Run \`codex unarchive ${id}\` to unarchive it first.`,
    );
  }

  /**
   * A process loads a thread, which no other one may have loaded.
   *
   * @throws {Error} If another process has it.
   */
  load(id: string, process: object): void {
    const writer = this.#writers.get(id);
    if ((writer ?? process) !== process || this.#locks?.take(id) === false) {
      throw new Error(`thread ${id} already has an active writer`);
    }
    if (writer === undefined) this.#interrupt(id);
    this.#writers.set(id, process);
  }

  /** A process lets go of a thread, or of all that it has loaded. */
  unload(process: object, only?: string): void {
    for (const [id, writer] of this.#writers) {
      if (writer !== process || (only ?? id) !== id) continue;
      this.#writers.delete(id);
      this.#locks?.leave(id);
      this.#interrupt(id);
    }
  }

  /** Nobody runs a turn of a thread that nobody has loaded: the process that ran it has ended. */
  #interrupt(id: string): void {
    for (const turn of this.#threads.get(id)?.turns ?? []) {
      if (turn.status === "inProgress") turn.status = "interrupted";
    }
  }

  /** The stored threads, newest first. */
  list({ archived, cwd, searchTerm, includedThreadIds }: Params): FakeThread[] {
    const threads = [...this.#threads.values()].filter((thread) =>
      !thread.ephemeral && thread.turns.length > 0 && thread.archived === (archived === true) &&
      (typeof cwd !== "string" || thread.cwd === cwd) &&
      (typeof searchTerm !== "string" || titlesOf(thread).includes(searchTerm)) &&
      (!Array.isArray(includedThreadIds) || includedThreadIds.includes(thread.id))
    );
    return threads.reverse();
  }

  /**
   * The turns of a thread.
   *
   * @throws {Error} If it stores none.
   */
  turns({ threadId, sortDirection }: Params): readonly PastTurn[] {
    const { id, ephemeral, turns } = this.get(String(threadId));
    if (ephemeral) throw new Error("ephemeral threads do not support thread/turns/list");
    if (turns.length === 0) {
      throw new Error(
        `thread ${id} is not materialized yet; thread/turns/list is unavailable before first user message`,
      );
    }
    return sortDirection === "asc" ? turns : [...turns].reverse();
  }

  /** Archives a thread, or takes it out of the archive. */
  archive(id: string, archived: boolean): void {
    const thread = this.get(id);
    if (thread.ephemeral || thread.archived === archived) {
      throw noFile(id, archived ? "" : "archived ");
    }
    thread.archived = archived;
  }

  /** Deletes a thread. */
  delete(id: string): void {
    if (this.get(id).ephemeral) {
      throw new Error(`thread is not persisted and cannot be deleted: ${id}`);
    }
    if ([...this.#threads.values()].some(({ forkedFromId }) => forkedFromId === id)) {
      throw new Error(`cannot delete thread ${id}: forked history still references it`);
    }
    this.#threads.delete(id);
    this.#deleted.add(id);
  }

  /** Sets a thread's title. */
  rename(id: string, name: unknown): void {
    const thread = this.get(id);
    if (typeof name !== "string" || name.trim() === "") {
      throw new Error("thread name must not be empty");
    }
    if (thread.ephemeral) {
      throw new Error(`ephemeral thread does not support metadata updates: ${id}`);
    }
    thread.name = name;
  }

  /** Removes a turn and those after it from a thread. */
  revert(id: string, turnId: unknown): void {
    const thread = this.get(id);
    const at = thread.turns.findIndex((turn) => turn.id === turnId);
    if (at === -1) throw new Error(`turn not found: ${turnId}`);
    thread.turns.splice(at);
  }

  /** What there is, and what was deleted. */
  kept(): { readonly id: string; readonly thread: FakeThread | null }[] {
    return [
      ...[...this.#threads].map(([id, thread]) => ({ id, thread })),
      ...[...this.#deleted].map((id) => ({ id, thread: null })),
    ];
  }

  /** Takes over what another process has kept. */
  restore({ id, thread }: { readonly id: string; readonly thread: FakeThread | null }): void {
    if (thread !== null) this.#threads.set(id, thread);
    else this.#deleted.add(id);
  }

  #add(thread: FakeThread): FakeThread {
    this.#threads.set(thread.id, thread);
    return thread;
  }
}

/** What Codex says about a thread that it does not have. */
function noFile(id: string, kind = ""): Error {
  return new Error(`no ${kind}rollout found for thread id ${id}`);
}

function titlesOf({ name, preview }: FakeThread): string {
  return `${name ?? ""}\n${preview}`;
}
