/**
 * Threads whose commands run elsewhere: in a `codex exec-server` of this machine, with an environment
 * and a folder of its own.
 *
 * @module
 */
import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import type { RecordedRequest, Reply } from "../../src/testing/mod.ts";
import { type Case, hostEnv, type Kit } from "./case.ts";
import { commanding, spawning } from "./live_agent_cases.ts";
import { type Live, onLive, readTo } from "./live_case.ts";
import { POSIX } from "./posix.ts";
import { processesWith } from "./processes.ts";
import { CLASSIC, until } from "./real_case.ts";
import { deployment, runs } from "./live_stop_cases.ts";

const TOKEN = "token-0123456789";
/** A command that tells where it runs. */
const WHERE = "pwd; echo $WHERE";

/** A running exec-server. */
interface ExecServer {
  readonly url: string;
  /** Its folder. */
  readonly there: string;
  /** Ends it. */
  end(): Promise<void>;
}

/** Runs `use` with a live client, and an exec-server of the same Codex. */
function onBoth(
  kit: Kit,
  script: (request: number, recorded: RecordedRequest) => Reply,
  use: (
    live: Live,
    box: ExecServer,
    execServer: (port?: string) => Promise<ExecServer>,
  ) => Promise<void>,
): Promise<void> {
  let codex = "";
  let requests = 0;
  const began: ExecServer[] = [];
  return onLive(kit, (recorded) => script(requests++, recorded), async (live) => {
    const execServer = async (port = "0") => {
      const box = await startExecServer(kit, codex, port);
      began.push(box);
      return box;
    };
    try {
      await use(live, await execServer(), execServer);
    } finally {
      for (const box of began) await box.end();
    }
  }, {
    env: { ...hostEnv(), HOME: kit.folder, CODEX_HOME: join(kit.folder, "home"), WHERE: "here" },
    debug: (event) => {
      if (event.type === "spawn") codex = event.command;
    },
  });
}

