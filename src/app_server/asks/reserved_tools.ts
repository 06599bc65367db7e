/**
 * Names that Codex keeps for its own tools.
 *
 * @module
 */
import { InvalidInputError } from "../../core/vocabulary/errors.ts";

/**
 * Names under which a tool of yours is never called: Codex 0.169 and 0.171 accept such a tool silently, and
 * then offer the model their own in its place, or none. Measured with their default models, which call tools
 * from scripts, and with `gpt-5.5`, which calls them directly; a name is listed if either does not reach
 * your tool. `send_message_to_user_async` is new in 0.171.
 *
 * @category Approvals and tools
 */
export const RESERVED_TOOL_NAMES: readonly string[] = [
  "apply_patch",
  "clock__curr_time",
  "create_goal",
  "exec",
  "exec_command",
  "get_goal",
  "list_mcp_resource_templates",
  "list_mcp_resources",
  "read_mcp_resource",
  "request_user_input",
  "request_user_input_async",
  "send_message_to_user_async",
  "shell_command",
  "tool_search",
  "update_goal",
  "view_image",
  "wait",
  "web__run",
  "write_stdin",
];

/** Names that Codex keeps for the tools of MCP servers, and refuses. */
const OF_SERVERS = /^mcp(__|$)/;

/**
 * Refuses tools that would never be called, and those that Codex refuses.
 *
 * @param names The names of the tools, each once.
 * @throws {InvalidInputError} If Codex has a tool of the same name, or keeps the name for MCP servers, or if
 * two names become the same one in its scripts, which spell them as identifiers.
 */
export function checkToolNames(names: readonly string[]): void {
  const taken = new Map<string, string>();
  for (const name of names) {
    const spelt = name.replaceAll("-", "_");
    const other = taken.get(spelt);
    if (other !== undefined) {
      throw refused(`Codex cannot tell the tools ${other} and ${name} apart; rename one of them`);
    }
    if (RESERVED_TOOL_NAMES.includes(spelt)) {
      throw refused(`Codex has its own tool in place of ${name}; rename yours`);
    }
    if (OF_SERVERS.test(spelt)) {
      throw refused(`Codex keeps the name ${name} for the tools of MCP servers; rename yours`);
    }
    taken.set(spelt, name);
  }
}

function refused(state: string): InvalidInputError {
  return new InvalidInputError("tools", `Cannot start a live thread: ${state}`);
}
