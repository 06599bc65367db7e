/**
 * What is used of OpenTelemetry's API, by structure: its `Tracer` and `Span` fit. Types only.
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
 * How a span begins.
 *
 * @category Telemetry
 */
export interface SpanOptions {
  /** Its role, as OpenTelemetry numbers them: 0 is internal, 2 a client's. */
  readonly kind: number;
  /** What is known from the beginning; samplers see it. */
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
  /** Tells how it went: 2 is an error. */
  setStatus(status: { code: number; message?: string }): unknown;
  /** Ends it. */
  end(): void;
  /** Whether anybody will see it. */
  isRecording(): boolean;
  /** Its place in the trace. */
  spanContext(): {
    readonly traceId: string;
    readonly spanId: string;
    readonly traceFlags: number;
    readonly traceState?: { serialize(): string } | undefined;
  };
}

/**
 * What OpenTelemetry calls a context, as far as it names a span's parent.
 *
 * @category Telemetry
 */
export interface SpanParent {
  /** What it holds for a key. */
  getValue(key: symbol): unknown;
  /** The same with another value. */
  setValue(key: symbol, value: unknown): SpanParent;
  /** The same without a value. */
  deleteValue(key: symbol): SpanParent;
}

/**
 * Makes spans. `trace.getTracer("my-app")` of `@opentelemetry/api` gives one.
 *
 * @category Telemetry
 */
export interface Tracer {
  /** Makes a span below `parent`. Default: below the active one. */
  startSpan(name: string, options?: SpanOptions, parent?: SpanParent): Span;
  /** Makes a span below the active one, and has it active while `run` runs. */
  startActiveSpan<T>(name: string, options: SpanOptions, run: (span: Span) => T): T;
}
