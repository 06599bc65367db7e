/**
 * The fold: makes a `Turn` of events.
 *
 * @module
 */
import type { ThreadErrorEvent, ThreadEvent, Usage } from "../vocabulary/events.ts";
import { type Failure, failureIn } from "../vocabulary/failure.ts";
import type { ThreadItem } from "../vocabulary/items.ts";
import type { Turn } from "../vocabulary/turn.ts";

/** Items during which Codex may be silent: the idle clock waits for them. */
const WORK: ReadonlySet<string> = new Set([
  "command_execution",
  "mcp_tool_call",
  "web_search",
  "collab_tool_call",
  // Only in live sessions.
  "context_compaction",
  "dynamic_tool_call",
  "image_generation",
  "sleep",
]);

/** Characters of completed items that a streamed turn keeps for its errors if nobody can read its result. */
export const STREAMED_LIMIT: number = 4 * 1024;

/** Collects what the events of one turn say. */
export class TurnFold {
  #limit: number;
  #completed: ThreadItem[] = [];
  #size = 0;
  // Earlier completed items, if there is a limit.
  #before: ThreadItem[] = [];
  readonly #open: Map<string, ThreadItem> = new Map();
  #finalResponse = "";
  #usage: Usage | null = null;
  #usageSoFar: Usage | null = null;
  #failure: Failure | null = null;
  #lastError: ThreadErrorEvent | null = null;
  #lastEvent: ThreadEvent | null = null;
  #working: Set<string> = new Set();

  /** @param limit Characters of completed items to keep at least; beyond twice that, the oldest go. */
  constructor(limit: number = Infinity) {
    this.#limit = limit;
  }

  /** Sets the limit of the constructor from now on. */
  bound(limit: number): void {
    this.#limit = limit;
  }

  /** Takes the next event, of roughly `size` characters. */
  add(event: ThreadEvent, size: number = 0): void {
    this.#lastEvent = event;
    switch (event.type) {
      case "item.completed":
        this.#complete(event.item, size);
        return;
      case "item.started":
      case "item.updated":
        this.#open.set(event.item.id, event.item);
        if (WORK.has(event.item.type)) this.#working.add(event.item.id);
        return;
      case "turn.completed":
        this.#usage = event.usage;
        return;
      case "turn.failed":
        this.#failure = failureIn(event.error);
        return;
      case "error":
        this.#lastError = event;
        return;
      default:
        // In a live turn, after each request to the model.
        if ((event as { type: string }).type === "turn.usage") {
          this.#usageSoFar = (event as unknown as { total: Usage }).total;
        }
    }
  }

  #complete(item: ThreadItem, size: number): void {
    if (this.#open.size > 0) {
      this.#open.delete(item.id);
      this.#working.delete(item.id);
    }
    // Dropped many at a time, so that keeping costs little.
    if (this.#size >= this.#limit) {
      this.#before = this.#completed;
      this.#completed = [];
      this.#size = 0;
    }
    this.#completed.push(item);
    this.#size += size;
    if (item.type === "agent_message") this.#finalResponse = item.text;
    // Codex does not complete every item it starts; once the model speaks again, none is running.
    if (this.#working.size > 0 && (item.type === "agent_message" || item.type === "reasoning")) {
      this.#working.clear();
    }
  }

  /** Takes an event of an item that is not among the turn's items: only whether it is running counts. */
  addAside(event: ThreadEvent): void {
    this.#lastEvent = event;
    if (event.type === "item.completed") {
      this.#working.delete(event.item.id);
      // In plan mode the plan is the answer.
      const { type, text } = event.item as { readonly type: string; readonly text?: unknown };
      if (type === "plan" && typeof text === "string") this.#finalResponse = text;
    } else if (event.type === "item.started" && WORK.has(event.item.type)) {
      this.#working.add(event.item.id);
    }
  }

  /** Whether an item is open during which Codex may be silent. */
  get working(): boolean {
    return this.#working.size > 0;
  }

  /** The outcome of the turn. */
  get outcome(): Pick<Turn, "items" | "finalResponse" | "usage"> {
    return { items: this.items, finalResponse: this.#finalResponse, usage: this.#usage };
  }

  /** The completed items. */
  get items(): ThreadItem[] {
    return this.#before.length === 0 ? this.#completed : [...this.#before, ...this.#completed];
  }

  /** The completed items, then those that were started and never completed. */
  get itemsSoFar(): ThreadItem[] {
    return [...this.#before, ...this.#completed, ...this.#open.values()];
  }

  /** The text of the last agent message, or "". */
  get finalResponse(): string {
    return this.#finalResponse;
  }

  /** The usage of `turn.completed`, or null while the turn has not succeeded. */
  get usage(): Usage | null {
    return this.#usage;
  }

  /** The usage of a live turn's thread after the requests so far; else null. */
  get usageSoFar(): Usage | null {
    return this.#usageSoFar;
  }

  /** What `turn.failed` reported, or null. */
  get failure(): Failure | null {
    return this.#failure;
  }

  /** What the last `error` event reported, or null. */
  get lastError(): Failure | null {
    return this.#lastError === null ? null : failureIn(this.#lastError);
  }

  /** The last event, or null. */
  get lastEvent(): ThreadEvent | null {
    return this.#lastEvent;
  }
}
