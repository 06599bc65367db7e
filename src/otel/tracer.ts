/**
 * The part of OpenTelemetry's API that is used. The types are structural: its `Tracer` and `Span` fit.
 * Types only.
 *
 * @module
 */

/**
 * Attributes of spans and events.
 *
 * @category Telemetry
 */
export type SpanAttributes = {
  [name: string]: string | number | boolean | string[];
};

/**
 * Options for a new span.
 *
 * @category Telemetry
 */
export interface SpanOptions {
  /** Its kind, as OpenTelemetry numbers them: 0 is internal, 2 a client's. */
  readonly kind: number;
  /** What is known at the beginning; samplers see it. */
  readonly attributes: SpanAttributes;
}

/**
 * A span.
 *
 * @category Telemetry
 */
export interface Span {
  /** Adds attributes. */
  setAttributes(attributes: SpanAttributes): unknown;
  /** Adds an event. */
  addEvent(name: string, attributes?: SpanAttributes): unknown;
  /** Sets the outcome: code 2 is an error. */
  setStatus(status: { code: number; message?: string }): unknown;
  /** Ends the span. */
  end(): void;
  /** Whether the span is recorded. */
  isRecording(): boolean;
  /** Returns its place in the trace. */
  spanContext(): {
    readonly traceId: string;
    readonly spanId: string;
    readonly traceFlags: number;
    readonly traceState?: { serialize(): string } | undefined;
  };
}

/**
 * The part of an OpenTelemetry context that names a span's parent.
 *
 * @category Telemetry
 */
export interface SpanParent {
  /** Returns the value of a key. */
  getValue(key: symbol): unknown;
  /** Returns a copy with another value. */
  setValue(key: symbol, value: unknown): SpanParent;
  /** Returns a copy without a value. */
  deleteValue(key: symbol): SpanParent;
}

/**
 * Makes spans. `trace.getTracer("my-app")` of `@opentelemetry/api` returns one.
 *
 * @category Telemetry
 */
export interface Tracer {
  /** Makes a span below `parent`. Default: below the active span. */
  startSpan(name: string, options?: SpanOptions, parent?: SpanParent): Span;
  /** Makes a span below the active one, and makes it active while `run` runs. */
  startActiveSpan<T>(name: string, options: SpanOptions, run: (span: Span) => T): T;
}
