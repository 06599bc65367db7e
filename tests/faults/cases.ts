/**
 * Every fault case.
 *
 * @module
 */
import type { FaultCase } from "./case.ts";
import { CONCURRENCY_CASES } from "./concurrency_cases.ts";
import { EXIT_CASES } from "./exit_cases.ts";
import { FRAMING_CASES } from "./framing_cases.ts";
import { LEAK_CASES } from "./leak_cases.ts";
import { MEMORY_CASES } from "./memory_cases.ts";
import { OUTPUT_CASES } from "./output_cases.ts";
import { PARTIAL_CASES } from "./partial_cases.ts";
import { RANDOM_CASES } from "./random_cases.ts";
import { SECRET_CASES } from "./secret_cases.ts";
import { SIGNAL_CASES } from "./signal_cases.ts";
import { REUSE_CASES } from "./reuse_cases.ts";
import { SPAWN_CASES } from "./spawn_cases.ts";
import { START_CASES } from "./start_cases.ts";
import { STOP_CASES } from "./stop_cases.ts";
import { TERMINAL_CASES } from "./terminal_cases.ts";
import { TIMEOUT_CASES } from "./timeout_cases.ts";
import { VERDICT_CASES } from "./verdict_cases.ts";

/** In the table's order; the first that run alone are started first. */
export const CASES: readonly FaultCase[] = [
  ...STOP_CASES,
  ...TERMINAL_CASES,
  ...REUSE_CASES,
  ...TIMEOUT_CASES,
  ...PARTIAL_CASES,
  ...FRAMING_CASES,
  ...OUTPUT_CASES,
  ...START_CASES,
  ...EXIT_CASES,
  ...VERDICT_CASES,
  ...SPAWN_CASES,
  ...SIGNAL_CASES,
  ...CONCURRENCY_CASES,
  ...SECRET_CASES,
  ...LEAK_CASES,
  ...MEMORY_CASES,
  ...RANDOM_CASES,
];
