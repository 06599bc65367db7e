/**
 * Rules for stores: one writer per key, the last one to have taken it.
 *
 * @module
 */
import type { ThreadStore } from "../../core/ports/thread_store.ts";
import { bytes, must, mustBeTaken, mustHold, mustReject, type Rule } from "./check.ts";
import { overtaken, ROUNDS } from "./overtaken.ts";

/** How many take a key at the same time. */
const TAKERS = 4;

/** The rules. */
export const FENCING: readonly Rule[] = [
  {
    name: "each take() gives a greater epoch",
    test: async ({ make, key }) => {
      const name = key();
      let last = 0;
      for (let i = 0; i < 3; i++) {
        const { epoch } = await (await make()).take(name);
        must(epoch > last, `${epoch} came after ${last}`);
        last = epoch;
      }
    },
  },
  {
    name: "a writer that has lost a key cannot write",
    test: async ({ make, key }) => {
      const [first, second] = [await make(), await make()];
      const name = key();
      const { epoch } = await first.take(name);
      await first.append(name, epoch, "a", 0, bytes("one\n"));
      const next = await mustHold(second, name, { a: "one\n" }, "when it was taken over");
      // Through either instance: it is the epoch that counts.
      for (const store of [first, second]) {
        const append = store.append(name, epoch, "a", 4, bytes("old\n"));
        await mustBeTaken(append, "append() under the previous epoch", name, epoch);
        const repeat = store.append(name, epoch, "a", 0, bytes("one\n"));
        await mustBeTaken(repeat, "a repeat under the previous epoch", name, epoch);
        const fresh = store.append(name, epoch, "b", 0, bytes("old\n"));
        await mustBeTaken(fresh, "a new file under the previous epoch", name, epoch);
        const replace = store.replace(name, epoch, "a", bytes("old\n"));
        await mustBeTaken(replace, "replace() under the previous epoch", name, epoch);
      }
      await second.append(name, next, "a", 4, bytes("new\n"));
      await mustHold(first, name, { a: "one\nnew\n" }, "after both have written");
    },
  },
  {
    name: "an epoch that nobody was given cannot write",
    test: async ({ make, key }) => {
      const store = await make();
      const name = key();
      const never = store.append(name, 1, "a", 0, bytes("x\n"));
      await mustReject(never, "append() to a key that was never taken");
      const { epoch } = await store.take(name);
      const later = store.append(name, epoch + 1, "a", 0, bytes("x\n"));
      await mustReject(later, "append() under a future epoch");
      await mustHold(store, name, {}, "after what was refused");
    },
  },
  {
    name: "if several take a key at the same time, only the last one can write",
    test: async ({ make, key }) => {
      const name = key();
      const stores = await Promise.all(Array.from({ length: TAKERS }, make));
      const takes = await Promise.allSettled(stores.map((store) => store.take(name)));
      const lost = takes.filter((take) => take.status === "rejected");
      const other = lost.find(({ reason }) => Object(reason).name !== "TakenError");
      must(other === undefined, `one rejected with ${other?.reason}`);
      const epochs = takes.flatMap((take, i) =>
        take.status === "fulfilled" ? [{ epoch: take.value.epoch, store: stores[i] }] : []
      );
      must(epochs.length > 0, "nobody got it");
      must(new Set(epochs.map(({ epoch }) => epoch)).size === epochs.length, "two got one epoch");
      const last = Math.max(...epochs.map(({ epoch }) => epoch));
      for (const { epoch, store } of epochs) {
        const write = (store as ThreadStore).append(name, epoch, "a", 0, bytes(`${epoch}\n`));
        if (epoch === last) await write;
        else await mustBeTaken(write, `append() under ${epoch} of ${last}`, name, epoch);
      }
      await mustHold(stores[0] as ThreadStore, name, { a: `${last}\n` }, "after all have written");
    },
  },
  {
    name: "what a writer was told is kept is kept, even if it is overtaken while it writes",
    test: async (bench) => {
      const line = (i: number) => `${String(i).padStart(4, "0")}\n`;
      for (let round = 0; round < ROUNDS; round++) {
        const { kept, text } = await overtaken(bench, round, (store, name, epoch, i) => {
          return store.append(name, epoch, "a", i * 5, bytes(line(i)));
        });
        must(text.length >= kept * 5, `${kept} lines were kept, and ${text.length / 5} are there`);
        const lines = text.split("\n").slice(0, -1);
        must(lines.every((line, i) => Number(line) === i), `they are ${JSON.stringify(text)}`);
      }
    },
  },
];
