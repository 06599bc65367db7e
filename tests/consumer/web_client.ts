/**
 * The browser's side, in a program of its own. Compiled against the packed tarball, not run.
 *
 * @module
 */
import { type HubQuestion, WebClient, WebClientError } from "@codex-js/sdk/web/client";

const client = new WebClient("/codex", { headers: { authorization: "Bearer 1" }, fetch });

export async function follow(id: string, signal: AbortSignal): Promise<number> {
  const thread = client.thread(id);
  const { log } = await thread.read();
  let last = log.from - 1;
  for await (const { n, event } of thread.events({ after: last, signal })) {
    last = n;
    if (event.type === "item.delta") console.log(event.delta);
    if (event.type === "question") await thread.answer(event.question.id, decide(event.question));
  }
  return last;
}

function decide(question: HubQuestion): string {
  return question.kind === "command" && question.command === "ls" ? "accept" : "decline";
}

export async function ask(question: string): Promise<string> {
  try {
    const thread = await client.open({ model: "gpt-5.5" });
    const { mode } = await thread.send(question, { mode: "queue", modelReasoningEffort: "low" });
    return `${thread.id} ${mode} ${(await client.threads({ search: "a" })).length}`;
  } catch (error) {
    return error instanceof WebClientError ? `${error.status} ${error.code}` : String(error);
  }
}

// @ts-expect-error: a browser names no paths
client.thread("1").send([{ type: "local_image", path: "/etc/passwd" }]);
