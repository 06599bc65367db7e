/**
 * Functions of the host program that Codex calls over `exec`.
 *
 * @module
 */
import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { connect } from "node:net";
import type { CodexOptions, Spawn, SpawnCommand, ThreadOptions } from "../../mod.ts";
import { type Case, COMPLETED, said, STARTED, TURN } from "./case.ts";
import { POSIX } from "./posix.ts";
import { inFolder, itemsOf, onServer, PNG } from "./real_case.ts";

const CITY = {
  type: "object",
  properties: { city: { type: "string" } },
  required: ["city"],
  additionalProperties: false,
};
/** How the model's service has to name a tool's server. */
const NAMESPACE = { namespace: "mcp__host_tools" };

/** Cases of tools over exec. */
export const TOOL_CASES: readonly Case[] = [
  {
    name: "exec tools are called by the real Codex, with what they return for the model",
    async run(kit) {
      const { message, reply, toolCall } = kit.testing;
      const calls: unknown[] = [];
      const weather = kit.sdk.tool({
        name: "get_weather",
        description: "The weather in a city",
        parameters: CITY,
        execute: ({ city }, { threadId, callId }) => {
          calls.push([city, threadId.length, callId !== ""]);
          return {
            content: [
              { type: "text", text: `Sunny in ${city}` },
              { type: "image", url: `data:image/png;base64,${PNG}` },
            ],
          };
        },
      });
      const script = [
        reply(toolCall("get_weather", { city: "Rome" }, NAMESPACE)),
        reply(message("Sunny")),
      ];
      await onServer(kit, script, async ({ codex, server }) => {
        const thread = codex.startThread(inFolder(kit, { tools: [weather] }));
        const { items } = await thread.run("How is the weather?");
        assertEquals(calls, [["Rome", 36, true]]);
        const [call] = itemsOf(items, "mcp_tool_call");
        assertEquals([call?.server, call?.tool, call?.status], [
          "host_tools",
          "get_weather",
          "completed",
        ]);
        assertStringIncludes(JSON.stringify(server.requests[1]?.body), "Sunny in Rome");
      });
    },
  },
  {
    name: "exec tools that throw are failed calls, which the model is told of",
    async run(kit) {
      const { message, reply, toolCall } = kit.testing;
      const broken = kit.sdk.tool({
        name: "broken",
        description: "Breaks",
        parameters: CITY,
        execute: () => {
          throw new Error("the sensor is wet");
        },
      });
      const script = [
        reply(toolCall("broken", { city: "Rome" }, NAMESPACE)),
        reply(message("A pity")),
      ];
      await onServer(kit, script, async ({ codex, server }) => {
        const thread = codex.startThread(inFolder(kit, { tools: [broken] }));
        const { items } = await thread.run("How is the weather?");
        assertEquals(itemsOf(items, "mcp_tool_call").map(({ status }) => status), ["failed"]);
        assertStringIncludes(JSON.stringify(server.requests[1]?.body), "the sensor is wet");
      });
    },
  },
  {
    name: "exec tools keep their token from the model's commands",
    posix: POSIX.sandbox,
    async run(kit) {
      const { message, reply, shell } = kit.testing;
      const tools = [
        kit.sdk.tool({ name: "t", description: "", parameters: CITY, execute: () => "never" }),
      ];
      const look = "cat /proc/[0-9]*/environ 2>/dev/null | tr '\\0' '\\n' | grep -c TOOL_TOKEN=.";
      const script = [
        reply(shell(`echo "token:$CODEX_SDK_TOOL_TOKEN: $(${look})"`)),
        reply(message("Nothing")),
      ];
      await onServer(kit, script, async ({ codex, server }) => {
        await codex.startThread(inFolder(kit, { tools })).run("Look for it");
        assertStringIncludes(JSON.stringify(server.requests[1]?.outputs), "token:: 0");
      });
    },
  },
  {
    name: "exec tools learn of a stop, and nobody answers at their address after it",
    async run(kit) {
      const { reply, toolCall } = kit.testing;
      const controller = new AbortController();
      let given: AbortSignal | null = null;
      const slow = kit.sdk.tool({
        name: "slow",
        description: "Takes its time",
        parameters: CITY,
        execute: (_args, { signal }) => {
          given = signal;
          queueMicrotask(() => controller.abort());
          return new Promise((resolve) => signal.addEventListener("abort", () => resolve("")));
        },
      });
      const script = [reply(toolCall("slow", { city: "Rome" }, NAMESPACE))];
      await onServer(kit, script, async ({ codex }) => {
        const thread = codex.startThread(inFolder(kit, { tools: [slow] }));
        const { signal } = controller;
        await assertRejects(() => thread.run("Go", { signal }), kit.sdk.AbortError);
        assertEquals((given as AbortSignal | null)?.aborted, true);
      });
    },
  },
  {
    name: "exec tools answer nobody but Codex",
    async run({ sdk }) {
      const tools = [
        sdk.tool({ name: "t", description: "", parameters: CITY, execute: () => "never" }),
      ];
      let seen: { url: string; token: string; argv: string } | null = null;
      const statuses: Record<string, number> = {};
      const spawn: Spawn = async (command) => {
        seen = addressOf(command);
        const { url, token } = seen;
        const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/list", params: {} });
        const right = { authorization: `Bearer ${token}`, "content-type": "application/json" };
        const ask = async (name: string, headers: Record<string, string>, init = {}) => {
          const response = await fetch(url, { method: "POST", headers, body, ...init });
          statuses[name] = response.status;
          return await response.text();
        };
        await ask("no token", { "content-type": "application/json" });
        await ask("another token", { ...right, authorization: `Bearer ${"0".repeat(64)}` });
        await ask("a page of a browser", { ...right, origin: "http://127.0.0.1" });
        await ask("another type", { ...right, "content-type": "text/plain" });
        await ask("a list", right, { body: `[${body}]` });
        await ask("no message", right, { body: "{}" });
        await ask("GET", right, { method: "GET", body: undefined });
        assertStringIncludes(await ask("Codex", right), '"name":"t"');
        return plainTurn();
      };
      await new sdk.Codex({ spawn }).startThread({ tools }).run("Go");
      assertEquals(statuses, {
        "no token": 401,
        "another token": 401,
        "a page of a browser": 403,
        "another type": 415,
        "a list": 400,
        "no message": 400,
        "GET": 405,
        "Codex": 200,
      });
      const { url, token, argv } = seen as unknown as { url: string; token: string; argv: string };
      assert(!argv.includes(token), "the token is no argument");
      await assertRejects(() => fetch(url, { method: "POST" }));
    },
  },
  {
    name: "exec tools keep nothing of what a stranger sends: they refuse before they read it",
    async run({ sdk }) {
      const tools = [
        sdk.tool({ name: "t", description: "", parameters: CITY, execute: () => "never" }),
      ];
      const answers: string[] = [];
      const spawn: Spawn = async (command) => {
        const { host, port } = new URL(addressOf(command).url);
        for (const method of ["POST", "PUT"]) {
          const head = [`${method} /mcp HTTP/1.1`, `host: ${host}`, "content-length: 9", "", ""];
          answers.push(await firstLine(Number(port), head.join("\r\n")));
        }
        return plainTurn();
      };
      await new sdk.Codex({ spawn }).startThread({ tools }).run("Go");
      assertEquals(answers, ["HTTP/1.1 401 Unauthorized", "HTTP/1.1 401 Unauthorized"]);
    },
  },
  {
    name: "exec tools leave it to Codex to end a connection: its next call may be on the way",
    async run({ sdk }) {
      const tools = [
        sdk.tool({ name: "t", description: "", parameters: CITY, execute: () => "never" }),
      ];
      // How long a connection may be idle; without it, as long as the server is there.
      const limits: (string | null)[] = [];
      const spawn: Spawn = async (command) => {
        const response = await fetch(addressOf(command).url, { method: "POST", body: "{}" });
        limits.push(response.headers.get("keep-alive"));
        await response.text();
        return plainTurn();
      };
      await new sdk.Codex({ spawn }).startThread({ tools }).run("Go");
      assertEquals(limits, [null]);
    },
  },
  {
    name: "exec tools are called by fakeCodex() too",
    async run({ sdk, testing: { callsTool, fakeCodex, item, turn } }) {
      const spawn = fakeCodex([
        turn(callsTool("add", { a: 2, b: 3 }), item.agentMessage("five")),
      ]);
      const add = sdk.tool({
        name: "add",
        description: "Adds",
        inputSchema: { type: "object" },
        execute: ({ a, b }) => Number(a) + Number(b),
      });
      const { items } = await new sdk.Codex({ spawn }).startThread({ tools: [add] }).run("2 + 3?");
      const content = [{ type: "text" as const, text: "5" }];
      assertEquals(items.map((item) => item.type === "mcp_tool_call" ? item.result : item.type), [
        { content, structured_content: null },
        "agent_message",
      ]);
      assertEquals(spawn.calls[0]?.toolAnswers, [{ content, isError: false }]);
    },
  },
  {
    name: "exec tools are refused where two have one name",
    async run({ sdk }) {
      const one = sdk.tool({ name: "one", description: "", parameters: CITY, execute: () => "" });
      const spawn: Spawn = () => {
        throw new Error("never");
      };
      const thread = new sdk.Codex({ spawn }).startThread({ tools: [one, one] });
      const error = await assertRejects(() => thread.run("Go"), sdk.InvalidInputError);
      assertEquals(error.option, "tools");
      assertStringIncludes(error.message, "two tools named one");
    },
  },
  {
    name: "exec tools put no MCP server of the caller's out of its place",
    async run({ sdk }) {
      const one = sdk.tool({ name: "one", description: "", parameters: CITY, execute: () => "" });
      const spawn: Spawn = () => {
        throw new Error("never");
      };
      const mcpServers = { host_tools: { command: "server" } };
      const config = { mcp_servers: mcpServers };
      const dotted = { "mcp_servers.host_tools": { command: "server" } };
      const configOverrides = ['mcp_servers.host_tools.command="server"'];
      const cases: readonly [CodexOptions, ThreadOptions, string][] = [
        [{ mcpServers }, { mcpServers }, "mcpServers"],
        [{}, { mcpServers }, "mcpServers"],
        [{ config }, {}, "config"],
        [{}, { config }, "config"],
        [{ config: dotted }, {}, "config"],
        [{ configOverrides }, {}, "configOverrides"],
        ...[
          'mcp_servers={host_tools={command="server"}}',
          'mcp_servers = { one = { command = "a}", args = ["{", \'"\'] }, "host_tools" = {} }',
          'mcp_servers={one={command="server"},host_tools.command="server"}',
        ].map((inline): [CodexOptions, ThreadOptions, string] => [
          { configOverrides: [inline] },
          {},
          "configOverrides",
        ]),
      ];
      for (const [client, options, option] of cases) {
        const codex = new sdk.Codex({ spawn, ...client });
        const thread = codex.startThread({ tools: [one], ...options });
        const error = await assertRejects(() => thread.run("Go"), sdk.InvalidInputError);
        assertEquals(error.option, option);
        assertStringIncludes(error.message, "host_tools");
      }
      const other = { mcp_servers: { host_tools_2: { command: "server" } } };
      const beside = new sdk.Codex({ spawn, config: other }).startThread({ tools: [one] });
      assertStringIncludes((await assertRejects(() => beside.run("Go"), Error)).message, "never");
      const inline =
        'mcp_servers={one={command="{host_tools=1}",env={host_tools="1"}},host_tools_2={}}';
      const named = new sdk.Codex({ spawn, configOverrides: [inline] });
      const go = () => named.startThread({ tools: [one] }).run("Go");
      assertStringIncludes((await assertRejects(go, Error)).message, "never");
      const without = new sdk.Codex({ spawn, mcpServers }).startThread();
      assertStringIncludes((await assertRejects(() => without.run("Go"), Error)).message, "never");
    },
  },
];

