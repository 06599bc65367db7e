import { assertEquals, assertThrows } from "@std/assert";
import { InvalidInputError } from "../../src/core/vocabulary/errors.ts";
import type {
  CodexConfigObject,
  ThreadOptions,
  TurnOptions,
} from "../../src/core/vocabulary/options.ts";
import type { ThreadOrigin } from "../../src/core/ports/transport.ts";
import { type ArgsRequest, execArgs } from "../../src/exec/args.ts";

const ID = "01a201f0-88ca-7681-ada4-692e81620abf";
const RESUME: ThreadOrigin = { type: "resume", id: ID };
const FORK: ThreadOrigin = { type: "fork", id: ID };

interface Asked extends Partial<Omit<ArgsRequest, "input">> {
  readonly images?: readonly string[];
}

/** The arguments after `exec --experimental-json`. */
function argsOf({ images = [], ...asked }: Asked): string[] {
  const [exec, json, ...args] = execArgs({
    origin: { type: "start" },
    input: { prompt: "the prompt", images },
    thread: {},
    turn: {},
    config: {},
    configOverrides: [],
    baseUrl: undefined,
    hideApiKey: false,
    schemaPath: undefined,
    ...asked,
  });
  assertEquals([exec, json], ["exec", "--experimental-json"]);
  return args;
}

const thread = (thread: ThreadOptions): Asked => ({ thread });
const config = (...overrides: string[]): string[] =>
  overrides.flatMap((override) => ["--config", override]);