async function startExecServer(kit: Kit, codex: string, port: string): Promise<ExecServer> {
  const home = join(kit.folder, "exec-home");
  const there = join(kit.folder, "there");
  for (const path of [home, there]) await mkdir(path, { recursive: true });
  const hash = createHash("sha256").update(TOKEN).digest("hex");
  const child: ChildProcess = spawn(codex, [
    ...["exec-server", "--listen", `ws://127.0.0.1:${port}`],
    ...["--ws-auth", "capability-token", "--ws-token-sha256", hash],
  ], {
    cwd: there,
    env: { PATH: process.env.PATH, HOME: home, CODEX_HOME: home, WHERE: "there" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  assert(child.stdout !== null);
  const { value: url = "" } = await createInterface({ input: child.stdout })[Symbol.asyncIterator]()
    .next();
  return {
    url,
    there,
    end: async () => {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

/** Cases. */
export const LIVE_ENVIRONMENT_CASES: readonly Case[] = [
  {
    name: "live: environments run commands and patches there, in every turn",
    posix: POSIX.shell,
    run(kit) {
      const { message, patch, reply, shell } = kit.testing;
      const add = patch("*** Begin Patch\n*** Add File: patched.txt\n+x\n*** End Patch\n");
      const script = (request: number) =>
        reply([shell(`${WHERE}; touch made`), add, message("done")][request % 3] ?? message(""));
      return onBoth(kit, script, async ({ server, app, start }, { url, there }) => {
        const environments = [{ url, token: TOKEN, workingDirectory: there }];
        const usual = { model: CLASSIC, sandboxMode: "workspace-write" } as const;
        const thread = await start({ ...usual, environments });
        const again = await app.resumeThread(thread.id, usual);
        const ran = async (of: typeof thread) => {
          const { items } = await of.run("go");
          const [command, change] = items;
          assert(command?.type === "command_execution", JSON.stringify(items));
          assert(change?.type === "file_change", JSON.stringify(items));
          assertEquals(change.changes.map(({ path }) => path), [join(there, "patched.txt")]);
          return command.aggregated_output;
        };
        assertEquals(await ran(thread), `${there}\nthere\n`);
        // The second turn, that of another object, and that of a copy.
        assertEquals(await ran(thread), `${there}\nthere\n`);
        assertEquals(await ran(again), `${there}\nthere\n`);
        assertEquals(
          await ran(await app.forkThread(thread.id, usual)),
          `${there}\nthere\n`,
        );
        assertEquals((await readdir(there)).sort(), ["made", "patched.txt"]);
        assert(!(await readdir(kit.folder)).includes("made"));
        // Codex offers what was added to every thread that names none.
        const other = await start(usual);
        const [command] = (await other.run("go")).items;
        assert(command?.type === "command_execution");
        assertEquals(command.aggregated_output, `${kit.folder}\nhere\n`);
        const [context] = server.requests.at(-3)?.texts.filter((text) => text.includes("<cwd>")) ??
          [];
        assert(context !== undefined && !context.includes("<environment id"), context);
      });
    },
  },
  {
    name: "live: environments that cannot be reached reject, and turns go on once they can",
    posix: POSIX.shell,
    run(kit) {
      const { message, reply, shell } = kit.testing;
      const script = (request: number) => reply(request % 2 === 0 ? shell(WHERE) : message("done"));
      return onBoth(kit, script, async ({ server, start }, box, execServer) => {
        const at = (url: string, token = TOKEN) => ({
          environments: [{ url, token, workingDirectory: box.there }],
        });
        const wrong = await assertRejects(() => start(at(box.url, "wrong-0123456789")));
        assert(wrong instanceof kit.sdk.CodexError);
        assertStringIncludes(wrong.message, `Cannot start a thread: environment ${box.url}: `);
        assertStringIncludes(wrong.message, "401");
        assertEquals(wrong.message.includes("wrong-0123456789"), false);
        const none = await assertRejects(() => start(at("ws://127.0.0.1:1")));
        assertStringIncludes(String(none), "refused");
        const unknown = { environments: [{ id: "nosuch", workingDirectory: "/" }] };
        assertStringIncludes(String(await assertRejects(() => start(unknown))), "nosuch");

        const thread = await start(at(box.url));
        await box.end();
        // Codex waits for it, or is refused where it has not noticed yet: then it is asked again.
        const running = thread.run("go").catch(() => null);
        await execServer(new URL(box.url).port);
        const { items } = await running ?? await thread.run("go");
        // Nothing was asked of the model meanwhile.
        assertEquals(server.requests.length, 2);
        const [command] = items;
        assert(command?.type === "command_execution");
        assertEquals(command.aggregated_output, `${box.there}\nthere\n`);
      });
    },
  },
  {
    name: "live: environments are named again to a server that was started again",
    posix: POSIX.processes,
    run(kit) {
      const { message, reply, shell } = kit.testing;
      const script = (request: number) => reply(request % 2 === 0 ? shell(WHERE) : message("done"));
      return onBoth(kit, script, async ({ server, another }, { url, there }) => {
        const states: string[] = [];
        let told = () => {};
        const connected = new Promise<void>((resolve) => told = resolve);
        const app = await another({
          restart: true,
          onConnectionChange(state) {
            states.push(state);
            if (state === "connected" && states.includes("reconnecting")) told();
          },
        });
        const thread = await app.startThread({
          workingDirectory: kit.folder,
          environments: [{ url, token: TOKEN, workingDirectory: there }],
        });
        const where = async () => {
          const [command] = (await thread.run("go")).items;
          assert(command?.type === "command_execution");
          return command.aggregated_output;
        };
        assertEquals(await where(), `${there}\nthere\n`);
        for (const { pid } of await processesWith(server.url)) process.kill(pid, "SIGKILL");
        await connected;
        assertEquals(await where(), `${there}\nthere\n`);
      });
    },
  },
  {
    name: "live: environments are those of sub-agents, too",
    posix: POSIX.shell,
    run(kit) {
      const agent = commanding(kit, `${WHERE}; touch made`);
      const script = spawning(kit, agent);
      const by = (_: number, request: RecordedRequest) => script(request);
      return onBoth(kit, by, async ({ server, start }, { url, there }) => {
        const thread = await start({
          environments: [{ url, token: TOKEN, workingDirectory: there }],
          sandboxMode: "workspace-write",
        });
        assertEquals((await thread.run("go")).finalResponse, "the agent is done");
        const said = server.requests.flatMap(({ outputs }) => outputs.map(({ text }) => text));
        assertStringIncludes(said.join("\n"), `${there}\nthere\n`);
        assertEquals(await readdir(there), ["made"]);
        assert(!(await readdir(kit.folder)).includes("made"));
      });
    },
  },
  {
    name: "live: environments: [] leaves commands nowhere to run",
    posix: POSIX.shell,
    run(kit) {
      const { message, reply, shell } = kit.testing;
      const script = (request: number) =>
        reply(request === 0 ? shell("touch made") : message("done"));
      return onBoth(kit, script, async ({ start }) => {
        const thread = await start({ environments: [], sandboxMode: "danger-full-access" });
        assertEquals((await thread.run("go")).finalResponse, "done");
        assert(!(await readdir(kit.folder)).includes("made"));
      });
    },
  },
  {
    name: "live: environments hold no path for inside the workspace",
    posix: POSIX.shell,
    run(kit) {
      const { message, patch, reply } = kit.testing;
      const add = patch("*** Begin Patch\n*** Add File: patched.txt\n+x\n*** End Patch\n");
      const script = (request: number) => reply(request === 0 ? add : message("done"));
      return onBoth(kit, script, async ({ start }, { url, there }) => {
        const asked: unknown[] = [];
        const thread = await start({
          environments: [{ url, token: TOKEN, workingDirectory: there }],
          approvalPolicy: "untrusted",
          sandboxMode: "workspace-write",
          model: CLASSIC,
          onApproval: (request) => {
            asked.push([kit.live.pathsOf(request), kit.live.insideWorkspace(request)]);
            return "decline";
          },
        });
        await thread.run("go");
        assertEquals(asked, [[[join(there, "patched.txt")], false]]);
      });
    },
  },
  {
    name: "live: interrupt() of a turn with environments ends its command there",
    posix: POSIX.sandbox,
    run(kit) {
      const { message, reply, shell } = kit.testing;
      const { command, tag } = deployment();
      // Without a sandbox Codex leaves daemons.
      const ways = [["read-only", "setsid "], ["danger-full-access", ""]] as const;
      let daemon: string = ways[0][1];
      const started = () => `${daemon}sleep ${tag} & ${command}`;
      const script = () => reply(shell(started(), { yieldMs: 60_000 }), message("done"));
      return onBoth(kit, script, async ({ start }, { url, there }) => {
        for (const [sandboxMode, word] of ways) {
          daemon = word;
          const thread = await start({
            environments: [{ url, token: TOKEN, workingDirectory: there }],
            model: CLASSIC,
            sandboxMode,
          });
          const turn = await thread.runStreamed("go");
          await readTo(turn.events, "item.started", "command_execution");
          await runs(tag);
          await turn.interrupt();
          await until(async () => (await processesWith(tag)).length === 0 || null);
        }
      });
    },
  },
];
