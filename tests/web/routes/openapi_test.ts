// deno-lint-ignore-file no-explicit-any -- JSON that the tests look into
import { assert, assertEquals } from "@std/assert";
import { AppServer } from "../../../src/app_server/mod.ts";
import { asks, fakeCodex, item, turn } from "../../../src/testing/mod.ts";
import { createHandler, memoryChats, ThreadHub } from "../../../src/web/mod.ts";
import { chatRoutes } from "../../../src/web/chat/routes.ts";
import { ROUTES } from "../../../src/web/handler.ts";
import { readSse } from "../../sse.ts";

const authorize = () => ({ id: "ada" });

async function documentOf(hub: ThreadHub, basePath = ""): Promise<any> {
  const handler = createHandler(hub, {
    authorize,
    basePath,
    allowedOptions: ["model", "sandboxMode"],
  });
  const response = await handler(new Request(`http://app.test${basePath}/openapi.json`));
  return await response.json();
}

Deno.test("GET /openapi.json has an operation for each route, and a route for each operation", async () => {
  await using hub = new ThreadHub(() => AppServer.start({ spawn: fakeCodex([]) }));
  const document = await documentOf(hub, "/codex");
  assertEquals([document.openapi, document.servers], ["3.1.0", [{ url: "/codex" }]]);
  const routes = [...ROUTES, ...chatRoutes(memoryChats())].map(({ method, path }) =>
    `${method} ${path}`
  );
  const operations = Object.entries<any>(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`)
  );
  assertEquals(operations.sort(), [...routes, "GET /openapi.json"].sort());
  // Each is really there: what is not answers not_found or method_not_allowed.
  const handler = createHandler(hub, { authorize, basePath: "/codex" });
  for (const operation of operations) {
    const [method = "", path = ""] = operation.split(" ");
    const url = `http://app.test/codex${path.replace(/\{\w+\}/g, "x")}`;
    const response = await handler(new Request(url, { method }));
    const text = await response.text();
    assert(!/not_found"|method_not_allowed/.test(text.replace("thread_not_found", "")), operation);
  }
});

Deno.test("the OpenAPI document is whole: references, parameters, bodies, names", async () => {
  await using hub = new ThreadHub(() => AppServer.start({ spawn: fakeCodex([]) }));
  const document = await documentOf(hub);
  const references = [
    ...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g),
  ];
  assert(references.length > 20);
  for (const [, name = ""] of references) assert(name in document.components.schemas, name);
  const ids = new Set<string>();
  for (const [path, methods] of Object.entries<any>(document.paths)) {
    for (const [method, operation] of Object.entries<any>(methods)) {
      const { operationId, summary, parameters = [], requestBody, responses } = operation;
      assert(!ids.has(operationId) && summary.length > 0, operationId);
      ids.add(operationId);
      const named = parameters.filter((parameter: any) => parameter.in === "path");
      assertEquals(
        named.map(({ name, required }: any) => [name, required]),
        [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => [name, true]),
      );
      assert(method !== "get" || requestBody === undefined, operationId);
      const statuses = Object.entries<any>(responses);
      assert(statuses.some(([status]) => status.startsWith("2")), operationId);
      for (const [status, { description }] of statuses) {
        assert(description, `${operationId} ${status}`);
      }
    }
  }
  const optionsOf = (path: string) =>
    Object.keys(
      document.paths[path].post.requestBody.content["application/json"].schema.properties,
    );
  assertEquals(optionsOf("/threads"), ["model", "sandboxMode"]);
  assertEquals(optionsOf("/threads/{id}/turns"), ["input", "mode", "model"]);
});

