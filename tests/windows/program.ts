/**
 * The program that runs on Windows's builds of Node and Bun, from the folder where the packed SDK and
 * Codex are installed. Prints a line for each check, and what went wrong with it.
 *
 * @module
 */
import assert from "node:assert/strict";
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import type { CodexOptions } from "../../mod.ts";
import type { Bench } from "../matrix/checks.ts";
import { CHECKS } from "../matrix/checks.ts";

// Computed, so that the bundler leaves it: the package is resolved from this file's folder.
const name = "@codex-js/sdk";
const sdk: Bench["sdk"] = await import(name);
const testing: Bench["testing"] = await import(`${name}/testing`);
const live: typeof import("../../src/app_server/mod.ts") = await import(`${name}/app-server`);
const modules = join(dirname(fileURLToPath(import.meta.url)), "node_modules");
/** Commands take PowerShell, or Codex's JavaScript host: neither starts under Wine. */
const WITHOUT_COMMANDS = CHECKS.filter(({ name }) => !/shell|key hidden|patch/.test(name));

interface Check {
  readonly name: string;
  run(folder: string): Promise<void>;
}

/** Options for a client on a model that says `texts`, or never says anything. */
async function offline<T>(
  folder: string,
  texts: readonly string[] | null,
  use: (options: CodexOptions, home: string) => Promise<T>,
): Promise<T> {
  const { message, reply, ResponsesServer } = testing;
  const silent = () => new Promise<never>(() => {});
  const server = await ResponsesServer.start(
    texts === null ? silent : texts.map((text) => reply(message(text))),
  );
  const home = join(folder, "home");
  await mkdir(home, { recursive: true });
  try {
    return await use({
      baseUrl: server.url,
      apiKey: "sk-offline",
      env: { ...process.env as Record<string, string>, CODEX_HOME: home },
    }, home);
  } finally {
    await server.close();
  }
}

const within = (folder: string) => ({ workingDirectory: folder, skipGitRepoCheck: true });

/** A stop has ended Codex: Windows removes no file that a program has open. */
const isGone = (home: string) => rm(home, { recursive: true, force: true });

