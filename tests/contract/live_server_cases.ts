/**
 * The life of the server: keys, trust, sandboxes, failures of the service, floods.
 *
 * @module
 */
import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { execFileSync } from "node:child_process";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Case, type Kit, offline } from "./case.ts";
import { onLive, OWN_FOLDER_ONLY } from "./live_case.ts";
import { POSIX, quoted } from "./posix.ts";
import { CLASSIC, impatient, inFolder } from "./real_case.ts";

/** The files below a folder that hold a text. */
async function filesWith(folder: string, text: string): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    if ((await readFile(path)).includes(text)) found.push(path);
  }
  return found;
}

/** The user's configuration, or "". */
const configOf = (kit: Kit) =>
  readFile(join(kit.folder, "home", "config.toml"), "utf8").catch(() => "");

/** Cases. */
export const LIVE_SERVER_CASES: readonly Case[] = [
  {
    name: "live: notifications() begins with what Codex found wrong with its rules at the start",
    run(kit) {
      return onLive(kit, [], async ({ server, another }) => {
        const { env } = await offline(kit, server);
        const rules = join(env.CODEX_HOME as string, "rules");
        await mkdir(rules);
        await writeFile(join(rules, "default.rules"), "nonsense(((");
        const app = await another();
        await app.account(); // Codex has given its warnings by then.
        const messages = app.notifications({ methods: ["configWarning"] });
        let isFound = false;
        for await (const message of messages) {
          if (message.method === "sdk/dropped") continue;
          const { summary, details } = message.params;
          if (!summary.includes("rules")) continue; // It may lack bubblewrap as well.
          assertStringIncludes(summary, "custom rules not applied");
          assertStringIncludes(details ?? "", "default.rules");
          isFound = true;
          break;
        }
        assertEquals(isFound, true);
      });
    },
  },
  {
    name: "a setting that Codex will drop is an error item over exec, and a notification live",
    run(kit) {
      const { message, reply } = kit.testing;
      return onLive(kit, () => reply(message("ok")), async ({ server, another }) => {
        const config = { features: { collab: true } };
        const words = "`[features].collab` is deprecated";
        const options = { ...await offline(kit, server), config };
        const { items } = await new kit.sdk.Codex(options).startThread(inFolder(kit)).run("go");
        const [error] = items.filter((item) => item.type === "error");
        assertStringIncludes(error?.message ?? "", words);
        const app = await another({ config });
        const notices = app.notifications({ methods: ["deprecationNotice"] });
        const thread = await app.startThread({ workingDirectory: kit.folder });
        const { value } = await notices.next();
        assert(value?.method === "deprecationNotice");
        assertStringIncludes(value.params.summary, words);
        const turn = await thread.run("go");
        assertEquals(turn.items.filter((item) => item.type === "error"), []);
      });
    },
  },
  {
    name: "live: an API key is sent, and is neither on disk nor in a command's environment",
    posix: POSIX.shell,
    run(kit) {
      const { message, reply, shell } = kit.testing;
      const script = [reply(shell("env")), reply(message("done"))];
      const all = [...script, ...script];
      return onLive(kit, all, async ({ server, another, start }) => {
        const key = "sk-offline-key";
        await (await start({ model: CLASSIC })).run("go");
        const { env } = await offline(kit, server);
        const byVariable = await another({ apiKey: "", env: { ...env, CODEX_API_KEY: key } });
        assertEquals((await byVariable.account()).account, { type: "apiKey" });
        const thread = await byVariable.startThread({
          workingDirectory: kit.folder,
          model: CLASSIC,
        });
        await thread.run("go");
        for (const request of server.requests) {
          assertEquals(request.headers.authorization, `Bearer ${key}`);
          const printed = request.outputs.map(({ text }) => text).join("\n");
          assert(!printed.includes(key), "the command does not see the key");
        }
        assertStringIncludes(server.requests[1]?.outputs[0]?.text ?? "", "CODEX_HOME=");
        assertEquals(await filesWith(kit.folder, key), []);
        assert(!(await readdir(join(kit.folder, "home"))).includes("auth.json"));
      });
    },
  },
  {
    name: "live: a thread marks its project as trusted only with trustProject",
    posix: POSIX.shell,
    run(kit) {
      const { message, reply, shell } = kit.testing;
      const write = reply(shell("echo written > file.txt && cat file.txt"));
      const script = [write, reply(message("one")), write, reply(message("two"))];
      return onLive(kit, script, async ({ server, start }) => {
        const workingDirectory = join(kit.folder, "repo");
        execFileSync("git", ["init", "-q", workingDirectory]);
        const options = {
          workingDirectory,
          sandboxMode: "workspace-write" as const,
          model: CLASSIC,
        };
        await (await start(options)).run("go");
        assertStringIncludes(server.requests[1]?.outputs[0]?.text ?? "", "written");
        assert(!(await configOf(kit)).includes("trusted"), "not marked");
        await (await start({ ...options, trustProject: true })).run("go");
        assertStringIncludes(await configOf(kit), 'trust_level = "trusted"');
      });
    },
  },
  {
    name: "live: sandboxMode, networkAccessEnabled and additionalDirectories hold in each turn",
    posix: POSIX.shell,
    run(kit) {
      const { message, reply, shell } = kit.testing;
      const outside = join(kit.folder, "outside");
      const there = quoted(outside);
      const script = ({ outputs }: { readonly outputs: readonly unknown[] }) =>
        outputs.length === 0
          ? reply(shell(`echo in > in.txt; echo out > ${there}/out.txt; ls . ${there}`))
          : reply(message("done"));
      return onLive(kit, script, async ({ server, start }) => {
        const rows = [
          ["read-only", [], false, false],
          ["workspace-write", [], true, false],
          ["workspace-write", [outside], true, true],
          ["danger-full-access", [], true, true],
        ] as const;
        for (const [index, [sandboxMode, additionalDirectories, inside, out]] of rows.entries()) {
          const workingDirectory = join(kit.folder, `work${index}`);
          await mkdir(workingDirectory);
          await mkdir(outside, { recursive: true });
          const thread = await start({
            ...OWN_FOLDER_ONLY,
            workingDirectory,
            sandboxMode,
            additionalDirectories: [...additionalDirectories],
            model: CLASSIC,
          });
          await thread.run("go");
          const text = server.requests.at(-1)?.outputs[0]?.text ?? "";
          assertEquals(
            [text.includes("in.txt\n"), text.includes("out.txt\n")],
            [inside, out],
            text,
          );
          execFileSync("rm", ["-rf", outside]);
        }
      });
    },
  },
  {
    name: "live: the originator is the SDK's, or clientInfo's name",
    run(kit) {
      const { message, reply } = kit.testing;
      return onLive(kit, () => reply(message("ok")), async ({ server, start, another }) => {
        await (await start()).run("hello");
        const shop = await another({ clientInfo: { name: "shop", version: "1" } });
        await (await shop.startThread(inFolder(kit))).run("hello");
        const originators = server.requests.map((request) => request.originator);
        assertEquals(originators, ["codex_js_sdk", "shop"]);
      });
    },
  },
  {
    name: "live: a thread goes on after HTTP 401, 429 and 500",
    run(kit) {
      const { httpError, message, reply } = kit.testing;
      const errors = [
        [401, "401 Unauthorized: bad key"],
        [429, "429 Too Many Requests"],
        [500, "high demand"],
      ] as const;
      const script = [
        ...errors.map(([status]) => httpError(status, { message: "bad key" })),
        reply(message("ok")),
      ];
      return onLive(kit, script, async ({ server, start }) => {
        const thread = await start({ config: impatient(server.url) });
        for (const [, text] of errors) {
          const error = await assertRejects(() => thread.run("hello"), kit.sdk.TurnFailedError);
          assertStringIncludes(error.message, text);
          assertEquals(error.threadId, thread.id);
        }
        assertEquals((await thread.run("hello")).finalResponse, "ok");
      });
    },
  },
  {
    name: "live: a flood of requests is answered, each one",
    run(kit) {
      return onLive(kit, [], async ({ app }) => {
        const flood = Array.from({ length: 1000 }, () => app.request("thread/loaded/list"));
        const answers = await Promise.all(flood) as { data: unknown[] }[];
        assertEquals(answers.filter(({ data }) => data.length === 0).length, 1000);
      });
    },
  },
];
