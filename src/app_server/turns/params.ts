/**
 * Options to the parameters of `turn/start`.
 *
 * @module
 */
import { toDataUrl } from "../../core/vocabulary/inline_image.ts";
import type { NormalizedInput } from "../../core/vocabulary/input.ts";
import type { LiveApprovalPolicy, LiveThreadOptions, LiveTurnOptions } from "./options.ts";

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
  /** The permission profile of its turns, in place of the sandbox. */
  readonly permissions?: string | undefined;
  /** Whether the organisation allows that nothing is asked. Default: true. */
  readonly mayNever?: boolean;
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
    // The server takes one of the two.
    sandboxPolicy: thread.permissions ? undefined : thread.sandboxPolicy,
    permissions: thread.permissions,
    approvalPolicy: approvalPolicy(
      thread.options,
      thread.asks,
      Boolean(options.onApproval),
      thread.mayNever,
    ),
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
 * user's configuration counts, and Codex's default "on-request". Where the organisation does not
 * allow "never", nothing is said, and what Codex asks is declined.
 */
export function approvalPolicy(
  options: LiveThreadOptions,
  asks: boolean,
  turnAsks: boolean,
  mayNever = true,
): LiveApprovalPolicy | undefined {
  const isAsked = asks || options.approvalsReviewer === "auto_review";
  if (options.approvalPolicy !== undefined || isAsked) return options.approvalPolicy;
  return turnAsks ? "on-request" : mayNever ? "never" : undefined;
}

/** Parameters without those that were not given. */
export function defined(params: Params): Params {
  return Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined));
}
