/**
 * Options to the parameters of `turn/start`.
 *
 * @module
 */
import { toDataUrl } from "../../core/vocabulary/inline_image.ts";
import type { NormalizedInput } from "../../core/vocabulary/input.ts";
import type { ApprovalMode } from "../../core/vocabulary/options.ts";
import type { LiveThreadOptions, LiveTurnOptions } from "./options.ts";

type Params = Record<string, unknown>;

/** What a turn needs to know of its thread. */
export interface ThreadFacts {
  /** The thread's id. */
  readonly id: string;
  /** The thread's options. */
  readonly options: LiveThreadOptions;
  /** Whether anybody can be asked for approval in every turn. */
  readonly asks: boolean;
  /** The sandbox of its turns. */
  readonly sandboxPolicy: Params;
}

/** The user's input as the server takes it. Images must be absolute: others are not found. */
export async function inputParams(
  input: NormalizedInput,
  absolute: (path: string) => string,
): Promise<unknown[]> {
  const images = await Promise.all(
    input.images.map(async (image) =>
      typeof image === "string"
        ? { type: "localImage", path: absolute(image) }
        : { type: "image", url: await toDataUrl(image) }
    ),
  );
  return [...images, { type: "text", text: input.prompt }, ...input.references ?? []];
}

/** The parameters of a turn, beside its input. What a turn changes stays, unless the next says otherwise. */
export function turnParams(thread: ThreadFacts, options: LiveTurnOptions): Params {
  return defined({
    threadId: thread.id,
    sandboxPolicy: thread.sandboxPolicy,
    approvalPolicy: approvalPolicy(thread.options, thread.asks, Boolean(options.onApproval)),
    model: options.model || undefined,
    effort: options.modelReasoningEffort,
    serviceTier: options.serviceTier,
    summary: options.summary,
    outputSchema: options.outputSchema,
    cyberAccessProgram: options.cyberAccessProgram,
  });
}

/**
 * As with `exec`, where nobody can be asked, nothing is asked. Where somebody always can be, the
 * user's configuration counts, and Codex's default "on-request".
 */
export function approvalPolicy(
  options: LiveThreadOptions,
  asks: boolean,
  turnAsks: boolean,
): ApprovalMode | undefined {
  if (options.approvalPolicy !== undefined || asks) return options.approvalPolicy;
  return turnAsks ? "on-request" : "never";
}

/** Parameters without those that were not given. */
export function defined(params: Params): Params {
  return Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined));
}
