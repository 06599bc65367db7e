/**
 * A worker of the benchmark: runs so many turns, four at a time, once its input is closed.
 *
 * @module
 */
import { folderStore, runDurableTurn } from "../../src/durable/mod.ts";
import { fileCodex } from "../chaos/file_codex.ts";

const [folder = "", name = "", turns = "0"] = Deno.args;
const store = folderStore(`${folder}/store`, { sync: false });
const spawn = fileCodex({ run: () => {}, pause: () => 0 });
console.log("ready");
for await (const _ of Deno.stdin.readable);
let next = 0;
await Promise.all(Array.from({ length: 4 }, async () => {
  for (let i = next++; i < Number(turns); i = next++) {
    await runDurableTurn({
      store,
      key: `${name}-${i}`,
      messageId: "m",
      input: "hello",
      codex: { spawn, apiKey: "fake" },
      homes: `${folder}/homes`,
    });
  }
}));
