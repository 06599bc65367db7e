/**
 * A web server for threads of many users, until Ctrl-C or SIGTERM. examples/web is a page for one.
 *
 *     deno run -A examples/web_server.ts [--offline]
 *
 * @module
 */
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import process from "node:process";
import { AppServer } from "@codex-js/sdk/app-server";
import { message, reply, type ResponsesScript, ResponsesServer } from "@codex-js/sdk/testing";
import { createHandler, ThreadHub, toNodeListener } from "@codex-js/sdk/web";

// Offline, Codex runs all the same, and a script plays the model.
const SCRIPT: ResponsesScript = ({ texts }) => reply(message(`You said: ${texts.at(-1)}`));
const model = process.argv.includes("--offline") ? await ResponsesServer.start(SCRIPT) : null;

const token = process.env.TOKEN ?? randomUUID();
const hub = new ThreadHub(() => AppServer.start(model?.options()));
const handler = createHandler(hub, {
  // Yours to write: identify the user by a session or a token. Users do not see each other's threads.
  authorize: ({ headers }) =>
    headers.get("authorization") === `Bearer ${token}`
      ? { id: "ada" }
      : new Response(null, { status: 401 }),
  threadOptions: { sandboxMode: "read-only", workingDirectory: process.cwd() },
});

const server = createServer(toNodeListener(handler));
server.listen(Number(process.env.PORT ?? 8080), "127.0.0.1", () => {
  const { port } = server.address() as { port: number };
  console.log(`curl -H 'Authorization: Bearer ${token}' http://127.0.0.1:${port}/openapi.json`);
});
const stop = () => hub.close().then(() => model?.close()).then(() => process.exit());
for (const name of ["SIGINT", "SIGTERM"]) process.once(name, stop);