const TABLE: [what: string, asked: Asked, args: string[]][] = [
  ["nothing", {}, []],
  // Flags with a value
  ["model", thread({ model: "gpt-5.5" }), ["--model", "gpt-5.5"]],
  ["threadSource", thread({ threadSource: "user" }), ["--thread-source", "user"]],
  ["sandboxMode", thread({ sandboxMode: "read-only" }), ["--sandbox", "read-only"]],
  ["workingDirectory", thread({ workingDirectory: "/a b" }), ["--cd", "/a b"]],
  [
    "additionalDirectories",
    thread({ additionalDirectories: ["/a", "b,c"] }),
    ["--add-dir", "/a", "--add-dir", "b,c"],
  ],
  ["profile", thread({ profile: "ci" }), ["--profile", "ci"]],
  ["the schema's path", { schemaPath: "/tmp/x/schema.json" }, [
    "--output-schema",
    "/tmp/x/schema.json",
  ]],
  ["cyberAccessProgram", { turn: { cyberAccessProgram: "standard" } }, [
    "--cyber-access-program",
    "standard",
  ]],
  // Switches
  ["skipGitRepoCheck", thread({ skipGitRepoCheck: true }), ["--skip-git-repo-check"]],
  ["ephemeral", thread({ ephemeral: true }), ["--ephemeral"]],
  ["ignoreUserConfig", thread({ ignoreUserConfig: true }), ["--ignore-user-config"]],
  ["ignoreRules", thread({ ignoreRules: true }), ["--ignore-rules"]],
  [
    "switches that are off",
    thread({
      skipGitRepoCheck: false,
      ephemeral: false,
      ignoreUserConfig: false,
      ignoreRules: false,
    }),
    [],
  ],
  // Configuration
  [
    "modelReasoningEffort",
    thread({ modelReasoningEffort: "high" }),
    config('model_reasoning_effort="high"'),
  ],
  [
    "networkAccessEnabled: true",
    thread({ networkAccessEnabled: true }),
    config("sandbox_workspace_write.network_access=true"),
  ],
  [
    "networkAccessEnabled: false",
    thread({ networkAccessEnabled: false }),
    config("sandbox_workspace_write.network_access=false"),
  ],
  ["webSearchMode", thread({ webSearchMode: "indexed" }), config('web_search="indexed"')],
  ["webSearchEnabled: true", thread({ webSearchEnabled: true }), config('web_search="live"')],
  ["webSearchEnabled: false", thread({ webSearchEnabled: false }), config('web_search="disabled"')],
  [
    "webSearchMode before webSearchEnabled",
    thread({ webSearchMode: "disabled", webSearchEnabled: true }),
    config('web_search="disabled"'),
  ],
  ["approvalPolicy", thread({ approvalPolicy: "never" }), config('approval_policy="never"')],
  ["approvalsReviewer", thread({ approvalsReviewer: "user" }), config('approvals_reviewer="user"')],
  ["permissionProfile", thread({ permissionProfile: "p" }), config('default_permissions="p"')],
  ["modelProvider", thread({ modelProvider: "mine" }), config('model_provider="mine"')],
  ["serviceTier", thread({ serviceTier: "fast" }), config('service_tier="fast"')],
  ["summary", thread({ summary: "detailed" }), config('model_reasoning_summary="detailed"')],
  ["verbosity", thread({ verbosity: "low" }), config('model_verbosity="low"')],
  [
    "developerInstructions",
    thread({ developerInstructions: "Be brief" }),
    config('developer_instructions="Be brief"'),
  ],
  [
    "the base instructions' path",
    { instructionsPath: "/tmp/x/instructions.md" },
    config('model_instructions_file="/tmp/x/instructions.md"'),
  ],
  [
    "maxTokens",
    { turn: { maxTokens: 9 } },
    config(
      "features.rollout_budget={enabled=true, limit_tokens=9, reminder_at_remaining_tokens=[]}",
    ),
  ],
  [
    "variables to hide",
    { hide: ["A", "B"] },
    config('shell_environment_policy.set.A=""', 'shell_environment_policy.set.B=""'),
  ],
  ["the tools' server", { toolOverrides: ["mcp_servers.t={}"] }, config("mcp_servers.t={}")],
  [
    "MCP servers, with those of the configuration",
    { config: { mcp_servers: { a: { command: "a" } } }, mcpServers: { b: { command: "b" } } },
    config('mcp_servers.a.command="a"', 'mcp_servers.b.command="b"'),
  ],
  ["baseUrl", { baseUrl: "http://x/v1" }, config('openai_base_url="http://x/v1"')],
  ["baseUrl, quoted", { baseUrl: 'http://x/"v1"' }, config('openai_base_url="http://x/\\"v1\\""')],
  [
    "hideApiKey",
    { hideApiKey: true },
    config('shell_environment_policy.set.CODEX_API_KEY=""'),
  ],
  ["config", { config: { a: { b: 1, c: "x" } } }, config("a.b=1", 'a.c="x"')],
  [
    "configOverrides as they are",
    { configOverrides: ["a=b c", 'x="y"', ""] },
    config("a=b c", 'x="y"', ""),
  ],
  [
    "configOverrides after config",
    { config: { a: 1 }, configOverrides: ["a=2"] },
    config("a=1", "a=2"),
  ],
  [
    "the thread's config upon the client's",
    { config: { a: { b: 1, c: 1 }, d: 1 }, thread: { config: { a: { c: 2 }, e: 2 } } },
    config("a.b=1", "a.c=2", "d=1", "e=2"),
  ],
  [
    "one table of both, where it goes inline",
    { config: { a: { "x.y": 1 } }, thread: { config: { a: { z: 2 } } } },
    config('a={"x.y" = 1, z = 2}'),
  ],
  // As with the peer, "" is not given.
  [
    "empty strings",
    {
      baseUrl: "",
      thread: {
        model: "",
        threadSource: "",
        sandboxMode: "" as "read-only",
        workingDirectory: "",
        profile: "",
        modelReasoningEffort: "" as "low",
        webSearchMode: "" as "live",
        approvalPolicy: "" as "never",
      },
      turn: { cyberAccessProgram: "" as "standard" },
      schemaPath: "",
    },
    [],
  ],
  [
    "developerInstructions that are empty: none, in place of the user's",
    thread({ developerInstructions: "" }),
    config('developer_instructions=""'),
  ],
  // Values that look like flags
  [
    "values that begin with a dash",
    {
      thread: {
        model: "-m",
        workingDirectory: "--full-auto",
        additionalDirectories: ["-a", "b"],
        profile: "-",
      },
      images: ["-i.png", "a.png"],
    },
    [
      "--model=-m",
      "--cd=--full-auto",
      "--add-dir=-a",
      "--add-dir",
      "b",
      "--profile=-",
      "--image=-i.png",
      "--image",
      "a.png",
    ],
  ],
  // Images, resume and fork
  ["images", { images: ["a.png", "b c.png"] }, ["--image", "a.png", "--image", "b c.png"]],
  ["resume", { origin: RESUME }, ["resume", ID]],
  ["images after resume", { origin: RESUME, images: ["a.png"] }, [
    "resume",
    ID,
    "--image",
    "a.png",
  ]],
  ["fork, which is told to read stdin", { origin: FORK }, ["fork", ID, "-"]],
  ["images of a fork", { origin: FORK, images: ["a.png"] }, ["fork", ID, "--image", "a.png", "-"]],
  [
    "no threadSource on resume",
    { origin: RESUME, thread: { threadSource: "user", model: "m" } },
    ["--model", "m", "resume", ID],
  ],
  [
    "threadSource on fork",
    { origin: FORK, thread: { threadSource: "user" } },
    ["--thread-source", "user", "fork", ID, "-"],
  ],
];

