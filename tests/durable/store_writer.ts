/**
 * A program that takes a key over, writes to it, and takes it again when it has lost it: prints the
 * lines that it was told are kept.
 *
 * @module
 */
import { folderStore, TakenError } from "../../src/durable/mod.ts";

const [path = "", key = ""] = Deno.args;
const store = folderStore(path, { sync: false });
for (let round = 0; round < 15; round++) {
  try {
    const { epoch, files } = await store.take(key);
    let position = files[0]?.data.length ?? 0;
    for (let i = 0; i < 10; i++) {
      const line = `${Deno.pid} ${round} ${i}`;
      await store.append(key, epoch, "a", position, new TextEncoder().encode(`${line}\n`));
      position += line.length + 1;
      console.log(line);
    }
  } catch (error) {
    if (!(error instanceof TakenError)) throw error;
  }
}
