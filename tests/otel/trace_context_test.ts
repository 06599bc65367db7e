import { assertEquals } from "@std/assert";
import { below, traceContext } from "../../src/otel/trace_context.ts";
import { RecordedSpan, TRACE_ID } from "../span_recorder.ts";

const OPTIONS = { kind: 0, attributes: {} };

function at(place: object): RecordedSpan {
  const span = new RecordedSpan(10, "turn", OPTIONS, null);
  return Object.assign(span, { spanContext: () => place });
}

Deno.test("traceContext() writes a span as W3C Trace Context has it", () => {
  const place = { traceId: TRACE_ID, spanId: "00f067aa0ba902b7", traceFlags: 1 };
  assertEquals(traceContext(at(place)), { traceparent: `00-${TRACE_ID}-00f067aa0ba902b7-01` });
  const unsampled = { ...place, traceFlags: 2, traceState: { serialize: () => "a=b" } };
  assertEquals(traceContext(at(unsampled)), {
    traceparent: `00-${TRACE_ID}-00f067aa0ba902b7-00`,
    tracestate: "a=b",
  });
});

Deno.test("traceContext() gives nothing for a span without a place in a trace", () => {
  const place = { traceId: TRACE_ID, spanId: "00f067aa0ba902b7", traceFlags: 1 };
  for (
    const wrong of [{ traceId: "0".repeat(32) }, { spanId: "0".repeat(16) }, { spanId: "x\ny" }]
  ) {
    assertEquals(traceContext(at({ ...place, ...wrong })), undefined);
  }
});

Deno.test("below() is a context whose span is the parent", () => {
  const span = new RecordedSpan(10, "turn", OPTIONS, null);
  const [key, other] = [Symbol.for("OpenTelemetry Context Key SPAN"), Symbol("other")];
  const context = below(span);
  assertEquals(context.getValue(key), span);
  assertEquals(context.setValue(other, 1).getValue(other), 1);
  assertEquals(context.setValue(other, 1).getValue(key), span);
  assertEquals(context.deleteValue(key).getValue(key), undefined);
  assertEquals(context.getValue(other), undefined);
});
