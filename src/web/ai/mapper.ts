/**
 * Events of a thread to chunks of UI messages.
 *
 * @module
 */
import type { LiveEvent } from "../../app_server/events/live_events.ts";
import { failureIn } from "../../core/vocabulary/failure.ts";
import type { HubEvent } from "../hub/events.ts";
import type { UIMessageChunk, UIMessageMetadata } from "./chunks.ts";
import { failureOfStream, safeErrorText, type StreamFailure } from "./error_text.ts";
import { MessageParts } from "./message_parts.ts";
import type { ToolQuestion } from "./tool_parts.ts";

/**
 * Options of a UI message stream.
 *
 * @category Web
 */
export interface UIMessageStreamOptions {
  /**
   * Returns the text that the browser gets for a failure. Default: the SDK's own sentence for each code,
   * which contains none of Codex's words.
   */
  readonly errorText?: ((failure: StreamFailure) => string) | undefined;
}

/** An event of a thread: of a live turn, or of a hub; of a question, only what is needed here. */
export type StreamEvent =
  | LiveEvent
  | HubEvent
  | { readonly type: "question"; readonly question: ToolQuestion };

/** Maps the events of a thread to chunks: one message for each turn. */
export class UIMessageMapper {
  readonly #options: UIMessageStreamOptions;
  #parts: MessageParts = new MessageParts(null);
  #state: "none" | "open" | "ended" | "stopped" = "none";
  #step: "none" | "open" | "done" = "none";
  #threadId: string | null = null;
  #turnId: string | null = null;

  /** @param options The texts for the browser. */
  constructor(options: UIMessageStreamOptions = {}) {
    this.#options = options;
  }

  /** Whether a message has begun and not ended. */
  get isOpen(): boolean {
    return this.#state === "open";
  }

