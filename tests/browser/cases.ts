/**
 * All cases.
 *
 * @module
 */
import { HOSTILE_CASES } from "./hostile_cases.ts";
import { LOOK_CASES } from "./look_cases.ts";
import { SERVER_CASES } from "./server_cases.ts";
import type { Case } from "./stage.ts";
import { TURN_CASES } from "./turn_cases.ts";

/** All cases. */
export const CASES: readonly Case[] = [
  ...TURN_CASES,
  ...SERVER_CASES,
  ...HOSTILE_CASES,
  ...LOOK_CASES,
];
