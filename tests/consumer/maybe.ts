/**
 * Options that may be there or not, as programs with `exactOptionalPropertyTypes` pass them on.
 * Compiled against the packed tarball, not run.
 *
 * @module
 */
import { Codex, type ThreadOptions, type TurnOptions } from "@codex-js/sdk";
import { AppServer, type LiveThreadOptions } from "@codex-js/sdk/app-server";

/** What another program's own settings may hold. */
export interface Settings {
  readonly model?: string | undefined;
  readonly sandboxMode?: "read-only" | "workspace-write" | undefined;
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly apiKey?: string | undefined;
}

export async function ask(prompt: string, settings: Settings): Promise<string> {
  const { model, sandboxMode, timeoutMs, signal, apiKey } = settings;
  const thread: ThreadOptions = { model, sandboxMode, additionalDirectories: undefined };
  const turn: TurnOptions = { timeoutMs, signal, repair: undefined };
  const { finalResponse } = await new Codex({ apiKey, env: undefined, spawn: undefined })
    .startThread(thread).run(prompt, { ...turn, outputSchema: undefined });
  return finalResponse;
}

export async function talk(prompt: string, settings: Settings): Promise<string> {
  const { model, sandboxMode, timeoutMs, signal, apiKey } = settings;
  const server = await AppServer.start({
    apiKey,
    requestTimeoutMs: timeoutMs,
    clientInfo: undefined,
  });
  try {
    const options: LiveThreadOptions = {
      model,
      sandboxMode,
      tools: undefined,
      onApproval: undefined,
    };
    const thread = await server.startThread(options);
    for await (const _ of server.listThreads({ workingDirectory: undefined, limit: undefined }));
    return (await thread.run(prompt, { model, timeoutMs, signal })).finalResponse;
  } finally {
    await server.close();
  }
}
