import { assert, assertEquals } from "@std/assert";
import { Client } from "npm:@modelcontextprotocol/sdk@1.32.2/client/index.js";
import { StreamableHTTPClientTransport } from "npm:@modelcontextprotocol/sdk@1.32.2/client/streamableHttp.js";
import { denoHost } from "../../../src/adapters/deno.ts";
import { tool } from "../../../src/core/schema/tool.ts";
import { serveTools, TOKEN_VARIABLE } from "../../../src/exec/tools/tool_server.ts";

const PNG = "iVBORw0KGgo=";

Deno.test({
  name: "serveTools() speaks as the protocol's own client expects it",
  // That client keeps the response of a refused GET open.
  sanitizeResources: false,
  sanitizeOps: false,
  async fn() {
    const weather = tool({
      name: "get_weather",
      description: "The weather in a city",
      parameters: { type: "object", properties: { city: { type: "string" } } },
      execute: ({ city }) =>
        city === "Atlantis" ? Promise.reject(new Error("no such city")) : {
          content: [
            { type: "text", text: `Sunny in ${city}` },
            { type: "image", url: `data:image/png;base64,${PNG}` },
            { type: "image", url: "https://example.com/a.png" },
          ],
        },
    });
    const server = await serveTools(denoHost(), [weather]);
    const url = /url ?= ?"([^"]+)"/.exec(server.overrides[0] ?? "")?.[1] ?? "";
    const headers = { authorization: `Bearer ${server.env[TOKEN_VARIABLE]}` };
    const client = new Client({ name: "test", version: "1" });
    try {
      await client.connect(
        new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }),
      );
      await client.ping();
      const { tools } = await client.listTools();
      assertEquals(
        tools.map((tool: { name: string; description?: string }) => [tool.name, tool.description]),
        [
          ["get_weather", "The weather in a city"],
        ],
      );
      const call = (city: string) => client.callTool({ name: "get_weather", arguments: { city } });
      const found = await call("Rome");
      assertEquals(found.isError, false);
      assertEquals(found.content, [
        { type: "text", text: "Sunny in Rome" },
        { type: "image", mimeType: "image/png", data: PNG },
        { type: "resource_link", uri: "https://example.com/a.png", name: "image" },
      ]);
      const lost = await call("Atlantis");
      assertEquals([lost.isError, lost.content], [
        true,
        [{ type: "text", text: "Error: no such city" }],
      ]);
      const unknown = await client.callTool({ name: "other", arguments: {} });
      assert(unknown.isError);
    } finally {
      await client.close();
      await server.close();
    }
  },
});
