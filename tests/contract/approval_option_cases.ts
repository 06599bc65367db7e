/**
 * Who is asked for approval, and what commands may touch: granular policies, reviewers and profiles.
 *
 * @module
 */
import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ApprovalRequest } from "../../src/app_server/mod.ts";
import type { RecordedRequest, Reply } from "../../src/testing/mod.ts";
import { type Case, type Kit, offline } from "./case.ts";
import { onLive, OWN_FOLDER_ONLY } from "./live_case.ts";
import { POSIX } from "./posix.ts";
import { CLASSIC, type EitherOptions, inFolder, onServer } from "./real_case.ts";

/**
 * Runs a command outside the sandbox, if somebody allows it; plays the reviewer as well.
 *
 * @param attempts How often it tries.
 */
function escaping(
  kit: Kit,
  path: string,
  outcome: string,
  attempts = 1,
): (request: RecordedRequest) => Reply {
  const { message, reply, toolCall } = kit.testing;
  return ({ outputs, body }) => {
    if (JSON.stringify(body.text ?? {}).includes("risk_level")) {
      const risk = { risk_level: "low", user_authorization: "high", rationale: "as asked" };
      return reply(message(JSON.stringify({ outcome, ...risk })));
    }
    if (outputs.length >= attempts) return reply(message("done"));
    return reply(toolCall("exec_command", {
      cmd: `touch '${path}'`,
      sandbox_permissions: "require_escalated",
      justification: "to write",
    }));
  };
}

/** Writes by a command. */
function writing(kit: Kit, path: string): (request: RecordedRequest) => Reply {
  const { message, reply, shell } = kit.testing;
  return ({ outputs }) => reply(outputs.length > 0 ? message("done") : shell(`touch '${path}'`));
}

/** Runs a turn over exec and one live, and tells which of the files there are then. */
async function made(
  kit: Kit,
  options: EitherOptions,
  script: (path: string) => (request: RecordedRequest) => Reply,
): Promise<string[]> {
  const out = join(kit.folder, "out");
  await mkdir(out, { recursive: true });
  const before = await readdir(out);
  const work = join(kit.folder, "work");
  await mkdir(work, { recursive: true });
  const thread = inFolder(kit, { model: CLASSIC, workingDirectory: work, ...options });
  const [exec, live] = [`exec-${before.length}`, `live-${before.length}`];
  await onServer(kit, script(join(out, exec)), async ({ codex }) => {
    await codex.startThread(thread).run("go");
  });
  await onLive(kit, script(join(out, live)), async ({ app }) => {
    await (await app.startThread(thread)).run("go");
  });
  const after = await readdir(out);
  return after.filter((name) => !before.includes(name)).map((name) => name.split("-")[0] as string)
    .sort();
}

/**
 * The documents' table: of a command that reads, one that writes in the working directory, one that writes
 * elsewhere and one that wants to leave the sandbox, which are asked for (?), and which of those that
 * write have written (!) when everything is accepted. Not all that may be: with "untrusted" an accepted
 * command may run outside the sandbox, or not.
 */
const ASKED = {
  "read-only": {
    never: ["", "", "", ""],
    "on-request": ["", "", "", "?!"],
    untrusted: ["?", "?", "?", "?"],
  },
  "workspace-write": {
    never: ["", "!", "", ""],
    "on-request": ["", "!", "", "?!"],
    untrusted: ["?", "?", "?", "?"],
  },
  "danger-full-access": {
    never: ["", "!", "!", ""],
    "on-request": ["", "!", "!", "!"],
    untrusted: ["?", "?", "?", "?"],
  },
} as const;

