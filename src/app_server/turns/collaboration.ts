/**
 * The collaboration mode of a thread's turns. Its settings go before model and effort of the turn, and
 * stay, so that each time they have to be said again.
 *
 * @module
 */
import type { CollaborationMode as ModeParams } from "../protocol/common.ts";
import type { CollaborationMode, LiveTurnOptions } from "./options.ts";

/** What a thread works with. */
export interface ThreadModel {
  /** The model, or "" where it is not known. */
  readonly model: string;
  /** How much it thinks, or null for the model's default. */
  readonly effort: string | null;
}

/** Keeps what a thread's next turn has to say of its mode. */
export class Collaboration {
  #model: string;
  #effort: string | null;
  #sent: CollaborationMode = "default";

  /** @param begun What the thread works with when it is opened. */
  constructor({ model, effort }: ThreadModel) {
    this.#model = model;
    this.#effort = effort;
  }

  /**
   * The parameter of `turn/start`, or undefined where nothing has to be said.
   *
   * @param thread The thread's option.
   * @param options The turn's options.
   */
  next(thread: CollaborationMode | undefined, options: LiveTurnOptions): ModeParams | undefined {
    if (options.model) this.#model = options.model;
    if (options.modelReasoningEffort) this.#effort = options.modelReasoningEffort;
    const asked = options.collaborationMode ?? thread;
    const mode = asked ?? "default";
    if (asked === undefined && this.#sent === mode) return undefined;
    this.#sent = mode;
    return {
      mode,
      settings: {
        model: this.#model,
        reasoning_effort: this.#effort,
        developer_instructions: null,
      },
    };
  }
}
