/**
 * Cases of live sessions.
 *
 * @module
 */
import type { Case } from "./case.ts";
import { LIVE_AGENT_CASES } from "./live_agent_cases.ts";
import { LIVE_APPROVAL_CASES } from "./live_approval_cases.ts";
import { LIVE_CALL_CASES } from "./live_call_cases.ts";
import { LIVE_CLOSE_CASES } from "./live_close_cases.ts";
import { LIVE_CONTEXT_CASES } from "./live_context_cases.ts";
import { LIVE_END_CASES } from "./live_end_cases.ts";
import { LIVE_EVERYTHING_CASES } from "./live_everything_cases.ts";
import { LIVE_INTERRUPT_CASES } from "./live_interrupt_cases.ts";
import { LIVE_MCP_CASES } from "./live_mcp_cases.ts";
import { LIVE_MESSAGE_CASES } from "./live_message_cases.ts";
import { LIVE_OBJECT_CASES } from "./live_object_cases.ts";
import { LIVE_PERMISSION_CASES } from "./live_permission_cases.ts";
import { LIVE_POLICY_CASES } from "./live_policy_cases.ts";
import { LIVE_SAME_CASES } from "./live_same_cases.ts";
import { LIVE_SERVER_CASES } from "./live_server_cases.ts";
import { LIVE_STOP_CASES } from "./live_stop_cases.ts";
import { LIVE_TOOL_NAME_CASES } from "./live_tool_name_cases.ts";
import { LIVE_THREAD_CASES } from "./live_thread_cases.ts";
import { LIVE_TOOL_CASES } from "./live_tool_cases.ts";
import { LIVE_TURN_CASES } from "./live_turn_cases.ts";

import { RECONNECT_CASES } from "./reconnect_cases.ts";
import { REMOTE_CASES } from "./remote_cases.ts";
import { SHARED_QUESTION_CASES } from "./shared_question_cases.ts";
import { SHARING_CASES } from "./sharing_cases.ts";

/** Cases of live sessions. */
export const LIVE_CASES: readonly Case[] = [
  ...LIVE_TURN_CASES,
  ...LIVE_EVERYTHING_CASES,
  ...LIVE_CALL_CASES,
  ...LIVE_APPROVAL_CASES,
  ...LIVE_POLICY_CASES,
  ...LIVE_PERMISSION_CASES,
  ...LIVE_MCP_CASES,
  ...LIVE_INTERRUPT_CASES,
  ...LIVE_STOP_CASES,
  ...LIVE_AGENT_CASES,
  ...LIVE_TOOL_CASES,
  ...LIVE_TOOL_NAME_CASES,
  ...LIVE_SERVER_CASES,
  ...LIVE_END_CASES,
  ...LIVE_CLOSE_CASES,
  ...LIVE_OBJECT_CASES,
  ...LIVE_MESSAGE_CASES,
  ...LIVE_THREAD_CASES,
  ...LIVE_CONTEXT_CASES,
  ...LIVE_SAME_CASES,
  ...REMOTE_CASES,
  ...RECONNECT_CASES,
  ...SHARING_CASES,
  ...SHARED_QUESTION_CASES,
];
