import { assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import { detectHost } from "../../../src/adapters/detect.ts";
import type { Host } from "../../../src/core/ports/host.ts";
import { folderStore, type ThreadStore } from "../../../src/durable/mod.ts";
import { Keeper } from "../../../src/durable/turns/keeper.ts";
import { KeyRecord } from "../../../src/durable/turns/record.ts";

const FILE =
  "sessions/2026/01/02/rollout-2026-01-02T03-04-05-01a221ea-b786-7e30-96b0-b41ceb6196c5.jsonl";

const said = (role: string, text: string) =>
  JSON.stringify({
    type: "response_item",
    payload: { type: "message", role, content: [{ type: "input_text", text }] },
  }) + "\n";

/** Runs `use` with a store, and with a home that has a thread's file. */
async function withHome(
  use: (
    given: { store: ThreadStore; home: string; path: string; files: Host["files"] },
  ) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    const { files } = await detectHost();
    const home = `${folder}/home`;
    const path = `${home}/${FILE}`;
    await Deno.mkdir(path.replace(/\/[^/]*$/, ""), { recursive: true });
    await Deno.writeTextFile(path, said("assistant", "a"));
    await use({ store: folderStore(`${folder}/store`), home, path, files });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("Keeper.flush() keeps what a user says with the line that tells whose message it is", async () => {
  await withHome(async ({ store, home, path, files }) => {
    const taken = await store.take("key");
    const kept = { store, key: "key", files, home, stop: new AbortController() };
    const keeper = new Keeper(kept, taken, new KeyRecord());
    try {
      const stored = async (text: string) => {
        await Deno.writeTextFile(path, text);
        await keeper.flush();
        return keeper.length(FILE);
      };
      const start = '{"type":"event_msg","payload":{"type":"task_started"}}\n';
      const whose = '{"type":"event_msg","payload":{"type":"item_completed"}}\n';
      const whole = start + said("user", "a") + said("user", "b") + whose;
      assertEquals(await stored(start + said("user", "a")), start.length);
      assertEquals(await stored(start + said("user", "a") + said("user", "b")), start.length);
      assertEquals(await stored(whole), whole.length);
      const answered = whole + said("assistant", "c");
      assertEquals(await stored(answered), answered.length);
      // What a Codex that was killed has left of a line, and the next one has ended.
      const torn = `${answered}${said("user", "d").slice(0, -9)}\n`;
      assertEquals(await stored(torn), torn.length);
    } finally {
      keeper.stop();
    }
    const { files: [file] } = await store.take("key");
    assertEquals(file?.path, FILE);
  });
});

Deno.test("Keeper.flush() keeps what is stored of a file that is being removed", async () => {
  await withHome(async ({ store, home, path, files }) => {
    let isGone = (_call: "size" | "read") => false;
    const removed = {
      ...files,
      size: (path: string) => isGone("size") ? Promise.resolve(null) : files.size(path),
      read: (path: string, start?: number) =>
        isGone("read") ? Promise.resolve(null) : files.read(path, start),
    };
    const taken = await store.take("key");
    const kept = { store, key: "key", files: removed, home, stop: new AbortController() };
    const keeper = new Keeper(kept, taken, new KeyRecord());
    try {
      await keeper.flush();
      isGone = () => true;
      await keeper.flush();
      // Between the look at its size and the look at its content.
      isGone = (call) => call === "read";
      await Deno.writeTextFile(path, "{}\n");
      await keeper.flush();
    } finally {
      keeper.stop();
    }
    const { files: [file] } = await store.take("key");
    assertEquals(new TextDecoder().decode(file?.data), said("assistant", "a"));
  });
});

Deno.test("Keeper.mirror() stores nothing more once the keeper is stopped", async () => {
  await withHome(async ({ store: inner, home, files }) => {
    const gate = Promise.withResolvers<void>();
    const store: ThreadStore = {
      take: (key) => inner.take(key),
      append: (...args) => gate.promise.then(() => inner.append(...args)),
      replace: (...args) => inner.replace(...args),
      list: () => inner.list(),
      delete: (key) => inner.delete(key),
    };
    const taken = await store.take("key");
    const kept = { store, key: "key", files, home, stop: new AbortController() };
    const keeper = new Keeper(kept, taken, new KeyRecord());
    const noted = keeper.note({ message: "m-1", thread: null, from: 0 });
    // It waits for the note.
    keeper.mirror();
    keeper.stop();
    gate.resolve();
    await noted;
    assertEquals(keeper.record.owner(0), "m-1");
    await keeper.note({ message: "m-2", thread: null, from: 0 });
    assertEquals(keeper.length(FILE), 0);
  });
});

Deno.test("Keeper stops the turn when the store has refused every call for too long", async () => {
  await withHome(async ({ store: inner, home, files }) => {
    const down = new Error("the database is down");
    let isDown = false;
    const store: ThreadStore = {
      take: (key) => inner.take(key),
      append: (...args) => isDown ? Promise.reject(down) : inner.append(...args),
      replace: (...args) => inner.replace(...args),
      list: () => inner.list(),
      delete: (key) => inner.delete(key),
    };
    const taken = await store.take("key");
    const stop = new AbortController();
    const keeper = new Keeper(
      { store, key: "key", files, home, stop },
      taken,
      new KeyRecord(),
      100,
    );
    try {
      await keeper.note({ message: "m-1", thread: null, from: 0 });
      isDown = true;
      await assertRejects(() => keeper.flush(), Error, "the database is down");
      assertStrictEquals(stop.signal.reason, down);
    } finally {
      keeper.stop();
    }
  });
});

Deno.test("Keeper.flush() replaces a file that Codex has rewritten, which is no refusal", async () => {
  await withHome(async ({ store, home, path, files }) => {
    const stop = new AbortController();
    // It bears no refusal at all.
    const kept = { store, key: "key", files, home, stop };
    const keeper = new Keeper(kept, await store.take("key"), new KeyRecord(), -1);
    const rewritten = said("assistant", "b") + said("assistant", "c");
    try {
      await keeper.flush();
      // The store has more of it by now than the keeper knows of.
      await store.append("key", 1, FILE, keeper.length(FILE), new TextEncoder().encode("{}\n"));
      await Deno.writeTextFile(path, rewritten);
      await keeper.flush();
    } finally {
      keeper.stop();
    }
    assertEquals(stop.signal.aborted, false);
    const { files: [file] } = await store.take("key");
    assertEquals(new TextDecoder().decode(file?.data), rewritten);
  });
});
