import { assertEquals, assertThrows } from "@std/assert";
import { InvalidInputError } from "../../../src/core/vocabulary/errors.ts";
import type { McpServers } from "../../../src/core/vocabulary/mcp_servers.ts";
import {
  mcpByEnvironment,
  mcpConfig,
  mcpSecrets,
  mergeServers,
  withServers,
} from "../../../src/launch/command/mcp_servers.ts";

const SERVERS: McpServers = {
  files: {
    command: "files",
    args: ["--all"],
    cwd: "/w",
    env: { FILES_KEY: "key-1" },
    enabled: true,
    startupTimeoutMs: 1_500,
    enabledTools: ["read"],
    toolApproval: "approve",
  },
  far: {
    url: "https://h/mcp",
    bearerTokenEnvVar: "FAR_TOKEN",
    headers: { "x-key": "Bearer key-2", "x-other": "key-3" },
    required: true,
    toolTimeoutMs: 30_000,
    disabledTools: ["write"],
    toolApproval: { read: "approve", write: "prompt" },
  },
  plain: { command: "plain" },
  // Empty strings count as not given.
  near: { command: "", url: "http://127.0.0.1/mcp", headers: { "x-near": "key-5" } } as never,
};

/** What both channels tell of them. */
const COMMON = {
  files: {
    command: "files",
    args: ["--all"],
    cwd: "/w",
    enabled: true,
    startup_timeout_sec: 1.5,
    enabled_tools: ["read"],
    default_tools_approval_mode: "approve",
  },
  far: {
    url: "https://h/mcp",
    bearer_token_env_var: "FAR_TOKEN",
    required: true,
    tool_timeout_sec: 30,
    disabled_tools: ["write"],
    tools: { read: { approval_mode: "approve" }, write: { approval_mode: "prompt" } },
  },
  plain: { command: "plain" },
  near: { url: "http://127.0.0.1/mcp" },
};

const none = () => undefined;

Deno.test("mcpConfig() has the servers with their secrets", () => {
  assertEquals(mcpConfig(SERVERS), {
    ...COMMON,
    files: { ...COMMON.files, env: { FILES_KEY: "key-1" } },
    far: {
      ...COMMON.far,
      http_headers: { "x-key": "Bearer key-2", "x-other": "key-3" },
    },
    near: { ...COMMON.near, http_headers: { "x-near": "key-5" } },
  });
});

Deno.test("mcpByEnvironment() has the servers without their secrets, which are variables", () => {
  const { config, env } = mcpByEnvironment(SERVERS, none, "linux");
  const [one, two] = ["CODEX_SDK_MCP_HEADER_1", "CODEX_SDK_MCP_HEADER_2"];
  const three = "CODEX_SDK_MCP_HEADER_3";
  assertEquals(config, {
    ...COMMON,
    files: { ...COMMON.files, env_vars: ["FILES_KEY"] },
    far: { ...COMMON.far, env_http_headers: { "x-key": one, "x-other": two } },
    near: { ...COMMON.near, env_http_headers: { "x-near": three } },
  });
  assertEquals(Object.values(env), ["key-1", "Bearer key-2", "key-3", "key-5"]);
  assertEquals(Object.keys(env), ["FILES_KEY", one, two, three]);
});

Deno.test("mcpByEnvironment() sets no variable that Codex's environment has already", () => {
  const servers = { a: { command: "a", env: { LANG: "C", MINE: "1" } } };
  const current = (name: string) => name === "LANG" ? "C" : undefined;
  assertEquals(mcpByEnvironment(servers, current, "linux"), {
    config: { a: { command: "a", env_vars: ["LANG", "MINE"] } },
    env: { MINE: "1" },
  });
});

const using = (...envs: Record<string, string>[]): McpServers =>
  Object.fromEntries(envs.map((env, at) => [`s${at}`, { command: "x", env }]));

Deno.test("mcpByEnvironment() takes one name for two servers if it has one value", () => {
  const { env } = mcpByEnvironment(using({ A: "1" }, { A: "1", a: "2" }), none, "linux");
  assertEquals(env, { A: "1", a: "2" });
});

const REFUSED: [what: string, servers: McpServers, platform: string, says: string][] = [
  ["two values for one name", using({ A: "1" }, { A: "2" }), "linux", "a different value"],
  ["the same on Windows, in another case", using({ A: "1" }, { a: "2" }), "win32", "a different"],
  ["another value than Codex's", using({ LANG: "de" }), "linux", "a different value"],
  ["a name with a dot", using({ "A.B": "1" }), "linux", "characters other than"],
  ["a variable of Codex's", using({ CODEX_HOME: "/h" }), "linux", "Codex itself uses it"],
  ["a key of Codex's", using({ openai_api_key: "k" }), "linux", "Codex itself uses it"],
  ["a variable of the linker", using({ LD_PRELOAD: "x.so" }), "linux", "Codex itself uses it"],
  ["a proxy", using({ https_proxy: "http://p" }), "linux", "Codex itself uses it"],
];

for (const [what, servers, platform, says] of REFUSED) {
  Deno.test(`mcpByEnvironment() refuses ${what}`, () => {
    const current = (name: string) => name === "LANG" ? "C" : undefined;
    const error = assertThrows(
      () => mcpByEnvironment(servers, current, platform),
      InvalidInputError,
      says,
    );
    assertEquals(error.option, "mcpServers");
  });
}

Deno.test("mcpSecrets() are the values of variables and headers, tokens, and what is in them", () => {
  assertEquals(mcpSecrets(SERVERS, { FAR_TOKEN: "token-4", OTHER: "other" }).sort(), [
    "Bearer",
    "Bearer key-2",
    "key-1",
    "key-2",
    "key-3",
    "key-3",
    "key-5",
    "key-5",
    "token-4",
  ]);
  assertEquals(mcpSecrets(SERVERS).includes("token-4"), false);
  assertEquals(mcpSecrets(undefined), []);
});

Deno.test("mergeServers() and withServers() replace a server as a whole", () => {
  const [old, fresh] = [{ command: "a", cwd: "/w" }, { command: "b" }];
  assertEquals(mergeServers({ x: old, y: old }, { x: fresh }), { x: fresh, y: old });
  assertEquals(mergeServers(undefined, undefined), {});
  const config = { a: 1, mcp_servers: { x: old, y: old } };
  assertEquals(withServers(config, { x: fresh }), { a: 1, mcp_servers: { x: fresh, y: old } });
  assertEquals(withServers({ a: 1 }, { x: fresh }), { a: 1, mcp_servers: { x: fresh } });
  assertEquals(withServers({ mcp_servers: [1] }, { x: fresh }), { mcp_servers: { x: fresh } });
  assertEquals(withServers(config, {}), config);
});
