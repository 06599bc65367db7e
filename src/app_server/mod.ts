/**
 * Live sessions over `codex app-server`: one process for many threads, text as it is written,
 * approvals, steering, interrupts, and tools that run in the host program.
 *
 * Errors and the results of turns are those of {@linkcode [.] the main entry}:
 * {@linkcode [.].CodexError CodexError}, {@linkcode [.].Turn Turn}. {@linkcode [protocol]} has the types of
 * every method of the protocol. Tests can do without Codex: {@linkcode [testing].fakeCodex fakeCodex}.
 *
 * @example Offer a tool, and print the answer as it is written
 * ```ts
 * import { AppServer, tool } from "@codex-js/sdk/app-server";
 *
 * const weather = tool({
 *   name: "get_weather",
 *   description: "The weather in a city",
 *   parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
 *   execute: ({ city }) => `Sunny in ${city}`,
 * });
 *
 * async function ask(question: string): Promise<void> {
 *   await using server = await AppServer.start();
 *   const thread = await server.startThread({ tools: [weather] });
 *   const { events } = await thread.runStreamed(question);
 *   for await (const event of events) {
 *     if (event.type === "item.delta") console.log(event.delta);
 *   }
 * }
 * ```
 *
 * @module
 */
export { AppServer } from "./app_server.ts";
export { LiveThread } from "./threads/live_thread.ts";
export type { LiveTurn } from "./turns/live_turn.ts";
export type * from "./asks/callbacks.ts";
export type * from "./options.ts";
export type {
  ApiKeyLogin,
  ChatGptLogin,
  PendingDeviceLogin,
  PendingLogin,
  RateLimitInfo,
  RateLimits,
  RateLimitWindow,
} from "./login.ts";
export type * from "./turns/options.ts";
export type {
  ApprovalAnswer,
  ApprovalBase,
  ApprovalDecision,
  ApprovalRequest,
  CommandApproval,
  FileChangeApproval,
  McpToolApproval,
  OnApproval,
  PermissionsApproval,
  ProposedChange,
} from "./asks/approvals.ts";
export {
  acceptAll,
  allow,
  type AllowRules,
  decisionsOf,
  declineAll,
  insideWorkspace,
  pathsOf,
} from "./asks/policy.ts";
export type {
  ElicitationRequest,
  ElicitationResponse,
  OnElicitation,
  OnUserInput,
  UserInputQuestion,
  UserInputRequest,
} from "./asks/user_input.ts";
export type {
  ItemDeltaEvent,
  LiveErrorEvent,
  LiveEvent,
  LiveItemCompletedEvent,
  LiveItemStartedEvent,
  LiveItemUpdatedEvent,
  LiveTurnCompletedEvent,
  LiveTurnFailedEvent,
  LiveTurnStartedEvent,
  TurnDiffEvent,
  TurnInterruptedEvent,
  TurnPlanEvent,
  TurnUsageEvent,
} from "./events/live_events.ts";
export type { LiveFailure } from "./events/failure.ts";
export type * from "../core/vocabulary/live_items.ts";
export type * from "../core/vocabulary/live_only_items.ts";
export type { AccountInfo, ModelInfo } from "./account.ts";
export type { ServerInfo } from "./server_info.ts";
export type { ThreadFile } from "../core/vocabulary/thread_file.ts";
export type { ThreadInfo } from "./threads/info.ts";
export type { FoundTurn } from "./history/find_turn.ts";
export type { ThreadTurn, TurnFailure } from "./history/thread_turn.ts";
export type * from "./link/notifications/messages.ts";
export type * from "./link/requests.ts";
export type { ForkThreadOptions } from "./threads/opening/params.ts";
export type { ReconnectOptions } from "./link/reconnect/backoff.ts";
export type { ConnectionState } from "./link/reconnect/lasting_connection.ts";
export type { ServerStreams } from "./link/remote/streams.ts";
export type { WebSocketConstructor } from "./link/remote/web_socket.ts";
export type { ServerEnd } from "./link/end.ts";
export { InterruptedError, TurnNotActiveError } from "./turns/errors.ts";
export type { InterruptedBy } from "./turns/errors.ts";
export type { ListThreadsOptions } from "./threads/list.ts";
export {
  ConnectionClosedError,
  MessageSizeError,
  RefusedError,
  RequestTimeoutError,
  RpcError,
  SlowConsumerError,
} from "./link/rpc_errors.ts";
export { tool } from "../core/schema/tool.ts";
export type { ToolArguments, ToolDefinition } from "../core/schema/tool.ts";
export type {
  Tool,
  ToolCall,
  ToolContent,
  ToolParts,
  ToolResult,
} from "../core/vocabulary/tool.ts";
export { RESERVED_TOOL_NAMES } from "./asks/reserved_tools.ts";
