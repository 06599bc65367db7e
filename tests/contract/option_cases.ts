/**
 * Options that there are not, or that take no such value: refused on both transports, before
 * anything is started.
 *
 * @module
 */
import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { mkdir, readdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { type Case, type Kit, offline } from "./case.ts";
import { POSIX } from "./posix.ts";
import type { EitherOptions } from "./real_case.ts";

type Options = Record<string, unknown>;

/** Options that no type allows, the one they are refused for, and what the message says. */
type Row = readonly [options: Options, option: string, says: string];

const CLIENT: readonly Row[] = [
  [{ baseURL: "http://h" }, "baseURL", "did you mean baseUrl?"],
  [{ sandboxMode: "read-only" }, "sandboxMode", "is an option of startThread()"],
  [{ baseUrl: new URL("http://u:secret@h") }, "baseUrl", "not a URL; pass its `href`"],
  [{ apiKey: "sk-secret\0" }, "apiKey", "without NUL characters"],
  [{ env: { TOKEN: "secret\0" } }, "env", 'env["TOKEN"] must be a string without NUL'],
  [{ config: "a=secret" }, "config", "must be an object, not a string"],
  [{ configOverrides: "a=secret" }, "configOverrides", "must be an array of strings"],
];

const THREAD: readonly Row[] = [
  [{ cwd: "/" }, "cwd", "did you mean workingDirectory?"],
  [{ sandbox: "read-only" }, "sandbox", "did you mean sandboxMode?"],
  [{ timeoutMs: 5 }, "timeoutMs", "is an option of run()"],
  [{ sandboxMode: "readonly" }, "sandboxMode", 'must be "read-only", "workspace-write" or'],
  [{ approvalPolicy: "ask" }, "approvalPolicy", 'must be "never", "on-request"'],
  [{ webSearchMode: "on" }, "webSearchMode", 'must be "disabled", "cached", "indexed" or "live"'],
  [{ modelReasoningEffort: "huge" }, "modelReasoningEffort", 'must be "minimal", "low"'],
  [{ networkAccessEnabled: "false" }, "networkAccessEnabled", "must be true or false"],
  [{ webSearchEnabled: "false" }, "webSearchEnabled", "must be true or false"],
  [{ additionalDirectories: "./" }, "additionalDirectories", "must be an array of strings"],
  [{ config: ["a=1"] }, "config", "must be an object, not an array"],
  [
    { approvalPolicy: { granular: {} } },
    "approvalPolicy",
    "granular.sandbox_approval must be true",
  ],
  [
    { approvalPolicy: { rules: true } },
    "approvalPolicy",
    "must be a string or { granular: { … } }",
  ],
  [{ approvalPolicy: { granular: { all: true } } }, "approvalPolicy", 'has no field "all"; it has'],
  [{ approvalsReviewer: "model" }, "approvalsReviewer", 'must be "user" or "auto_review"'],
  [{ permissionProfile: {} }, "permissionProfile", "must be a string"],
  [{ permissions: "x" }, "permissions", "did you mean permissionProfile?"],
  [{ mcpServers: [] }, "mcpServers", "must be an object of servers, not an array"],
  [
    { mcpServers: { "a b": { command: "c" } } },
    "mcpServers",
    '["a b"] is not a valid name: Codex takes',
  ],
  [{ mcpServers: { a: "c" } }, "mcpServers", "must be { command, … } or { url, … }, not a string"],
  [{ mcpServers: { a: {} } }, "mcpServers", "must have either a command or a url"],
  [{ mcpServers: { a: { command: "c", url: "http://h" } } }, "mcpServers", "must have either"],
  [
    { mcpServers: { a: { command: "c", headers: {} } } },
    "mcpServers",
    "belongs to a server with a url",
  ],
  [{ mcpServers: { a: { url: "http://h", env: {} } } }, "mcpServers", "a server with a command"],
  [{ mcpServers: { a: { command: "c", env: { T: "secret\0" } } } }, "mcpServers", '.env["T"] must'],
  [{ mcpServers: { a: { url: "u", headers: { H: "secret\n" } } } }, "mcpServers", "one line"],
  [
    { mcpServers: { a: { command: "c", timeout: 5 } } },
    "mcpServers",
    'has no field "timeout"; it has',
  ],
  [{ mcpServers: { a: { command: "c", toolApproval: "yes" } } }, "mcpServers", 'must be "auto"'],
  [{ mcpServers: { a: { command: "c", required: "no" } } }, "mcpServers", "must be true or false"],
  [{ mcp: {} }, "mcp", "did you mean mcpServers?"],
  [{ instructions: "x" }, "instructions", "did you mean developerInstructions?"],
  [{ developerInstructions: 5 }, "developerInstructions", "must be a string, not 5"],
  [{ baseInstructions: 5 }, "baseInstructions", "must be a string, not 5"],
  [{ modelProvider: {} }, "modelProvider", "must be a string"],
  [{ provider: "x" }, "provider", "did you mean modelProvider?"],
  [{ serviceTier: 1 }, "serviceTier", "must be a string, not 1"],
  [{ summary: "long" }, "summary", 'must be "auto", "concise", "detailed" or "none"'],
  [{ verbosity: "huge" }, "verbosity", 'must be "low", "medium" or "high"'],
];

const TURN: readonly Row[] = [
  [{ timeout: 5 }, "timeout", "did you mean timeoutMs?"],
  [{ sandboxMode: "read-only" }, "sandboxMode", "is an option of startThread()"],
  [{ timeoutMs: "5" }, "timeoutMs", "must be a number of milliseconds"],
  [{ cyberAccessProgram: "blue" }, "cyberAccessProgram", 'must be "standard"'],
  [{ signal: new AbortController() }, "signal", "pass the controller's `signal`"],
  [{ repair: -1 }, "repair", "must be a whole number"],
];

/** Each row is refused by name, and no message tells a secret. */
async function refused(
  { sdk }: Kit,
  rows: readonly Row[],
  act: (options: Options) => unknown,
): Promise<void> {
  for (const [options, option, says] of rows) {
    const error = await assertRejects(
      async () => void await act(options),
      sdk.InvalidInputError,
    );
    assertEquals(error.option, option);
    assertStringIncludes(error.message, says);
    assertEquals(`${error.message}${error.stack}`.includes("secret"), false);
  }
}

/** Cases. */
export const OPTION_CASES: readonly Case[] = [
  {
    name: "options that there are not, or of another type, are refused over exec",
    async run(kit) {
      const { Codex } = kit.sdk;
      const spawn = kit.testing.fakeCodex([]);
      await refused(kit, CLIENT, (options) => new Codex({ spawn, ...options }));
      const codex = new Codex({ spawn });
      const id = "01a201f0-88ca-7681-ada4-692e81620abf";
      await refused(kit, THREAD, (options) => codex.startThread(options));
      await refused(kit, THREAD, (options) => codex.resumeThread(id, options));
      await refused(kit, THREAD, (options) => codex.forkThread(id, options));
      const thread = codex.startThread();
      await refused(kit, TURN, (options) => thread.run("hello", options));
      await refused(kit, TURN, (options) => thread.runStreamed("hello", options));
      assertEquals(spawn.calls, []);
    },
  },
  {
    name: "options that there are not, or of another type, are refused live",
    async run(kit) {
      const { AppServer } = kit.live;
      const none = kit.testing.fakeCodex([]);
      await refused(kit, CLIENT, (options) => AppServer.start({ spawn: none, ...options }));
      assertEquals(none.calls, []);
      const { item, turn } = kit.testing;
      const spawn = kit.testing.fakeCodex([turn(item.agentMessage("ok"))]);
      const server = await AppServer.start({ spawn, configOverrides: ["--yolo=1"] });
      try {
        const thread = await server.startThread();
        const live: readonly Row[] = [
          ...THREAD,
          [{ tools: {} }, "tools", "must be an array of tools"],
          [{ trustProject: "false" }, "trustProject", "must be true or false"],
        ];
        await refused(kit, live, (options) => server.startThread(options));
        await refused(kit, live, (options) => server.resumeThread(thread.id, options));
        await refused(kit, live, (options) => server.forkThread(thread.id, options));
        await refused(kit, TURN, (options) => thread.run("hello", options));
        await refused(kit, TURN, (options) => thread.runStreamed("hello", options));
        const task: readonly Row[] = [
          [{ outputSchema: {} }, "outputSchema", "is an option of run() of a live thread"],
          [{ timeout: 5 }, "timeout", "did you mean timeoutMs?"],
        ];
        await refused(kit, task, (options) => thread.compact(options));
        const target = { type: "uncommittedChanges" } as const;
        await refused(kit, task, (options) => thread.review(target, options));
        assertEquals((await thread.run("hello")).finalResponse, "ok");
        assert(spawn.calls[0]?.args.includes("--config=--yolo=1"), "a value is no flag");
      } finally {
        await server.close();
      }
    },
  },
  {
    name: "an additional directory that is a link counts as what it leads to, on both transports",
    posix: POSIX.sandbox,
    async run(kit) {
      const { message, reply, shell } = kit.testing;
      const [work, real] = [join(kit.folder, "work"), join(kit.folder, "real")];
      for (const folder of [work, real]) await mkdir(folder);
      await symlink(real, join(kit.folder, "link"));
      await symlink(real, join(work, "inside"));
      const server = await kit.testing.ResponsesServer.start(({ outputs, texts }) =>
        outputs.length === 0
          ? reply(shell(`touch '${real}/${texts.at(-1)}'`))
          : reply(message("ok"))
      );
      const options = await offline(kit, server);
      const app = await kit.live.AppServer.start(options);
      try {
        const thread = (folder: string): EitherOptions => ({
          workingDirectory: work,
          additionalDirectories: [folder],
          sandboxMode: "workspace-write",
          skipGitRepoCheck: true,
        });
        const codex = new kit.sdk.Codex(options);
        const exec = async (folder: string, prompt: string): Promise<void> => {
          await codex.startThread(thread(folder)).run(prompt);
        };
        const live = async (folder: string, prompt: string): Promise<void> => {
          await (await app.startThread(thread(folder))).run(prompt);
        };
        for (const [name, run] of [["exec", exec], ["live", live]] as const) {
          await run(join(kit.folder, "link"), name);
          assert((await readdir(real)).includes(name), `${name} wrote through the link`);
          // Codex would refuse every command of the turn, or write where the model has chosen.
          for (const folder of ["inside", join(work, "inside")]) {
            const error = await assertRejects(() => run(folder, "no"), kit.sdk.InvalidInputError);
            assertEquals(error.option, "additionalDirectories");
            assertStringIncludes(error.message, `leads to ${JSON.stringify(real)}`);
          }
        }
        assertEquals((await readdir(real)).sort(), ["exec", "live"]);
      } finally {
        await app.close();
        await server.close();
      }
    },
  },
];
