/**
 * Typed results: what a schema gives is what `turn.output` has, and nothing else compiles.
 * Compiled against the packed tarball, not run.
 *
 * @module
 */
import {
  Codex,
  type Input,
  type JsonSchema,
  jsonSchema,
  OutputError,
  type OutputOf,
  type RunResult,
  type SchemaIssue,
  type StandardSchema,
  type Turn,
  type TurnOptions,
  type TurnWith,
  type TypedJsonSchema,
} from "@codex-js/sdk";
import type { LiveThread } from "@codex-js/sdk/app-server";

/** A schema as the Standard Schema specification (1.1) has it, which the libraries follow. */
interface LibrarySchema<In, Out> {
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (
      value: unknown,
      options?: { readonly libraryOptions?: Record<string, unknown> | undefined },
    ) =>
      | { readonly value: Out; readonly issues?: undefined }
      | { readonly issues: ReadonlyArray<LibraryIssue> }
      | Promise<{ readonly value: Out; readonly issues?: undefined }>;
    readonly types?: { readonly input: In; readonly output: Out } | undefined;
    readonly jsonSchema: {
      readonly input: (options: LibraryOptions) => Record<string, unknown>;
      readonly output: (options: LibraryOptions) => Record<string, unknown>;
    };
  };
  parse(value: unknown): Out;
}
interface LibraryIssue {
  readonly message: string;
  readonly path?: ReadonlyArray<PropertyKey | { readonly key: PropertyKey }> | undefined;
}
interface LibraryOptions {
  readonly target: "draft-2020-12" | "draft-07" | (string & Record<never, never>);
  readonly libraryOptions?: Record<string, unknown> | undefined;
}

interface Report {
  readonly severity: "low" | "high";
  readonly cause: { readonly kind: "bug"; fix: string } | { readonly kind: "feature" };
  readonly line: number | null;
}
declare const report: LibrarySchema<{ severity: string }, Report>;

const codex = new Codex();

export async function typed(live: LiveThread): Promise<string> {
  const thread = codex.startThread();
  const { output } = await thread.run("Why?", { outputSchema: report, repair: 1 });
  const severity: "low" | "high" = output.severity;
  // @ts-expect-error -- may be null
  output.line.toFixed();
  // @ts-expect-error -- misspelt
  output.sevarity;
  // @ts-expect-error -- of the input, not the output
  const wrong: string = output.line;
  const streamed = await thread.runStreamed("Why?", { outputSchema: report });
  await streamed.events.return(undefined);

  const again = await live.run("Why?", { outputSchema: report, onApproval: () => "decline" });
  // @ts-expect-error -- misspelt
  again.output.sevarity;
  return again.output.cause.kind === "bug" ? again.output.cause.fix : severity + wrong;
}

export async function named(): Promise<number> {
  const schema = jsonSchema<{ count: number }>({ type: "object", properties: {} });
  const kept: TypedJsonSchema<{ count: number }> = schema;
  const { output } = await codex.startThread().run("Count", { outputSchema: kept });
  // @ts-expect-error -- misspelt
  output.cuont;
  return output.count;
}

export async function plain(): Promise<unknown> {
  const schema: JsonSchema = { type: "object" };
  const turn = await codex.startThread().run("Count", { outputSchema: schema });
  // @ts-expect-error -- unknown until it is looked at
  turn.output.count;
  const literal = {
    outputSchema: { type: "object", properties: { a: { type: "string" } } },
  } as const;
  const { output }: { output: unknown } = await codex.startThread().run("Count", literal);
  return [turn.output, output];
}

export async function peer(input: Input, outputSchema?: unknown): Promise<string> {
  const thread = codex.startThread();
  const options: TurnOptions = { outputSchema, signal: new AbortController().signal };
  const turns: Turn[] = [await thread.run(input), await thread.run(input, options)];
  const results: RunResult[] = [await thread.run(input, { outputSchema: report }), ...turns];
  const bare = await thread.run(input);
  // @ts-expect-error -- nothing was asked for
  bare.output.severity;
  return results.map((result) => result.finalResponse).join();
}

/** A function of the caller's own that passes the type on. */
export async function own<S extends StandardSchema>(schema: S): Promise<OutputOf<S>> {
  const turn: TurnWith<OutputOf<S>> = await codex.startThread().run("go", { outputSchema: schema });
  return turn.output as OutputOf<S>;
}

export function explain(error: unknown): readonly SchemaIssue[] {
  if (!(error instanceof OutputError)) return [];
  console.log(error.text, error.turn.finalResponse, error.threadId, error.issues[0]?.path?.[0]);
  return error.issues;
}

export const owned: Promise<Report> = own(report);
