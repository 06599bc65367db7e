/**
 * Cases against the real Codex, offline.
 *
 * @module
 */
import type { Case } from "./case.ts";
import { REAL_CONFIG_CASES } from "./real_config_cases.ts";
import { REAL_FAILURE_CASES } from "./real_failure_cases.ts";
import { REAL_INPUT_CASES } from "./real_input_cases.ts";
import { REAL_ITEM_CASES } from "./real_item_cases.ts";
import { REAL_OPTION_CASES } from "./real_option_cases.ts";
import { REAL_SCHEMA_CASES } from "./real_schema_cases.ts";
import { REAL_THREAD_CASES } from "./real_thread_cases.ts";

/** Cases against the real Codex. */
export const REAL_CASES: readonly Case[] = [
  ...REAL_THREAD_CASES,
  ...REAL_ITEM_CASES,
  ...REAL_INPUT_CASES,
  ...REAL_SCHEMA_CASES,
  ...REAL_OPTION_CASES,
  ...REAL_CONFIG_CASES,
  ...REAL_FAILURE_CASES,
];
