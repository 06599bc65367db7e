/**
 * What Codex asks for beside the sandbox. Codex 0.169 has its tools for that under development: they
 * are switched on by name.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { ApprovalRequest, LiveThreadOptions } from "../../src/app_server/mod.ts";
import type { RecordedRequest, Reply } from "../../src/testing/mod.ts";
import type { Case, Kit } from "./case.ts";
import { answering } from "./live_approval_cases.ts";
import { completedOf, eventsOf, onLive, openItems, OWN_FOLDER_ONLY } from "./live_case.ts";
import { POSIX, quoted } from "./posix.ts";
import { CLASSIC, itemsOf } from "./real_case.ts";

const OPTIONS: LiveThreadOptions = {
  sandboxMode: "workspace-write",
  model: CLASSIC,
  config: {
    ...OWN_FOLDER_ONLY.config,
    features: { request_permissions_tool: true, exec_permission_approvals: true },
    suppress_unstable_features_warning: true,
  },
};

/** Each answer: where the turn that asked could write, where the next one could, and how the first ended. */
const ANSWERS = [
  { decision: "accept", now: true, later: false, end: "turn.completed" },
  { decision: "accept_for_session", now: true, later: true, end: "turn.completed" },
  { decision: "decline", now: false, later: false, end: "turn.completed" },
  { decision: "throw", now: false, later: false, end: "turn.completed" },
  { decision: "nonsense", now: false, later: false, end: "turn.completed" },
  { decision: "nothing", now: false, later: false, end: "turn.completed" },
  { decision: "cancel", now: false, later: false, end: "turn.interrupted" },
] as const;

/** Replies to "ask <folder>" by a request to write there, then by writing "now"; to "write <folder>" by writing "later". */
function writing(kit: Kit) {
  const { message, reply, shell, toolCall } = kit.testing;
  return ({ texts, body }: RecordedRequest): Reply => {
    // Not the last text: messages of Codex's own hold the date, and may come behind it at midnight.
    const prompt = texts.findLast((text) => /^(ask|write) /.test(text)) ?? "";
    const [, verb, folder = ""] = prompt.match(/^(\w+) (.*)$/s) ?? [];
    const input = body.input as readonly { readonly type?: string; readonly role?: string }[];
    const said = input.findLastIndex((item) =>
      item.role === "user" && JSON.stringify(item).includes(JSON.stringify(prompt))
    );
    const answers = input.slice(said).filter(({ type }) => type === "function_call_output").length;
    if (verb === "write") {
      return reply(answers === 0 ? shell(`touch ${quoted(`${folder}/later`)}`) : message("done"));
    }
    if (answers === 0) {
      const permissions = { file_system: { write: [folder] } };
      return reply(toolCall("request_permissions", { permissions, reason: "to write" }));
    }
    return reply(answers === 1 ? shell(`touch ${quoted(`${folder}/now`)}`) : message("done"));
  };
}

/** Cases. */
export const LIVE_PERMISSION_CASES: readonly Case[] = [
  {
    name: "live: each answer to a permissions approval has its effect, for the turn or the session",
    posix: POSIX.shell,
    run(kit) {
      return onLive(kit, writing(kit), async ({ start }) => {
        await Promise.all(ANSWERS.map(async ({ decision, now, later, end }) => {
          const asked: ApprovalRequest[] = [];
          const folder = join(kit.folder, "outside", decision);
          const workingDirectory = join(kit.folder, "inside", decision);
          for (const path of [folder, workingDirectory]) await mkdir(path, { recursive: true });
          const options = { ...OPTIONS, ...answering(decision, asked), workingDirectory };
          const thread = await start(options);
          const seen = await eventsOf(await thread.runStreamed(`ask ${folder}`));
          assertEquals([seen.at(-1)?.type, openItems(seen)], [end, []], decision);
          await thread.run(`write ${folder}`);
          const made = [...later ? ["later"] : [], ...now ? ["now"] : []];
          assertEquals((await readdir(folder)).sort(), made, decision);
          const wanted = decision === "nothing" ? 0 : 1;
          assertEquals(asked.length, wanted, `${decision}: ${JSON.stringify(asked)}`);
          const [request] = asked;
          if (request === undefined) return;
          assert(request.kind === "permissions");
          const { threadId, reason, cwd, permissions } = request;
          assertEquals([threadId, reason, cwd], [thread.id, "to write", workingDirectory]);
          const { fileSystem } = permissions as { fileSystem: { write: unknown } };
          assertEquals(fileSystem.write, [folder]);
        }));
      });
    },
  },
  {
    name:
      "live: a command that wants more than the sandbox's permissions says which, and gets no rule",
    posix: POSIX.shell,
    run(kit) {
      const { message, reply, toolCall } = kit.testing;
      const folder = join(kit.folder, "outside");
      const workingDirectory = join(kit.folder, "inside");
      const call = (name: string) =>
        reply(toolCall("exec_command", {
          cmd: `touch ${quoted(`${folder}/${name}`)}`,
          sandbox_permissions: "with_additional_permissions",
          additional_permissions: { file_system: { write: [folder] } },
        }));
      // Codex proposes a rule that would let the command run outside the sandbox for good.
      const decisions = ["accept", "decline", "accept_with_amendment"] as const;
      const script = decisions.flatMap((name) => [call(name), reply(message("done"))]);
      return onLive(kit, script, async ({ start }) => {
        for (const path of [folder, workingDirectory]) await mkdir(path);
        const thread = await start({ ...OPTIONS, workingDirectory });
        for (const decision of decisions) {
          const asked: ApprovalRequest[] = [];
          const turn = await thread.runStreamed("go", answering(decision, asked));
          const [item] = itemsOf(completedOf(await eventsOf(turn)), "command_execution");
          assertEquals(item?.status, decision === "accept" ? "completed" : "declined");
          const [request] = asked;
          assert(request?.kind === "command");
          const wanted = request.additionalPermissions as { fileSystem: { write: unknown } };
          assertEquals([wanted.fileSystem.write, request.proposedAmendment], [[folder], null]);
        }
        assertEquals(await readdir(folder), ["accept"]);
        assert(!(await readdir(join(kit.folder, "home"))).includes("rules"), "no rule");
      });
    },
  },
];
