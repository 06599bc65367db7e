/**
 * The tables of docs/web.md, docs/web_protocol.md and docs/web_chat.md against what they list.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import { filesBelow } from "../../../.ci/command.ts";
import { LEVELS } from "../../../src/core/options/table.ts";
import { chatRoutes } from "../../../src/web/chat/routes.ts";
import { ROUTES } from "../../../src/web/handler.ts";
import { memoryChats } from "../../../src/web/http/chats.ts";
import type { Route } from "../../../src/web/http/route.ts";

const ROOT = new URL("../../../", import.meta.url);
const SERVER = fileURLToPath(new URL("src/web/", ROOT));

/** The cells of the tables in one section of a document. */
async function rowsOf(document: string, heading: string): Promise<string[][]> {
  const text = await Deno.readTextFile(new URL(`docs/${document}`, ROOT));
  const [, section = ""] = text.split(`\n${heading}\n`);
  const lines = (section.split("\n## ")[0] ?? "").split("\n");
  const rows = lines.filter((line) =>
    line.startsWith("|") && !/^\| (-|Route|Option|Status)/.test(line)
  );
  assert(rows.length > 2, `${document} has no table below ${heading}`);
  return rows.map((row) => row.split("|").slice(1, -1).map((cell) => cell.trim()));
}

/** What stands between backticks. */
function namesIn(cell = ""): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name);
}

/** A route, and the permission that it asks for. */
function told({ method, path, needs }: Route): string {
  return `${method} ${path}: ${needs ?? ""}`;
}

async function routesIn(document: string): Promise<string[]> {
  const rows = await rowsOf(document, "## Routes");
  return rows.map(([route, needs]) => `${namesIn(route)}: ${namesIn(needs)}`).sort();
}

Deno.test("docs/web_protocol.md has every route of threads, and what it needs", async () => {
  const routes = [...ROUTES.map(told), "GET /openapi.json: "].sort();
  assertEquals(await routesIn("web_protocol.md"), routes);
});

Deno.test("docs/web_chat.md has every route of chats", async () => {
  const routes = chatRoutes(memoryChats()).map((route) =>
    // What its message needs depends on what the message is.
    route.path === "/chat" ? `${told(route)}send,answer` : told(route)
  );
  assertEquals(await routesIn("web_chat.md"), routes.sort());
});

Deno.test("docs/web_protocol.md has every code of a refusal, with its status", async () => {
  const codes = new Set<string>();
  for (const path of await filesBelow(SERVER, ".ts")) {
    const text = await Deno.readTextFile(path);
    for (const match of text.matchAll(/new H(?:ttp|ub)Error\(\s*(\d+),\s*"(\w+)"/g)) {
      codes.add(`${match[1]} ${match[2]}`);
    }
  }
  assert(codes.size > 15, "the sources were read");
  let statuses: string[] = [];
  const listed = (await rowsOf("web_protocol.md", "## Refusals")).flatMap(([status = "", code]) => {
    if (status !== "") statuses = status.split(", ");
    const names = namesIn(code);
    return names.map((name, at) => `${statuses[statuses.length > 1 ? at : 0]} ${name}`);
  });
  assertEquals(listed.sort(), [...codes].sort());
});

Deno.test("docs/web.md has every option of a handler and of a hub", async () => {
  const rows = (await rowsOf("web.md", "## Options")).flatMap(([option]) => namesIn(option));
  const options = [LEVELS.handler, LEVELS.hub].flatMap((level) => Object.keys(level));
  assertEquals(rows.sort(), options.sort());
});
