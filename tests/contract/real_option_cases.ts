/**
 * Every option, as its argument and as its effect on the real Codex.
 *
 * @module
 */
import {
  assert,
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { mkdir, readdir } from "node:fs/promises";
import { join, parse } from "node:path";
import type {
  CodexOptions,
  DebugEvent,
  Spawn,
  SpawnCommand,
  ThreadOptions,
  TurnOptions,
} from "../../mod.ts";
import { type Case, COMPLETED, said, STARTED, TURN } from "./case.ts";
import { POSIX } from "./posix.ts";
import { CLASSIC, inFolder, onServer, turnMetadata } from "./real_case.ts";

/** Option and arguments; those of the client, the thread and the turn. */
type Row = readonly [CodexOptions, ThreadOptions, TurnOptions, readonly string[]];

const config = (value: string) => ["--config", value];
const ofThread = (options: ThreadOptions, ...args: string[]): Row => [{}, options, {}, args];
const ofClient = (options: CodexOptions, ...args: string[]): Row => [options, {}, {}, args];

const TABLE: readonly Row[] = [
  ofThread({}),
  [
    { config: undefined, configOverrides: undefined, env: undefined, apiKey: undefined },
    { sandboxMode: undefined, networkAccessEnabled: undefined, additionalDirectories: undefined },
    { signal: undefined, timeoutMs: undefined, outputSchema: undefined },
    [],
  ],
  ofThread({ model: "m" }, "--model", "m"),
  ofThread({ model: "" }),
  ofThread({ model: "-m" }, "--model=-m"),
  ofThread({ threadSource: "s" }, "--thread-source", "s"),
  ofThread({ sandboxMode: "danger-full-access" }, "--sandbox", "danger-full-access"),
  ofThread({ workingDirectory: "/w" }, "--cd", "/w"),
  ofThread({ additionalDirectories: ["/a", "/b"] }, "--add-dir", "/a", "--add-dir", "/b"),
  ofThread({ profile: "p" }, "--profile", "p"),
  ofThread({ skipGitRepoCheck: true, ephemeral: false }, "--skip-git-repo-check"),
  ofThread({ ephemeral: true }, "--ephemeral"),
  ofThread({ ignoreUserConfig: true }, "--ignore-user-config"),
  ofThread({ ignoreRules: true }, "--ignore-rules"),
  ofThread({ modelReasoningEffort: "xhigh" }, ...config('model_reasoning_effort="xhigh"')),
  ofThread(
    { networkAccessEnabled: false },
    ...config("sandbox_workspace_write.network_access=false"),
  ),
  ofThread({ webSearchMode: "cached", webSearchEnabled: true }, ...config('web_search="cached"')),
  ofThread({ webSearchEnabled: true }, ...config('web_search="live"')),
  ofThread({ webSearchEnabled: false }, ...config('web_search="disabled"')),
  ofThread({ approvalPolicy: "on-request" }, ...config('approval_policy="on-request"')),
  ofThread({ developerInstructions: "d" }, ...config('developer_instructions="d"')),
  ofThread({ modelProvider: "p" }, ...config('model_provider="p"')),
  ofThread({ serviceTier: "flex" }, ...config('service_tier="flex"')),
  ofThread({ summary: "concise" }, ...config('model_reasoning_summary="concise"')),
  ofThread({ verbosity: "high" }, ...config('model_verbosity="high"')),
  ofThread(
    {
      approvalPolicy: {
        granular: { sandbox_approval: true, rules: false, mcp_elicitations: false },
      },
    },
    ...config(
      "approval_policy={granular = {sandbox_approval = true, rules = false, mcp_elicitations = false}}",
    ),
  ),
  ofThread({ approvalsReviewer: "auto_review" }, ...config('approvals_reviewer="auto_review"')),
  ofThread({ permissionProfile: ":workspace" }, ...config('default_permissions=":workspace"')),
  ofThread({ config: { a: { b: [1, "x"] } } }, ...config('a.b=[1, "x"]')),
  ofClient({ config: { a: { b: 1 } } }, ...config("a.b=1")),
  ofClient({ configOverrides: ["a=raw"] }, ...config("a=raw")),
  ofClient({ baseUrl: "http://h/v1" }, ...config('openai_base_url="http://h/v1"')),
  ofClient({ apiKey: "k" }, ...config('shell_environment_policy.set.CODEX_API_KEY=""')),
  [{}, {}, { cyberAccessProgram: "standard" }, ["--cyber-access-program", "standard"]],
];

/** A fake that says the events of a plain turn. */
function recorder(commands: SpawnCommand[]): Spawn {
  const bytes = (text: string) => new Response(text).body as ReadableStream<Uint8Array>;
  const events = [STARTED, TURN, said("ok"), COMPLETED];
  return (command) => {
    commands.push(command);
    return {
      stdin: new WritableStream<Uint8Array>(),
      stdout: bytes(events.map((event) => `${JSON.stringify(event)}\n`).join("")),
      stderr: bytes("\n"),
      exited: Promise.resolve({ code: 0, signal: null }),
      kill: () => {},
    };
  };
}

/** Cases. */
export const REAL_OPTION_CASES: readonly Case[] = [
  {
    name: "codexPath() is what a turn starts",
    run(kit) {
      const { message, reply } = kit.testing;
      const started: string[] = [];
      const debug = (event: DebugEvent) => {
        if (event.type === "spawn") started.push(event.command);
      };
      return onServer(kit, [reply(message("ok"))], async ({ codex }) => {
        await codex.startThread(inFolder(kit)).run("Hello");
        assertEquals(started, [await kit.sdk.codexPath()]);
        await assertRejects(
          () => kit.sdk.codexPath({ codexPathOverride: "no-such-codex" }),
          kit.sdk.CodexNotFoundError,
        );
        // Cases before this one may have had a private copy chosen, for the whole program.
      }, { debug, allowWritableCodex: true });
    },
  },
  {
    name: "each option is its own argument of codex exec, on every turn",
    async run({ sdk }) {
      for (const [client, thread, turn, args] of TABLE) {
        const commands: SpawnCommand[] = [];
        const codex = new sdk.Codex({ ...client, spawn: recorder(commands) });
        const one = codex.startThread(thread);
        await one.run("hello", turn);
        await one.run("hello", turn);
        const all = ["exec", "--experimental-json", ...args];
        assertEquals(commands[0]?.args, all);
        const resume = ["resume", STARTED.thread_id];
        const again = args[0] === "--thread-source" ? all.slice(0, 2) : all;
        assertEquals(commands[1]?.args, [...again, ...resume]);
      }
    },
  },
  {
    name: "thread and turn options have their effect on the real Codex, also after resume",
    posix: POSIX.sandbox,
    run(kit) {
      const { message, reply } = kit.testing;
      const script = [reply(message("ok")), reply(message("ok"))];
      return onServer(kit, script, async ({ server, codex }) => {
        const extra = join(kit.folder, "extra");
        const workingDirectory = join(kit.folder, "work");
        for (const folder of [extra, workingDirectory]) await mkdir(folder);
        const thread = codex.startThread(inFolder(kit, {
          workingDirectory,
          model: CLASSIC,
          modelReasoningEffort: "high",
          sandboxMode: "workspace-write",
          networkAccessEnabled: true,
          additionalDirectories: [extra],
          webSearchMode: "live",
          threadSource: "contract_test",
          approvalPolicy: "on-request",
        }));
        await thread.run("one", { cyberAccessProgram: "daybreak_blue" });
        await thread.run("two", { cyberAccessProgram: "standard" });
        for (const [index, cyber] of ["daybreak_blue", "standard"].entries()) {
          const request = server.requests[index];
          assert(request !== undefined);
          assertEquals(request.model, CLASSIC);
          assertEquals(request.body.reasoning, { effort: "high" });
          assertEquals(request.body.access_programs, { cyber });
          const { sandbox_mode, thread_source } = turnMetadata(request);
          assertEquals([sandbox_mode, thread_source], ["workspace-write", "contract_test"]);
          assertStringIncludes(request.instructions, "Network access is enabled");
          assertMatch(request.instructions, /Approval policy is currently never/);
          const roots = request.instructions.match(/writable roots are (.*)/)?.[1] ?? "";
          assertStringIncludes(roots, `\`${extra}\``);
          assertStringIncludes(request.texts.join("\n"), `<cwd>${workingDirectory}</cwd>`);
          const search = (request.body.tools as Record<string, unknown>[])
            .find((tool) => tool.type === "web_search");
          assertEquals(search?.external_web_access, true);
        }
      });
    },
  },
  {
    name: "modelReasoningEffort, read-only and no web search reach the default model",
    run(kit) {
      const { message, reply } = kit.testing;
      return onServer(kit, [reply(message("ok"))], async ({ server, codex }) => {
        await codex.startThread(
          inFolder(kit, {
            modelReasoningEffort: "medium",
            sandboxMode: "read-only",
            webSearchEnabled: false,
          }),
        ).run("hello");
        const [request] = server.requests;
        assertEquals((request?.body.reasoning as Record<string, unknown>).effort, "medium");
        const { sandbox_mode, reasoning_effort, thread_source } = turnMetadata(request);
        assertEquals([sandbox_mode, reasoning_effort], ["read-only", "medium"]);
        assertEquals(thread_source, "user");
        assertEquals(request?.tools.filter((tool) => tool.startsWith("web")), []);
      });
    },
  },
  {
    name: "ephemeral keeps no session: the thread cannot go on",
    run(kit) {
      const { message, reply } = kit.testing;
      return onServer(kit, [reply(message("ok"))], async ({ codex }) => {
        const thread = codex.startThread(inFolder(kit, { ephemeral: true }));
        await thread.run("hello");
        const kept = await readdir(join(kit.folder, "home"), { recursive: true });
        assertEquals(kept.filter((name) => name.endsWith(".jsonl")), []);
        const error = await assertRejects(() => thread.run("again"), kit.sdk.ResumeError);
        assertEquals([error.reason, error.requestedId], ["not_found", thread.id]);
      });
    },
  },
  {
    name: "skipGitRepoCheck lets Codex work outside a repository, where it refuses else",
    run(kit) {
      const { message, reply } = kit.testing;
      return onServer(kit, [reply(message("ok"))], async ({ server, codex }) => {
        // "/", or the drive on Windows.
        const workingDirectory = parse(kit.folder).root;
        const strict = codex.startThread({ workingDirectory });
        const error = await assertRejects(() => strict.run("hello"), kit.sdk.InvalidInputError);
        assertEquals(error.option, "skipGitRepoCheck");
        assertEquals(server.requests.length, 0);
        await codex.startThread({ workingDirectory, skipGitRepoCheck: true }).run("hello");
        const told = server.requests[0]?.texts.join("\n") ?? "";
        assertStringIncludes(told, `<cwd>${workingDirectory}</cwd>`);
      });
    },
  },
];
