import {
  assert,
  assertEquals,
  assertGreaterOrEqual,
  assertLess,
  assertRejects,
  assertStrictEquals,
} from "@std/assert";
import { PipeWatch } from "../../../src/launch/process/pipe_watch.ts";

/** A pipe in the test's hands, and its watch. */
function pipe() {
  let controller!: ReadableStreamDefaultController<Uint8Array>;
  let cancelled = false;
  const stream = new ReadableStream<Uint8Array>({
    start: (it) => void (controller = it),
    cancel: () => void (cancelled = true),
  });
  return {
    watch: new PipeWatch(stream.getReader()),
    controller,
    write: (byte: number) => controller.enqueue(Uint8Array.of(byte)),
    wasCancelled: () => cancelled,
  };
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** What a promise gives, and after how many milliseconds. */
async function timed<T>(promise: Promise<T>): Promise<[T, number]> {
  const start = performance.now();
  return [await promise, performance.now() - start];
}

Deno.test("PipeWatch.next() gives the chunks, then null at the end", async () => {
  const { watch, write, controller } = pipe();
  write(1);
  write(2);
  assertEquals(await watch.next(), Uint8Array.of(1));
  watch.died();
  assertEquals(await watch.next(), Uint8Array.of(2));
  controller.close();
  assertEquals([await watch.next(), await watch.next()], [null, null]);
});

Deno.test("PipeWatch.next() gives up a pipe that is silent for a second after the process's death", async () => {
  const before = pipe();
  before.watch.died();
  const during = pipe();
  const reads = [timed(before.watch.next()), timed(during.watch.next())];
  during.watch.died();
  for (const [chunk, ms] of await Promise.all(reads)) {
    assertEquals(chunk, null);
    assertGreaterOrEqual(ms, 995);
  }
  for (const { watch, wasCancelled } of [before, during]) {
    assertEquals([await watch.next(), wasCancelled()], [null, false]);
  }
});

Deno.test("PipeWatch.next() takes what comes late after the process's death", async () => {
  const { watch, write } = pipe();
  watch.died();
  const read = watch.next();
  await pause(500);
  write(1);
  assertEquals(await read, Uint8Array.of(1));
});

Deno.test("PipeWatch.next() waits as long as it takes while the process lives", async () => {
  const { watch, write } = pipe();
  const read = watch.next();
  await pause(300);
  write(1);
  assertEquals(await read, Uint8Array.of(1));
});

Deno.test("PipeWatch.next() does not count the time when nobody reads", async () => {
  const { watch, write } = pipe();
  watch.died();
  await pause(1_200);
  write(1);
  assertEquals(await watch.next(), Uint8Array.of(1));
});

Deno.test("PipeWatch.next() reads about two seconds at most from one who goes on writing", async () => {
  const { watch, write } = pipe();
  watch.died();
  const writing = setInterval(() => write(1), 40);
  const start = performance.now();
  let chunks = 0;
  while (await watch.next() !== null) chunks++;
  clearInterval(writing);
  const ms = performance.now() - start;
  assert(chunks > 3, `${chunks} chunks`);
  assertGreaterOrEqual(ms, 1_900);
  assertLess(ms, 6_000);
});

Deno.test("PipeWatch.close() ends the read under way and those to come, and leaves the pipe alone", async () => {
  const { watch, write, wasCancelled } = pipe();
  const read = watch.next();
  watch.close();
  assertEquals(await read, null);
  write(1);
  assertEquals([await watch.next(), wasCancelled()], [null, false]);
  watch.died();
  watch.close();
});

Deno.test("PipeWatch.next() passes a failed read on", async () => {
  const { watch, controller } = pipe();
  watch.died();
  const mine = new Error("broken pipe");
  controller.error(mine);
  assertStrictEquals(await assertRejects(() => watch.next()), mine);
});
