/**
 * Turns as OpenTelemetry spans, following its conventions for generative AI: agent invocations with the
 * tools they execute, tokens, failures by their codes, and retries. {@linkcode traced} takes a {@linkcode
 * [.].Codex Codex} or an {@linkcode [app-server].AppServer AppServer}.
 *
 * @example Trace every turn of a client
 * ```ts ignore
 * import { trace } from "@opentelemetry/api";
 * import { Codex } from "@codex-js/sdk";
 * import { traced } from "@codex-js/sdk/otel";
 *
 * const codex = traced(new Codex(), trace.getTracer("my-app"));
 * await codex.startThread().run("Make the tests pass");
 * ```
 *
 * @module
 */
import { bindContext } from "../adapters/async_context.ts";
import type { AppServer } from "../app_server/app_server.ts";
import type { Codex } from "../codex.ts";
import { OBSERVED } from "../core/base/observed.ts";
import { checkedOptions } from "../core/options/check.ts";
import type { TurnObserver } from "../core/ports/observer.ts";
import { InvalidInputError } from "../core/vocabulary/errors.ts";
import type { Tracer } from "./tracer.ts";
import { turnSpans } from "./turn_span.ts";

export type { Span, SpanAttributes, SpanOptions, SpanParent, Tracer } from "./tracer.ts";

/**
 * Options of {@linkcode traced}: what the spans say.
 *
 * @category Telemetry
 */
export interface TracedOptions {
  /**
   * Whether spans include prompts, answers, commands and their output, the input and output of tools, and
   * error messages; secrets that the SDK was given are removed. Default: false.
   */
  readonly content?: boolean | undefined;
  /** The agent's name, `gen_ai.agent.name`. Default: "codex". */
  readonly agentName?: string | undefined;
  /** The agent's id, `gen_ai.agent.id`. Default: none. */
  readonly agentId?: string | undefined;
  /**
   * Who serves the model, `gen_ai.provider.name`. Default: the thread's `modelProvider`, else "openai".
   */
  readonly provider?: string | undefined;
}

interface Observable {
  readonly [OBSERVED]?: (observer: TurnObserver) => unknown;
}

/**
 * Returns the same client, with a span for each turn of the threads that it starts, resumes or forks from
 * now on. A turn's span is a child of the span that was active when the turn was requested, and ends with
 * the turn, however that ends; commands, patches, searches and tools are spans below it. Codex is told
 * the trace context, so that its own spans and requests belong to the same trace. A traced client can be
 * traced again; then only the new tracer applies.
 *
 * @param client The client; it remains unchanged.
 * @param tracer Makes the spans: `trace.getTracer("my-app")` of `@opentelemetry/api`.
 * @param options What the spans say.
 * @returns A client that shares the login, process and connection.
 * @throws {InvalidInputError} If an argument is invalid.
 *
 * @example Look at the spans of a turn
 * ```ts
 * import { Codex } from "@codex-js/sdk";
 * import { type Span, traced, type Tracer } from "@codex-js/sdk/otel";
 * import { fakeCodex, item, turn } from "@codex-js/sdk/testing";
 * import { assertEquals } from "@std/assert";
 *
 * // Stand-ins, so that this runs anywhere: the tracer is OpenTelemetry's, and Codex is Codex.
 * const names: string[] = [];
 * const span = (name: string): Span => ({
 *   setAttributes: () => {},
 *   addEvent: () => {},
 *   setStatus: () => {},
 *   end: () => names.push(name),
 *   isRecording: () => true,
 *   spanContext: () => ({ traceId: "1".repeat(32), spanId: "2".repeat(16), traceFlags: 1 }),
 * });
 * const tracer: Tracer = { startSpan: span, startActiveSpan: (name, _, run) => run(span(name)) };
 * const spawn = fakeCodex([turn(item.commandExecution("ls"), item.agentMessage("Two files"))]);
 *
 * const codex = traced(new Codex({ spawn }), tracer);
 * await codex.startThread().run("How many files are here?");
 * assertEquals(names, ["execute_tool shell", "invoke_agent codex"]);
 * ```
 *
 * @category Telemetry
 */
export function traced(client: Codex, tracer: Tracer, options?: TracedOptions): Codex;
/** Does the same for live sessions: their turns, reviews and compactions. */
export function traced(client: AppServer, tracer: Tracer, options?: TracedOptions): AppServer;
export function traced(
  client: Codex | AppServer,
  tracer: Tracer,
  options: TracedOptions = {},
): unknown {
  const observed = (client as Observable | null | undefined)?.[OBSERVED];
  if (observed === undefined) {
    const state = "it is neither a Codex nor an AppServer of this version";
    throw new InvalidInputError("client", `Cannot trace the client: ${state}`);
  }
  const { startSpan, startActiveSpan } = Object(tracer) as Partial<Tracer>;
  if (typeof startSpan !== "function" || typeof startActiveSpan !== "function") {
    const state = "the tracer lacks startSpan() or startActiveSpan()";
    throw new InvalidInputError("tracer", `Cannot trace the client: ${state}`);
  }
  const { content, agentName, agentId, provider } = checkedOptions(
    "traced",
    options,
    "trace the client",
  );
  const settings = {
    content: content ?? false,
    agentName: agentName || "codex",
    agentId: agentId || undefined,
    provider: provider || undefined,
  };
  return observed.call(client, turnSpans(tracer, settings, bindContext));
}
