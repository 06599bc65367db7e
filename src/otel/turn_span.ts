/**
 * The span of a turn, from its start to its end.
 *
 * @module
 */
import { failureIn } from "../core/vocabulary/failure.ts";
import type {
  AskedTurn,
  TraceContext,
  TurnObserver,
  TurnOutcome,
  TurnWatch,
} from "../core/ports/observer.ts";
import type { RunInContext } from "../core/ports/host.ts";
import {
  codeAttributes,
  failureAttributes,
  inputMessages,
  outputMessages,
  type Settings,
  turnAttributes,
  usageAttributes,
} from "./attributes.ts";
import { ToolSpans } from "./tool_spans.ts";
import type { AnyItem } from "./tools.ts";
import { traceContext } from "./trace_context.ts";
import type { Span, SpanOptions, Tracer } from "./tracer.ts";

const CLIENT = 2;
const ERROR = 2;
/** Codex's words for a retry over exec, where it reports nothing else about it. */
const RETRY = /^Reconnecting\.\.\. (\d+)\/\d+/;

/** The events that spans are made of, of either transport. */
type Told =
  | { readonly type: "thread.started"; readonly thread_id: string }
  | { readonly type: "turn.started"; readonly turn_id?: string }
  | { readonly type: "turn.interrupted" }
  | {
    readonly type: "item.started" | "item.updated" | "item.completed";
    readonly item: AnyItem;
  }
  | { readonly type: "error"; readonly message: string; readonly will_retry?: boolean }
  | { readonly type: "model/rerouted"; readonly toModel: string };

/**
 * Returns what makes a span for each turn.
 *
 * @param tracer Makes the spans.
 * @param settings What they say.
 * @param bindContext Captures the current asynchronous context, and with it the active span.
 */
export function turnSpans(
  tracer: Tracer,
  settings: Settings,
  bindContext: () => RunInContext,
): TurnObserver {
  return { asked: (turn) => new TurnSpan(tracer, settings, turn, bindContext()) };
}

/** The span of a turn. A tracer that throws does not affect the turn. */
class TurnSpan implements TurnWatch {
  readonly #tracer: Tracer;
  readonly #settings: Settings;
  readonly #turn: AskedTurn;
  readonly #inCaller: RunInContext;
  #span: Span | null = null;
  #tools: ToolSpans | null = null;
  #interrupted = false;

  constructor(tracer: Tracer, settings: Settings, turn: AskedTurn, inCaller: RunInContext) {
    this.#tracer = tracer;
    this.#settings = settings;
    this.#turn = turn;
    this.#inCaller = inCaller;
  }

  /** See {@linkcode TurnWatch}. Callbacks of the turn have its span as the active one. */
  starts<T>(start: (trace: TraceContext | undefined) => T): T {
    let started: { readonly value: T } | { readonly error: unknown } | null = null;
    const begin = (trace?: TraceContext) => {
      if (started !== null) return;
      try {
        started = { value: start(trace) };
      } catch (error) {
        started = { error };
      }
    };
    quietly(() => this.#open((span) => begin(traceContext(span))));
    begin();
    const outcome = started as unknown as { readonly value: T } | { readonly error: unknown };
    if ("error" in outcome) throw outcome.error;
    return outcome.value;
  }

  /** See {@linkcode TurnWatch}. */
  event(event: { readonly type: string }): void {
    quietly(() => this.#event(event as Told));
  }

  /** See {@linkcode TurnWatch}. */
  ended(end: TurnOutcome): void {
    // A turn that was stopped before it began is reported, too.
    quietly(() => this.#span === null && this.#open(() => {}));
    quietly(() => this.#tools?.end());
    quietly(() => this.#tell(end));
    quietly(() => this.#span?.end());
  }

  #open(run: (span: Span) => void): void {
    const { agentName, content } = this.#settings;
    const options: SpanOptions = {
      kind: CLIENT,
      attributes: turnAttributes(this.#turn, this.#settings),
    };
    this.#inCaller(() =>
      this.#tracer.startActiveSpan(`invoke_agent ${agentName}`, options, (span) => {
        this.#span = span;
        const redact = (text: string) => this.#turn.redact(text);
        this.#tools = new ToolSpans(this.#tracer, this.#settings, redact, span);
        if (content && span.isRecording()) {
          span.setAttributes({ "gen_ai.input.messages": redact(inputMessages(this.#turn)) });
        }
        run(span);
      })
    );
  }

  #event(event: Told): void {
    const span = this.#span;
    if (span === null) return;
    switch (event.type) {
      case "thread.started":
        span.setAttributes({ "gen_ai.conversation.id": event.thread_id });
        return;
      case "turn.started":
        if (event.turn_id !== undefined) span.setAttributes({ "codex.turn.id": event.turn_id });
        return;
      case "turn.interrupted":
        this.#interrupted = true;
        return;
      case "item.started":
      case "item.updated":
        this.#tools?.started(event.item);
        return;
      case "item.completed":
        this.#tools?.completed(event.item);
        if (event.item.type === "context_compaction") {
          span.setAttributes({ "gen_ai.conversation.compacted": true });
        }
        return;
      case "error":
        return this.#problem(span, event);
      case "model/rerouted":
        span.setAttributes({ "gen_ai.response.model": event.toModel });
    }
  }

  #problem(span: Span, event: Extract<Told, { type: "error" }>): void {
    const { code, httpStatus } = failureIn(event);
    const attempt = RETRY.exec(event.message)?.[1];
    const willRetry = event.will_retry ?? attempt !== undefined;
    span.addEvent(willRetry ? "codex.retry" : "codex.error", {
      ...codeAttributes(code, httpStatus),
      ...(attempt === undefined ? {} : { "codex.retry.attempt": Number(attempt) }),
      ...(this.#settings.content ? { "error.message": this.#turn.redact(event.message) } : {}),
    });
  }

  #tell({ failure, usage, finalResponse }: TurnOutcome): void {
    const span = this.#span;
    if (span === null) return;
    if (usage !== null) span.setAttributes(usageAttributes(usage));
    const { content } = this.#settings;
    if (content && finalResponse !== "") {
      const messages = this.#turn.redact(outputMessages(finalResponse));
      span.setAttributes({ "gen_ai.output.messages": messages });
    }
    if (failure !== null) {
      span.setAttributes(failureAttributes(failure));
      span.setStatus({ code: ERROR, ...(content ? { message: failure.message } : {}) });
    } else if (this.#interrupted) {
      span.setAttributes({ "error.type": "InterruptedError" });
      span.setStatus({ code: ERROR });
    }
  }
}

function quietly(run: () => unknown): void {
  try {
    run();
  } catch {
    // An observer must not affect the turn.
  }
}
