/**
 * The numbered events of one thread, kept once for all readers. A reader is only a number: how far it has
 * read. A reader that stands still costs nothing.
 *
 * @module
 */
import type { ItemDeltaEvent } from "../../app_server/events/live_events.ts";
import { jsonOf } from "../../core/base/json.ts";
import type { HubEntry, HubEvent } from "./events.ts";

/** One event, or the deltas of an item that follow each other. */
interface Stretch {
  /** The number of its first event. */
  readonly first: number;
  /** The event; for deltas, the first one. Null if a newer event says everything that it said. */
  event: HubEvent | null;
  /** The texts of the deltas, or null. */
  readonly pieces: string[] | null;
  size: number;
}

/** A reader that is further behind gets deltas merged. */
const MERGED_BEHIND = 32;

/** Characters of a merged delta. */
const MERGED_SIZE = 64 * 1024;

/** Bytes of deltas that are kept, or dropped, as one. */
const STRETCH_SIZE = 128 * 1024;

/** What an event takes besides its characters, in bytes. */
const OVERHEAD = 64;

/** How many dropped stretches the list may hold before it is shortened. */
const COMPACT = 1024;

/** A numbered log in bounded memory. */
export class EventLog {
  /** The log's id, by which returning readers know whether it is still the same log. */
  readonly id: string = crypto.randomUUID();
  readonly #maxBytes: number;
  #stretches: Stretch[] = [];
  #head = 0;
  #bytes = 0;
  #from = 1;
  #last = 0;
  // The turns that are kept whole, and the number that each begins with.
  #turns: { readonly start: number; id: string | null }[] = [];
  // The diffs of the turn: each holds all of those before.
  #diffs: Stretch[] = [];
  // The readers that keep up all ask for the same one, and get the same object.
  #latest: { readonly after: number; readonly entry: HubEntry } | null = null;
  #ended = false;
  #waiting: Set<() => void> = new Set();

  /** @param maxBytes About how much memory its events may take. */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** The number of the first event that is kept. */
  get from(): number {
    return this.#from;
  }

  /** The number of the last event, 0 before the first. */
  get last(): number {
    return this.#last;
  }

  /** About how much memory its events take. */
  get bytes(): number {
    return this.#bytes;
  }

  /** The ids of the turns that are kept whole. */
  get turnIds(): string[] {
    return this.#turns.flatMap(({ id }) => id ?? []);
  }

  /** Whether nothing more will be added. */
  get ended(): boolean {
    return this.#ended;
  }

  /** A turn begins with the next event. */
  beginTurn(): void {
    this.#turns.push({ start: this.#last + 1, id: null });
    this.#diffs = [];
  }

