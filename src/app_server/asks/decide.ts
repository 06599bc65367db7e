/**
 * Asks the callback: the common parts of every request, and the meaning of an answer.
 *
 * @module
 */
import type {
  ApprovalBase,
  ApprovalDecision,
  ApprovalRequest,
  OnApproval,
  ProposedChange,
} from "./approvals.ts";
import type { Places } from "./places.ts";
import type { FileUpdateChange } from "../protocol/common.ts";

/** What is known about the turn that asks. */
export interface ApprovalContext {
  /** The callback, or undefined. */
  readonly onApproval: OnApproval | undefined;
  /** Fires when the turn ends. */
  readonly signal: AbortSignal;
  /** Interrupts the turn, where the server does not do so itself; settles when the server has been told. */
  interrupt(): Promise<void>;
  /** The changes of an open patch. */
  changes(itemId: string): readonly FileUpdateChange[];
  /** The id of an item in the events, or null. */
  itemId(rawId: unknown): string | null;
  /** The id of the waiting MCP tool call, or null. */
  mcpItemId(
    server: unknown,
    call: { readonly tool?: unknown; readonly arguments?: unknown },
  ): string | null;
  /** Where the thread works, or null if unknown. */
  readonly places: Places | null;
  /** Sends the model a message, before its next request. */
  say(text: string): Promise<void>;
}

type Params = { readonly [key: string]: unknown };

/** Asks, and returns the decision. If anything goes wrong, nothing is allowed. */
export async function decide(
  context: ApprovalContext,
  request: () => Promise<ApprovalRequest>,
): Promise<ApprovalDecision> {
  if (context.onApproval === undefined) return "decline";
  try {
    const asked = await request();
    if (context.signal.aborted) return "decline";
    const { decision, message } = readAnswer(await context.onApproval(asked));
    // Too late: the answer is dropped, and "cancel" would stop a turn that another client has let continue.
    if (context.signal.aborted) return "decline";
    // Before the answer, so that the model's next request has it beside the refusal.
    if (message.trim() !== "") await context.say(message);
    return decision;
  } catch {
    return "decline";
  }
}

/** The decision of an answer, and its message for the model. Anything that is not an answer declines. */
function readAnswer(answer: unknown): { decision: ApprovalDecision; message: string } {
  if (typeof answer === "string") return { decision: answer as ApprovalDecision, message: "" };
  const { decision, message } = (answer ?? {}) as Record<string, unknown>;
  const speaks = decision === "decline" && typeof message === "string";
  return { decision: "decline", message: speaks ? message : "" };
}

/** What every request has in common. */
export async function base(params: Params, context: ApprovalContext): Promise<ApprovalBase> {
  return {
    threadId: text(params.threadId) ?? "",
    turnId: text(params.turnId) ?? "",
    itemId: context.itemId(params.itemId),
    workspace: await context.places?.roots() ?? [],
    reason: text(params.reason),
    signal: context.signal,
  };
}

/** A change with the files that it would really write to, and whether their paths could be followed. */
export async function locate(
  { path, kind, diff }: FileUpdateChange,
  places: Places | null,
): Promise<{ readonly change: ProposedChange; readonly followed: boolean }> {
  const movePath = kind.type === "update" ? kind.move_path ?? null : null;
  const [to, moved] = await Promise.all([path, movePath].map(async (path) => {
    if (path === null) return null;
    const absolute = places?.absolute(path) ?? path;
    const real = await places?.follow(absolute) ?? null;
    return { path: real ?? absolute, followed: real !== null };
  }));
  return {
    change: {
      path,
      kind: kind.type,
      movePath,
      diff,
      absolutePath: to?.path ?? path,
      absoluteMovePath: moved?.path ?? null,
    },
    followed: [to, moved].every((place) => place?.followed !== false),
  };
}

/** A text, or null for anything else. */
export function text(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
