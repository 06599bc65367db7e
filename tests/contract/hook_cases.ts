/**
 * Hooks of Codex's configuration: programs that it runs around prompts and tools.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { appendFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { CodexConfigObject } from "../../mod.ts";
import { type Case, offline } from "./case.ts";
import { eventsOf, onLive } from "./live_case.ts";
import { POSIX, quoted } from "./posix.ts";
import { CLASSIC, inFolder } from "./real_case.ts";

/** Hooks as the configuration has them, one command for each of their events. */
function hooksOf(commands: Readonly<Record<string, string>>): CodexConfigObject {
  const groups = Object.entries(commands).map(([event, command]) => [
    event,
    [{ hooks: [{ type: "command", command }] }],
  ]);
  return Object.fromEntries(groups);
}

/** Cases. */
export const HOOK_CASES: readonly Case[] = [
  {
    name: "hooks of a live thread are events, what they tell the model is an item, and they refuse",
    posix: POSIX.shell,
    run(kit) {
      const { message, reply, shell } = kit.testing;
      const hooks = hooksOf({
        PreToolUse: `grep -q forbidden && { echo "not that" >&2; exit 2; }; exit 0`,
        // Once: its answer lets the turn end.
        Stop: `grep -q '"stop_hook_active":true' || echo '{"decision":"block","reason":"Say bye"}'`,
      });
      const script = [reply(shell("echo forbidden")), reply(message("Hi")), reply(message("Bye"))];
      return onLive(kit, script, async ({ server, start }) => {
        const thread = await start({ model: CLASSIC, config: { hooks, bypass_hook_trust: true } });
        const events: readonly unknown[] = await eventsOf(await thread.runStreamed("Go"));
        const told = events.flatMap((event) => {
          const { type, run, item } = Object(event);
          if (type === "hook/completed") return [[run.eventName, run.status, run.entries[0]?.text]];
          if (type !== "item.completed" || item.type === "user_message") return [];
          return [[item.type, item.text ?? item.message ?? item.fragments[0].text]];
        });
        assertEquals(told, [
          [
            "error",
            "`--dangerously-bypass-hook-trust` is enabled. Enabled hooks may run without review for this invocation.",
          ],
          ["preToolUse", "blocked", "not that"],
          ["agent_message", "Hi"],
          ["stop", "blocked", "Say bye"],
          ["hook_prompt", "Say bye"],
          ["agent_message", "Bye"],
          ["stop", "completed", undefined],
        ]);
        assertEquals(server.requests[1]?.outputs[0]?.text.includes("not that"), true);
      });
    },
  },
  {
    name: "hooks of config.toml run over both transports once they are trusted, and may refuse",
    posix: POSIX.shell,
    run(kit) {
      const { message, reply } = kit.testing;
      const seen = join(kit.folder, "seen.txt");
      const command = `tee -a ${
        quoted(seen)
      } | grep secret > /dev/null && { echo "no" >&2; exit 2; }; exit 0`;
      const prompts = async () => {
        const text = await readFile(seen, "utf8").catch(() => "");
        return Array.from(text.matchAll(/"prompt":"([^"]*)"/g), ([, prompt]) => prompt);
      };
      return onLive(kit, () => reply(message("ok")), async ({ server, app, start }) => {
        const codex = new kit.sdk.Codex(await offline(kit, server));
        await appendFile(
          join(app.info.codexHome, "config.toml"),
          `\n[[hooks.UserPromptSubmit]]\n[[hooks.UserPromptSubmit.hooks]]\ntype = "command"\n` +
            `command = ${JSON.stringify(command)}\n`,
        );
        await codex.startThread(inFolder(kit)).run("exec, not trusted");
        assertEquals(await prompts(), []);

        const { data } = await app.request("hooks/list", { cwds: [kit.folder] });
        const { key = "", currentHash } = data[0]?.hooks[0] ?? {};
        const value = { [key]: { trusted_hash: currentHash } };
        await app.request("config/batchWrite", {
          edits: [{ keyPath: "hooks.state", value, mergeStrategy: "upsert" }],
          reloadUserConfig: true,
        });
        await codex.startThread(inFolder(kit)).run("exec");
        await (await start()).run("live");
        assertEquals(await prompts(), ["exec", "live"]);

        const before = server.requests.length;
        const refused = await codex.startThread(inFolder(kit)).run("a secret");
        const live = await (await start()).run("a secret, live");
        assertEquals([refused, live].map(({ items, finalResponse }) => [items, finalResponse]), [
          [[], ""],
          [[], ""],
        ]);
        assertEquals(server.requests.length, before);
      });
    },
  },
];
