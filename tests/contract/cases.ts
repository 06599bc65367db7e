/**
 * Every contract case.
 *
 * @module
 */
import type { Case } from "./case.ts";
import { TURN_CASES } from "./turn_cases.ts";

export const CASES: readonly Case[] = [...TURN_CASES];
