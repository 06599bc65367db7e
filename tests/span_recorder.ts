/**
 * A tracer that keeps its spans, as OpenTelemetry's SDK would make them.
 *
 * @module
 */
import { AsyncLocalStorage } from "node:async_hooks";
import type { Span, SpanAttributes, SpanOptions, SpanParent, Tracer } from "../src/otel/mod.ts";

const SPAN = Symbol.for("OpenTelemetry Context Key SPAN");

/** A span that was made. */
export class RecordedSpan implements Span {
  readonly name: string;
  readonly kind: number;
  readonly parent: RecordedSpan | null;
  readonly attributes: SpanAttributes;
  readonly events: { readonly name: string; readonly attributes: SpanAttributes }[] = [];
  status: { readonly code: number; readonly message?: string } | null = null;
  ends = 0;
  readonly #id: string;

  constructor(id: number, name: string, options: SpanOptions, parent: RecordedSpan | null) {
    this.#id = id.toString(16).padStart(16, "0");
    this.name = name;
    this.kind = options.kind;
    this.parent = parent;
    this.attributes = { ...options.attributes };
  }

  setAttributes(attributes: SpanAttributes): this {
    if (this.ends > 0) throw new Error(`${this.name} has ended`);
    Object.assign(this.attributes, attributes);
    return this;
  }

  addEvent(name: string, attributes: SpanAttributes = {}): this {
    this.events.push({ name, attributes });
    return this;
  }

  setStatus(status: { code: number; message?: string }): this {
    this.status = status;
    return this;
  }

  end(): void {
    this.ends++;
  }

  isRecording(): boolean {
    return this.ends === 0;
  }

  spanContext(): { traceId: string; spanId: string; traceFlags: number } {
    return { traceId: TRACE_ID, spanId: this.#id, traceFlags: 1 };
  }

  /** As a process is told of it. */
  get traceparent(): string {
    return `00-${TRACE_ID}-${this.#id}-01`;
  }
}

/** The trace that all spans are part of. */
export const TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736";

/** A tracer that keeps its spans. */
export class SpanRecorder implements Tracer {
  /** In the order they were made. */
  readonly spans: RecordedSpan[] = [];
  readonly #active: AsyncLocalStorage<RecordedSpan> = new AsyncLocalStorage();

  startSpan(
    name: string,
    options: SpanOptions = { kind: 0, attributes: {} },
    parent?: SpanParent,
  ): RecordedSpan {
    const above = parent === undefined ? this.active : parent.getValue(SPAN) as RecordedSpan;
    const span = new RecordedSpan(this.spans.length + 1, name, options, above);
    this.spans.push(span);
    return span;
  }

  startActiveSpan<T>(name: string, options: SpanOptions, run: (span: RecordedSpan) => T): T {
    const span = this.startSpan(name, options);
    return this.#active.run(span, () => run(span));
  }

  /** The span that is active here. */
  get active(): RecordedSpan | null {
    return this.#active.getStore() ?? null;
  }

  /** Runs `run` with a span of the program active. */
  async within<T>(name: string, run: () => Promise<T>): Promise<T> {
    return await this.startActiveSpan(name, { kind: 0, attributes: {} }, async (span) => {
      try {
        return await run();
      } finally {
        span.end();
      }
    });
  }

  /** Each span, its parent, why it has failed, and how often it was ended. */
  get tree(): [name: string, parent: string | null, error: unknown, ends: number][] {
    return this.spans.map(({ name, parent, attributes, ends }) => [
      name,
      parent?.name ?? null,
      attributes["error.type"] ?? null,
      ends,
    ]);
  }
}
