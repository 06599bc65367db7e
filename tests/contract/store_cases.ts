/**
 * The store of durable turns that comes with them.
 *
 * @module
 */
import { join } from "node:path";
import type { Case } from "./case.ts";

export const STORE_CASES: readonly Case[] = [
  {
    name: "folderStore() keeps the rules of stores",
    async run({ durable, testing, folder }) {
      const path = join(folder, "store");
      await testing.testThreadStore(() => durable.folderStore(path), { bigBytes: 16 << 20 });
    },
  },
];
