/**
 * The page, served as the example serves it, with the real Codex and a scripted model behind it.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { workFolder } from "../../.ci/command.ts";
import { isLoggedIn, type PageServer, secret, servePage } from "../../examples/web/server.ts";
import { AppServer } from "../../src/app_server/mod.ts";
import { type ResponsesScript, ResponsesServer } from "../../src/testing/mod.ts";
import { createHandler, memoryOwners, ThreadHub } from "../../src/web/mod.ts";
import { until } from "./drive.ts";
import { PATIENCE_MS } from "./patience.ts";
import type { Browser, Context, Page } from "./playwright.ts";

/** What a case works with. */
export interface Stage {
  /** The browser's profile; logged in. */
  readonly context: Context;
  /** The model's service. */
  readonly model: ResponsesServer;
  /** The folder that Codex works in. */
  readonly folder: string;
  /** The page's address. */
  readonly url: string;
  /** The link that was used for the login. */
  readonly link: string;
  /** A new tab with the page, or with one of its threads. */
  open(url?: string): Promise<Page>;
  /** Kills Codex. */
  killCodex(): Promise<void>;
  /** Ends the web server, and everything behind it; gives what starts it again, at the same address. */
  stopServer(): Promise<() => Promise<void>>;
}

/** A case. */
export interface Case {
  readonly name: string;
  /** What the model says. */
  readonly script: ResponsesScript;
  /** Size of the window, and colours. */
  readonly window?: Parameters<Browser["newContext"]>[0];
  run(stage: Stage): Promise<void>;
}

/** Runs a case; nothing may have gone wrong in the page meanwhile. */
export async function onStage(browser: Browser, { script, window, run }: Case): Promise<void> {
  const work = await workFolder();
  const folder = join(work.path, "work");
  const home = join(work.path, "home");
  for (const path of [folder, home]) await Deno.mkdir(path);
  const model = await ResponsesServer.start(script);
  const context = await browser.newContext({ reducedMotion: "reduce", ...window });
  context.setDefaultTimeout(PATIENCE_MS);
  const session = secret();
  const owners = memoryOwners();
  const wrong: string[] = [];
  let hub: ThreadHub;
  let server: PageServer;
  const start = async (port?: number) => {
    const options = model.options({ home });
    // Commands run in login shells, which would read the user's own start-up files.
    const env = { ...options.env, HOME: home };
    const made = new ThreadHub(() => AppServer.start({ ...options, env }));
    hub = made;
    const handler = createHandler(made, {
      basePath: "/codex",
      owners,
      authorize: (request) =>
        isLoggedIn(request, session) ? { id: "you" } : new Response(null, { status: 401 }),
      onError: (error) => void wrong.push(`handler: ${error}`),
      threadOptions: {
        workingDirectory: folder,
        sandboxMode: "workspace-write",
        approvalPolicy: "untrusted",
        config: { tools: { update_plan: { enabled: true } } },
      },
    });
    const about = {
      model: "Offline: a script plays the model.",
      where: "Here.",
      folder,
      ideas: ["Say hello"],
    };
    server = await servePage({ handler, about, session, ...port === undefined ? {} : { port } });
  };
  await start();
  const { url, link } = server!;
  try {
    const first = await context.newPage();
    await first.goto(link);
    await first.close();
    await run({
      context,
      model,
      folder,
      url,
      link,
      async open(at = url) {
        const page = await context.newPage();
        page.on("pageerror", (error: Error) => void wrong.push(`page: ${error.message}`));
        page.on("console", (said: { type(): string; text(): string }) => {
          // What the network does is for the cases to say.
          if (said.type() !== "error" || said.text().startsWith("Failed to load resource")) return;
          wrong.push(`console: ${said.text()}`);
        });
        page.on("request", (request: { url(): string }) => {
          if (!request.url().startsWith(url)) wrong.push(`asks ${request.url()}`);
        });
        await page.goto(at);
        await until(page, "document.getElementById('model').textContent !== ''");
        return page;
      },
      killCodex: () => killServers(home),
      async stopServer() {
        await server.close();
        await hub.close();
        return () => start(Number(new URL(url).port));
      },
    });
    assertEquals(wrong, []);
    assertEquals(model.unexpected, []);
  } catch (error) {
    for (const page of context.pages()) {
      const text = await page.evaluate<string>("document.body.innerText").catch(() => "");
      console.log(`${page.url()}\n${text.slice(0, 1_000).replaceAll(/^/gm, "  | ")}`);
    }
    if (wrong.length > 0) console.log(wrong.join("\n").slice(0, 2_000));
    throw error;
  } finally {
    await context.close();
    await server!.close();
    await hub!.close();
    await model.close();
    await work.remove();
  }
}

/** Kills the app-servers of a home, which shows in their environment. */
async function killServers(home: string): Promise<void> {
  let killed = 0;
  for await (const { name } of Deno.readDir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    // Some have ended meanwhile, or are somebody else's.
    const read = (file: string) => Deno.readTextFile(`/proc/${name}/${file}`).catch(() => "");
    const [environ, command] = await Promise.all([read("environ"), read("cmdline")]);
    if (!environ.includes(`CODEX_HOME=${home}\0`) || !command.includes("\0app-server\0")) continue;
    Deno.kill(Number(name), "SIGKILL");
    killed++;
  }
  if (killed === 0) throw new Error("There is no Codex to kill");
}
