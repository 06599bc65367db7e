import type { MappedItem } from "../../../../src/app_server/events/items/map_item.ts";

/** A command that has begun. */
export const RUNNING: Extract<MappedItem, { type: "commandExecution" }> = {
  type: "commandExecution",
  id: "call",
  command: "ls",
  commandActions: [],
  cwd: "/",
  aggregatedOutput: null,
  exitCode: null,
  status: "inProgress",
};
