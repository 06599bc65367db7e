/**
 * Options that may be there or not, as programs with `exactOptionalPropertyTypes` pass them on.
 * Compiled against the packed tarball, not run.
 *
 * @module
 */
import { Codex, type ThreadOptions, type TurnOptions } from "@codex-js/sdk";
import { allow, AppServer, type LiveThreadOptions } from "@codex-js/sdk/app-server";
import { fakeCodex, httpError, item, message, reply, shell, turn } from "@codex-js/sdk/testing";
import { uiMessageResponse, type UIStreamEvent } from "@codex-js/sdk/web";
import { WebClient } from "@codex-js/sdk/web/client";

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
    await server.request("thread/read", { threadId: thread.id }, { signal, timeoutMs });
    server.notifications({ methods: undefined });
    allow({ commands: undefined, files: undefined });
    for await (const _ of server.listThreads({ workingDirectory: undefined, limit: undefined }));
    return (await thread.run(prompt, { model, timeoutMs, signal })).finalResponse;
  } finally {
    await server.close();
  }
}

export function show(
  events: AsyncIterable<UIStreamEvent>,
  status: number | undefined,
  headers: Record<string, string> | undefined,
): [WebClient, Response] {
  const client = new WebClient("/codex", { headers, fetch: undefined });
  const response = uiMessageResponse(events, {
    status,
    headers,
    keepAliveMs: undefined,
    errorText: undefined,
  });
  return [client, response];
}

export function stage(
  text: string,
  phase: "commentary" | undefined,
  cwd: string | undefined,
): unknown {
  const said = item.agentMessage(text, { phase });
  const ran = item.commandExecution("ls", { cwd, exitCode: undefined });
  const spawn = fakeCodex([turn(said, ran)]);
  const replies = [
    reply(message(text, { phase, deltaMs: undefined }), { delayMs: undefined }),
    reply(shell("ls", { workdir: cwd, yieldMs: undefined })),
    httpError(500, { message: undefined, retryAfter: undefined, body: undefined }),
  ];
  return [spawn, replies];
}