  /** Adds an event; returns its number. */
  append(event: HubEvent): number {
    if (this.#ended) return this.#last;
    const n = ++this.#last;
    const size = sizeOf(event);
    this.#bytes += size;
    const latest = this.#stretches.at(-1);
    const turn = this.#turns.at(-1);
    const isOfTurn = latest !== undefined && latest.first >= (turn?.start ?? 0);
    if (event.type === "item.delta" && isOfTurn && latest.pieces && continues(latest, event)) {
      latest.pieces.push(event.delta);
      latest.size += size;
    } else {
      const pieces = event.type === "item.delta" ? [event.delta] : null;
      const stretch = { first: n, event, pieces, size };
      this.#stretches.push(stretch);
      if (event.type === "turn.diff") this.#supersede(stretch);
      if (event.type === "turn.started" && turn) turn.id = event.turn_id;
    }
    if (this.#bytes > this.#maxBytes) this.#trim();
    this.#wake();
    return n;
  }

  /**
   * The event after number `after`, or null if there is none yet. If that event is no longer kept, a
   * `log.truncated` event.
   */
  read(after: number): HubEntry | null {
    if (after + 1 < this.#from) {
      const from = this.#from;
      return { n: from - 1, event: { type: "log.truncated", from } };
    }
    if (after >= this.#last) return null;
    if (this.#latest?.after === after) return this.#latest.entry;
    const entry = this.#entry(after);
    if (entry.n === after + 1) this.#latest = { after, entry };
    return entry;
  }

  #entry(after: number): HubEntry {
    let at = this.#find(after + 1);
    let stretch = this.#stretches[at] as Stretch;
    while (stretch.event === null) stretch = this.#stretches[++at] as Stretch;
    const { first, event, pieces } = stretch;
    if (pieces === null) return { n: first, event };
    const begin = Math.max(0, after + 1 - first);
    const end = this.#last - after > MERGED_BEHIND ? mergedEnd(pieces, begin) : begin + 1;
    const delta = end === begin + 1
      ? pieces[begin] as string
      : pieces.slice(begin, end).join(between(event));
    return { n: first + end - 1, event: { ...event as ItemDeltaEvent, delta } };
  }

  /** Calls back once, when there is another event or the log has ended. */
  wait(callback: () => void): void {
    this.#waiting.add(callback);
  }

  /** Removes a callback. */
  leave(callback: () => void): void {
    this.#waiting.delete(callback);
  }

  /** Drops the events; the numbers go on. */
  clear(): void {
    this.#drop(this.#stretches.length - this.#head);
    this.#stretches = [];
    this.#head = 0;
    this.#from = this.#last + 1;
    this.#turns = [];
    this.#diffs = [];
  }

  /** Ends the log: nothing more will be added. */
  end(): void {
    this.#ended = true;
    this.#wake();
  }

  #wake(): void {
    const waiting = this.#waiting;
    if (waiting.size === 0) return;
    this.#waiting = new Set();
    for (const callback of waiting) callback();
  }

  /** The stretch that a number lies in. */
  #find(n: number): number {
    let low = this.#head;
    let high = this.#stretches.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#stretches[middle] as Stretch).first <= n) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** Drops diffs that only readers far behind would read. */
  #supersede(diff: Stretch): void {
    while ((this.#diffs[0]?.first ?? Infinity) <= this.#last - MERGED_BEHIND) {
      const old = this.#diffs.shift() as Stretch;
      if (old.first < this.#from) continue;
      this.#latest = null;
      this.#bytes -= old.size - OVERHEAD;
      old.size = OVERHEAD;
      old.event = null;
    }
    this.#diffs.push(diff);
  }

  /** Drops the oldest turns, and the oldest events of the last one. The last event always stays. */
  #trim(): void {
    while (this.#bytes > this.#maxBytes && this.#stretches.length - this.#head > 1) {
      const next = this.#turns.find(({ start }) => start > this.#from);
      this.#drop(next === undefined ? 1 : this.#find(next.start) - this.#head);
      this.#from = (this.#stretches[this.#head] as Stretch).first;
      while ((this.#turns[0]?.start ?? Infinity) < this.#from) this.#turns.shift();
    }
  }

  #drop(count: number): void {
    this.#latest = null;
    for (let left = count; left > 0; left--) {
      this.#bytes -= (this.#stretches[this.#head] as Stretch).size;
      // The list is shortened only now and then; until then it must not hold what was dropped.
      this.#stretches[this.#head++] = DROPPED;
    }
    if (this.#head < COMPACT) return;
    this.#stretches.splice(0, this.#head);
    this.#head = 0;
  }
}

const DROPPED: Stretch = { first: 0, event: null, pieces: null, size: 0 };

/** Whether a delta adds to the same text as those before, which is dropped as one in the end. */
function continues({ event: before, size }: Stretch, delta: ItemDeltaEvent): boolean {
  return size < STRETCH_SIZE && before?.type === "item.delta" && before.item_id === delta.item_id &&
    before.item_type === delta.item_type && before.raw === delta.raw;
}

/** What stands between two deltas of an item that are merged: an MCP tool's progress comes in lines. */
function between(event: HubEvent | null): string {
  return event?.type === "item.delta" && event.item_type === "mcp_tool_call" ? "\n" : "";
}

function mergedEnd(pieces: readonly string[], begin: number): number {
  let end = begin;
  let size = 0;
  do size += (pieces[end++] as string).length; while (end < pieces.length && size < MERGED_SIZE);
  return end;
}

/** Two bytes for each character, which is what they take at most. */
function sizeOf(event: HubEvent): number {
  if (event.type === "item.delta") return 2 * event.delta.length + OVERHEAD;
  return 2 * jsonOf(event).length + OVERHEAD;
}
