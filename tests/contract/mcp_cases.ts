/**
 * MCP servers as an option, on both transports, with the real Codex.
 *
 * @module
 */
import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { mkdir, readdir, readFile } from "node:fs/promises";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { inspect } from "node:util";
import type {
  DebugEvent,
  McpServer,
  McpServers,
  McpStdioServer,
  SpawnCommand,
  ThreadItem,
  Turn,
} from "../../mod.ts";
import type { LiveItem } from "../../src/app_server/mod.ts";
import type { ResponsesScript } from "../../src/testing/mod.ts";
import { type Case, fixture, type Kit, offline } from "./case.ts";
import { onLive } from "./live_case.ts";
import { CLASSIC, type EitherOptions, inFolder, itemsOf } from "./real_case.ts";

/** What a transport is asked to do. */
interface Asked {
  readonly client?: McpServers;
  readonly thread?: EitherOptions;
  readonly script: ResponsesScript;
}

/** A turn of the real Codex, and all that could have been seen of it. */
interface Done {
  readonly turn: Turn;
  readonly debug: readonly DebugEvent[];
}

type Run = (asked: Asked) => Promise<Done>;

/** Runs `use` over exec, and live. */
async function onBoth(kit: Kit, use: (run: Run, name: "exec" | "live") => Promise<void>) {
  for (const name of ["exec", "live"] as const) {
    await use(async ({ client = {}, thread = {}, script }) => {
      const server = await kit.testing.ResponsesServer.start(script);
      const debug: DebugEvent[] = [];
      try {
        const options = {
          ...await offline(kit, server, name),
          mcpServers: client,
          debug: (event: DebugEvent) => void debug.push(event),
        };
        const ofThread = inFolder(kit, { model: CLASSIC, ...thread });
        if (name === "exec") {
          const turn = await new kit.sdk.Codex(options).startThread(ofThread).run("go");
          return { turn, debug };
        }
        const app = await kit.live.AppServer.start(options);
        try {
          return { turn: await (await app.startThread(ofThread)).run("go"), debug };
        } finally {
          await app.close();
        }
      } finally {
        await server.close();
      }
    }, name);
  }
}

/** The MCP server of the tests. */
function demo(more: Partial<McpStdioServer> = {}): McpServer {
  const args = [fixture("mcp_server.mjs")];
  return { command: "node", args, required: true, toolApproval: "approve", ...more };
}

/** Calls a tool of a server. */
function calls(kit: Kit, server: string, tool = "where", text = "TOKEN"): ResponsesScript {
  const { message, reply, toolCall } = kit.testing;
  const namespace = `mcp__${server}`;
  return [reply(toolCall(tool, { text }, { namespace })), reply(message("done"))];
}

/** What the tool has answered. */
function answered({ items }: Turn): { server: string; text: string } {
  const [call, ...more] = itemsOf(items, "mcp_tool_call");
  assertEquals(more, []);
  assert(call?.status === "completed", inspect(items, { depth: 9 }));
  const [block] = call.result?.content ?? [];
  return { server: call.server, text: block?.type === "text" ? block.text as string : "" };
}

/** How calls of tools end, one after another. */
async function statusesOf(
  kit: Kit,
  run: Run,
  server: McpServer,
  names: readonly string[],
  options: EitherOptions = {},
): Promise<string[]> {
  const { message, reply, toolCall } = kit.testing;
  const script = names.map((name) =>
    reply(toolCall(name, { text: "it" }, { namespace: "mcp__demo" }))
  );
  const thread = { ...options, mcpServers: { demo: server } };
  const { turn } = await run({ thread, script: [...script, reply(message("done"))] });
  return itemsOf(turn.items, "mcp_tool_call").map(({ tool, status }) => `${tool} ${status}`);
}

