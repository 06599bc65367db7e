/**
 * The plan of a turn: the whole plan each time, and a `todo_list` item as in `exec`.
 *
 * @module
 */
import type { TodoListItem } from "../../core/vocabulary/items.ts";
import type { LiveEvent } from "./live_events.ts";
import type { TurnNotifications } from "./turn_notifications.ts";

/** The plan of a turn. */
export class TurnPlan {
  readonly #newId: () => string;
  #item: TodoListItem | null = null;

  /** @param newId Returns the id for the plan's item; called once. */
  constructor(newId: () => string) {
    this.#newId = newId;
  }

  /** The events for a changed plan. */
  update({ explanation, plan }: TurnNotifications["turn/plan/updated"]): LiveEvent[] {
    const type = this.#item === null ? "item.started" : "item.updated";
    const items = plan.map(({ step, status }) => ({
      text: step,
      completed: status === "completed",
    }));
    this.#item = { id: this.#item?.id ?? this.#newId(), type: "todo_list", items };
    const steps = plan.map(({ step, status }) => ({
      text: step,
      status: status === "inProgress" ? "in_progress" as const : status,
    }));
    return [
      { type: "turn.plan", explanation: explanation ?? null, steps },
      { type, item: this.#item },
    ];
  }

  /** The events for the plan at the end of the turn. */
  end(): LiveEvent[] {
    return this.#item === null ? [] : [{ type: "item.completed", item: this.#item }];
  }
}
