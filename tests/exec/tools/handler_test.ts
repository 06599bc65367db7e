import { assertEquals } from "@std/assert";
import { tool } from "../../../src/core/schema/tool.ts";
import { answerHttp } from "../../../src/exec/tools/handler.ts";
import { McpTools } from "../../../src/exec/tools/mcp.ts";

const HOST = "127.0.0.1:4000";
const TOKEN = "0123abcd";
const PING = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "ping" });

/** What is changed in a request of Codex's own. */
interface Changes {
  readonly headers?: Record<string, string | null>;
  readonly method?: string;
  readonly body?: string;
}

async function answer({ headers = {}, method = "POST", body = PING }: Changes) {
  const mcp = new McpTools([
    tool({ name: "t", description: "", parameters: { type: "object" }, execute: () => "" }),
  ]);
  const all = { authorization: `Bearer ${TOKEN}`, "content-type": "application/json", ...headers };
  const request = {
    headers: new Headers({ host: HOST }),
    method,
    signal: new AbortController().signal,
    text: () => Promise.resolve(body),
  };
  for (const [name, value] of Object.entries(all)) {
    if (value === null) request.headers.delete(name);
    else request.headers.set(name, value);
  }
  const response = await answerHttp(mcp, TOKEN, HOST, request as unknown as Request);
  return { status: response.status, text: await response.text() };
}

Deno.test("answerHttp() answers Codex", async () => {
  assertEquals(await answer({}), { status: 200, text: '{"jsonrpc":"2.0","id":1,"result":{}}' });
  for (const type of ["application/json; charset=utf-8", "Application/JSON"]) {
    assertEquals((await answer({ headers: { "content-type": type } })).status, 200);
  }
  const notification = JSON.stringify({ method: "notifications/initialized" });
  assertEquals(await answer({ body: notification }), { status: 202, text: "" });
});

const REFUSED: [what: string, changes: Changes, status: number][] = [
  ["a name that points to this address", { headers: { host: "evil.example:4000" } }, 403],
  ["another port", { headers: { host: "127.0.0.1:4001" } }, 403],
  ["a page of a browser", { headers: { origin: `http://${HOST}` } }, 403],
  ["no token", { headers: { authorization: null } }, 401],
  ["another token", { headers: { authorization: "Bearer 0123abce" } }, 401],
  ["the beginning of the token", { headers: { authorization: "Bearer 0123abc" } }, 401],
  ["more than the token", { headers: { authorization: "Bearer 0123abcd0" } }, 401],
  ["the token alone", { headers: { authorization: TOKEN } }, 401],
  ["another method", { method: "GET" }, 405],
  ["no type", { headers: { "content-type": null } }, 415],
  ["another type", { headers: { "content-type": "text/plain" } }, 415],
  ["a type with that beginning", { headers: { "content-type": "application/jsonp" } }, 415],
  ["too much", { headers: { "content-length": `${16 * 1024 * 1024 + 1}` } }, 413],
  ["no JSON", { body: "{" }, 400],
  ["a list of messages", { body: `[${PING}]` }, 400],
  ["no object", { body: "null" }, 400],
  ["an answer", { body: '{"jsonrpc":"2.0","id":1,"result":{}}' }, 400],
  ["an id that is none", { body: '{"id":null,"method":"ping"}' }, 400],
];

for (const [what, changes, status] of REFUSED) {
  Deno.test(`answerHttp() refuses ${what}, without a word`, async () => {
    assertEquals(await answer(changes), { status, text: "" });
  });
}
