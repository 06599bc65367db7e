/**
 * Turns that survive their host, and the stores that they need.
 *
 * @module
 */
import { join } from "node:path";
import type { Case } from "./case.ts";
import { DURABLE_ORDER_CASES } from "./durable_order_cases.ts";
import { DURABLE_PERMISSION_CASES } from "./durable_permission_cases.ts";
import { DURABLE_QUESTION_CASES } from "./durable_question_cases.ts";
import { DURABLE_STOP_CASES } from "./durable_stop_cases.ts";
import { DURABLE_TURN_CASES } from "./durable_turn_cases.ts";

export const DURABLE_CASES: readonly Case[] = [
  {
    name: "folderStore() keeps the rules of stores",
    async run({ durable, testing, folder }) {
      const path = join(folder, "store");
      await testing.testThreadStore(() => durable.folderStore(path), { bigBytes: 16 << 20 });
    },
  },
  ...DURABLE_TURN_CASES,
  ...DURABLE_ORDER_CASES,
  ...DURABLE_STOP_CASES,
  ...DURABLE_QUESTION_CASES,
  ...DURABLE_PERMISSION_CASES,
];
