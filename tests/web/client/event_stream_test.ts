import { assert, assertEquals, assertRejects } from "@std/assert";
import { eventStream } from "../../../src/web/client/event_stream.ts";
import { type Send, sender } from "../../../src/web/client/requests.ts";
import { WebClientError } from "../../../src/web/client/mod.ts";

/** What the server does with one connection after the other: bytes and the end, or a refusal. */
type Connection = readonly (string | Uint8Array | "hang")[] | number | Error;

/** A server of these connections, and what each asked for. */
function serverOf(connections: readonly Connection[]): { send: Send; asked: string[] } {
  const asked: string[] = [];
  const send = sender("http://a.example", {
    fetch(url, { signal }) {
      const next = connections[asked.length] ?? 410;
      asked.push(url);
      if (next instanceof Error) return Promise.reject(next);
      if (typeof next === "number") {
        return Promise.resolve(new Response("<html>", { status: next }));
      }
      const chunks = next[Symbol.iterator]();
      const body = new ReadableStream<Uint8Array>({
        pull(controller) {
          const { done, value } = chunks.next();
          if (done) return controller.close();
          if (value !== "hang") return controller.enqueue(bytesOf(value));
          return new Promise<void>((resolve) => {
            if (signal?.aborted) resolve();
            signal?.addEventListener("abort", () => resolve(), { once: true });
          });
        },
      });
      const headers = {
        "codex-log": `log ${asked.length - 1}`,
        "content-type": "text/event-stream; charset=utf-8",
      };
      return Promise.resolve(new Response(body, { headers }));
    },
  });
  return { send, asked };
}

function bytesOf(chunk: string | Uint8Array): Uint8Array {
  return typeof chunk === "string" ? new TextEncoder().encode(chunk) : chunk;
}

function frame(n: number, event: unknown = n): string {
  return `id: ${n}\ndata: ${JSON.stringify(event)}\n\n`;
}

/** All events up to the error that the last connection makes. */
async function all(connections: readonly Connection[], after = 0) {
  const { send, asked } = serverOf(connections);
  const seen: { n: number; event: unknown }[] = [];
  const error = await assertRejects(async () => {
    for await (const event of eventStream(send, { after })) seen.push(event);
  }, WebClientError);
  return { seen, asked, error };
}

Deno.test("eventStream() goes on behind the last event after a connection is lost", async () => {
  const { seen, asked, error } = await all([
    [frame(3), frame(4)],
    [frame(4), frame(5)],
    new TypeError("refused"),
    503,
    [": beat\n\n"],
    [frame(6)],
    404,
  ], 2);
  assertEquals(seen.map(({ n }) => n), [3, 4, 5, 6]);
  assertEquals(
    asked.map((url) => new URL(url).searchParams.get("after")),
    ["2", "4", "5", "5", "5", "5", "6"],
  );
  assertEquals([error.status, error.code], [404, "http"]);
});

Deno.test("eventStream() says which log it has read, and begins anew with another one", async () => {
  const truncated = { type: "log.truncated", from: 1 };
  const { seen, asked } = await all(
    [[frame(7)], [frame(0, truncated), frame(1), frame(2)], 404],
    6,
  );
  assertEquals(seen.map(({ n }) => n), [7, 0, 1, 2]);
  const logs = asked.map((url) => new URL(url).searchParams.get("log"));
  assertEquals(logs, ["", "log 0", "log 1"]);
});

Deno.test("eventStream() stays with the log of its last event until another one has told something", async () => {
  const truncated = { type: "log.truncated", from: 1 };
  const { seen, asked } = await all(
    [[frame(7)], [], ['id: 0\ndata: {"type":"log.tr'], [frame(0, truncated), frame(1)], 404],
    6,
  );
  assertEquals(seen.map(({ n }) => n), [7, 0, 1]);
  const logs = asked.map((url) => new URL(url).searchParams.get("log"));
  assertEquals(logs, ["", "log 0", "log 0", "log 0", "log 3"]);
});

