/**
 * One turn of a hub's thread: from the message to one last event.
 *
 * @module
 */
import type { LiveEvent } from "../../app_server/events/live_events.ts";
import { TurnNotActiveError } from "../../app_server/turns/errors.ts";
import type { LiveTurn } from "../../app_server/turns/live_turn.ts";
import { failureOfError } from "./failure_of_error.ts";
import type { Input } from "../../core/vocabulary/input.ts";
import type { HubEvent } from "./events.ts";

const LAST: ReadonlySet<string> = new Set([
  "turn.completed",
  "turn.failed",
  "turn.interrupted",
]);

/** A turn that was asked for. */
export class HubTurn {
  /** Settles when the turn is asked for. */
  readonly asked: Promise<void>;
  /** Settles when the readers know how it ended. */
  told: Promise<void> = Promise.resolve();
  /** Whether the log has the event with the turn's id. */
  isTold = false;
  readonly #messageId: string;
  #live: LiveTurn | null = null;
  #id: string | null = null;
  #interrupted = false;

  /**
   * @param messageId The message that it begins with.
   * @param ask Asks for it.
   */
  constructor(messageId: string, ask: () => Promise<LiveTurn>) {
    this.#messageId = messageId;
    this.asked = ask().then((live) => void (this.#live = live));
  }

  /** The turn's id, or null while nobody knows it. */
  get id(): string | null {
    return this.#id ?? this.#live?.id ?? null;
  }

  /** Its events; the last one ends it, however that comes about. Does not reject. */
  async *events(): AsyncGenerator<HubEvent, void> {
    let isOver = false;
    let failure: unknown = null;
    try {
      if (this.#interrupted) await this.#live?.interrupt();
      for await (const event of this.#live?.events ?? []) {
        if (event.type === "turn.started") this.#id = event.turn_id;
        isOver ||= LAST.has(event.type);
        yield this.#ofMessage(event);
      }
    } catch (error) {
      failure = error;
    }
    if (isOver) return;
    yield {
      type: "turn.failed",
      turn_id: this.id,
      message_id: this.#messageId,
      error: failureOfError(failure),
    };
  }

  /**
   * Says something more to the agent.
   *
   * @returns Whether the agent hears it: not if the turn has just ended.
   */
  async steer(input: Input): Promise<boolean> {
    const live = await this.asked.then(() => this.#live, () => null);
    if (live === null) return false;
    try {
      await live.steer(input);
      return true;
    } catch (error) {
      if (error instanceof TurnNotActiveError) return false;
      throw error;
    }
  }

  /** Interrupts it. */
  async interrupt(): Promise<void> {
    this.#interrupted = true;
    await this.#live?.interrupt();
  }

  #ofMessage(event: LiveEvent): HubEvent {
    const isTurn = event.type === "turn.started" || LAST.has(event.type);
    return (isTurn ? { ...event, message_id: this.#messageId } : event) as HubEvent;
  }
}

/** Whether an event is the last one of its turn. */
export function endsTurn(event: HubEvent): boolean {
  return LAST.has(event.type);
}
