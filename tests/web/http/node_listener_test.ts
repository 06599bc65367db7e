import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { Buffer } from "node:buffer";
import { createServer, request as ask, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { InvalidInputError } from "../../../src/core/vocabulary/errors.ts";
import { toNodeListener } from "../../../src/web/mod.ts";

type Handler = (request: Request) => Response | Promise<Response>;

async function withServer(
  listener: ReturnType<typeof toNodeListener>,
  use: (url: string) => Promise<void>,
): Promise<void> {
  const server: Server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

const serving = (handler: Handler, use: (url: string) => Promise<void>) =>
  withServer(toNodeListener(handler), use);

Deno.test("toNodeListener() passes method, address, headers, body and answer on", async () => {
  const handler = async (request: Request) => {
    const headers = new Headers({ "x-a": "1" });
    headers.append("set-cookie", "a=1");
    headers.append("set-cookie", "b=2");
    const { pathname, search } = new URL(request.url);
    const told = [
      request.method,
      pathname + search,
      request.headers.get("x-b"),
      await request.text(),
    ];
    return new Response(JSON.stringify(told), { status: 201, headers });
  };
  await serving(handler, async (url) => {
    const body = "é".repeat(100_000);
    const response = await fetch(`${url}/a?b=c`, { method: "POST", body, headers: { "x-b": "2" } });
    assertEquals([response.status, response.headers.get("x-a")], [201, "1"]);
    assertEquals(response.headers.getSetCookie(), ["a=1", "b=2"]);
    assertEquals(await response.json(), ["POST", "/a?b=c", "2", body]);
    const read = await fetch(`${url}/d`);
    assertEquals(await read.json(), ["GET", "/d", null, ""]);
  });
});

Deno.test("toNodeListener() takes the host from the header, whatever the path begins with", async () => {
  await serving((request) => new Response(request.url), async (url) => {
    const { host, hostname, port } = new URL(url);
    const addressOf = (path: string) =>
      new Promise<string>((resolve, reject) => {
        const asked = ask({ hostname, port, path, agent: false }, async (response) => {
          let text = "";
          for await (const chunk of response) text += chunk;
          resolve(text);
        });
        asked.on("error", reject).end();
      });
    for (const path of ["//evil.test/a", "/\\evil.test/a", "///evil.test/a"]) {
      assertEquals(new URL(await addressOf(path)).host, host, path);
    }
    assertEquals(await addressOf("/a//b?c=//d"), `http://${host}/a//b?c=//d`);
  });
});

Deno.test("toNodeListener() answers before it has read the body", async () => {
  await serving(() => new Response("no", { status: 413 }), async (url) => {
    const response = await fetch(url, { method: "POST", body: "x".repeat(5_000_000) });
    assertEquals([response.status, await response.text()], [413, "no"]);
  });
});

Deno.test("toNodeListener() takes what Express has read, and the address that it has cut", async () => {
  const handler = async (request: Request) =>
    Response.json([new URL(request.url).pathname, await request.json()]);
  const listener = toNodeListener(handler);
  await withServer((incoming, outgoing) => {
    let text = "";
    incoming.on("data", (chunk) => text += new TextDecoder().decode(chunk));
    incoming.on("end", () =>
      queueMicrotask(() => {
        const cut = { originalUrl: incoming.url, url: "/", body: JSON.parse(text) };
        listener(Object.assign(incoming, cut), outgoing);
      }));
  }, async (url) => {
    const response = await fetch(`${url}/codex/a`, { method: "POST", body: '{"a":1}' });
    assertEquals(await response.json(), ["/codex/a", { a: 1 }]);
  });
});

Deno.test("toNodeListener() does not wait for the body of a client that has left by then", async () => {
  for (const sent of ['{"a":', '{"a":12345}']) {
    const told = Promise.withResolvers<string>();
    const come = Promise.withResolvers<void>();
    const handler = async (request: Request) => {
      const left = new Promise((resolve) => request.signal.addEventListener("abort", resolve));
      come.resolve();
      // As long as authorize() takes, say.
      await left;
      request.text().then(told.resolve, () => told.resolve("cut off"));
      return new Response();
    };
    await serving(handler, async (url) => {
      const client = ask(url, { method: "POST", headers: { "content-length": "11" } });
      client.on("error", () => {});
      client.write(sent);
      await come.promise;
      client.destroy();
      assertEquals(await told.promise, "cut off");
    });
  }
});

Deno.test("toNodeListener() takes bytes and a text that others have read as they are", async () => {
  const listener = toNodeListener(async (request) => new Response(await request.text()));
  for (const body of ['{"a":1}', Buffer.from('{"a":1}'), new DataView(Uint8Array.of(48).buffer)]) {
    await withServer((incoming, outgoing) => {
      incoming.resume();
      incoming.on("end", () => {
        queueMicrotask(() => listener(Object.assign(incoming, { body }), outgoing));
      });
    }, async (url) => {
      const response = await fetch(url, { method: "POST", body: "…" });
      assertEquals(await response.text(), body instanceof DataView ? "0" : '{"a":1}');
    });
  }
});

Deno.test("toNodeListener() says so if somebody else has read the body and kept it", async () => {
  const listener = toNodeListener(async (request) => new Response(`${await request.text()}.`));
  await withServer((incoming, outgoing) => {
    incoming.resume();
    incoming.on("end", () => queueMicrotask(() => listener(incoming, outgoing)));
  }, async (url) => {
    const body = new Blob(['{"a":1}']).stream();
    for (const init of [{ body: '{"a":1}' }, { body, duplex: "half" }]) {
      const response = await fetch(url, { method: "POST", ...init });
      const { error } = await response.json();
      assertEquals([response.status, error.code], [500, "internal"]);
      assertStringIncludes(error.message, "pass it on as request.body");
    }
    // Nothing is lost where there is nothing.
    assertEquals(await (await fetch(url, { method: "POST" })).text(), ".");
  });
});

Deno.test("toNodeListener() reads no faster than the client, and stops when it leaves", async () => {
  let sent = 0;
  let aborted = false;
  const left = Promise.withResolvers<void>();
  const handler = (request: Request) => {
    request.signal.addEventListener("abort", () => aborted = true);
    const chunk = new Uint8Array(64 * 1024);
    return new Response(
      new ReadableStream({
        pull: (controller) => {
          sent += chunk.length;
          controller.enqueue(chunk);
        },
        cancel: () => left.resolve(),
      }),
    );
  };
  await serving(handler, async (url) => {
    const client = ask(url, (response) => response.pause()).end();
    client.on("error", () => {});
    // It has stopped when it sends nothing more for a while, and does not stop if it is not held back.
    for (let before = -1; before !== sent || sent === 0;) {
      before = sent;
      await new Promise((resolve) => setTimeout(resolve, 100));
      if (sent > 500_000_000) throw new Error("it is not held back");
    }
    client.destroy();
    await left.promise;
    assertEquals(aborted, true);
  });
});

Deno.test("toNodeListener() ends an answer that breaks, and one of a handler that throws", async () => {
  const broken = () =>
    new Response(new ReadableStream({ pull: (controller) => controller.error(new Error("x")) }));
  const throws = (): Response => {
    throw new Error("/home/ada");
  };
  for (const handler of [broken, throws]) {
    await serving(handler, async (url) => {
      const outcome = await fetch(url).then((response) => response.text()).then(
        () => "",
        () => "cut",
      );
      assertEquals(outcome, "cut");
    });
  }
});

Deno.test("toNodeListener() refuses what is no handler when it is called, not at each request", () => {
  assertThrows(
    () => toNodeListener(undefined as unknown as Handler),
    InvalidInputError,
    "Cannot make a listener: handler must be a function, not undefined",
  );
});
