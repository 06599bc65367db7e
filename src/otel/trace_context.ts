/**
 * Where spans belong: below another span, and in a trace that other processes take part in.
 *
 * @module
 */
import type { TraceContext } from "../core/ports/observer.ts";
import type { Span, SpanParent } from "./tracer.ts";

/** Under this key every version of OpenTelemetry's API, and Deno's own, keeps a context's span. */
const SPAN: symbol = Symbol.for("OpenTelemetry Context Key SPAN");

/** The bit of the flags that says whether the trace is recorded. */
const SAMPLED = 1;

/** The value to pass as the parent of spans below `span`. */
export function below(span: Span): SpanParent {
  return contextOf(new Map([[SPAN, span]]));
}

function contextOf(values: ReadonlyMap<symbol, unknown>): SpanParent {
  return {
    getValue: (key) => values.get(key),
    setValue: (key, value) => contextOf(new Map([...values, [key, value]])),
    deleteValue: (key) => contextOf(new Map([...values].filter(([name]) => name !== key))),
  };
}

/** The span in the form of W3C Trace Context; undefined if it has no place in a trace. */
export function traceContext(span: Span): TraceContext | undefined {
  const { traceId, spanId, traceFlags, traceState } = span.spanContext();
  if (!isId(traceId, 32) || !isId(spanId, 16)) return undefined;
  const flags = (traceFlags & SAMPLED).toString(16).padStart(2, "0");
  const tracestate = traceState?.serialize();
  return {
    traceparent: `00-${traceId}-${spanId}-${flags}`,
    ...(tracestate ? { tracestate } : {}),
  };
}

/** A no-op span has an id of zeros. */
function isId(id: string, length: number): boolean {
  return id.length === length && /^[0-9a-f]*[1-9a-f][0-9a-f]*$/.test(id);
}
