/**
 * Every contract case.
 *
 * @module
 */
import { AGENT_OPTION_CASES } from "./agent_option_cases.ts";
import { APPROVAL_OPTION_CASES } from "./approval_option_cases.ts";
import type { Case, Kit } from "./case.ts";
import { CHAT_CASES } from "./chat_cases.ts";
import { DEBUG_CASES } from "./debug_cases.ts";
import { DROP_IN_CASES } from "./drop_in_cases.ts";
import { DURABLE_ORDER_CASES } from "./durable_order_cases.ts";
import { DURABLE_PERMISSION_CASES } from "./durable_permission_cases.ts";
import { DURABLE_QUESTION_CASES } from "./durable_question_cases.ts";
import { DURABLE_STOP_CASES } from "./durable_stop_cases.ts";
import { DURABLE_TURN_CASES } from "./durable_turn_cases.ts";
import { FAILURE_CASES, STACK_CASES } from "./failure_cases.ts";
import { FAKE_CASES } from "./fake_cases.ts";
import { FAKE_SAME_CASES } from "./fake_same_cases.ts";
import { FIRST_RUN_CASES } from "./first_run_cases.ts";
import { FORGED_THREAD_CASES } from "./forged_thread_cases.ts";
import { HERMETIC_CASES } from "./hermetic_cases.ts";
import { GOAL_CASES } from "./goal_cases.ts";
import { HOOK_CASES } from "./hook_cases.ts";
import { HOST_CASES } from "./host_cases.ts";
import { HOST_END_CASES } from "./host_end_cases.ts";
import { LIMIT_CASES } from "./limit_cases.ts";
import { LIVE_ACCOUNT_CASES } from "./live_account_cases.ts";
import { LIVE_AGENT_CASES } from "./live_agent_cases.ts";
import { LIVE_APPROVAL_CASES } from "./live_approval_cases.ts";
import { LIVE_CALL_CASES } from "./live_call_cases.ts";
import { LIVE_CLOSE_CASES } from "./live_close_cases.ts";
import { LIVE_CONTEXT_CASES } from "./live_context_cases.ts";
import { LIVE_END_CASES } from "./live_end_cases.ts";
import { LIVE_ENVIRONMENT_CASES } from "./live_environment_cases.ts";
import { LIVE_EVERYTHING_CASES } from "./live_everything_cases.ts";
import { LIVE_INTERRUPT_CASES } from "./live_interrupt_cases.ts";
import { LIVE_MCP_CASES } from "./live_mcp_cases.ts";
import { LIVE_MESSAGE_CASES } from "./live_message_cases.ts";
import { LIVE_OBJECT_CASES } from "./live_object_cases.ts";
import { LIVE_PERMISSION_CASES } from "./live_permission_cases.ts";
import { LIVE_POLICY_CASES } from "./live_policy_cases.ts";
import { LIVE_SAME_CASES } from "./live_same_cases.ts";
import { LIVE_SERVER_CASES } from "./live_server_cases.ts";
import { LIVE_SANDBOX_STOP_CASES, LIVE_STOP_CASES } from "./live_stop_cases.ts";
import { LIVE_THREAD_CASES } from "./live_thread_cases.ts";
import { LIVE_TOOL_CASES } from "./live_tool_cases.ts";
import { LIVE_TOOL_NAME_CASES } from "./live_tool_name_cases.ts";
import { LIVE_TURN_CASES } from "./live_turn_cases.ts";
import { LONG_LINE_CASES } from "./long_line_cases.ts";
import { MCP_CASES } from "./mcp_cases.ts";
import { OPTION_CASES } from "./option_cases.ts";
import { OTEL_CASES } from "./otel_cases.ts";
import { OWN_PROGRAM_CASES } from "./own_program_cases.ts";
import { PROJECT_CASES } from "./project_cases.ts";
import { REAL_CONFIG_CASES } from "./real_config_cases.ts";
import { REAL_FAILURE_CASES } from "./real_failure_cases.ts";
import { REAL_INPUT_CASES } from "./real_input_cases.ts";
import { REAL_ITEM_CASES } from "./real_item_cases.ts";
import { REAL_OPTION_CASES } from "./real_option_cases.ts";
import { REAL_SCHEMA_CASES } from "./real_schema_cases.ts";
import { REAL_THREAD_CASES } from "./real_thread_cases.ts";
import { RANDOM_CUT_CASES, RECONNECT_CASES } from "./reconnect_cases.ts";
import { REMOTE_CASES } from "./remote_cases.ts";
import { SECRET_CASES } from "./secret_cases.ts";
import { SHARED_QUESTION_CASES } from "./shared_question_cases.ts";
import { SHARED_TURN_CASES } from "./shared_turn_cases.ts";
import { SHARING_CASES } from "./sharing_cases.ts";
import { STORE_CASES, STORE_RULE_CASES } from "./store_cases.ts";
import { THREAD_IMPORT_CASES } from "./thread_import_cases.ts";
import { THREAD_MOVE_CASES } from "./thread_move_cases.ts";
import { TOOL_CASES } from "./tool_cases.ts";
import { TURN_CASES } from "./turn_cases.ts";
import { TYPED_CASES } from "./typed_cases.ts";
import { WEB_CASES } from "./web_cases.ts";
import { WEB_THREAD_CASES } from "./web_thread_cases.ts";

