/**
 * Names of the host's tools that Codex keeps for itself.
 *
 * @module
 */
import { assert, assertEquals, assertRejects } from "@std/assert";
import type { Case, Kit } from "./case.ts";
import { type Live, onLive } from "./live_case.ts";
import { CLASSIC } from "./real_case.ts";

/** Names that an older Codex does not have, and since which one (0.N). */
const SINCE: Readonly<Record<string, number>> = { send_message_to_user_async: 171 };

/** Those of the names under which the model is offered the host's tool. Not by `startThread()`, which refuses. */
async function offered(
  { app, server }: Live,
  cwd: string,
  model: string | null,
  names: readonly string[],
): Promise<string[]> {
  const describe = (name: string) => `The host's own ${name}.`;
  const { thread } = await app.request("thread/start", {
    cwd,
    model,
    dynamicTools: names.map((name) => ({
      type: "function" as const,
      name,
      description: describe(name),
      inputSchema: { type: "object", properties: {} },
    })),
  }) as { thread: { id: string } };
  const told = app.notifications();
  const requests = server.requests.length;
  await app.request("turn/start", {
    threadId: thread.id,
    input: [{ type: "text", text: "go", text_elements: [] }],
  });
  for await (const { method } of told) if (method === "turn/completed") break;
  const body = JSON.stringify(server.requests[requests]?.body);
  return names.filter((name) => body.includes(describe(name)));
}

/** The version of Codex that runs: 171 for 0.171.0. */
function version({ server }: Live): number {
  const agent = server.requests[0]?.headers["user-agent"] ?? "";
  return Number(/\/0\.(\d+)\./.exec(agent)?.[1]);
}

const named = (kit: Kit, name: string) =>
  kit.live.tool({ name, description: "x", parameters: { type: "object" }, execute: () => "x" });

/** Cases. */
export const LIVE_TOOL_NAME_CASES: readonly Case[] = [
  {
    name: "live: each reserved name of a tool is one that Codex does not offer as the host's",
    run(kit) {
      const { message, reply } = kit.testing;
      return onLive(kit, () => reply(message("done")), async (live) => {
        const names = [...kit.live.RESERVED_TOOL_NAMES, "get_weather", "a-b", "a_b"];
        const scripted = await offered(live, kit.folder, null, names);
        const called = await offered(live, kit.folder, CLASSIC, names);
        const both = names.filter((name) => scripted.includes(name) && called.includes(name));
        const newer = names.filter((name) => (SINCE[name] ?? 0) > version(live));
        assertEquals(both, [...newer, "get_weather", "a-b"]);
      });
    },
  },
  {
    name: "live: tools of reserved names, and those that scripts cannot tell apart, are refused",
    run(kit) {
      return onLive(kit, [], async ({ start }) => {
        const refused: readonly (readonly string[])[] = [
          ...kit.live.RESERVED_TOOL_NAMES.map((name) => [name]),
          ["view-image"],
          ["mcp"],
          ["mcp__x"],
          ["mcp--x"],
          ["a-b", "a_b"],
          ["a", "a"],
        ];
        for (const names of refused) {
          const error = await assertRejects(
            () => start({ tools: names.map((name) => named(kit, name)) }),
            kit.sdk.InvalidInputError,
          );
          assertEquals(error.option, "tools");
          assert(names.every((name) => error.message.includes(name)), error.message);
        }
      });
    },
  },
];
