import { assertEquals, assertThrows } from "@std/assert";
import { InvalidInputError } from "../../../../mod.ts";
import { shownAddress, target } from "../../../../src/app_server/link/remote/address.ts";

Deno.test("target() gives a URL, headers, and where to ask whether the server is up", () => {
  assertEquals(target({ url: "ws://127.0.0.1:4500", token: "t" }), {
    url: "ws://127.0.0.1:4500/",
    headers: { Authorization: "Bearer t" },
    ready: "http://127.0.0.1:4500/readyz",
  });
  assertEquals(target({ url: "wss://example.com/codex?x=1", headers: { "X-Team": "a" } }), {
    url: "wss://example.com/codex?x=1",
    headers: { "X-Team": "a" },
    ready: "https://example.com/readyz",
  });
  assertEquals(
    target({ url: "unix:/run/codex.sock", token: "t" }).url,
    "ws+unix:///run/codex.sock",
  );
});

Deno.test("target() lets a secret cross the network only in a cipher", () => {
  const secrets = [
    { token: "t" },
    { headers: { authorization: "Bearer t" } },
    { headers: { Cookie: "a=b" } },
    { headers: { "Proxy-Authorization": "Basic t" } },
    { apiKey: "sk-1" },
    { mcpServers: { a: { command: "a", env: { TOKEN: "secret-token" } } } },
  ];
  for (const secret of secrets) {
    for (const host of ["example.com", "10.0.0.1", "localhost.example.com", "127.0.0.1.nip.io"]) {
      const url = `ws://${host}:1`;
      const error = assertThrows(() => target({ url, ...secret }), InvalidInputError);
      assertEquals(error.option, Object.keys(secret)[0]);
    }
    for (
      const url of ["wss://example.com", "ws://localhost:1", "ws://[::1]:1", "ws://127.9.9.9:1"]
    ) {
      target({ url, ...secret });
    }
  }
  target({ url: "ws://10.0.0.1:1", headers: { "X-Team": "a" } });
});

Deno.test("shownAddress() shows no query and no password", () => {
  assertEquals(shownAddress("wss://u:p@example.com:1/a?token=t#f"), "wss://example.com:1/a");
  assertEquals(shownAddress("unix:/run/codex.sock"), "unix:/run/codex.sock");
  assertEquals(shownAddress("nonsense"), "the server");
});
