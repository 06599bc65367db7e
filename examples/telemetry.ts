/**
 * The spans of a turn, printed as they end.
 *
 *     deno run -A examples/telemetry.ts [--offline]
 *
 * In your own program, the tracer is OpenTelemetry's: `trace.getTracer("my-app")` of `@opentelemetry/api`.
 *
 * @module
 */
import { randomBytes } from "node:crypto";
import process from "node:process";
import { Codex } from "@codex-js/sdk";
import { traced, type Tracer } from "@codex-js/sdk/otel";
import { message, reply, ResponsesServer, shell } from "@codex-js/sdk/testing";

// Offline, Codex runs all the same, and a script plays the model.
const SCRIPT = [
  reply(shell("ls -A | wc -l")),
  reply(shell("cat README.md")),
  reply(message("There is no README.")),
];
const model = process.argv.includes("--offline") ? await ResponsesServer.start(SCRIPT) : null;

/** The key under which OpenTelemetry keeps the span of a context. */
const PARENT = Symbol.for("OpenTelemetry Context Key SPAN");

const tracer: Tracer = {
  startSpan(name, options, context) {
    const attributes = { ...options?.attributes };
    return {
      setAttributes: (more) => Object.assign(attributes, more),
      end: () => console.log(context?.getValue(PARENT) ? `  ${name}` : name, attributes),
      addEvent: (event) => console.log(event),
      setStatus: () => {},
      isRecording: () => true,
      spanContext: () => ({
        traceId: randomBytes(16).toString("hex"),
        spanId: randomBytes(8).toString("hex"),
        traceFlags: 1,
      }),
    };
  },
  startActiveSpan: (name, options, run) => run(tracer.startSpan(name, options)),
};

const codex = traced(new Codex(model?.options()), tracer);
const thread = codex.startThread({ sandboxMode: "read-only", skipGitRepoCheck: true });
await thread.run("How many files are here, and what does the README say?");

await model?.close();
