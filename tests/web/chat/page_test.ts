import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { must } from "../../../.ci/command.ts";
import { AppServer } from "../../../src/app_server/mod.ts";
import { asks, fakeCodex, item, streamed, turn } from "../../../src/testing/mod.ts";
import { createHandler, type Handler, ThreadHub } from "../../../src/web/mod.ts";
import { findChromium } from "../../browser/chromium.ts";
import { DRIVER, HTML, PAGE } from "./page.ts";
import { bundle, withPackages } from "../ai/real_ai.ts";

const chromium = Deno.build.os === "windows"
  ? { reason: "it is not looked for on Windows" }
  : await findChromium();
if ("reason" in chromium) console.log(`skipped the page with useChat: ${chromium.reason}`);
const path = "path" in chromium ? chromium.path : null;

/** Serves the page, and the handler below `/api`. */
async function withAddress(
  handler: Handler,
  program: string,
  use: (address: string) => Promise<void>,
): Promise<void> {
  const file = (text: string, type: string) =>
    new Response(text, { headers: { "content-type": type } });
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, (request) => {
    const { pathname } = new URL(request.url);
    if (pathname.startsWith("/api/")) return handler(request);
    if (pathname === "/page.js") return file(program, "text/javascript");
    return pathname === "/" ? file(HTML, "text/html") : new Response(null, { status: 404 });
  });
  try {
    await use(`http://127.0.0.1:${server.addr.port}/`);
  } finally {
    await server.shutdown();
  }
}

Deno.test({
  name: "a page with useChat runs a turn, asks the user, and goes on after a reload",
  ignore: path === null,
  async fn() {
    const packages = ["ai", "@ai-sdk/react", "react", "react-dom", "playwright-core"] as const;
    await withPackages(packages, async (folder) => {
      await Deno.writeTextFile(join(folder, "page.mjs"), PAGE);
      await Deno.writeTextFile(join(folder, "driver.mjs"), DRIVER);
      const outfile = join(folder, "bundle.js");
      await bundle(join(folder, "page.mjs"), outfile, {
        platform: "browser",
        define: { "process.env.NODE_ENV": '"production"' },
      });
      const spawn = fakeCodex([turn(
        streamed(item.agentMessage("Let me look"), ["Let me", " look"]),
        asks(item.commandExecution("ls", { output: "a.txt\n" })),
        streamed(item.agentMessage("One file"), ["One ", "file"]),
      )]);
      await using hub = new ThreadHub(() => AppServer.start({ spawn }));
      const handler = createHandler(hub, { authorize: () => ({ id: "ada" }), basePath: "/api" });
      const program = await Deno.readTextFile(outfile);
      await withAddress(handler, program, async (address) => {
        const said = await must("node", ["driver.mjs", address, path ?? ""], { cwd: folder });
        const { asked, reloaded, done, errors } = JSON.parse(said);
        const waiting = {
          status: "ready",
          error: "",
          users: ["Look around"],
          texts: ["Let me look"],
          tools: ["approval-requested"],
          outputs: [],
        };
        assertEquals(asked, waiting);
        assertEquals(reloaded, waiting);
        assertEquals(done, {
          ...waiting,
          texts: ["Let me look", "One file"],
          tools: ["output-available"],
          outputs: ["a.txt\n"],
        });
        assertEquals(errors, []);
      });
    });
  },
});
