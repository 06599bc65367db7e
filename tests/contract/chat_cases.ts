/**
 * Chats of `useChat` on the real Codex, behind a server of each runtime.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { access } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { UIMessageChunk } from "../../src/web/mod.ts";
import type { Case } from "./case.ts";
import { POSIX, quoted } from "./posix.ts";
import { CLASSIC } from "./real_case.ts";
import { onWeb, type Web } from "./web_case.ts";

/** Whether a file is there. */
const exists = (path: string) => access(path).then(() => true, () => false);

/** Longer than any case. */
const NEVER_MS = 600_000;

/** Asks about every command. */
const UNTRUSTED = {
  approvalPolicy: "untrusted",
  sandboxMode: "workspace-write",
  model: CLASSIC,
} as const;

/** The chunks of an answer, until one is of a type, or to the end; then the reader leaves. */
async function chunksOf(response: Response, last?: string): Promise<UIMessageChunk[]> {
  assertEquals(response.status, 200);
  assertEquals(response.headers.get("x-vercel-ai-ui-message-stream"), "v1");
  assert(response.body !== null);
  const decoder = new TextDecoder();
  const reader = response.body.getReader();
  const chunks: UIMessageChunk[] = [];
  for (let text = "";;) {
    const { done, value } = await reader.read();
    if (done) throw new Error(`the stream broke off: ${text}`);
    text += decoder.decode(value, { stream: true });
    const events = text.split("\n\n");
    text = events.pop() ?? "";
    for (const event of events) {
      if (event === "data: [DONE]") {
        await reader.cancel();
        return chunks;
      }
      if (event.startsWith("data: ")) chunks.push(JSON.parse(event.slice(6)));
      if (last === undefined || chunks.at(-1)?.type !== last) continue;
      await reader.cancel();
      return chunks;
    }
  }
}

/** Says something in a chat. */
const says = ({ ask }: Web, text: string) =>
  ask("POST", "/chat", {
    id: "chat",
    messages: [{ id: "u", role: "user", parts: [{ type: "text", text }] }],
    trigger: "submit-message",
  });

function only<T extends UIMessageChunk["type"]>(
  chunks: readonly UIMessageChunk[],
  type: T,
): Extract<UIMessageChunk, { type: T }> {
  const [found, more] = chunks.filter((chunk) => chunk.type === type);
  assert(found !== undefined && more === undefined, `one ${type}: ${JSON.stringify(chunks)}`);
  return found as Extract<UIMessageChunk, { type: T }>;
}

const textOf = (chunks: readonly UIMessageChunk[]) =>
  chunks.flatMap((chunk) => chunk.type === "text-delta" ? [chunk.delta] : []).join("");

/** Cases. */
export const CHAT_CASES: readonly Case[] = [
  {
    name: "web: a chat stops where Codex asks, and goes on when the page sends the answer",
    posix: POSIX.shell,
    run(kit) {
      const { message, reply, shell } = kit.testing;
      const file = join(kit.folder, "made");
      const script = [
        reply(message("Let me see"), shell(`touch ${quoted(file)} && echo made`)),
        reply(message("done")),
      ];
      return onWeb(kit, script, async (web) => {
        const asked = await chunksOf(await says(web, "make it"));
        const { messageId = "" } = only(asked, "start");
        const { approvalId, toolCallId } = only(asked, "tool-approval-request");
        const finish = only(asked, "finish");
        assertEquals([finish.finishReason, textOf(asked)], ["tool-calls", "Let me see"]);
        assertEquals(await exists(file), false);
        const answer = {
          id: messageId,
          role: "assistant",
          metadata: finish.messageMetadata,
          parts: [{
            type: "dynamic-tool",
            state: "approval-responded",
            approval: { id: approvalId, approved: true },
          }],
        };
        const rest = await chunksOf(
          await web.ask("POST", "/chat", { id: "chat", messages: [answer], messageId }),
        );
        assertEquals(await exists(file), true);
        assertEquals(only(rest, "start").messageId, messageId);
        assertEquals(textOf(rest), "done");
        const outputs = rest.flatMap((chunk) =>
          chunk.type === "tool-output-available" && !chunk.preliminary ? [chunk] : []
        );
        assertEquals(outputs.map((chunk) => chunk.toolCallId), [toolCallId]);
        const { aggregated_output, exit_code } = outputs[0]?.output as Record<string, unknown>;
        assertEquals([aggregated_output, exit_code], ["made\n", 0]);
        const [, { messages }] = await web.told("GET", "/chat/chat");
        assertEquals(messages.map(({ role }: { role: string }) => role), ["user", "assistant"]);
        assertEquals(messages[1].id, messageId);
      }, { thread: UNTRUSTED });
    },
  },
  {
    name: "web: a chat goes on without its reader, is taken up whole, and stops when it is told to",
    run(kit) {
      const { message, reply } = kit.testing;
      const slow = message("a long answer", {
        deltas: ["a ", "long ", "answer"],
        deltaMs: NEVER_MS,
      });
      return onWeb(kit, [reply(slow)], async (web) => {
        const [status] = await web.told("GET", "/chat/chat/stream");
        assertEquals(status, 204);
        const fresh = (await web.make()).replace("/threads/", "/chat/");
        assertEquals(await web.told("GET", fresh), [200, { messages: [] }]);
        const seen = await chunksOf(await says(web, "go"), "text-delta");
        const [, { messages }] = await web.told("GET", "/chat/chat");
        assertEquals(messages.map(({ role }: { role: string }) => role), ["user", "assistant"]);
        const again = await chunksOf(await web.ask("GET", "/chat/chat/stream"), "text-delta");
        assertEquals(only(again, "start"), only(seen, "start"));
        assertEquals(textOf(again), "a ");
        const { threadId = "" } = only(seen, "start").messageMetadata ?? {};
        // Nothing tells when a server has noticed.
        while (web.hub.known(threadId)?.readers !== 0) await sleep(20);
        const reading = await web.ask("GET", "/chat/chat/stream");
        assertEquals(await web.told("POST", "/chat/chat/stop"), [204, null]);
        assertEquals((await chunksOf(reading)).at(-1)?.type, "abort");
        assertEquals(await web.told("GET", "/chat/chat/stream"), [204, null]);
      });
    },
  },
  {
    name: "web: a chat whose thread Codex has no more is not found",
    async run(kit) {
      const chats = kit.web.memoryChats();
      const owners = kit.web.memoryOwners();
      const gone = "01a201f0-88ca-7681-ada4-692e81620abf";
      await chats.set("chat", "ada", gone);
      await owners.add(gone, "ada");
      await onWeb(kit, [], async (web) => {
        const { ask, told } = web;
        assertEquals((await told("GET", "/chat/chat"))[0], 404);
        const sent = await says(web, "go");
        assertEquals([sent.status, (await sent.json()).error.code], [404, "thread_not_found"]);
        assertEquals((await ask("GET", "/chat/chat/stream")).status, 204);
      }, { handler: { chats, owners } });
    },
  },
];
