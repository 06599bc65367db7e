import { assertEquals, assertRejects } from "@std/assert";
import { RpcError } from "../../../../src/app_server/link/rpc_errors.ts";
import type { StoreServer } from "../../../../src/app_server/threads/files/server_store.ts";
import { importThread } from "../../../../src/app_server/threads/files/thread_files.ts";
import { ResumeError } from "../../../../src/core/vocabulary/errors.ts";

const ID = "01a20000-0000-7000-8000-000000000001";
const PATH = `sessions/2026/11/27/rollout-2026-11-27T10-00-00-${ID}.jsonl`;
const LINE = `${JSON.stringify({ type: "session_meta", payload: { id: ID } })}\n`;
const FILES = [{ path: PATH, data: new TextEncoder().encode(LINE) }];

/**
 * A server with files below "/home", which refuses methods with these words.
 *
 * @param paths The files.
 */
function serverOf(paths: readonly string[], refusals: Readonly<Record<string, string>>) {
  const files = new Set(paths.map((path) => `/home/${path}`));
  const handlers: Record<string, (params: Record<string, string>) => unknown> = {
    "fs/readDirectory": ({ path }) => {
      const below = [...files].filter((file) => file.startsWith(`${path}/`));
      const parts = below.map((file) => file.slice(`${path}/`.length).split("/"));
      const names = new Map(parts.map(([name = "", ...more]) => [name, more.length === 0]));
      return {
        entries: [...names].map(([fileName, isFile]) => ({
          fileName,
          isFile,
          isDirectory: !isFile,
        })),
      };
    },
    "fs/writeFile": ({ path = "" }) => void files.add(path),
    "fs/copy": ({ destinationPath = "" }) => void files.add(destinationPath),
    "fs/remove": ({ path = "" }) => void files.delete(path),
    "thread/read": () => ({ thread: { id: ID, status: { type: "idle" } } }),
    "thread/delete": () => void files.delete(`/home/${PATH}`),
    "thread/unsubscribe": () => ({ status: "notLoaded" }),
  };
  const server: StoreServer = {
    request: (method, params) => {
      const message = refusals[method];
      if (message !== undefined) {
        return Promise.reject(new RpcError(method, { code: -32600, message }));
      }
      return Promise.resolve(handlers[method]?.(params as Record<string, string>) ?? {});
    },
    listen: async function* () {},
    home: "/home",
    platform: "linux",
    unload: () => Promise.resolve(),
    unlessLoaded: (_, action) => action().then(() => true),
  };
  return { server, files };
}

Deno.test("importThread() goes on where somebody deletes the thread that it replaces", async () => {
  for (
    const refusals of [
      { "thread/read": `thread not loaded: ${ID}` },
      { "thread/delete": `no rollout found for thread id ${ID}` },
    ]
  ) {
    const { server, files } = serverOf([PATH], refusals);
    assertEquals(await importThread(server, FILES), { id: ID });
    assertEquals([...files], [`/home/${PATH}`]);
  }
});

Deno.test("importThread() tells as a ResumeError why Codex does not take the thread", async () => {
  for (
    const [message, reason] of [
      [
        `session ${ID} is archived. Run \`codex unarchive ${ID}\` to unarchive it first.`,
        "archived",
      ],
      [`thread ${ID} already has an active writer`, "in_use"],
      ["failed to read session metadata /home/a.jsonl: No such file (os error 2)", "not_found"],
      [`no rollout found for thread id ${ID}`, "not_found"],
    ]
  ) {
    const { server, files } = serverOf([], { "thread/resume": message ?? "" });
    const error = await assertRejects(() => importThread(server, FILES), ResumeError);
    assertEquals([error.reason, error.requestedId], [reason, ID]);
    // A thread that somebody has loaded is no longer this import's to remove.
    assertEquals([...files], reason === "in_use" ? [`/home/${PATH}`] : []);
  }
});

Deno.test("importThread() of two at once: the one whose file is deleted is told of the other", async () => {
  for (const isPlaced of [true, false]) {
    const { server, files } = serverOf([], {});
    let resumes = 0;
    const beside: StoreServer = {
      ...server,
      request(method, params) {
        if (method !== "thread/resume" || ++resumes > 1) return server.request(method, params);
        // The other import deletes the thread, and has or has not put its own there yet.
        if (!isPlaced) files.clear();
        const message = `no rollout found for thread id ${ID}`;
        return Promise.reject(new RpcError(method, { code: -32600, message }));
      },
    };
    const importing = importThread(beside, FILES);
    if (isPlaced) assertEquals(await importing, { id: ID });
    else assertEquals((await assertRejects(() => importing, ResumeError)).reason, "in_use");
    assertEquals([...files], isPlaced ? [`/home/${PATH}`] : []);
  }
});

Deno.test("importThread() does not take a thread for loaded whose server was restarted", async () => {
  const { server, files } = serverOf([], {});
  const statuses = ["unsubscribed", "notLoaded"];
  let leave: () => void = () => {};
  const left = new Promise<IteratorResult<never>>((resolve) => {
    leave = () => resolve({ done: true, value: undefined });
  });
  const restarted: StoreServer = {
    ...server,
    request: (method, params) =>
      method === "thread/unsubscribe"
        ? Promise.resolve({ status: statuses.shift() })
        : server.request(method, params),
    // The one that was asked is gone, and tells nothing.
    listen: () => ({
      next: () => left,
      return: () => {
        leave();
        return left;
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    }),
  };
  assertEquals(await importThread(restarted, FILES), { id: ID });
  assertEquals([...files], [`/home/${PATH}`]);
});
