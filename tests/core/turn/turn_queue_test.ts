import { assertEquals } from "@std/assert";
import { TurnQueue } from "../../../src/core/turn/turn_queue.ts";

/** A queue whose places have names, and what happened to them. */
function queue() {
  const log: string[] = [];
  const turns = new TurnQueue();
  const enter = (name: string) => {
    const place = turns.enter(() => log.push(`${name} contended`));
    place.ready.then(() => log.push(`${name} ready`));
    return place;
  };
  /** What happened since the last call. */
  const happened = async (): Promise<string[]> => {
    await new Promise((resolve) => setTimeout(resolve, 0));
    return log.splice(0);
  };
  return { enter, happened };
}

Deno.test("TurnQueue.enter() lets the first run at once and the others in their order", async () => {
  const { enter, happened } = queue();
  const [a, b, c] = ["a", "b", "c"].map(enter);
  assertEquals(await happened(), ["a contended", "a contended", "a ready"]);
  a?.leave();
  assertEquals(await happened(), ["b contended", "b ready"]);
  b?.leave();
  assertEquals(await happened(), ["c ready"], "nobody waits behind the last");
  c?.leave();
  enter("d");
  assertEquals(await happened(), ["d ready"]);
});

Deno.test("TurnQueue.enter() lets one that waits leave, and one leave twice", async () => {
  const { enter, happened } = queue();
  const [a, b, c] = ["a", "b", "c"].map(enter);
  await happened();
  b?.leave();
  b?.leave();
  assertEquals(await happened(), []);
  a?.leave();
  a?.leave();
  assertEquals(await happened(), ["c ready"]);
  enter("d");
  assertEquals(await happened(), ["c contended"]);
  c?.leave();
  assertEquals(await happened(), ["d ready"]);
});
