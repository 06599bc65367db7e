import { execScript, type NestedCall } from "./code_mode.ts";
import { flatName, type OfferedTools } from "./offered_tools.ts";
import type {
  PatchItem,
  PlanItem,
  RawItem,
  ReplyItem,
  ShellItem,
  ToolCallItem,
} from "./reply_types.ts";

type Json = Readonly<Record<string, unknown>>;

/** The items that stand for a tool call. */
type AnyToolCall = ShellItem | PatchItem | PlanItem | ToolCallItem;

/** The items that do not depend on what a request offers. */
export type PlainItem = Exclude<ReplyItem, AnyToolCall>;

/**
 * Replaces tool calls with output items of the Responses API that fit the tools a request offers.
 *
 * @param items The items of a reply.
 * @param offered What the request offers.
 * @param id Something unique to this reply.
 * @throws {Error} If no tool fits.
 */
export function resolveToolCalls(
  items: readonly ReplyItem[],
  offered: OfferedTools,
  id: string,
): readonly PlainItem[] {
  const resolved: PlainItem[] = [];
  let nested: NestedCall[] = [];
  const push = (item: Json): unknown => resolved.push(withIds(item, `${id}_${resolved.length}`));
  // Codex runs the scripts of code mode one after the other: parallel calls must share one script.
  const flush = (): void => {
    if (nested.length > 0) push(customCall("exec", execScript(nested)));
    nested = [];
  };
  for (const item of items) {
    if (!isToolCall(item)) {
      flush();
      resolved.push(item);
      continue;
    }
    const call = adapt(item, offered);
    if (call === null) throw unfit(item, offered);
    if (isNested(call)) {
      nested.push(call);
    } else {
      flush();
      push(call);
    }
  }
  flush();
  return resolved;
}

function isToolCall(item: ReplyItem): item is AnyToolCall {
  return item.kind === "shell" || item.kind === "patch" || item.kind === "plan" ||
    item.kind === "tool_call";
}

function isNested(call: Json | NestedCall): call is NestedCall {
  return "expression" in call;
}

function withIds(item: Json, id: string): RawItem {
  const prefix = item.type === "custom_tool_call" ? "ctc" : "fc";
  return { kind: "raw", item: { id: `${prefix}_${id}`, call_id: `call_${id}`, ...item } };
}

function unfit(call: AnyToolCall, offered: OfferedTools): Error {
  const names = offered.names.length === 0 ? "no tools" : offered.names.join(", ");
  const hint = call.kind === "plan"
    ? "; Codex offers update_plan with the option config: { tools: { update_plan: { enabled: true } } }"
    : "";
  return new Error(`Cannot send ${call.kind}: no tool fits, the request offers ${names}${hint}`);
}

function adapt(call: AnyToolCall, offered: OfferedTools): Json | NestedCall | null {
  switch (call.kind) {
    case "shell":
      return shellCall(call, offered);
    case "patch":
      return patchCall(call, offered);
    case "plan":
      return planCall(call, offered);
    case "tool_call":
      return anyCall(call, offered);
  }
}

function shellCall(
  { command, workdir, yieldMs }: ShellItem,
  offered: OfferedTools,
): Json | NestedCall | null {
  const inDir = workdir === undefined ? {} : { workdir };
  const args = {
    cmd: command,
    ...inDir,
    ...(yieldMs === undefined ? {} : { yield_time_ms: yieldMs }),
  };
  if (offers(offered, "exec_command")) return functionCall("exec_command", args);
  if (offered.nested?.includes("exec_command")) return nestedCall("exec_command", args, yieldMs);
  // The older tools cannot answer early; they only have a limit that ends the command.
  if (offers(offered, "shell_command")) return functionCall("shell_command", { command, ...inDir });
  if (offers(offered, "shell")) {
    return functionCall("shell", { command: ["bash", "-lc", command], ...inDir });
  }
  if (!offers(offered, "local_shell")) return null;
  const action = {
    type: "exec",
    command: ["bash", "-lc", command],
    env: {},
    working_directory: workdir ?? null,
  };
  return { type: "local_shell_call", status: "completed", action };
}

function patchCall({ patch }: PatchItem, offered: OfferedTools): Json | NestedCall | null {
  const direct = offered.direct.find((tool) => tool.name === "apply_patch");
  if (direct?.type === "custom") return customCall("apply_patch", patch);
  if (direct !== undefined) return functionCall("apply_patch", { input: patch });
  if (offered.nested?.includes("apply_patch")) return nestedCall("apply_patch", patch);
  // Codex recognises this very form of shell command and applies the patch itself.
  return shellCall({
    kind: "shell",
    command: `apply_patch <<'EOF'\n${patch.replace(/\n$/, "")}\nEOF`,
  }, offered);
}

function planCall({ steps }: PlanItem, offered: OfferedTools): Json | NestedCall | null {
  if (offers(offered, "update_plan")) return functionCall("update_plan", { plan: steps });
  return offered.nested?.includes("update_plan")
    ? nestedCall("update_plan", { plan: steps })
    : null;
}

function anyCall(
  { name, args, namespace }: ToolCallItem,
  offered: OfferedTools,
): Json | NestedCall {
  const flat = identifier(flatName(name, namespace ?? ""));
  // A tool with exactly that name takes precedence over one with a namespace, such as Codex's
  // `clock.sleep`.
  const direct =
    offered.direct.find((tool) => identifier(flatName(tool.name, tool.namespace)) === flat) ??
      (namespace === undefined && !offered.nested?.includes(flat)
        ? offered.direct.find((tool) => tool.name === name)
        : undefined);
  if (direct?.type === "custom" && typeof args === "string") return customCall(direct.name, args);
  if (direct !== undefined) return inNamespace(functionCall(direct.name, args), direct.namespace);
  // Whether declared or not: deferred tools are not declared, and the script can still call them.
  if (offered.nested !== null) return nestedCall(flat, args);
  return namespace === undefined
    ? functionCall(name, args)
    : inNamespace(functionCall(identifier(name), args), namespace);
}

function inNamespace(call: Json, namespace: string): Json {
  return namespace === "" || namespace === "functions" ? call : { ...call, namespace };
}

/** Codex 0.169 spells the tools of MCP servers as identifiers: `echo-it` is offered as `echo_it`; 0.65 left them as they are. */
function identifier(name: string): string {
  return name.replace(/\W/g, "_");
}

function offers(offered: OfferedTools, name: string): boolean {
  return offered.direct.some((tool) => tool.name === name);
}

function functionCall(name: string, args: unknown): Json {
  return {
    type: "function_call",
    name,
    arguments: typeof args === "string" ? args : JSON.stringify(args ?? {}),
  };
}

function customCall(name: string, input: string): Json {
  return { type: "custom_tool_call", status: "completed", name, input };
}

function nestedCall(tool: string, input: unknown, yieldMs = 0): NestedCall {
  // JSON is JavaScript, and since ES2019 so are its U+2028 and U+2029.
  return { expression: `tools[${JSON.stringify(tool)}](${JSON.stringify(input ?? {})})`, yieldMs };
}