Deno.test("what the routes answer is what the OpenAPI document says", async () => {
  const spawn = fakeCodex([turn(asks(item.commandExecution("ls")), item.agentMessage("done"))]);
  await using hub = new ThreadHub(() => AppServer.start({ spawn }));
  const document = await documentOf(hub);
  const handler = createHandler(hub, { authorize });
  const checked: string[] = [];
  const ask = async (
    method: string,
    pattern: string,
    params: Record<string, string> = {},
    body?: unknown,
  ) => {
    const path = pattern.replace(/\{(\w+)\}/g, (_, name) => params[name] ?? "");
    const request = new Request(`http://app.test${path}`, {
      method,
      ...(body === undefined ? {} : {
        body: JSON.stringify(body),
        headers: { "content-type": "application/json" },
      }),
    });
    const response = await handler(request);
    const told = document.paths[pattern][method.toLowerCase()].responses[response.status];
    assert(told !== undefined, `${method} ${pattern} answers ${response.status}`);
    checked.push(`${method} ${pattern}`);
    const text = await response.text();
    const schema = told.content?.["application/json"]?.schema;
    assertEquals(text === "", schema === undefined, `${method} ${pattern}`);
    if (schema === undefined) return null;
    const answer = JSON.parse(text);
    assertEquals(misfit(answer, schema, document.components.schemas), null, `${method} ${pattern}`);
    return answer;
  };
  const { id } = await ask("POST", "/threads", {}, {});
  await ask("POST", "/threads/{id}/turns", { id }, { input: "go" });
  const events = () => handler(new Request(`http://app.test/threads/${id}/events`));
  await readSse(await events(), "question");
  await ask("GET", "/threads/{id}", { id });
  const { questions: [{ id: question }] } = await ask("GET", "/threads/{id}/questions", { id });
  const at = "/threads/{id}/questions/{question}";
  await ask("POST", at, { id, question }, { decision: "accept" });
  await ask("POST", at, { id, question }, { decision: "accept" });
  await readSse(await events(), "turn.completed");
  await ask("GET", "/threads");
  await ask("GET", "/threads/{id}", { id });
  await ask("GET", "/threads/{id}", { id: "nobody's" });
  await ask("POST", "/threads/{id}/interrupt", { id });
  await ask("PATCH", "/threads/{id}", { id }, { name: "A title" });
  await ask("PATCH", "/threads/{id}", { id }, { title: "A title" });
  await ask("GET", "/models");
  await ask("GET", "/account");
  await ask("DELETE", "/threads/{id}", { id });
  const json = ROUTES.filter(({ answer }) => answer.type === undefined);
  assertEquals(
    [...new Set(checked)].sort(),
    json.map(({ method, path }) => `${method} ${path}`).sort(),
  );
});

Deno.test("the OpenAPI document has the refusals of a chat whose thread is not the user's any more", async () => {
  await using hub = new ThreadHub(() => AppServer.start({ spawn: fakeCodex([]) }));
  const document = await documentOf(hub);
  const chats = { get: () => crypto.randomUUID(), set: () => {} };
  const handler = createHandler(hub, { authorize, chats });
  for (const { method, path } of chatRoutes(chats)) {
    if (!path.includes("{id}")) continue;
    const url = `http://app.test${path.replace("{id}", "c")}`;
    const response = await handler(new Request(url, { method }));
    assertEquals([response.status, (await response.json()).error.code], [404, "thread_not_found"]);
    assert(404 in document.paths[path][method.toLowerCase()].responses, `${method} ${path}`);
  }
});

/** Where a value does not fit a schema, or null. As much of JSON Schema as the document uses. */
function misfit(value: any, schema: any, named: any, at = "$"): string | null {
  const [, name] = /(\w+)$/.exec(schema.$ref ?? "") ?? [];
  if (name !== undefined) return misfit(value, named[name], named, at);
  if (schema.oneOf) {
    const misfits = schema.oneOf.map((one: any) => misfit(value, one, named, at));
    return misfits.filter((found: unknown) => found === null).length === 1 ? null : misfits.join();
  }
  if ("const" in schema && value !== schema.const) return `${at} is not ${schema.const}`;
  if (schema.enum && !schema.enum.includes(value)) return `${at} is ${value}`;
  const type = value === null
    ? "null"
    : Array.isArray(value)
    ? "array"
    : typeof value === "number"
    ? "integer"
    : typeof value;
  if (schema.type && ![schema.type].flat().includes(type)) return `${at} is of type ${type}`;
  for (const key of schema.required ?? []) if (!(key in value)) return `${at} has no ${key}`;
  for (const [key, of] of Object.entries(schema.properties ?? {})) {
    const found = key in value ? misfit(value[key], of, named, `${at}.${key}`) : null;
    if (found !== null) return found;
  }
  for (const [index, one] of (schema.items ? value : []).entries()) {
    const found = misfit(one, schema.items, named, `${at}[${index}]`);
    if (found !== null) return found;
  }
  return null;
}