const OWN: readonly Check[] = [
  {
    name: "Codex is found in node_modules, and started from there or a copy of it",
    async run(folder) {
      assert.match(await sdk.codexPath(), /node_modules\\@openai\\codex-win32-x64\\.*codex\.exe$/);
      await offline(folder, ["hi"], async (options) => {
        const { finalResponse } = await new sdk.Codex(options).startThread(within(folder)).run(
          "go",
        );
        assert.equal(finalResponse, "hi");
      });
    },
  },
  {
    name: "codex.cmd, as npm install --global puts it, is followed to the program",
    async run(folder) {
      const scope = join(folder, "node_modules", "@openai");
      await cp(join(modules, "@openai", "codex"), join(scope, "codex"), { recursive: true });
      const vendor = join(scope, "codex-win32-x64", "vendor", "x86_64-pc-windows-msvc", "bin");
      await mkdir(vendor, { recursive: true });
      await writeFile(join(vendor, "codex.exe"), "");
      const shim = '@"node" "%dp0%\\node_modules\\@openai\\codex\\bin\\codex.js" %*\r\n';
      await writeFile(join(folder, "codex.cmd"), shim);
      const found = await sdk.codexPath({ codexPathOverride: join(folder, "codex.cmd") });
      assert.equal(found.toLowerCase(), join(vendor, "codex.exe").toLowerCase());
    },
  },
  {
    name: "run() works in a folder with blanks and letters that are not ASCII",
    async run(folder) {
      const place = await mkdtemp(join(folder, "wörk ✓ "));
      await offline(place, ["héllo ✓"], async (options) => {
        const { finalResponse } = await new sdk.Codex(options).startThread(within(place)).run("ü");
        assert.equal(finalResponse, "héllo ✓");
      });
    },
  },
  {
    name: "what cannot be is refused with the path that was given",
    async run(folder) {
      await offline(folder, [], async (options) => {
        const thread = (path: string) =>
          new sdk.Codex(options).startThread({ workingDirectory: path });
        await assert.rejects(thread("C:\\nope").run("go"), /"C:\\\\nope" does not exist/);
        await assert.rejects(thread(folder).run("go"), /is not in a Git repository/);
        const codexPathOverride = "C:\\nope.exe";
        const lost = new sdk.Codex({ ...options, codexPathOverride }).startThread(within(folder));
        await assert.rejects(lost.run("go"), sdk.SpawnError);
      });
    },
  },
  {
    name: "exportThread() and importThread() move a thread to another home",
    async run(folder) {
      await offline(folder, ["a", "b"], async (options) => {
        const codex = new sdk.Codex(options);
        const thread = codex.startThread(within(folder));
        await thread.run("one");
        const env = { ...options.env, CODEX_HOME: join(folder, "other") };
        await mkdir(env.CODEX_HOME);
        const other = new sdk.Codex({ ...options, env });
        const { id } = await other.importThread(await codex.exportThread(thread.id ?? ""));
        assert.equal((await other.resumeThread(id, within(folder)).run("two")).finalResponse, "b");
      });
    },
  },
  ...(["signal", "timeoutMs", "break"] as const).map((way): Check => ({
    name: `a stop by ${way} ends Codex before it settles, and leaves no file`,
    run: (folder) =>
      offline(folder, null, async (options, home) => {
        const before = await readdir(tmpdir());
        const thread = new sdk.Codex(options).startThread(within(folder));
        const stop = new AbortController();
        const outputSchema = { type: "object", properties: {}, additionalProperties: false };
        const limits = way === "timeoutMs" ? { timeoutMs: 5_000 } : { signal: stop.signal };
        const { events } = await thread.runStreamed("go", { outputSchema, ...limits });
        const read = async () => {
          for await (const { type } of events) {
            if (type !== "turn.started") continue;
            if (way === "break") break;
            if (way === "signal") stop.abort();
          }
        };
        if (way === "break") await read();
        else await assert.rejects(read(), way === "signal" ? sdk.AbortError : sdk.TimeoutError);
        await isGone(home);
        assert.deepEqual(await readdir(tmpdir()), before);
      }),
  })),
  {
    name: "a live session streams, lists its threads, and close() ends the server",
    run: (folder) =>
      offline(folder, ["one", "two"], async (options, home) => {
        const server = await live.AppServer.start(options);
        try {
          const thread = await server.startThread(within(folder));
          const { events, result } = await thread.runStreamed("go");
          let text = "";
          for await (const event of events) if (event.type === "item.delta") text += event.delta;
          assert.deepEqual([text, (await result).finalResponse], ["one", "one"]);
          assert.equal((await thread.run("again")).finalResponse, "two");
          const ids = [];
          for await (const { id } of server.listThreads()) ids.push(id);
          assert.deepEqual(ids, [thread.id]);
        } finally {
          await server.close();
        }
        await isGone(home);
      }),
  },
  {
    name: "a live turn is interrupted, and its thread goes on",
    run: (folder) =>
      offline(folder, null, async (options, home) => {
        const server = await live.AppServer.start(options);
        try {
          const thread = await server.startThread(within(folder));
          for (let turn = 0; turn < 2; turn++) {
            const { events, interrupt } = await thread.runStreamed("go");
            const types: string[] = [];
            for await (const { type } of events) {
              types.push(type);
              if (type === "turn.started") await interrupt();
            }
            assert.equal(types.at(-1), "turn.interrupted");
          }
        } finally {
          await server.close();
        }
        await isGone(home);
      }),
  },
];

const shared = WITHOUT_COMMANDS.map(({ name, run }): Check => ({
  name,
  run: (folder) => run({ sdk, testing, folder }),
}));
for (const check of [...OWN, ...shared]) {
  const folder = await mkdtemp(join(homedir(), "check-"));
  const problem = await check.run(folder).then(() => null, (error) => error?.stack ?? error);
  console.log(`${problem === null ? "ok" : "FAILED"} ${check.name}`);
  if (problem !== null) console.log(String(problem));
}
console.log("end");
