/**
 * Every contract case.
 *
 * @module
 */
import { AGENT_OPTION_CASES } from "./agent_option_cases.ts";
import { APPROVAL_OPTION_CASES } from "./approval_option_cases.ts";
import type { Case } from "./case.ts";
import { CHAT_CASES } from "./chat_cases.ts";
import { DEBUG_CASES } from "./debug_cases.ts";
import { DROP_IN_CASES } from "./drop_in_cases.ts";
import { DURABLE_CASES } from "./durable_cases.ts";
import { FAILURE_CASES } from "./failure_cases.ts";
import { FAKE_CASES } from "./fake_cases.ts";
import { FAKE_SAME_CASES } from "./fake_same_cases.ts";
import { FIRST_RUN_CASES } from "./first_run_cases.ts";
import { HERMETIC_CASES } from "./hermetic_cases.ts";
import { HOST_CASES } from "./host_cases.ts";
import { HOST_END_CASES } from "./host_end_cases.ts";
import { LIMIT_CASES } from "./limit_cases.ts";
import { LIVE_ACCOUNT_CASES } from "./live_account_cases.ts";
import { LIVE_CASES } from "./live_cases.ts";
import { LIVE_ENVIRONMENT_CASES } from "./live_environment_cases.ts";
import { LONG_LINE_CASES } from "./long_line_cases.ts";
import { MCP_CASES } from "./mcp_cases.ts";
import { OPTION_CASES } from "./option_cases.ts";
import { OTEL_CASES } from "./otel_cases.ts";
import { OWN_PROGRAM_CASES } from "./own_program_cases.ts";
import { REAL_CASES } from "./real_cases.ts";
import { SECRET_CASES } from "./secret_cases.ts";
import { FORGED_THREAD_CASES } from "./forged_thread_cases.ts";
import { THREAD_IMPORT_CASES } from "./thread_import_cases.ts";
import { THREAD_MOVE_CASES } from "./thread_move_cases.ts";
import { TOOL_CASES } from "./tool_cases.ts";
import { TURN_CASES } from "./turn_cases.ts";
import { TYPED_CASES } from "./typed_cases.ts";
import { WEB_CASES } from "./web_cases.ts";

export const CASES: readonly Case[] = [
  ...TURN_CASES,
  ...DROP_IN_CASES,
  ...FAKE_CASES,
  ...FAKE_SAME_CASES,
  ...FAILURE_CASES,
  ...HOST_CASES,
  ...HOST_END_CASES,
  ...LONG_LINE_CASES,
  ...OPTION_CASES,
  ...AGENT_OPTION_CASES,
  ...APPROVAL_OPTION_CASES,
  ...MCP_CASES,
  ...SECRET_CASES,
  ...OWN_PROGRAM_CASES,
  ...REAL_CASES,
  ...LIVE_CASES,
  ...TYPED_CASES,
  ...TOOL_CASES,
  ...LIMIT_CASES,
  ...DEBUG_CASES,
  ...HERMETIC_CASES,
  ...FIRST_RUN_CASES,
  ...LIVE_ACCOUNT_CASES,
  ...OTEL_CASES,
  ...DURABLE_CASES,
  ...LIVE_ENVIRONMENT_CASES,
  ...THREAD_MOVE_CASES,
  ...THREAD_IMPORT_CASES,
  ...FORGED_THREAD_CASES,
  ...WEB_CASES,
  ...CHAT_CASES,
];
