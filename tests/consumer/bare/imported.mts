/**
 * Every entry, imported, without the types of Node or of the web; what is imported here is taken
 * where it was required. Compiled against the packed tarball, not run.
 *
 * @module
 */
import { Codex } from "@codex-js/sdk";
import { AppServer, type AppServerOptions } from "@codex-js/sdk/app-server";
import { type FakeCodex, fakeCodex } from "@codex-js/sdk/testing";
import { createHandler, ThreadHub, toNodeListener } from "@codex-js/sdk/web";
import { ask } from "./required.cts";

const spawn: FakeCodex = fakeCodex([]);
const options: AppServerOptions = { spawn };

export async function answers(): Promise<string[]> {
  const server = await AppServer.start(options);
  try {
    return [await ask(new Codex({ spawn }).startThread()), await ask(await server.startThread())];
  } finally {
    await server.close();
  }
}

const hub = new ThreadHub(() => AppServer.start(options));

export const listener = toNodeListener(createHandler(hub, { authorize: () => ({ id: "ada" }) }));
