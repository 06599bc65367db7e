/**
 * Answers the server's own requests: by the callbacks, or so that nothing is allowed.
 *
 * @module
 */
import { onAbort } from "../../core/base/on_abort.ts";
import {
  commandApproval,
  fileChangeApproval,
  isMcpApproval,
  mcpToolApproval,
  permissionsApproval,
} from "./approval_answers.ts";
import { SILENCE } from "../link/connection.ts";
import type { LiveCallbacks } from "./callbacks.ts";
import type { ApprovalContext } from "./decide.ts";
import type { AskingTurn, ThreadScope } from "./scope.ts";
import { callTool } from "./tools.ts";
import { elicitation, userInput } from "./user_input.ts";

type Params = { readonly [key: string]: unknown };

/**
 * Whether this client has a callback or a tool that answers a request. On a shared server, a request that
 * it cannot answer is left to the other clients.
 */
export function hasAnswer(
  method: string,
  params: Params,
  scope: ThreadScope | null,
  client: LiveCallbacks,
): boolean {
  const approves = (scope?.onApproval ?? client.onApproval) !== undefined;
  switch (method) {
    case "item/fileChange/requestApproval": {
      // The diff of a patch that began before this client joined is not known.
      const item = scope?.turn?.openItem(String(params.itemId));
      return approves && item?.type === "fileChange" && item.changes.length > 0;
    }
    case "item/commandExecution/requestApproval":
    case "item/permissions/requestApproval":
      return approves;
    case "mcpServer/elicitation/request":
      return isMcpApproval(params)
        ? approves
        : (scope?.onElicitation ?? client.onElicitation) !== undefined;
    case "item/tool/requestUserInput":
      return (scope?.onUserInput ?? client.onUserInput) !== undefined;
    case "item/tool/call":
      return scope?.tools.some(({ name }) => name === params.tool) ?? false;
    default:
      return false;
  }
}

/**
 * Answers a request of the server. The answer is {@linkcode SILENCE} once another client has answered or the
 * turn is over for this client: the turn may continue for others, and the callback may never settle.
 *
 * @param scope Who answers for the thread that it names; null if that is not one of this client's.
 * @param client The client's callbacks.
 * @param resolved Fires when somebody else has answered.
 * @throws {Error} If the SDK does not know the request; Codex then fails closed.
 */
export async function answerRequest(
  method: string,
  params: Params,
  scope: ThreadScope | null,
  client: LiveCallbacks,
  resolved: AbortSignal = new AbortController().signal,
): Promise<unknown> {
  const ended = scope?.turn?.ended.signal;
  const signal = ended === undefined ? resolved : firstOf(ended, resolved);
  if (signal.aborted) return SILENCE;
  const late = new Promise<typeof SILENCE>((resolve) => {
    signal.addEventListener("abort", () => resolve(SILENCE), { once: true });
  });
  return await Promise.race([answerUntil(signal, method, params, scope, client), late]);
}

async function answerUntil(
  signal: AbortSignal,
  method: string,
  params: Params,
  scope: ThreadScope | null,
  client: LiveCallbacks,
): Promise<unknown> {
  const onApproval = scope?.onApproval ?? client.onApproval;
  const approval: ApprovalContext = {
    onApproval,
    signal,
    interrupt: async () => await scope?.turn?.interruptQuietly(),
    changes: (itemId) => {
      const item = scope?.turn?.openItem(itemId);
      return item?.type === "fileChange" ? item.changes : [];
    },
    itemId: (rawId) => typeof rawId === "string" ? scope?.turn?.itemId(rawId) ?? null : null,
    mcpItemId: (server, call) => mcpItemId(scope?.turn ?? null, server, call),
    places: scope?.places ?? null,
    say: async (text) =>
      await scope?.turn?.say(String(params.threadId), String(params.turnId), text),
  };
  switch (method) {
    case "item/commandExecution/requestApproval":
      return await commandApproval(params, approval);
    case "item/fileChange/requestApproval":
      return await fileChangeApproval(params, approval);
    case "item/permissions/requestApproval":
      return await permissionsApproval(params, approval);
    case "mcpServer/elicitation/request":
      if (isMcpApproval(params)) return await mcpToolApproval(params, approval);
      return await elicitation(params, scope?.onElicitation ?? client.onElicitation, {
        signal,
        itemId: approval.mcpItemId(params.serverName, {}),
      });
    case "item/tool/requestUserInput":
      return await userInput(params, scope?.onUserInput ?? client.onUserInput, {
        signal,
        itemId: approval.itemId(params.itemId),
      });
    case "item/tool/call": {
      const name = String(params.tool);
      const tool = scope?.tools.find((tool) => tool.name === name);
      const call = { threadId: String(params.threadId), callId: String(params.callId), signal };
      return await callTool(tool, name, params.arguments, call);
    }
    case "applyPatchApproval":
    case "execCommandApproval":
      return { decision: "denied" };
    default:
      throw new Error(`this client does not support ${method}`);
  }
}

/** The id of the MCP tool call that a request comes from; null unless exactly one open call matches. */
function mcpItemId(
  turn: AskingTurn | null,
  server: unknown,
  call: { readonly tool?: unknown; readonly arguments?: unknown },
): string | null {
  const calls = (turn?.openItems() ?? []).filter((item) =>
    item.type === "mcpToolCall" && item.server === server &&
    (call.tool === undefined || item.tool === call.tool) &&
    (call.arguments === undefined ||
      JSON.stringify(item.arguments) === JSON.stringify(call.arguments))
  );
  const [only] = calls;
  return calls.length === 1 && only !== undefined ? turn?.itemId(only.id) ?? null : null;
}

/**
 * Fires with the first of two signals. It listens until then, even once the request is answered, and a turn may
 * ask many times: so all share one listener.
 */
function firstOf(one: AbortSignal, other: AbortSignal): AbortSignal {
  const first = new AbortController();
  for (const signal of [one, other]) {
    if (signal.aborted) first.abort(signal.reason);
    else onAbort(signal, () => first.abort(signal.reason));
  }
  return first.signal;
}
