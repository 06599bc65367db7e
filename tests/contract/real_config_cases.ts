/**
 * Configuration and environment of the real Codex.
 *
 * @module
 */
import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Case, type Kit, offline } from "./case.ts";
import { onLive } from "./live_case.ts";
import { POSIX } from "./posix.ts";
import { CLASSIC, inFolder, onServer, turnMetadata } from "./real_case.ts";

/** Writes a file into the client's CODEX_HOME. */
async function inHome(kit: Kit, name: string, text: string): Promise<void> {
  const path = join(kit.folder, "home", name);
  await mkdir(join(path, ".."), { recursive: true });
  await writeFile(path, text);
}

/** Model and effort of each request. */
type Choice = readonly [model: string, effort: unknown];

/** Cases. */
export const REAL_CONFIG_CASES: readonly Case[] = [
  {
    name:
      "config of the thread wins over the client's, configOverrides over both, options over all",
    run(kit) {
      const { message, reply } = kit.testing;
      const config = { model: CLASSIC, model_reasoning_effort: "low" };
      return onServer(kit, () => reply(message("ok")), async ({ server, codex, another }) => {
        const ofThread = { config: { model_reasoning_effort: "high" } };
        await codex.startThread(inFolder(kit)).run("client");
        await codex.startThread(inFolder(kit, ofThread)).run("thread");
        const overriding = another({ config, configOverrides: ['model_reasoning_effort="xhigh"'] });
        await overriding.startThread(inFolder(kit, ofThread)).run("overrides");
        await overriding.startThread(inFolder(kit, { ...ofThread, modelReasoningEffort: "medium" }))
          .run("option");
        const choices = server.requests.map((request): Choice => [
          request.model,
          turnMetadata(request).reasoning_effort,
        ]);
        assertEquals(choices, [
          [CLASSIC, "low"],
          [CLASSIC, "high"],
          [CLASSIC, "xhigh"],
          [CLASSIC, "medium"],
        ]);
      }, { config });
    },
  },
  {
    name: "live, config of the thread wins over configOverrides, too",
    run(kit) {
      const { message, reply } = kit.testing;
      const client = {
        config: { model: CLASSIC, model_reasoning_effort: "low" },
        configOverrides: ['model_reasoning_effort="xhigh"'],
      };
      return onLive(kit, () => reply(message("ok")), async ({ server, start }) => {
        await (await start()).run("overrides");
        await (await start({ config: { model_reasoning_effort: "high" } })).run("thread");
        const efforts = server.requests.map((request) => turnMetadata(request).reasoning_effort);
        assertEquals(efforts, ["xhigh", "high"]);
      }, client);
    },
  },
  {
    name:
      "ignoreUserConfig leaves a broken config.toml aside; without it Codex's complaint is shown",
    async run(kit) {
      const { message, reply } = kit.testing;
      await inHome(kit, "config.toml", "model = [");
      await onServer(kit, [reply(message("ok"))], async ({ codex }) => {
        const error = await assertRejects(
          () => codex.startThread(inFolder(kit)).run("hello"),
          kit.sdk.ExitError,
        );
        assertStringIncludes(error.stderr, "config.toml:1:10: unclosed array");
        await codex.startThread(inFolder(kit, { ignoreUserConfig: true })).run("hello");
      });
    },
  },
  {
    name: "profile lays $CODEX_HOME/<name>.config.toml over config.toml, on the next turn too",
    async run(kit) {
      const { message, reply } = kit.testing;
      await inHome(kit, "config.toml", `model = "${CLASSIC}"\nmodel_reasoning_effort = "low"\n`);
      await inHome(kit, "deep.config.toml", 'model_reasoning_effort = "high"\n');
      await onServer(kit, () => reply(message("ok")), async ({ server, codex }) => {
        const thread = codex.startThread(inFolder(kit, { profile: "deep" }));
        await thread.run("one");
        await thread.run("two");
        const choices = server.requests.map((request): Choice => [
          request.model,
          turnMetadata(request).reasoning_effort,
        ]);
        assertEquals(choices, [[CLASSIC, "high"], [CLASSIC, "high"]]);
      });
    },
  },
  {
    name: "ignoreRules leaves .rules files aside that forbid a command",
    posix: POSIX.shell,
    async run(kit) {
      const { message, reply, shell } = kit.testing;
      const rule = 'prefix_rule(pattern=["echo"], decision="forbidden", justification="quiet")\n';
      await inHome(kit, join("rules", "default.rules"), rule);
      const script = [1, 2].flatMap(() => [reply(shell("echo hello")), reply(message("ok"))]);
      await onServer(kit, script, async ({ server, codex }) => {
        await codex.startThread(inFolder(kit)).run("hello");
        await codex.startThread(inFolder(kit, { ignoreRules: true })).run("hello");
        const heard = [1, 3].map((index) => server.requests[index]?.outputs[0]?.text ?? "");
        assertStringIncludes(heard[0] ?? "", "rejected: quiet");
        assertStringIncludes(heard[1] ?? "", "hello\n");
      });
    },
  },
  {
    name:
      "apiKey is in the request and not in the environment of the model's commands, in any sandbox",
    posix: POSIX.shell,
    run(kit) {
      const { message, reply, shell } = kit.testing;
      const script = (request: { readonly outputs: readonly unknown[] }) =>
        request.outputs.length === 0 ? reply(shell("env")) : reply(message("ok"));
      const config = { shell_environment_policy: { set: { "dotted.name": "kept", PLAIN: "too" } } };
      return onServer(kit, script, async ({ server, codex }) => {
        const modes = ["read-only", "workspace-write", "danger-full-access"] as const;
        await Promise.all(
          modes.map((sandboxMode) => codex.startThread(inFolder(kit, { sandboxMode })).run("env")),
        );
        const outputs = server.requests.flatMap((request) => request.outputs);
        assertEquals(outputs.length, modes.length);
        for (const { text } of outputs) {
          assertStringIncludes(text, "\ndotted.name=kept\n");
          assertStringIncludes(text, "\nPLAIN=too\n");
          assert(!text.includes("sk-offline-key"), "the key is hidden");
        }
        for (const { headers } of server.requests) {
          assertEquals(headers.authorization, "Bearer sk-offline-key");
        }
      }, { config });
    },
  },
  {
    name: "the originator is the SDK's, or the caller's own",
    run(kit) {
      const { message, reply } = kit.testing;
      return onServer(kit, () => reply(message("ok")), async ({ server, codex, another }) => {
        const { env } = await offline(kit, server);
        await codex.startThread(inFolder(kit)).run("hello");
        const own = { ...env, CODEX_INTERNAL_ORIGINATOR_OVERRIDE: "my_program" };
        await another({ env: own }).startThread(inFolder(kit)).run("hello");
        assertEquals(server.requests.map((request) => request.originator), [
          "codex_js_sdk",
          "my_program",
        ]);
        assertStringIncludes(server.requests[0]?.userAgent ?? "", "codex_js_sdk/0.171");
      });
    },
  },
];
