/**
 * A program written for `@openai/codex-sdk`: its README's snippets, with one import changed.
 * Compiled against the packed tarball, not run.
 *
 * @module
 */
import process from "node:process";
import { Codex } from "@codex-js/sdk";

export async function quickstart(): Promise<void> {
  const codex = new Codex();
  const thread = codex.startThread();
  const turn = await thread.run("Diagnose the test failure and propose a fix");

  console.log(turn.finalResponse);
  console.log(turn.items);

  const nextTurn = await thread.run("Implement the fix");
  console.log(nextTurn.usage?.input_tokens);
}

export async function streaming(): Promise<void> {
  const thread = new Codex().startThread();
  const { events } = await thread.runStreamed("Diagnose the test failure and propose a fix");

  for await (const event of events) {
    switch (event.type) {
      case "item.completed":
        console.log("item", event.item);
        if (event.item.type === "command_execution") console.log(event.item.aggregated_output);
        break;
      case "turn.completed":
        console.log("usage", event.usage.output_tokens);
        break;
      case "turn.failed":
        console.error(event.error.message);
        break;
    }
  }
}

export async function structuredOutput(): Promise<void> {
  const schema = {
    type: "object",
    properties: {
      summary: { type: "string" },
      status: { type: "string", enum: ["ok", "action_required"] },
    },
    required: ["summary", "status"],
    additionalProperties: false,
  } as const;

  const turn = await new Codex().startThread().run("Summarize repository status", {
    outputSchema: schema,
  });
  console.log(turn.finalResponse);
}

export async function images(): Promise<void> {
  const turn = await new Codex().startThread().run([
    { type: "text", text: "Describe these screenshots" },
    { type: "local_image", path: "./ui.png" },
    { type: "local_image", path: "./diagram.jpg" },
  ]);
  console.log(turn.finalResponse);
}

export async function resume(): Promise<void> {
  const savedThreadId = process.env.CODEX_THREAD_ID!;
  const thread = new Codex().resumeThread(savedThreadId);
  await thread.run("Implement the fix", { signal: new AbortController().signal });
  const id: string | null = thread.id;
  console.log(id);
}

export const thread = new Codex().startThread({
  model: "gpt-5",
  sandboxMode: "workspace-write",
  workingDirectory: "/path/to/project",
  skipGitRepoCheck: true,
  modelReasoningEffort: "high",
  networkAccessEnabled: true,
  webSearchMode: "cached",
  approvalPolicy: "never",
  additionalDirectories: ["/path/to/other"],
});

export const codex = new Codex({
  baseUrl: "https://example.com/v1",
  apiKey: "key",
  codexPathOverride: "/usr/local/bin/codex",
  env: {
    PATH: "/usr/local/bin",
  },
  config: {
    show_raw_agent_reasoning: true,
    sandbox_workspace_write: { network_access: true },
  },
  configOverrides: ['permissions.audit.filesystem={":root"="read","/path/to/project/.env"="deny"}'],
});