/** A server over HTTP that keeps the headers it is asked with. */
async function overHttp(use: (url: string, seen: IncomingHttpHeaders[]) => Promise<void>) {
  const seen: IncomingHttpHeaders[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    if (request.method !== "POST") return void response.writeHead(405).end();
    seen.push(request.headers);
    const { id, method, params } = JSON.parse(body);
    if (id === undefined) return void response.writeHead(202).end();
    const { protocolVersion } = params ?? {};
    const result = method === "initialize"
      ? { protocolVersion, capabilities: { tools: {} }, serverInfo: { name: "h", version: "1" } }
      : method === "tools/list"
      ? { tools: [{ name: "hi", inputSchema: { type: "object", properties: {} } }] }
      : { content: [{ type: "text", text: "hello" }] };
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ jsonrpc: "2.0", id, result }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`, seen);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** Whether a text is in a file below a folder. */
async function isKept(folder: string, text: string): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    if ((await readFile(path)).includes(text)) found.push(path);
  }
  return found;
}

/** Cases. */
export const MCP_CASES: readonly Case[] = [
  {
    name:
      "mcpServers start with their environment and folder, of client and thread, names with dots",
    run(kit) {
      return onBoth(kit, async (run) => {
        const cwd = join(kit.folder, "there");
        await mkdir(cwd, { recursive: true });
        const client = { demo: demo({ env: { TOKEN: "client-token" }, cwd }) };
        const ofClient = await run({ client, script: calls(kit, "demo") });
        const told = { value: "client-token", cwd };
        assertEquals(JSON.parse(answered(ofClient.turn).text), told);
        // A thread's server takes the place of the client's, whole; another one is beside it.
        const mcpServers = { demo: demo(), "my.server": demo({ env: { TOKEN: "thread-token" } }) };
        const thread = { mcpServers, config: { mcp_servers: { demo: { enabled: false } } } };
        const other = await run({ client, thread, script: calls(kit, "my_server") });
        assertEquals(answered(other.turn).server, "my.server");
        assertEquals(JSON.parse(answered(other.turn).text).value, "thread-token");
        const replaced = await run({ client, thread, script: calls(kit, "demo") });
        const { value, cwd: where } = JSON.parse(answered(replaced.turn).text);
        assertEquals([value, where], [null, kit.folder]);
      });
    },
  },
  {
    name: "mcpServers over HTTP get their headers and token",
    run(kit) {
      return onBoth(kit, (run) =>
        overHttp(async (url, seen) => {
          const http: McpServer = {
            url,
            headers: { "X-Key": "secret-header" },
            bearerTokenEnvVar: "CODEX_HOME",
            required: true,
            toolApproval: "approve",
          };
          const { turn } = await run({
            thread: { mcpServers: { http } },
            script: calls(kit, "http", "hi"),
          });
          assertEquals(answered(turn), { server: "http", text: "hello" });
          for (const headers of seen) {
            assertEquals(headers["x-key"], "secret-header");
            assertStringIncludes(headers.authorization ?? "", "Bearer /");
          }
          assert(seen.length >= 3);
        }));
    },
  },
  {
    name: "mcpServers: what is in env and headers is in no argument, error, log or command",
    run(kit) {
      const { message, reply, shell } = kit.testing;
      return onBoth(kit, (run, name) =>
        overHttp(async (url, seen) => {
          const mcpServers = {
            stdio: demo({ env: { TOKEN: "SECRET-of-stdio" } }),
            http: { url, headers: { Authorization: "Bearer SECRET-of-http" }, required: true },
          };
          const print = "echo [$TOKEN]; env | grep -c SECRET";
          const script = [reply(shell(print)), reply(message("done"))];
          const thread: EitherOptions = { mcpServers, sandboxMode: "danger-full-access" };
          const { turn, debug } = await run({ thread, script });
          const [command] = itemsOf(turn.items, "command_execution");
          assertEquals(command?.aggregated_output, "[]\n0\n");
          assertEquals(seen[0]?.authorization, "Bearer SECRET-of-http");
          assert(debug.some(({ type }) => type === "spawn"));
          assertEquals(JSON.stringify(debug).match(/SECRET-\w+/g), null);
          assertEquals(await isKept(join(kit.folder, name), "SECRET-of"), []);
          const failing = {
            stdio: {
              command: "node",
              args: ["-e", "console.error(process.env.TOKEN); process.exit(1)"],
              required: true,
              env: { TOKEN: "SECRET-of-stdio" },
            },
          };
          const error = await assertRejects<Error>(() =>
            run({ thread: { mcpServers: failing }, script })
          );
          const told = inspect(error, { depth: 9, showHidden: true });
          assertStringIncludes(told, "required MCP servers failed to initialize");
          assertEquals(told.match(/SECRET-\w+/g), null);
        }));
    },
  },
  {
    name: "mcpServers: toolApproval says which calls are made, of all tools or by name",
    run(kit) {
      return onBoth(kit, async (run, transport) => {
        const statuses = (server: McpServer, options?: EitherOptions) =>
          statusesOf(kit, run, server, ["remove"], options);
        assertEquals(await statuses(demo()), ["remove completed"]);
        const byTool = demo({ toolApproval: { remove: "approve" } });
        assertEquals(await statuses(byTool), ["remove completed"]);
        const asking = demo({ toolApproval: "prompt" });
        assertEquals(await statuses(asking), ["remove failed"]);
        const free = { sandboxMode: "danger-full-access" } as const;
        assertEquals(await statuses(asking, free), ["remove completed"]);
        if (transport === "exec") return;
        // Somebody can be asked, though not this, whatever the answer would be.
        const questions = { onElicitation: () => ({ action: "accept" }) } as const;
        assertEquals(await statuses(asking, { ...free, ...questions }), ["remove failed"]);
      });
    },
  },
  {
    name: "mcpServers: which tools there are, and how long they may take, is as the options say",
    run(kit) {
      return onBoth(kit, async (run) => {
        const some = demo({
          enabledTools: ["echo", "where"],
          disabledTools: ["where"],
          startupTimeoutMs: 29_500,
          toolTimeoutMs: 29_500,
        });
        const names = ["where", "remove", "echo"];
        assertEquals(await statusesOf(kit, run, some, names), ["echo completed"]);
        const hasty = demo({ toolTimeoutMs: 250 });
        assertEquals(await statusesOf(kit, run, hasty, ["hang"]), ["hang failed"]);
        const off = demo({ enabled: false, required: false });
        assertEquals(await statusesOf(kit, run, off, ["echo"]), []);
      });
    },
  },
  {
    name: "mcpServers: a large result is one text in its item, and a smaller one in a stored turn",
    async run(kit) {
      const mcpServers = { demo: demo() };
      // Twice as much comes back: as text, and structured.
      const [large, smaller] = [600_000, 40_000].map((length) => "x".repeat(length));
      const isShort = (item: ThreadItem | LiveItem | undefined) => {
        assert(item?.type === "mcp_tool_call" && item.status === "completed");
        const { content = [], structured_content } = item.result ?? {};
        const text = content[0]?.type === "text" ? content[0].text : "";
        const isText = content.length === 1 && text.includes('{"content":[{"type":"text"');
        assertEquals(structured_content === null, isText);
        return isText;
      };
      await onBoth(kit, async (run) => {
        for (const [text, wanted] of [[large, true], [smaller, false]] as const) {
          const script = calls(kit, "demo", "echo", text);
          const { turn } = await run({ thread: { mcpServers }, script });
          assertEquals(isShort(itemsOf(turn.items, "mcp_tool_call")[0]), wanted);
        }
      });
      await onLive(kit, calls(kit, "demo", "echo", smaller), async ({ app, start }) => {
        const thread = await start({ mcpServers, model: CLASSIC });
        await thread.run("go");
        const { turns } = await app.readThread(thread.id, { includeTurns: true });
        const items = turns?.[0]?.items ?? [];
        assertEquals(isShort(items.find(({ type }) => type === "mcp_tool_call")), true);
      });
    },
  },
  {
    name:
      "mcpServers: a variable that codex exec cannot hand on is refused, and nothing is started",
    async run({ sdk }) {
      const commands: SpawnCommand[] = [];
      const spawn = (command: SpawnCommand): never => {
        commands.push(command);
        throw new Error("never");
      };
      const env = { PATH: "/bin", TOKEN: "SECRET-one" };
      const rows: readonly (readonly [McpServers, string])[] = [
        [{ a: demo({ env: { CODEX_HOME: "SECRET-two" } }) }, "Codex itself uses it"],
        [{ a: demo({ env: { "a.b": "SECRET-two" } }) }, "characters other than"],
        [{ a: demo({ env: { PATH: "SECRET-two" } }) }, "has a different value"],
        [{ a: demo({ env: { TOKEN: "SECRET-two" } }) }, "has a different value"],
        [{ a: demo({ env: { A: "SECRET-1" } }), b: demo({ env: { A: "SECRET-2" } }) }, "another"],
      ];
      for (const [mcpServers, says] of rows) {
        const codex = new sdk.Codex({ spawn, env });
        const error = await assertRejects(
          () => codex.startThread({ mcpServers }).run("go"),
          sdk.InvalidInputError,
        );
        assertEquals(error.option, "mcpServers");
        assertStringIncludes(error.message, says);
        assertEquals(error.message.includes("SECRET"), false);
      }
      assertEquals(commands, []);
      // The same value is nothing to hand over.
      const same = { a: demo({ env }), b: demo({ env }) };
      await assertRejects(
        () => new sdk.Codex({ spawn, env, mcpServers: same }).startThread().run("go"),
        sdk.SpawnError,
      );
      const argv = commands[0]?.args.join(" ") ?? "";
      assertStringIncludes(argv, 'mcp_servers.a.env_vars=["PATH", "TOKEN"]');
      assertEquals(argv.includes("SECRET"), false);
    },
  },
];
