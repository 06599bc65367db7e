import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { denoHost } from "../../src/adapters/deno.ts";
import { tool } from "../../src/core/schema/tool.ts";
import type { TurnSink } from "../../src/core/ports/transport.ts";
import { CodexError } from "../../src/core/vocabulary/errors.ts";
import type { CodexOptions, ThreadOptions } from "../../src/core/vocabulary/options.ts";
import type { SpawnCommand } from "../../src/core/vocabulary/spawn.ts";
import { TOKEN_VARIABLE } from "../../src/exec/tools/tool_server.ts";
import { ExecTransport } from "../../src/exec/transport.ts";

/** The command that a custom `spawn` gets for a turn. */
async function commandFor(
  options: CodexOptions,
  thread: ThreadOptions = {},
): Promise<SpawnCommand> {
  let command: SpawnCommand | undefined;
  const spawn = (given: SpawnCommand): never => {
    command = given;
    throw new CodexError("enough");
  };
  const transport = new ExecTransport({ ...options, spawn }, () => Promise.resolve(denoHost()));
  const request = {
    origin: { type: "start" },
    input: { prompt: "hi", images: [] },
    thread,
    turn: {},
  } as const;
  await assertRejects(() => transport.run(request, {} as TurnSink).done, CodexError, "enough");
  return command as unknown as SpawnCommand;
}

const tools = [
  tool({ name: "t", description: "", parameters: { type: "object" }, execute: () => "" }),
];

Deno.test("ExecTransport has Codex reach tools and MCP servers on this machine without the proxy", async () => {
  const env = { HTTP_PROXY: "http://proxy:8080" };
  const exempt = async (client: CodexOptions, thread?: ThreadOptions) =>
    (await commandFor({ env, ...client }, thread)).env.NO_PROXY;
  const near = { near: { url: "http://localhost:4000/mcp" } };
  const far = { far: { url: "https://mcp.example.com" }, program: { command: "server" } };
  assertEquals(await exempt({}), undefined);
  assertEquals(await exempt({}, { tools }), "127.0.0.1");
  assertEquals(await exempt({ mcpServers: near }), "localhost");
  assertEquals(await exempt({ mcpServers: far }, { mcpServers: near }), "localhost");
  assertEquals(await exempt({ mcpServers: far }), undefined);
});

Deno.test("ExecTransport gives Codex the secrets of tools and MCP servers by its environment alone", async () => {
  const mcpServers = { files: { command: "files", env: { FILES_KEY: "key-12345678" } } };
  const { env, args } = await commandFor({ env: { A: "1" } }, { tools, mcpServers });
  const token = env[TOKEN_VARIABLE] ?? "";
  assertMatch(token, /^[0-9a-f]{64}$/);
  assertEquals([env.A, env.FILES_KEY], ["1", "key-12345678"]);
  const told = args.join(" ");
  assertEquals([told.includes(token), told.includes("key-12345678")], [false, false]);
  for (const name of [TOKEN_VARIABLE, "FILES_KEY"]) {
    assertEquals(args.includes(`shell_environment_policy.set.${name}=""`), true, name);
  }
});

Deno.test("ExecTransport names the program to a custom spawn as the caller does", async () => {
  assertEquals((await commandFor({})).command, "codex");
  assertEquals((await commandFor({ codexPathOverride: "" })).command, "codex");
  assertEquals((await commandFor({ codexPathOverride: "/far/codex" })).command, "/far/codex");
});
