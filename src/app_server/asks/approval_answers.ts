/**
 * Asks the callback and translates its decision for the server. What nobody allows is declined.
 *
 * @module
 */
import type { ApprovalDecision, CommandApproval } from "./approvals.ts";
import { type ApprovalContext, base, decide, locate, text } from "./decide.ts";

type Params = { readonly [key: string]: unknown };

/** Asks about a command and translates the answer for the server. */
export async function commandApproval(params: Params, context: ApprovalContext): Promise<unknown> {
  const amendment = offeredAmendment(params);
  const decision = await decide(context, async () => ({
    ...await base(params, context),
    kind: "command",
    action: params.kind === "writeStdin" ? "write_input" : "run",
    command: text(params.command) ?? "",
    cwd: text(params.cwd),
    proposedAmendment: amendment,
    network: (params.networkApprovalContext ?? null) as CommandApproval["network"],
    additionalPermissions: params.additionalPermissions ?? null,
  }));
  if (decision !== "accept_with_amendment") return { decision: simple(decision) };
  if (amendment === null) return { decision: "decline" };
  return {
    decision: { acceptWithExecpolicyAmendment: { execpolicy_amendment: amendment } },
  };
}

/**
 * The amendment, if it is among the answers that Codex offers. Codex 0.169 also proposes one that it does
 * not offer, and would accept it: that rule would allow far more than the permissions that were requested.
 */
function offeredAmendment(params: Params): readonly string[] | null {
  const { availableDecisions: offered, proposedExecpolicyAmendment: proposed } = params;
  const isAmendment = (decision: unknown) =>
    typeof decision === "object" && decision !== null &&
    "acceptWithExecpolicyAmendment" in decision;
  if (Array.isArray(offered) && !offered.some(isAmendment)) return null;
  return (proposed ?? null) as readonly string[] | null;
}

/** Asks about a patch. Its diff came earlier, with the started item. */
export async function fileChangeApproval(
  params: Params,
  context: ApprovalContext,
): Promise<unknown> {
  const changes = context.changes(text(params.itemId) ?? "");
  // Nobody can allow what cannot be shown.
  if (changes.length === 0) return { decision: "decline" };
  const decision = await decide(context, async () => {
    const proposed = await Promise.all(changes.map((change) => locate(change, context.places)));
    const isKnown = proposed.every(({ followed }) => followed);
    const { workspace, ...rest } = await base(params, context);
    return {
      ...rest,
      workspace: isKnown ? workspace : [],
      kind: "file_change",
      changes: proposed.map(({ change }) => change),
      grantRoot: text(params.grantRoot),
    };
  });
  return { decision: simple(decision) };
}

/** Asks about permissions. Whatever is not granted is refused. */
export async function permissionsApproval(
  params: Params,
  context: ApprovalContext,
): Promise<unknown> {
  const decision = await decide(context, async () => ({
    ...await base(params, context),
    kind: "permissions",
    cwd: text(params.cwd) ?? "",
    permissions: params.permissions,
  }));
  // The protocol has no "cancel" here. After a refusal the turn might end before the interrupt arrives.
  if (decision === "cancel") await context.interrupt();
  const granted = decision === "accept" || decision === "accept_for_session";
  return {
    permissions: granted ? definedOf(params.permissions) : {},
    scope: decision === "accept_for_session" ? "session" : "turn",
  };
}

/** Whether an elicitation is Codex's way to ask about an MCP tool. */
export function isMcpApproval(params: Params): boolean {
  return metaOf(params).codex_approval_kind === "mcp_tool_call";
}

/** Asks about an MCP tool. */
export async function mcpToolApproval(params: Params, context: ApprovalContext): Promise<unknown> {
  const meta = metaOf(params);
  const call = { tool: meta.tool_name, arguments: meta.tool_params };
  const decision = await decide(context, async () => ({
    ...await base(params, context),
    itemId: context.mcpItemId(params.serverName, call),
    kind: "mcp_tool",
    server: text(params.serverName) ?? "",
    tool: text(meta.tool_name) ?? "",
    arguments: meta.tool_params ?? null,
    message: text(params.message) ?? "",
  }));
  switch (decision) {
    case "accept":
      return { action: "accept", content: {}, _meta: null };
    case "accept_for_session":
      return { action: "accept", content: {}, _meta: { persist: "session" } };
    case "cancel":
      // Codex would continue the turn, as after "decline", and might end it before the interrupt arrives.
      await context.interrupt();
      return { action: "cancel", content: null, _meta: null };
    default:
      return { action: "decline", content: null, _meta: null };
  }
}

/** The decisions that a single word expresses. Anything unknown declines. */
function simple(decision: ApprovalDecision): string {
  switch (decision) {
    case "accept":
      return "accept";
    case "accept_for_session":
      return "acceptForSession";
    case "cancel":
      return "cancel";
    default:
      return "decline";
  }
}

/** What is granted, as the server expects it: without the nulls of what was not requested. */
function definedOf(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return {};
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== null));
}

function metaOf(params: Params): Params {
  const meta = params._meta;
  return typeof meta === "object" && meta !== null ? meta as Params : {};
}
