import { assertEquals, assertRejects } from "@std/assert";
import type { LiveThread } from "../../../src/app_server/mod.ts";
import { ThreadLoader } from "../../../src/web/hub/thread_loader.ts";

/** A loader, what it does in order, and a way to have the next load fail. */
function loading(): { loader: ThreadLoader; told: string[]; fail: (error: Error) => void } {
  const told: string[] = [];
  let failure: Error | null = null;
  const open = () => {
    const number = told.filter((one) => one.startsWith("open")).length + 1;
    told.push(`open ${number}`);
    if (failure !== null) return Promise.reject(failure);
    const close = async () => {
      await Promise.resolve();
      told.push(`closed ${number}`);
    };
    return Promise.resolve({ close, activeTurn: { id: `${number}` } } as unknown as LiveThread);
  };
  return { loader: new ThreadLoader(null, open), told, fail: (error) => failure = error };
}

Deno.test("ThreadLoader.load() loads once for all, and again when it was unloaded", async () => {
  const { loader, told } = loading();
  const [first, second] = await Promise.all([loader.load(), loader.load()]);
  assertEquals([first === second, told], [true, ["open 1"]]);
  const unloaded = loader.unload();
  assertEquals(loader.isLoaded, false);
  await loader.load();
  await unloaded;
  assertEquals(told, ["open 1", "closed 1", "open 2"]);
});

Deno.test("ThreadLoader.load() fails for all who wait for it, and not for good", async () => {
  const { loader, told, fail } = loading();
  fail(new Error("gone"));
  await Promise.all([
    assertRejects(() => loader.load(), Error, "gone"),
    assertRejects(() => loader.load(), Error, "gone"),
  ]);
  assertEquals([loader.isLoaded, told], [false, ["open 1"]]);
  await assertRejects(() => loader.load(), Error, "gone");
  assertEquals(told, ["open 1", "open 2"]);
});

Deno.test("ThreadLoader.reload() loads once for all who hold what somebody else has closed", async () => {
  const { loader, told } = loading();
  const closed = await loader.load();
  const [first, second] = await Promise.all([loader.reload(closed), loader.reload(closed)]);
  assertEquals([first === second, first === closed, told], [true, false, ["open 1", "open 2"]]);
});

Deno.test("ThreadLoader.lose() leaves a thread lost until it is loaded again", async () => {
  const { loader } = loading();
  assertEquals([loader.lose(), loader.isLost], [false, false]);
  await loader.load();
  assertEquals([loader.lose(), loader.isLost, loader.isLoaded], [true, true, false]);
  await loader.load();
  assertEquals([loader.isLost, loader.isLoaded], [false, true]);
});

Deno.test("ThreadLoader lets go of a thread that it has unloaded or lost, also while the next one is loaded", async () => {
  const { loader } = loading();
  for (const letGo of [() => loader.unload(), () => loader.lose()]) {
    await loader.load();
    assertEquals(loader.isBusy, true);
    await letGo();
    const next = loader.load();
    assertEquals(loader.isBusy, false, "the thread of before is asked");
    await next;
  }
});
