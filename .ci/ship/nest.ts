/**
 * The program as middleware of NestJS, and a hub that closes with it.
 *
 * @module
 */
import { join } from "node:path";
import { must } from "../command.ts";
import { MODULES, type Setup } from "../setups.ts";
import { routeOfApp } from "./served.ts";

/**
 * Prints what the route answers, once Nest has closed while somebody reads a thread's events. Nest waits for
 * them: an order of shutdown that keeps them open would never end.
 */
const PROGRAM = `import "reflect-metadata";
import { Module } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import { AppServer } from "@codex-js/sdk/app-server";
import { fakeCodex } from "@codex-js/sdk/testing";
import { createHandler, ThreadHub, toNodeListener } from "@codex-js/sdk/web";
import { GET } from "./route.mjs";

const hub = new ThreadHub(() => AppServer.start({ spawn: fakeCodex([]) }));
const handler = createHandler(hub, { authorize: () => ({ id: "ada" }), basePath: "/codex" });

class Codex {
  async beforeApplicationShutdown() {
    await hub.close();
  }
}
class App {}
Module({ providers: [Codex] })(App);

const app = await NestFactory.create(App, { logger: ["error", "warn"] });
app.use("/codex", toNodeListener(handler));
app.use("/api", async (_request, response) => response.end(await (await GET()).text()));
await app.listen(0, "127.0.0.1");
const url = await app.getUrl();

const answer = await (await fetch(url + "/api")).text();
const headers = { "content-type": "application/json" };
const opened = await fetch(url + "/codex/threads", { method: "POST", headers, body: "{}" });
const { id } = await opened.json();
const events = await fetch(url + "/codex/threads/" + id + "/events");
const late = setTimeout(() => {
  console.log("Nest waits for the event stream");
  process.exit();
}, 60_000);
await app.close();
await events.text();
clearTimeout(late);
process.stdout.write(answer);
`;

/** Set-ups. */
export const NEST: readonly Setup[] = [{
  name: "NestJS, as middleware, and its shutdown",
  tried: "NestJS 12.5, Node 20",
  codex: MODULES,
  packages: [
    "@nestjs/common@12.5.1",
    "@nestjs/core@12.5.1",
    "@nestjs/platform-express@12.5.1",
    "reflect-metadata@0.2.2",
    "rxjs@7.8.2",
  ],
  run: async (folder, env) => {
    await Deno.writeTextFile(join(folder, "route.mjs"), routeOfApp());
    await Deno.writeTextFile(join(folder, "main.mjs"), PROGRAM);
    return await must("node", ["main.mjs"], { cwd: folder, env });
  },
}];