/** Cases. */
export const APPROVAL_OPTION_CASES: readonly Case[] = [
  {
    name: 'approvalsReviewer "auto_review" has a model answer, on both transports',
    posix: POSIX.sandbox,
    async run(kit) {
      const reviewed: EitherOptions = { approvalsReviewer: "auto_review" };
      const both = ["exec", "live"];
      const run = (options: EitherOptions, outcome: string) =>
        made(kit, options, (path) => escaping(kit, path, outcome));
      assertEquals(await run(reviewed, "allow"), both);
      assertEquals(await run(reviewed, "deny"), []);
      assertEquals(await run({ ...reviewed, approvalPolicy: "never" }, "allow"), []);
      assertEquals(await run({ approvalsReviewer: "user" }, "allow"), []);
      assertEquals(await run({}, "allow"), []);
    },
  },
  {
    name:
      "live: a turn that a reviewer's refusals have ended says what was refused, and that they did",
    posix: POSIX.sandbox,
    run(kit) {
      const script = escaping(kit, join(kit.folder, "out"), "deny", Infinity);
      return onLive(kit, script, async ({ start }) => {
        const thread = await start({ model: CLASSIC, approvalsReviewer: "auto_review" });
        const error = await assertRejects(() => thread.run("go"), kit.live.InterruptedError);
        const reasons = error.items.flatMap((item) => item.type === "error" ? [item.message] : []);
        const last = reasons.pop() ?? "";
        assertStringIncludes(reasons[0] ?? "", "Automatic approval review denied");
        assertStringIncludes(last, "interrupting the turn");
      });
    },
  },
  {
    name: "live: sandbox and policy decide what is asked for, as the documents' table has it",
    posix: POSIX.sandbox,
    run(kit) {
      const { message, reply, shell } = kit.testing;
      const script = (request: RecordedRequest): Reply => {
        if (request.outputs.length > 0) return reply(message("done"));
        const prompt = request.texts.findLast((text) => /^(read|write|leave) /.test(text)) ?? "";
        const [, verb, path = ""] = /^(\w+) (.*)$/.exec(prompt) ?? [];
        if (verb === "read") return reply(shell("ls -la"));
        return verb === "write"
          ? reply(shell(`touch '${path}'`))
          : escaping(kit, path, "deny")(request);
      };
      return onLive(kit, script, async ({ start }) => {
        const [inside, outside] = [join(kit.folder, "in"), join(kit.folder, "out")];
        for (const folder of [inside, outside]) await mkdir(folder);
        for (const sandboxMode of ["read-only", "workspace-write", "danger-full-access"] as const) {
          for (const approvalPolicy of ["never", "on-request", "untrusted"] as const) {
            const folders = [inside, inside, outside, outside];
            const row = await Promise.all(folders.map(async (folder, index) => {
              const name = `${sandboxMode}-${approvalPolicy}-${index}`;
              let asked = 0;
              const thread = await start({
                model: CLASSIC,
                workingDirectory: inside,
                sandboxMode,
                approvalPolicy,
                ...OWN_FOLDER_ONLY,
                onApproval: () => {
                  asked++;
                  return "accept";
                },
              });
              const verb = ["read", "write", "write", "leave"][index];
              await thread.run(`${verb} ${join(folder, name)}`);
              const there = (await readdir(folder)).includes(name);
              const isOpen = approvalPolicy === "untrusted";
              return `${"?".repeat(asked)}${there && !isOpen ? "!" : ""}`;
            }));
            assertEquals(
              row,
              [...ASKED[sandboxMode][approvalPolicy]],
              `${sandboxMode}, ${approvalPolicy}`,
            );
          }
        }
      });
    },
  },
  {
    name: "approvalPolicy takes what is asked for one by one",
    posix: POSIX.sandbox,
    async run(kit) {
      const out = join(kit.folder, "out");
      for (const isAsked of [true, false]) {
        const granular = { sandbox_approval: isAsked, rules: false, mcp_elicitations: false };
        const asked: ApprovalRequest[] = [];
        await onLive(kit, escaping(kit, `${out}-${isAsked}`, "deny"), async ({ start }) => {
          const thread = await start({
            model: CLASSIC,
            approvalPolicy: { granular },
            onApproval: (request) => {
              asked.push(request);
              return "accept";
            },
          });
          await thread.run("go");
        });
        assertEquals(asked.length, isAsked ? 1 : 0);
      }
      const left = (await readdir(kit.folder)).filter((name) => name.startsWith("out"));
      assertEquals(left, ["out-true"]);
      const { message, reply } = kit.testing;
      await onServer(kit, [reply(message("ok"))], async ({ server, codex }) => {
        const granular = { sandbox_approval: true, rules: true, mcp_elicitations: true };
        await codex.startThread(inFolder(kit, { approvalPolicy: { granular } })).run("go");
        assertStringIncludes(
          server.requests[0]?.instructions ?? "",
          "Approval policy is currently never",
        );
      });
    },
  },
  {
    name: "permissionProfile decides what commands may touch, as does the user's own",
    posix: POSIX.sandbox,
    async run(kit) {
      const home = (await offline(kit, { url: "" })).env.CODEX_HOME as string;
      const out = join(kit.folder, "out");
      const toml = (mine: string) =>
        `default_permissions = ${JSON.stringify(mine)}
[permissions.writer]
extends = ":read-only"
[permissions.writer.filesystem]
${JSON.stringify(out)} = "write"
`;
      const config = join(home, "config.toml");
      const run = (options: EitherOptions) => made(kit, options, (path) => writing(kit, path));
      const both = ["exec", "live"];
      await writeFile(config, toml(":read-only"));
      assertEquals(await run({ permissionProfile: "writer" }), both);
      assertEquals(await run({}), []);
      await writeFile(config, toml("writer"));
      assertEquals(await run({}), both);
      assertEquals(await run({ permissionProfile: ":read-only" }), []);
      assertEquals(await run({ sandboxMode: "read-only" }), []);
      // A thread that may write does not mark its folder as trusted.
      assertEquals(await readFile(config, "utf8"), toml("writer"));
      const names = (act: () => Promise<unknown>) => assertRejects<Error>(act, kit.sdk.CodexError);
      await onLive(kit, () => kit.testing.reply(kit.testing.message("ok")), async ({ start }) => {
        const none = await start({ permissionProfile: "nobody" });
        const error = await names(() => none.run("go"));
        assertStringIncludes(error.message, "undefined profile `nobody`");
      });
    },
  },
  {
    name: "permissionProfile beside what it takes the place of is refused, on both transports",
    async run({ sdk, live, testing: { fakeCodex } }) {
      const spawn = fakeCodex([]);
      const app = await live.AppServer.start({ spawn });
      const codex = new sdk.Codex({ spawn });
      try {
        const rows: readonly EitherOptions[] = [
          { sandboxMode: "read-only" },
          { networkAccessEnabled: false },
          { additionalDirectories: ["/"] },
        ];
        for (const other of rows) {
          const options = { ...other, permissionProfile: ":workspace" };
          const acts = [
            () => codex.startThread(options).run("go"),
            () => app.startThread(options),
          ];
          for (const act of acts) {
            const error = await assertRejects<Error>(act, sdk.InvalidInputError);
            assertStringIncludes(error.message, `replaces ${Object.keys(other)[0]}`);
          }
        }
      } finally {
        await app.close();
      }
    },
  },
];
