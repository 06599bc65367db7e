/**
 * Parts of items in the spelling of events.
 *
 * @module
 */
import type {
  McpContentBlock,
  McpToolCallResult,
  WebSearchAction,
} from "../../../core/vocabulary/items.ts";
import type {
  CommandAction,
  ItemTimes,
  LiveAgentMessageItem,
  LiveFileUpdateChange,
} from "../../../core/vocabulary/live_items.ts";
import type { CommandAction as AppCommandAction, FileUpdateChange } from "../../protocol/common.ts";
import type {
  Item,
  McpToolCallResult as AppMcpResult,
  WebSearchAction as SearchAction,
} from "../../protocol/items.ts";
import { snakeDeep } from "./snake_case.ts";

/** When an item began and ended, if the server reports it. */
export function timesOf({ startedAtMs, completedAtMs }: Item): ItemTimes {
  return {
    ...(typeof startedAtMs === "number" ? { started_at_ms: startedAtMs } : {}),
    ...(typeof completedAtMs === "number" ? { completed_at_ms: completedAtMs } : {}),
  };
}

/**
 * The text, on which results and pages rely.
 *
 * @throws {TypeError} If it is not a string.
 */
export function textOf({ text }: { readonly text: string }): string {
  if (typeof text !== "string") throw new TypeError("its text is not a string");
  return text;
}

/** The fields of a message besides its text. */
export function messageFields(
  item: Extract<Item, { readonly type: "agentMessage" }>,
): Omit<LiveAgentMessageItem, "id" | "type" | "text"> {
  return {
    phase: item.phase ?? null,
    ...(item.delivery ? { delivery: item.delivery } : {}),
    ...(item.questions
      ? {
        questions: item.questions.map(({ title, options }) => ({
          title,
          options: options ? [...options] : null,
        })),
      }
      : {}),
    ...(item.memoryCitation ? { memory_citation: item.memoryCitation } : {}),
    ...(item.moderation ? { moderation: item.moderation } : {}),
  };
}

/** A file of a patch. */
export function fileChange({ path, kind, diff }: FileUpdateChange): LiveFileUpdateChange {
  const movePath = kind.type === "update" ? kind.move_path ?? null : null;
  return { path, kind: kind.type, diff, move_path: movePath };
}

/** A part of a command. */
export function commandAction(action: AppCommandAction): CommandAction {
  const snake = snakeDeep(action) as CommandAction;
  switch (snake.type) {
    case "list_files":
      return { ...snake, path: snake.path ?? null };
    case "search":
      return { ...snake, query: snake.query ?? null, path: snake.path ?? null };
    default:
      return snake;
  }
}

/** The result of an MCP tool. */
export function mcpResult(result: AppMcpResult): McpToolCallResult {
  return {
    content: [...result.content] as McpContentBlock[],
    ...(result._meta === undefined || result._meta === null ? {} : { _meta: result._meta }),
    structured_content: result.structuredContent ?? null,
  };
}

/** What a web search did. */
export function searchAction(action: SearchAction): WebSearchAction {
  switch (action.type) {
    case "search":
      return {
        type: "search",
        ...(action.query == null ? {} : { query: action.query }),
        ...(action.queries == null ? {} : { queries: [...action.queries] }),
      };
    case "openPage":
      return { type: "open_page", ...(action.url == null ? {} : { url: action.url }) };
    case "findInPage":
      return {
        type: "find_in_page",
        ...(action.url == null ? {} : { url: action.url }),
        ...(action.pattern == null ? {} : { pattern: action.pattern }),
      };
    default:
      return { type: "other" };
  }
}