/** What the runtime has a part in: processes and their ends, streams, sockets, servers, files, timers. */
const RUNTIME_CASES: readonly Case[] = [
  ...TURN_CASES,
  ...DROP_IN_CASES,
  ...FAKE_CASES,
  ...STACK_CASES,
  ...HOST_CASES,
  ...HOST_END_CASES,
  ...LONG_LINE_CASES,
  ...OPTION_CASES,
  ...SECRET_CASES,
  ...LIVE_TURN_CASES,
  ...LIVE_STOP_CASES,
  ...LIVE_END_CASES,
  ...LIVE_CLOSE_CASES,
  ...REMOTE_CASES,
  ...RECONNECT_CASES,
  ...TOOL_CASES,
  ...DEBUG_CASES,
  ...OTEL_CASES,
  ...STORE_CASES,
  ...WEB_CASES,
  ...CHAT_CASES,
];

/** What Codex does, and what is the same code on every runtime, reconnecting and copies of Codex included. */
const CODEX_CASES: readonly Case[] = [
  ...FAKE_SAME_CASES,
  ...OWN_PROGRAM_CASES,
  ...AGENT_OPTION_CASES,
  ...APPROVAL_OPTION_CASES,
  ...MCP_CASES,
  ...REAL_THREAD_CASES,
  ...REAL_ITEM_CASES,
  ...REAL_INPUT_CASES,
  ...REAL_SCHEMA_CASES,
  ...TYPED_CASES,
  ...REAL_OPTION_CASES,
  ...PROJECT_CASES,
  ...HOOK_CASES,
  ...REAL_CONFIG_CASES,
  ...REAL_FAILURE_CASES,
  ...FAILURE_CASES,
  ...LIVE_EVERYTHING_CASES,
  ...LIVE_TOOL_CASES,
  ...LIVE_CALL_CASES,
  ...LIVE_APPROVAL_CASES,
  ...LIVE_POLICY_CASES,
  ...LIVE_PERMISSION_CASES,
  ...LIVE_MCP_CASES,
  ...LIVE_INTERRUPT_CASES,
  ...LIVE_AGENT_CASES,
  ...LIVE_TOOL_NAME_CASES,
  ...LIVE_SERVER_CASES,
  ...LIVE_OBJECT_CASES,
  ...LIVE_MESSAGE_CASES,
  ...LIVE_THREAD_CASES,
  ...LIVE_CONTEXT_CASES,
  ...GOAL_CASES,
  ...LIVE_SAME_CASES,
  ...SHARING_CASES,
  ...SHARED_QUESTION_CASES,
  ...SHARED_TURN_CASES,
  ...RANDOM_CUT_CASES,
  ...WEB_THREAD_CASES,
  ...LIVE_SANDBOX_STOP_CASES,
  ...LIMIT_CASES,
  ...HERMETIC_CASES,
  ...FIRST_RUN_CASES,
  ...LIVE_ACCOUNT_CASES,
  ...DURABLE_TURN_CASES,
  ...DURABLE_ORDER_CASES,
  ...DURABLE_STOP_CASES,
  ...DURABLE_QUESTION_CASES,
  ...DURABLE_PERMISSION_CASES,
  ...LIVE_ENVIRONMENT_CASES,
  ...THREAD_MOVE_CASES,
  ...THREAD_IMPORT_CASES,
  ...FORGED_THREAD_CASES,
];

/** What a test of a room does on Deno as well: run only where every runtime runs all cases. */
export const REPEATED_CASES: readonly Case[] = STORE_RULE_CASES;

/** Every case. */
export const CASES: readonly Case[] = [...RUNTIME_CASES, ...CODEX_CASES, ...REPEATED_CASES];

const RUNTIMES: readonly Kit["runtime"][] = ["deno", "node", "bun"];

/**
 * What a runtime runs where each case about Codex is run by one of them: two in three are left out, and
 * what is repeated.
 */
export function spreadOver(runtime: Kit["runtime"]): readonly Case[] {
  const turn = RUNTIMES.indexOf(runtime);
  return [...RUNTIME_CASES, ...CODEX_CASES.filter((_, at) => at % RUNTIMES.length === turn)];
}
