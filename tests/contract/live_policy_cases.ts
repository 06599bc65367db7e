/**
 * What an approval tells of the files that are really written to, policies made of that, and refusals
 * with words.
 *
 * @module
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { access, mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ApprovalRequest, LiveThreadOptions, OnApproval } from "../../src/app_server/mod.ts";
import type { Case } from "./case.ts";
import { completedOf, demoServer, eventsOf, onLive, OWN_FOLDER_ONLY } from "./live_case.ts";
import { POSIX } from "./posix.ts";
import { CLASSIC } from "./real_case.ts";

const exists = (path: string) => access(path).then(() => true, () => false);
const patchOf = (text: string) => `*** Begin Patch\n${text}*** End Patch\n`;
const MOVE = (from: string, to: string) =>
  patchOf(`*** Update File: ${from}\n*** Move to: ${to}\n@@\n-before\n+after\n`);

/** Cases. */
export const LIVE_POLICY_CASES: readonly Case[] = [
  {
    name: "live: a file approval tells where files are moved to, and where links lead",
    posix: POSIX.shell,
    run(kit) {
      const { message, patch, reply } = kit.testing;
      const work = join(kit.folder, "work");
      const out = join(kit.folder, "out");
      // Each patch, where it is said to write, and whether that is inside.
      const patches: readonly (readonly [string, readonly string[], boolean])[] = [
        [MOVE("a.txt", "b.txt"), [join(work, "a.txt"), join(work, "b.txt")], true],
        [MOVE("a.txt", join(out, "a.txt")), [join(work, "a.txt"), join(out, "a.txt")], false],
        [MOVE("a.txt", "link/a.txt"), [join(work, "a.txt"), join(out, "a.txt")], false],
        [patchOf("*** Add File: link/new.txt\n+x\n"), [join(out, "new.txt")], false],
        [patchOf("*** Add File: dangling\n+x\n"), [join(out, "none")], false],
        [patchOf("*** Add File: ../out/up.txt\n+x\n"), [join(out, "up.txt")], false],
        [patchOf("*** Add File: link/../in.txt\n+x\n"), [join(work, "in.txt")], true],
        [patchOf("*** Add File: .git/hooks/x\n+x\n"), [join(work, ".git/hooks/x")], false],
        [patchOf("*** Add File: new/deep.txt\n+x\n"), [join(work, "new/deep.txt")], true],
      ];
      const script = patches.flatMap(([text]) => [reply(patch(text)), reply(message("done"))]);
      return onLive(kit, script, async ({ start }) => {
        for (const path of [work, out]) await mkdir(path);
        await symlink("../out", join(work, "link"));
        await symlink(join(out, "none"), join(work, "dangling"));
        const { allow, insideWorkspace, pathsOf } = kit.live;
        const inside = allow({ files: "inside" });
        const asked: ApprovalRequest[] = [];
        const thread = await start({
          workingDirectory: work,
          sandboxMode: "workspace-write",
          approvalPolicy: "untrusted",
          model: CLASSIC,
          onApproval: (request) => {
            asked.push(request);
            return inside(request);
          },
        });
        for (const [text, paths, isInside] of patches) {
          await writeFile(join(work, "a.txt"), "before\n");
          const seen = await eventsOf(await thread.runStreamed("go"));
          const [request] = asked.splice(0);
          assert(request !== undefined, text);
          assertEquals([pathsOf(request), insideWorkspace(request)], [paths, isInside], text);
          assertEquals(request.workspace, [work]);
          const [item] = completedOf(seen);
          assert(item?.type === "file_change");
          assertEquals([item.id, item.status], [
            request.itemId,
            isInside ? "completed" : "declined",
          ], text);
        }
        assertEquals(await exists(join(work, "new/deep.txt")), true);
        for (const name of ["a.txt", "new.txt", "none", "up.txt"]) {
          assertEquals(await exists(join(out, name)), false, name);
        }
      });
    },
  },
  {
    name:
      "live: allow() runs the commands that are named, in the real shell's wrapping, and no others",
    posix: POSIX.shell,
    run(kit) {
      const { message, reply, shell } = kit.testing;
      const commands: readonly (readonly [string, boolean])[] = [
        ["touch named", true],
        ["touch named other", true],
        ["touch named; touch more", false],
        ["touch 'named'", false],
        ["touch named $(touch more)", false],
        ["X=1 touch named", false],
        ["touch more", false],
      ];
      const script = commands.flatMap(([text]) => [reply(shell(text)), reply(message("done"))]);
      return onLive(kit, script, async ({ start }) => {
        const asked: (string | null)[] = [];
        const policy = kit.live.allow({ commands: ["touch named *"] });
        const thread = await start({
          ...OWN_FOLDER_ONLY,
          sandboxMode: "workspace-write",
          approvalPolicy: "untrusted",
          model: CLASSIC,
          onApproval: (request) => {
            asked.push(request.itemId);
            return policy(request);
          },
        });
        for (const [text, allowed] of commands) {
          const seen = await eventsOf(await thread.runStreamed("go"));
          const [item] = completedOf(seen);
          assert(item?.type === "command_execution", text);
          assertEquals([item.status, [item.id]], [
            allowed ? "completed" : "declined",
            asked.splice(0),
          ], text);
        }
        assertEquals(await exists(join(kit.folder, "more")), false);
      });
    },
  },
  {
    name: "live: the words of a refusal are in the model's next request, whatever was asked for",
    posix: POSIX.shell,
    run(kit) {
      const { message, patch, reply, shell, toolCall } = kit.testing;
      const add = patchOf("*** Add File: new.txt\n+x\n");
      const calls = [
        shell("touch made"),
        patch(add),
        toolCall("remove", { text: "it" }, { namespace: "mcp__demo" }),
        toolCall("request_permissions", { permissions: { network: { enabled: true } } }),
      ];
      const kinds = ["command", "file_change", "mcp_tool", "permissions"];
      const script = calls.flatMap((call) => [reply(call), reply(message("I see"))]);
      const options: LiveThreadOptions = {
        sandboxMode: "read-only",
        approvalPolicy: "on-request",
        model: CLASSIC,
        config: {
          features: { request_permissions_tool: true },
          suppress_unstable_features_warning: true,
        },
      };
      return onLive(kit, script, async ({ server, start }) => {
        const onApproval: OnApproval = ({ kind }) => {
          return { decision: "decline", message: `No ${kind}, ask Ada` };
        };
        const thread = await start({ ...options, onApproval });
        // Where the policy trusts no command, each is asked for.
        const wary = await start({ ...options, approvalPolicy: "untrusted", onApproval });
        for (const [index, kind] of kinds.entries()) {
          const on = kind === "command" ? wary : thread;
          const seen = await eventsOf(await on.runStreamed("go"));
          const request = server.requests[2 * index + 1];
          assertStringIncludes(request?.texts.join("\n") ?? "", `No ${kind}, ask Ada`);
          assertEquals(seen.at(-1)?.type, "turn.completed", kind);
          const said = completedOf(seen).at(-1);
          assert(said?.type === "agent_message" && said.text === "I see", kind);
        }
        assertEquals(server.requests.length, 2 * kinds.length);
      }, { config: { mcp_servers: { demo: demoServer("auto") } } });
    },
  },
  {
    name: "live: questions name the item that waits for them",
    run(kit) {
      const { message, reply, toolCall } = kit.testing;
      const call = (tool: string) =>
        reply(toolCall(tool, { text: "it" }, { namespace: "mcp__demo" }));
      const script = [call("remove"), call("ask"), reply(message("done"))];
      return onLive(kit, script, async ({ start }) => {
        const ids: (string | null)[] = [];
        const thread = await start({
          approvalPolicy: "on-request",
          model: CLASSIC,
          onApproval: (request) => {
            ids.push(request.itemId);
            return "accept";
          },
          onElicitation: (request) => {
            ids.push(request.itemId);
            return { action: "decline" };
          },
        });
        const items = completedOf(await eventsOf(await thread.runStreamed("go")));
        assertEquals(ids, items.filter(({ type }) => type === "mcp_tool_call").map(({ id }) => id));
        assertEquals(ids.length, 2);
      }, { config: { mcp_servers: { demo: demoServer("auto") } } });
    },
  },
];
