/**
 * The spans of the tools that a turn executes.
 *
 * @module
 */
import type { Settings } from "./attributes.ts";
import { type AnyItem, type ToolCall, toolCall } from "./tools.ts";
import { below } from "./trace_context.ts";
import type { Span, Tracer } from "./tracer.ts";

const INTERNAL = 0;
const ERROR = 2;
/** The statuses of items whose tool did not do what it should. */
const BAD: ReadonlySet<string> = new Set(["failed", "declined"]);

/** The spans of the tools that a turn executes. */
export class ToolSpans {
  readonly #tracer: Tracer;
  readonly #settings: Pick<Settings, "content">;
  readonly #redact: (text: string) => string;
  readonly #turn: Span;
  readonly #open: Map<string, Span> = new Map();

  /**
   * @param tracer Makes the spans.
   * @param settings What they say.
   * @param redact Removes the secrets from a text.
   * @param turn The span of the turn.
   */
  constructor(
    tracer: Tracer,
    settings: Pick<Settings, "content">,
    redact: (text: string) => string,
    turn: Span,
  ) {
    this.#tracer = tracer;
    this.#settings = settings;
    this.#redact = redact;
    this.#turn = turn;
  }

  /** An item begins, or has changed. */
  started(item: AnyItem): void {
    const call = toolCall(item);
    if (call === null || this.#open.has(item.id)) return;
    this.#open.set(item.id, this.#start(item.id, call));
  }

  /** An item has ended. For some items, no beginning is reported. */
  completed(item: AnyItem): void {
    const call = toolCall(item);
    if (call === null) return;
    const span = this.#open.get(item.id) ?? this.#start(item.id, call);
    this.#open.delete(item.id);
    const { status } = call;
    span.setAttributes({ ...call.attributes, "codex.tool.status": status });
    if (this.#settings.content && span.isRecording()) {
      span.setAttributes({
        // Some attributes are known only now: what a search looks for, for example.
        "gen_ai.tool.call.arguments": this.#text(call.arguments),
        "gen_ai.tool.call.result": this.#text(call.result),
      });
    }
    if (BAD.has(status)) {
      span.setAttributes({ "error.type": status });
      span.setStatus({ code: ERROR });
    }
    span.end();
  }

  /** The turn has ended: what Codex has left open ends with it. */
  end(): void {
    for (const span of this.#open.values()) {
      span.setAttributes({ "codex.tool.status": "in_progress" });
      span.end();
    }
    this.#open.clear();
  }

  #start(id: string, call: ToolCall): Span {
    const attributes = {
      "gen_ai.operation.name": "execute_tool",
      "gen_ai.tool.name": call.name,
      "gen_ai.tool.type": call.type,
      "gen_ai.tool.call.id": id,
    };
    const name = `execute_tool ${call.name}`;
    const span = this.#tracer.startSpan(name, { kind: INTERNAL, attributes }, below(this.#turn));
    if (this.#settings.content && span.isRecording()) {
      span.setAttributes({ "gen_ai.tool.call.arguments": this.#text(call.arguments) });
    }
    return span;
  }

  #text(value: unknown): string {
    const text = typeof value === "string" ? value : JSON.stringify(value ?? null);
    return this.#redact(text);
  }
}
