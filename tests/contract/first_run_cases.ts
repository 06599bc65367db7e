/**
 * What goes wrong in a newcomer's first run, against the real Codex.
 *
 * @module
 */
import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Case, type Kit, offline } from "./case.ts";
import { onFleet } from "./durable_turn_cases.ts";
import { onLive } from "./live_case.ts";
import { impatient, inFolder, onServer } from "./real_case.ts";

/** Cases. */
export const FIRST_RUN_CASES: readonly Case[] = [
  {
    name: "exec outside of a Git repository is refused before Codex is started",
    run: (kit) =>
      onServer(kit, [kit.testing.reply(kit.testing.message("ok"))], async ({ another }) => {
        // The folder of a case is in the repository of the tests.
        const folder = await realpath(await mkdtemp(join(tmpdir(), "codex-js-no-git-")));
        const seen: string[] = [];
        const codex = another({ debug: ({ type }) => seen.push(type) });
        const options = { workingDirectory: join(folder, "a"), sandboxMode: "read-only" } as const;
        try {
          await mkdir(join(folder, "a", ".git"), { recursive: true });
          const run = () => codex.startThread(options).run("Hello");
          const error = await assertRejects(run, kit.sdk.InvalidInputError);
          assertEquals(error.option, "skipGitRepoCheck");
          assertStringIncludes(error.message, "set skipGitRepoCheck: true");
          assertStringIncludes(error.message, join(folder, "a"));
          assertEquals(seen, []);
          // Codex takes any such file for the sign of a work tree.
          await writeFile(join(folder, ".git"), "gitdir: elsewhere\n");
          assertEquals((await run()).finalResponse, "ok");
          assertEquals(seen[0], "spawn");
        } finally {
          await rm(folder, { recursive: true, force: true });
        }
      }),
  },
  {
    name: "exec tells of a missing Git repository alike where only Codex can see it",
    async run({ sdk, testing: { exits, fakeCodex, stderr, turn } }) {
      const words = "Not inside a trusted directory and --skip-git-repo-check was not specified.\n";
      const spawn = fakeCodex([turn(stderr(words), exits(1))]);
      const run = () => new sdk.Codex({ spawn }).startThread().run("Hello");
      const error = await assertRejects(run, sdk.InvalidInputError);
      assertEquals(error.option, "skipGitRepoCheck");
    },
  },
  {
    name: "exec without a login is refused before Codex is started",
    run: (kit) =>
      onServer(kit, [], async ({ another, server }) => {
        const seen: string[] = [];
        const codex = another({ apiKey: undefined, debug: ({ type }) => seen.push(type) });
        const error = await assertRejects(
          () => codex.startThread(inFolder(kit)).run("Hello"),
          kit.sdk.LoginRequiredError,
        );
        assertStringIncludes(error.message, "`npx codex login`");
        assertEquals([error.retryable, seen, server.requests.length], [false, [], 0]);
      }),
  },
  {
    name:
      "runDurableTurn() without a key asks for one, as `codex login` would not help, live and exec",
    run: (kit) =>
      onFleet(kit, [], async ({ base, server }) => {
        const codex = { ...base.codex, apiKey: undefined };
        const threadOptions = { ...base.threadOptions, skipGitRepoCheck: true };
        for (const transport of ["live", "exec"] as const) {
          const call = { ...base, key: transport, codex, threadOptions, transport };
          const error = await assertRejects(
            () => kit.durable.runDurableTurn({ ...call, messageId: "m-1", input: "Hello" }),
            kit.sdk.LoginRequiredError,
          );
          assertStringIncludes(error.message, "give an apiKey in codex");
          assert(!error.message.includes("npx codex login"));
        }
        assertEquals(server.requests.length, 0);
      }),
  },
  {
    name: "exec is started where a key, a login, a provider or a profile may do",
    run: (kit) =>
      onServer(kit, () => kit.testing.reply(kit.testing.message("ok")), async (clients) => {
        const { another, server } = clients;
        const run = (options: Parameters<typeof another>[0], thread = {}) =>
          another({ apiKey: undefined, ...options }).startThread(inFolder(kit, thread)).run("Hi");
        const home = join(kit.folder, "home");
        const ok = async (turn: ReturnType<typeof run>) =>
          assertEquals((await turn).finalResponse, "ok");

        await ok(run({ config: impatient(server.url) }));
        await ok(run({}, { config: impatient(server.url) }));
        const { env } = await offline(kit, server);
        const ollama = { env: { ...env, CODEX_OSS_BASE_URL: server.url } };
        await ok(run(ollama, { modelProvider: "ollama" }));
        const openai = () => run({}, { modelProvider: "openai" });
        await assertRejects(openai, kit.sdk.LoginRequiredError);
        const own = `model_providers.own={name="o", base_url="${server.url}"}`;
        await ok(run({ configOverrides: ['model_provider="own"', own] }));
        await writeFile(join(home, "mine.config.toml"), `model_provider = "own"\n`);
        await ok(run({ configOverrides: [own] }, { profile: "mine" }));
        await writeFile(join(home, "config.toml"), 'cli_auth_credentials_store = "auto"\n');
        await ok(run({}));
        await rm(join(home, "config.toml"));
        await writeFile(join(home, "auth.json"), '{"OPENAI_API_KEY":"sk-stored"}');
        await ok(run({}));
        assertEquals(server.requests.at(-1)?.headers.authorization, "Bearer sk-stored");
      }),
  },
  {
    name: "live without a login is refused before a request, until there is one",
    run: (kit) =>
      onLive(
        kit,
        [kit.testing.reply(kit.testing.message("ok"))],
        async ({ app, server, start }) => {
          const thread = await start();
          const error = await assertRejects(() => thread.run("Hi"), kit.sdk.LoginRequiredError);
          assertEquals([error.threadId, server.requests.length], [thread.id, 0]);
          await assertRejects(() => thread.run("Hi"), kit.sdk.LoginRequiredError);
          await app.login({ type: "apiKey", apiKey: "sk-offline-later" });
          assertEquals((await thread.run("Hi")).finalResponse, "ok");
          assertEquals(server.requests[0]?.headers.authorization, "Bearer sk-offline-later");
          await app.logout();
          await assertRejects(() => thread.run("Hi"), kit.sdk.LoginRequiredError);
        },
        { apiKey: undefined },
      ),
  },
  {
    name: "live without a login goes to a provider of its own",
    run: (kit) =>
      onLive(kit, [kit.testing.reply(kit.testing.message("ok"))], async ({ server, start }) => {
        const thread = await start({ config: impatient(server.url) });
        assertEquals((await thread.run("Hi")).finalResponse, "ok");
        assertEquals(server.requests[0]?.headers.authorization, undefined);
      }, { apiKey: undefined }),
  },
  {
    name: "exec and live say what to do about a wrong key",
    async run(kit) {
      const script = () => kit.testing.httpError(401, { message: "Incorrect API key provided" });
      const check = async (kind: string, run: () => Promise<unknown>) => {
        const error = await assertRejects(run, kit.sdk.TurnFailedError);
        assertEquals([error.code, error.httpStatus, error.retryable], ["unauthorized", 401, false]);
        assert(
          /^Cannot run the turn: .*check apiKey, or run `npx codex login`/.test(error.message),
        );
        assertStringIncludes(error.message, "Incorrect API key provided", kind);
      };
      await onServer(kit, script, async ({ codex, server }) => {
        const config = impatient(server.url);
        await check("exec", () => codex.startThread(inFolder(kit, { config })).run("Hi"));
      });
      await onLive(kit, script, async ({ server, start }) => {
        const thread = await start({ config: impatient(server.url) });
        await check("live", () => thread.run("Hi"));
      });
    },
  },
  {
    name: "exec and live say what to do about a model that does not exist",
    async run(kit) {
      const model = "nope-1";
      for (const status of [400, 404]) {
        const script = () => unknownModel(kit, status, model);
        const check = async (run: () => Promise<unknown>) => {
          const error = await assertRejects(run, kit.sdk.TurnFailedError);
          assertEquals([error.code, error.retryable], ["model_not_found", false]);
          assert(/^Cannot run the turn: .*set model to another one/.test(error.message));
          assertStringIncludes(error.message, model);
        };
        await onServer(kit, script, async ({ codex, server }) => {
          const config = impatient(server.url);
          await check(() => codex.startThread(inFolder(kit, { config, model })).run("Hi"));
        });
        await onLive(kit, script, async ({ server, start }) => {
          const thread = await start({ config: impatient(server.url), model });
          await check(() => thread.run("Hi"));
        });
      }
    },
  },
];

function unknownModel({ testing: { httpError } }: Kit, status: number, model: string) {
  const message = `The requested model '${model}' does not exist.`;
  return httpError(status, { message, code: "model_not_found" });
}
