/**
 * Options of the agent and its model, on both transports, as the real Codex sends them on.
 *
 * @module
 */
import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { RecordedRequest } from "../../src/testing/mod.ts";
import { type Case, type Kit, offline } from "./case.ts";
import { onLive } from "./live_case.ts";
import { CLASSIC, type EitherOptions, impatient, inFolder, onServer } from "./real_case.ts";

/** What two turns of a thread ask the model's service, over exec and live. */
async function asked(
  kit: Kit,
  options: EitherOptions,
): Promise<(readonly [string, RecordedRequest])[]> {
  const { message, reply } = kit.testing;
  const script = [reply(message("one")), reply(message("two"))];
  const thread = inFolder(kit, { model: CLASSIC, ...options });
  const exec = await onServer(kit, script, async ({ server, codex }) => {
    const one = codex.startThread(thread);
    for (const prompt of ["one", "two"]) await one.run(prompt);
    return [...server.requests];
  });
  const live = await onLive(kit, script, async ({ server, start }) => {
    const one = await start(thread);
    for (const prompt of ["one", "two"]) await one.run(prompt);
    return [...server.requests];
  });
  assertEquals([exec.length, live.length], [2, 2]);
  return [
    ...exec.map((request) => ["exec", request] as const),
    ...live.map((request) => ["live", request] as const),
  ];
}

/** Cases. */
export const AGENT_OPTION_CASES: readonly Case[] = [
  {
    name: "config.personality none takes a section out of the instructions",
    async run(kit) {
      for (const personality of ["friendly", "none"]) {
        for (const [transport, request] of await asked(kit, { config: { personality } })) {
          const isThere = request.instructions.includes("# Personality");
          assertEquals(isThere, personality === "friendly", `${personality}, ${transport}`);
        }
      }
    },
  },
  {
    name: "instructions, service tier, summary and verbosity reach the model in every turn",
    async run(kit) {
      const options: EitherOptions = {
        developerInstructions: 'Speak "Latin"\nalways',
        serviceTier: "flex",
        summary: "detailed",
        verbosity: "high",
      };
      for (const [transport, { body, instructions }] of await asked(kit, options)) {
        const { summary } = body.reasoning as { summary?: string };
        const { verbosity } = body.text as { verbosity?: string };
        assertEquals(
          [body.service_tier, summary, verbosity],
          ["flex", "detailed", "high"],
          transport,
        );
        assertStringIncludes(instructions, 'Speak "Latin"\nalways');
        assertStringIncludes(instructions, "You are Codex");
      }
    },
  },
  {
    name: "developerInstructions take the place of the user's, and so does none at all",
    async run(kit) {
      await mkdir(join(kit.folder, "home"));
      const toml = 'developer_instructions = "The user\'s own"\n';
      await writeFile(join(kit.folder, "home", "config.toml"), toml);
      const rows = [[undefined, true], ["Be brief", false], ["", false]] as const;
      for (const [developerInstructions, ofUser] of rows) {
        for (const [transport, request] of await asked(kit, { developerInstructions })) {
          const told = request.instructions.includes("The user's own");
          assertEquals(told, ofUser, `${transport}: ${developerInstructions}`);
        }
      }
    },
  },
  {
    name: "baseInstructions take the place of the agent's own, and leave no file",
    async run(kit) {
      // The user's own would win over `instructions` of the configuration.
      await mkdir(join(kit.folder, "home"));
      const file = join(kit.folder, "users.md");
      await writeFile(file, "The user's own");
      const toml = `model_instructions_file = ${JSON.stringify(file)}\n`;
      await writeFile(join(kit.folder, "home", "config.toml"), toml);
      for (const [, request] of await asked(kit, { baseInstructions: "Answer in verse" })) {
        assert(request.instructions.startsWith("Answer in verse"), request.instructions);
        assertEquals(/You are Codex|The user's own/.test(request.instructions), false);
      }
      const files: string[] = [];
      const { fakeCodex, item, turn } = kit.testing;
      const fake = fakeCodex([turn(item.agentMessage("ok"))]);
      const codex = new kit.sdk.Codex({
        spawn: (command) => {
          files.push(...command.files);
          return fake(command);
        },
      });
      await codex.startThread({ baseInstructions: "Answer in verse" }).run("hello");
      assertEquals(files.length, 1);
      await assertRejects(() => readdir(dirname(files[0] as string)));
    },
  },
  {
    name:
      "modelProvider chooses who serves the model; one that is not configured is refused by Codex",
    async run(kit) {
      const { message, reply, ResponsesServer } = kit.testing;
      const other = await ResponsesServer.start(() => reply(message("the other")));
      try {
        const { model_providers } = impatient(other.url);
        const config = { model_providers: model_providers ?? {} };
        const options = { ...await offline(kit, { url: "http://127.0.0.1:9/v1" }), config };
        const codex = new kit.sdk.Codex(options);
        const app = await kit.live.AppServer.start(options);
        try {
          const thread = inFolder(kit, { modelProvider: "impatient" });
          assertEquals((await codex.startThread(thread).run("go")).finalResponse, "the other");
          const live = await app.startThread(thread);
          assertEquals((await live.run("go")).finalResponse, "the other");
          const none = inFolder(kit, { modelProvider: "nobody" });
          const refused = [
            () => codex.startThread(none).run("go"),
            () => app.startThread(none),
          ];
          for (const act of refused) {
            const error = await assertRejects<Error>(act, kit.sdk.CodexError);
            assertStringIncludes(error.message, "Model provider `nobody` not found");
          }
        } finally {
          await app.close();
        }
      } finally {
        await other.close();
      }
    },
  },
  {
    name: "live: service tier and summary of a turn stay for the next ones",
    run(kit) {
      const { message, reply } = kit.testing;
      const script = [reply(message("one")), reply(message("two"))];
      return onLive(kit, script, async ({ server, start }) => {
        const thread = await start({ model: CLASSIC });
        await thread.run("one", { serviceTier: "flex", summary: "concise" });
        await thread.run("two");
        for (const { body } of server.requests) {
          const { summary } = body.reasoning as { summary?: string };
          assertEquals([body.service_tier, summary], ["flex", "concise"]);
        }
      });
    },
  },
  {
    name: "live: service tier and summary of a turn stay, also in place of the thread's own",
    run(kit) {
      const { message, reply } = kit.testing;
      const script = ["one", "two", "three"].map((text) => reply(message(text)));
      return onLive(kit, script, async ({ server, start }) => {
        const thread = await start({
          model: CLASSIC,
          modelReasoningEffort: "low",
          serviceTier: "fast",
          summary: "detailed",
        });
        await thread.run("one");
        await thread.run("two", {
          modelReasoningEffort: "high",
          serviceTier: "flex",
          summary: "concise",
        });
        await thread.run("three");
        const sent = server.requests.map(({ body }) => {
          const { effort, summary } = body.reasoning as { effort?: string; summary?: string };
          return [effort, body.service_tier, summary];
        });
        const later = ["high", "flex", "concise"];
        assertEquals(sent, [["low", "priority", "detailed"], later, later]);
      });
    },
  },
];