  /** The chunks that an event makes. */
  map(event: StreamEvent): UIMessageChunk[] {
    switch (event.type) {
      case "thread.started":
        this.#threadId = event.thread_id;
        return [];
      case "turn.started": {
        const cutOff = this.#state === "open" ? this.#end({ finishReason: "other" }) : [];
        // Over exec turns have no ids.
        const turnId = event.turn_id ?? null;
        this.#parts = new MessageParts(turnId);
        return [...cutOff, ...this.#start(turnId)];
      }
      case "item.started":
      case "item.updated":
        return this.#itemParts(event, () => this.#parts.begun(event.item));
      case "item.completed":
        return this.#itemParts(event, () => this.#parts.completed(event.item));
      case "item.delta":
        return this.#itemParts(event, () => this.#parts.delta(event));
      case "turn.plan":
        return this.#part(() => this.#parts.plan(event.explanation, event.steps));
      case "turn.diff":
        return this.#part(() => this.#parts.diff(event.diff));
      case "question":
        return this.#part(() => this.#parts.asked(event.question));
      case "question.resolved":
        return this.#part(() => this.#parts.resolved(event.question_id, event.by, event.decision));
      case "turn.usage": {
        // A request to the model is a step.
        if (this.#step === "open") this.#step = "done";
        const { total, last, context_window: contextWindow } = event;
        const usage = { total, last, contextWindow };
        return this.#told([{ type: "message-metadata", messageMetadata: { usage } }]);
      }
      case "error": {
        // The last one is reported as the turn's failure.
        if (!event.will_retry) return [];
        const failure = failureIn(event);
        const { code, retryable } = failure;
        const data = { code, retryable, text: this.#errorText(failure) };
        return [...this.#parts.discard(), ...this.#told([transient("data-retry", data)])];
      }
      case "turn.completed": {
        const messageMetadata = { usage: { total: event.usage } };
        return this.#end({ finishReason: "stop", messageMetadata });
      }
      case "turn.interrupted":
        return this.#end(null, [ended({ status: "interrupted" })]);
      case "turn.failed": {
        // Of a message that was given up while it waited: this one goes on.
        if (event.turn_id === null && this.isOpen && this.#turnId !== null) return [];
        const errorText = this.#errorText(failureIn(event.error));
        return this.#fail(errorText, [ended({ status: "failed", errorText })]);
      }
      default:
        return this.#told([transient("data-event", event)]);
    }
  }

  /**
   * The events have ended: an error, unless the turn has ended too.
   *
   * @param error What ended them, if they did not end by themselves.
   */
  end(error?: unknown): UIMessageChunk[] {
    // The events of a turn that has failed or was interrupted may also throw: that was told.
    if (error === undefined ? this.#state !== "open" : this.#state === "stopped") return [];
    return this.#fail(this.#errorText(failureOfStream(error)));
  }

  /**
   * The message stops here, to go on in another stream when the user has answered.
   *
   * @param position The number of the last event that was mapped.
   */
  pause(position: number): UIMessageChunk[] {
    const messageMetadata = { position };
    return [...this.#parts.pause(), {
      type: "finish",
      finishReason: "tool-calls",
      messageMetadata,
    }];
  }

  #start(turnId: string | null): UIMessageChunk[] {
    this.#state = "open";
    this.#step = "none";
    this.#turnId = turnId;
    const messageMetadata = {
      ...(this.#threadId === null ? {} : { threadId: this.#threadId }),
      ...(turnId === null ? {} : { turnId }),
    };
    return [{
      type: "start",
      ...(turnId === null ? {} : { messageId: turnId }),
      ...(Object.keys(messageMetadata).length === 0 ? {} : { messageMetadata }),
    }];
  }

  /** Parts, preceded by the start of their message and step if these have not begun. */
  #part(make: () => UIMessageChunk[]): UIMessageChunk[] {
    // A page sends answers to what the last step asks: that step must hold everything that runs.
    const isNew = this.#step === "done" && !this.#parts.isBusy;
    const chunks = make();
    if (chunks.length === 0) return [];
    const start = this.#state === "open" ? [] : this.#start(null);
    if (this.#step !== "none" && !isNew) return [...start, ...chunks];
    const before: UIMessageChunk[] = isNew ? [{ type: "finish-step" }] : [];
    this.#step = "open";
    return [...start, ...before, { type: "start-step" }, ...chunks];
  }

  /**
   * The parts that an item makes. One of an unexpected shape, of a newer Codex perhaps, is no reason to lose the
   * rest of the turn: it is passed on as it is.
   */
  #itemParts(event: StreamEvent, make: () => UIMessageChunk[]): UIMessageChunk[] {
    try {
      return this.#part(make);
    } catch {
      return this.#told([transient("data-event", event)]);
    }
  }

  /** Chunks that are not part of the message. */
  #told(chunks: UIMessageChunk[]): UIMessageChunk[] {
    return this.#state === "open" ? chunks : [];
  }

  #fail(errorText: string, before: readonly UIMessageChunk[] = []): UIMessageChunk[] {
    return this.#end({ finishReason: "error" }, [...before, { type: "error", errorText }]);
  }

  /** The message ends; as interrupted if there is no reason to finish. */
  #end(
    finish: Omit<UIMessageChunk & { type: "finish" }, "type"> | null,
    before: readonly UIMessageChunk[] = [],
  ): UIMessageChunk[] {
    const start = this.#state === "open" ? [] : this.#start(null);
    const open = this.#parts.close();
    const step: UIMessageChunk[] = this.#step === "none" ? [] : [{ type: "finish-step" }];
    this.#parts = new MessageParts(null);
    this.#state = finish === null || finish.finishReason === "error" ? "stopped" : "ended";
    this.#step = "none";
    const last: UIMessageChunk = finish === null
      ? { type: "abort", reason: "interrupted" }
      : { type: "finish", ...finish };
    return [...start, ...open, ...step, ...before, last];
  }

  #errorText({ code, message, retryable }: StreamFailure): string {
    const { errorText = safeErrorText } = this.#options;
    return errorText({ code, message, retryable });
  }
}

/** Says how the turn ended; `ai` reads nothing after an error. */
function ended(messageMetadata: UIMessageMetadata): UIMessageChunk {
  return { type: "message-metadata", messageMetadata };
}

function transient(type: `data-${string}`, data: unknown): UIMessageChunk {
  return { type, data, transient: true };
}