Deno.test("eventStream() puts events together whatever chunks they come in", async () => {
  const text = `${frame(1, { text: "ä\u2028🙂 \\n" })}: beat\n\n${frame(2, "id: 7")}`;
  const bytes = bytesOf(text);
  for (const size of [1, 2, 3, 7, bytes.length]) {
    const chunks: Uint8Array[] = [];
    for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.slice(at, at + size));
    const { seen } = await all([chunks, 401]);
    assertEquals(seen, [{ n: 1, event: { text: "ä\u2028🙂 \\n" } }, { n: 2, event: "id: 7" }]);
  }
});

Deno.test("eventStream() leaves out an event whose end was lost, and takes it whole afterwards", async () => {
  const { seen } = await all([[frame(1), 'id: 2\ndata: {"half":'], [frame(2)], 404]);
  assertEquals(seen, [{ n: 1, event: 1 }, { n: 2, event: 2 }]);
});

Deno.test("eventStream() ends without an error when its signal fires, at whatever moment", async () => {
  for (const connections of [[[frame(1), "hang"]], [[frame(1)], 503, 503, 503]] as const) {
    const { send } = serverOf(connections);
    const abort = new AbortController();
    const seen: number[] = [];
    for await (
      const { n } of eventStream(send, {
        signal: abort.signal,
        onConnectionChange: (state) => state === "reconnecting" && abort.abort(),
      })
    ) {
      seen.push(n);
      if (connections.length === 1) queueMicrotask(() => abort.abort());
    }
    assertEquals(seen, [1]);
  }
  const { send, asked } = serverOf([]);
  const events = eventStream(send, { signal: AbortSignal.abort() });
  assertEquals(await events.next(), { done: true, value: undefined });
  assertEquals(asked, []);
});

Deno.test("eventStream() is left in the middle of a wait for the next event", async () => {
  const { send } = serverOf([["hang"]]);
  const events = eventStream(send, {});
  const next = events.next();
  assertEquals(await events.return?.(), { done: true, value: undefined });
  assertEquals(await next, { done: true, value: undefined });
});

Deno.test("eventStream() goes on whatever onConnectionChange throws or rejects with", async () => {
  const throws = () => {
    throw new Error("mine");
  };
  for (const fails of [throws, () => Promise.reject(new Error("mine"))]) {
    const states: string[] = [];
    const { send } = serverOf([[frame(1)], [frame(2)], 404]);
    const seen: number[] = [];
    const onConnectionChange = (state: string) => {
      states.push(state);
      return fails();
    };
    await assertRejects(async () => {
      for await (const { n } of eventStream(send, { onConnectionChange })) seen.push(n);
    }, WebClientError);
    assertEquals(seen, [1, 2]);
    assertEquals(states, ["connected", "reconnecting", "connected", "reconnecting"]);
  }
});

Deno.test("eventStream() makes a connection again that has fallen silent", async () => {
  const states: string[] = [];
  const { send, asked } = serverOf([[frame(1), "hang"], [frame(2)], 404]);
  const seen: number[] = [];
  await assertRejects(async () => {
    const options = { silenceMs: 50, onConnectionChange: (state: string) => states.push(state) };
    for await (const { n } of eventStream(send, options)) seen.push(n);
  }, WebClientError);
  assertEquals(seen, [1, 2]);
  assertEquals(states, ["connected", "reconnecting", "connected", "reconnecting"]);
  assertEquals(asked.length, 3);
});

Deno.test("eventStream() keeps a silent connection that may be silent for ever", async () => {
  const states: string[] = [];
  const { send } = serverOf([["hang"], 404]);
  const abort = new AbortController();
  const events = eventStream(send, {
    silenceMs: Infinity,
    signal: abort.signal,
    onConnectionChange: (state) => states.push(state),
  });
  const next = events.next();
  await new Promise((resolve) => setTimeout(resolve, 50));
  abort.abort();
  assertEquals(await next, { done: true, value: undefined });
  assertEquals(states, ["connected"]);
});

Deno.test("eventStream() reads a long event in time proportional to its length", async () => {
  const long = "x".repeat(8_000_000);
  const bytes = bytesOf(frame(1, long));
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += 1_000) chunks.push(bytes.subarray(at, at + 1_000));
  const { seen } = await all([chunks, 404]);
  assert(seen[0]?.event === long);
});
