/**
 * The snippets of `@openai/codex-sdk`'s README, unchanged but for the import: `new Codex()` finds
 * Codex by itself.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import {
  type Case,
  COMPLETED,
  type Kit,
  quickCodex,
  said,
  STARTED,
  THREAD_ID,
  TURN,
  withVariable,
} from "./case.ts";
import { POSIX } from "./posix.ts";

/** Runs snippets with a Codex that answers `text`, found by `CODEX_PATH`. */
async function withCodex(kit: Kit, text: string, run: () => Promise<void>): Promise<void> {
  const path = await quickCodex(kit.folder, [STARTED, TURN, said(text), COMPLETED]);
  await withVariable("CODEX_PATH", path, run);
}

/** Cases. */
export const DROP_IN_CASES: readonly Case[] = [
  {
    name: "drop-in: quick start, streaming, images, resuming and the working directory run",
    posix: POSIX.script,
    run: (kit) =>
      withCodex(kit, "Fixed", async () => {
        const { Codex } = kit.sdk;
        const codex = new Codex();
        const thread = codex.startThread();
        const turn = await thread.run("Diagnose the test failure and propose a fix");
        assertEquals([turn.finalResponse, turn.items.length], ["Fixed", 1]);
        assertEquals((await thread.run("Implement the fix")).finalResponse, "Fixed");

        const seen: unknown[] = [];
        const { events } = await thread.runStreamed("Diagnose the test failure and propose a fix");
        for await (const event of events) {
          switch (event.type) {
            case "item.completed":
              seen.push(event.item.type);
              break;
            case "turn.completed":
              seen.push(event.usage.output_tokens);
              break;
          }
        }
        assertEquals(seen, ["agent_message", 5]);

        const image = join(kit.folder, "ui.png");
        await writeFile(image, "png");
        await thread.run([
          { type: "text", text: "Describe these screenshots" },
          { type: "local_image", path: image },
        ]);

        const resumed = codex.resumeThread(THREAD_ID);
        await resumed.run("Implement the fix");
        const folder = join(kit.folder, "project");
        await mkdir(folder);
        await codex.startThread({ workingDirectory: folder, skipGitRepoCheck: true }).run("Go");
      }),
  },
  {
    name: "drop-in: structured output, the environment and --config overrides run",
    posix: POSIX.script,
    run: (kit) =>
      withCodex(kit, '{"summary":"fine","status":"ok"}', async () => {
        const { Codex } = kit.sdk;
        const schema = {
          type: "object",
          properties: {
            summary: { type: "string" },
            status: { type: "string", enum: ["ok", "action_required"] },
          },
          required: ["summary", "status"],
          additionalProperties: false,
        } as const;
        const { PATH = "" } = process.env;
        for (
          const codex of [
            new Codex(),
            new Codex({ env: { PATH, CODEX_PATH: process.env.CODEX_PATH ?? "" } }),
            new Codex({
              config: {
                show_raw_agent_reasoning: true,
                sandbox_workspace_write: { network_access: true },
              },
            }),
            new Codex({
              config: { default_permissions: "audit" },
              configOverrides: ['permissions.audit.filesystem={":root"="read"}'],
            }),
          ]
        ) {
          const thread = codex.startThread();
          const turn = await thread.run("Summarize repository status", { outputSchema: schema });
          assertEquals(JSON.parse(turn.finalResponse).status, "ok");
        }
      }),
  },
];
