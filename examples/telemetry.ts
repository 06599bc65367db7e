/**
 * The spans of a turn, printed as a tree.
 *
 *     deno run -A examples/telemetry.ts
 *
 * In a program of yours the tracer is OpenTelemetry's: `trace.getTracer("my-app")` of `@opentelemetry/api`.
 * The one here does as much as it takes to show what there is.
 *
 * @module
 */
import { Codex } from "../mod.ts";
import { type Span, type SpanAttributes, traced, type Tracer } from "../src/otel/mod.ts";
import { message, reply, shell } from "../src/testing/mod.ts";
import { print, runExample } from "./_model.ts";

const SCRIPT = [
  reply(message("I'll look."), shell("ls -A | wc -l")),
  reply(shell("cat README.md")),
  reply(message("The folder is empty.")),
];

/** A span that is kept, with those below it. */
interface Kept {
  readonly name: string;
  readonly attributes: SpanAttributes;
  readonly below: Kept[];
}

/** The key under which OpenTelemetry keeps the span of a context. */
const SPAN = Symbol.for("OpenTelemetry Context Key SPAN");
const roots: Kept[] = [];
const kept = new WeakMap<object, Kept>();

const tracer: Tracer = {
  startSpan(name, options, parent) {
    const node: Kept = { name, attributes: { ...options?.attributes }, below: [] };
    const above = kept.get(Object(parent?.getValue(SPAN)));
    (above?.below ?? roots).push(node);
    const span: Span = {
      setAttributes: (attributes) => Object.assign(node.attributes, attributes),
      addEvent: (event, attributes) =>
        node.below.push({ name: event, attributes: { ...attributes }, below: [] }),
      setStatus: () => {},
      end: () => {},
      isRecording: () => true,
      spanContext: () => ({ traceId: id(32), spanId: id(16), traceFlags: 1 }),
    };
    kept.set(span, node);
    return span;
  },
  startActiveSpan: (name, options, run) => run(tracer.startSpan(name, options)),
};

await runExample(SCRIPT, async ({ options, folder, signal }) => {
  const codex = traced(new Codex(options), tracer);
  const thread = codex.startThread({ workingDirectory: folder, skipGitRepoCheck: true });
  await thread.run("How many files are here, and what does the README say?", { signal });
  for (const root of roots) show(root, "");
});

/** Prints a span and what is below it. */
function show({ name, attributes, below }: Kept, indent: string): void {
  print(`${indent}${name}`);
  for (const [key, value] of Object.entries(attributes)) print(`${indent}  ${key} = ${value}`);
  for (const span of below) show(span, `${indent}    `);
}

function id(length: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(length / 2));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
