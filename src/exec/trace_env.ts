/**
 * The trace that a turn is part of, in Codex's environment.
 *
 * @module
 */
import type { TraceContext } from "../core/ports/observer.ts";

/**
 * Returns the variables of a trace. Codex 0.171 reads them, and passes them on to the model's service and to
 * commands.
 *
 * @param trace The trace, if there is one.
 * @param current Reads the environment that Codex will have.
 */
export function traceEnv(
  trace: TraceContext | undefined,
  current: (name: string) => string | undefined,
): Record<string, string> {
  if (trace === undefined) return {};
  const { traceparent, tracestate } = trace;
  if (tracestate) return { TRACEPARENT: traceparent, TRACESTATE: tracestate };
  // An existing one belongs to another trace.
  const stale: Record<string, string> = current("TRACESTATE") ? { TRACESTATE: "" } : {};
  return { TRACEPARENT: traceparent, ...stale };
}