/** Where the tools are, as the arguments and the environment of Codex have it. */
function addressOf({ args, env }: SpawnCommand): { url: string; token: string; argv: string } {
  const argv = args.join("\n");
  const url = /mcp_servers\.host_tools=.*?url ?= ?"([^"]+)"/.exec(argv)?.[1] ?? "";
  const variable = /bearer_token_env_var ?= ?"([^"]+)"/.exec(argv)?.[1] ?? "";
  return { url, token: env[variable] ?? "", argv };
}

/** A process that says the events of a plain turn. */
function plainTurn(): ReturnType<Spawn> {
  const bytes = (text: string) => new Response(text).body as ReadableStream<Uint8Array>;
  const lines = [STARTED, TURN, said("ok"), COMPLETED].map((event) => JSON.stringify(event));
  return {
    stdin: new WritableStream(),
    stdout: bytes(`${lines.join("\n")}\n`),
    stderr: bytes(""),
    exited: Promise.resolve({ code: 0, signal: null }),
    kill: () => {},
  };
}

/** The first line of what is answered to bytes, on a connection that stays open meanwhile. */
function firstLine(port: number, sent: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(sent));
    let answer = "";
    socket.on("error", reject);
    socket.on("close", () => reject(new Error(`closed after ${JSON.stringify(answer)}`)));
    socket.on("data", (bytes) => {
      answer += bytes;
      if (!answer.includes("\r\n")) return;
      resolve(answer.slice(0, answer.indexOf("\r\n")));
      socket.destroy();
    });
  });
}