for (const [what, asked, args] of TABLE) {
  Deno.test(`execArgs() for ${what}`, () => assertEquals(argsOf(asked), args));
}

Deno.test("execArgs() puts all flags before resume, and images after it", () => {
  const all: Asked = {
    origin: RESUME,
    images: ["a.png"],
    config: { c: 1 },
    configOverrides: ["o=1"],
    baseUrl: "u",
    hideApiKey: true,
    schemaPath: "s",
    thread: {
      model: "m",
      threadSource: "t",
      sandboxMode: "workspace-write",
      workingDirectory: "w",
      additionalDirectories: ["d"],
      profile: "p",
      skipGitRepoCheck: true,
      ephemeral: true,
      ignoreUserConfig: true,
      ignoreRules: true,
      modelReasoningEffort: "low",
      networkAccessEnabled: true,
      webSearchMode: "live",
      webSearchEnabled: false,
      approvalPolicy: "on-request",
      config: { d: 2 },
    },
    turn: { cyberAccessProgram: "daybreak_blue", outputSchema: {}, timeoutMs: 1 },
  };
  const args = argsOf(all);
  assertEquals(args, [
    ...config("c=1", "d=2", "o=1", 'openai_base_url="u"'),
    ...config('shell_environment_policy.set.CODEX_API_KEY=""'),
    ...["--model", "m", "--sandbox", "workspace-write", "--cd", "w", "--add-dir", "d"],
    ...["--profile", "p", "--skip-git-repo-check", "--ephemeral", "--ignore-user-config"],
    ...["--ignore-rules", "--output-schema", "s", "--cyber-access-program", "daybreak_blue"],
    ...config('model_reasoning_effort="low"', "sandbox_workspace_write.network_access=true"),
    ...config('web_search="live"', 'approval_policy="on-request"'),
    ...["resume", ID, "--image", "a.png"],
  ]);
});

Deno.test("execArgs() never names the prompt", () => {
  for (const origin of [{ type: "start" }, RESUME, FORK] as const) {
    assertEquals(argsOf({ origin }).some((arg) => arg.includes("prompt")), false);
  }
});

Deno.test("execArgs() gives a configuration key that begins with a dash as a value, not as a flag", () => {
  // Measured on Codex 0.169: `--config -a=1` ends with "unexpected argument '-a' found".
  for (const asked of [{ config: { "-a": 1 } }, { configOverrides: ["-a=1"] }]) {
    assertEquals(argsOf(asked), ["--config=-a=1"]);
  }
});

const REFUSED: [option: string, asked: Asked][] = [
  ["model", thread({ model: "a\0b" })],
  ["model", thread({ model: 7 as unknown as string })],
  ["threadSource", thread({ threadSource: "\0" })],
  ["sandboxMode", thread({ sandboxMode: "\0" as "read-only" })],
  ["workingDirectory", thread({ workingDirectory: "/a\0" })],
  ["additionalDirectories", thread({ additionalDirectories: ["/a", "/b\0"] })],
  ["profile", thread({ profile: "\0" })],
  ["cyberAccessProgram", { turn: { cyberAccessProgram: "\0" } as unknown as TurnOptions }],
  ["outputSchema", { schemaPath: "/tmp\0" }],
  ["configOverrides", { configOverrides: ["a=1", "b=\0"] }],
  ["configOverrides", { configOverrides: [7 as unknown as string] }],
  ["input", { images: ["a\0.png"] }],
  ["maxRequests", { turn: { maxRequests: 1 } }],
  ["config.a", { config: { a: null } as unknown as CodexConfigObject }],
  ["config.b.c", { config: { a: 1 }, thread: { config: { b: { c: NaN } } } }],
];

for (const [option, asked] of REFUSED) {
  Deno.test(`execArgs() refuses what cannot be an argument: ${option}, ${JSON.stringify(asked)}`, () => {
    assertEquals(assertThrows(() => argsOf(asked), InvalidInputError).option, option);
  });
}

Deno.test("execArgs() escapes NUL in configuration, where it is no argument of its own", () => {
  assertEquals(
    argsOf({ config: { a: "\0" }, baseUrl: "\0", thread: { approvalPolicy: "\0" as "never" } }),
    config('a="\\u0000"', 'openai_base_url="\\u0000"', 'approval_policy="\\u0000"'),
  );
});
