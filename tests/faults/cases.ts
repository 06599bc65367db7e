/**
 * Every fault case.
 *
 * @module
 */
import type { FaultCase } from "./case.ts";
import { CHILD_CASES } from "./child_cases.ts";
import { CONCURRENCY_CASES } from "./concurrency_cases.ts";
import { FRAMING_CASES } from "./framing_cases.ts";
import { LEAK_CASES } from "./leak_cases.ts";
import { MEMORY_CASES } from "./memory_cases.ts";
import { OUTPUT_CASES } from "./output_cases.ts";
import { PARTIAL_CASES } from "./partial_cases.ts";
import { RANDOM_CASES } from "./random_cases.ts";
import { SECRET_CASES } from "./secret_cases.ts";
import { SIGNAL_CASES } from "./signal_cases.ts";
import { STOP_CASES } from "./stop_cases.ts";
import { TIMEOUT_CASES } from "./timeout_cases.ts";

export const CASES: readonly FaultCase[] = [
  ...STOP_CASES,
  ...TIMEOUT_CASES,
  ...PARTIAL_CASES,
  ...FRAMING_CASES,
  ...OUTPUT_CASES,
  ...CHILD_CASES,
  ...SIGNAL_CASES,
  ...CONCURRENCY_CASES,
  ...SECRET_CASES,
  ...LEAK_CASES,
  ...MEMORY_CASES,
  ...RANDOM_CASES,
];
