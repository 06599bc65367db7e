/**
 * A page for Codex, in the browser: threads, answers as they are written, commands, diffs, plans, and
 * questions with buttons.
 *
 *     deno task demo:web [--real] [--folder PATH] [--port NUMBER]
 *
 * A script plays the model, unless `--real` asks for the real one, which takes a login. Codex works in
 * a scratch folder, or in the one given. Node (22.18 or newer) and Bun run it as well:
 * `node examples/web/main.ts`.
 *
 * @module
 */
import { writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { AppServer } from "@codex-js/sdk/app-server";
import { createHandler, ThreadHub } from "@codex-js/sdk/web";
import { runExample } from "../_model.ts";
import { FILES, IDEAS, script } from "./script.ts";
import { isLoggedIn, secret, servePage } from "./server.ts";

const { values: flags } = parseArgs({
  options: {
    real: { type: "boolean", default: false },
    offline: { type: "boolean" }, // as without it
    folder: { type: "string" },
    port: { type: "string", default: "0" },
  },
});

await runExample(script, async ({ options, offline, folder, signal }) => {
  if (flags.real && offline) {
    throw new Error("Cannot use the real model: there is no login; run `codex login`");
  }
  const place = flags.folder === undefined ? folder : resolve(flags.folder);
  const hub = new ThreadHub(() => AppServer.start(options));
  const session = secret();
  const handler = createHandler(hub, {
    basePath: "/codex",
    onError: (error) => console.error(error),
    authorize: (request) =>
      isLoggedIn(request, session) ? { id: "you" } : new Response(null, { status: 401 }),
    threadOptions: {
      workingDirectory: place,
      sandboxMode: "workspace-write",
      approvalPolicy: "untrusted", // asks before any command that does more than look
      config: { tools: { update_plan: { enabled: true } } },
    },
  });
  const page = await servePage({
    handler: async (request) => {
      // Each thread finds the scratch folder as it was.
      const creates = request.method === "POST" &&
        new URL(request.url).pathname.endsWith("/threads");
      if (creates && place === folder) await fill(folder);
      return await handler(request);
    },
    session,
    port: Number(flags.port),
    about: {
      model: offline
        ? "Offline: a script plays the model. Start it with --real for the real one."
        : "The real model, with your login.",
      folder: place,
      where: `It works in ${place === folder ? "a scratch folder" : place}, and asks before it ` +
        "runs anything that could make changes.",
      ideas: offline ? IDEAS : ["What is in this folder?", "Write a small game, and test it."],
    },
  });
  try {
    console.log(`Open  ${page.link}\n\nThe link lets one browser in. Ctrl-C ends the program.`);
    await new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      signal.addEventListener("abort", () => resolve());
    });
  } finally {
    await page.close();
    await hub.close();
  }
  console.log("\nGoodbye.");
}, flags.real ? [] : ["--offline"]);

/** Something to work on. */
async function fill(folder: string): Promise<void> {
  for (const [name, text] of Object.entries(FILES)) await writeFile(join(folder, name), text);
}
