import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { deno, ROOT } from "../../../.ci/command.ts";
import { withPackages } from "./real_ai.ts";

const file = (path: string) => JSON.stringify(pathToFileURL(join(ROOT, path)).href);

/** What a program with both would write. */
const PROGRAM = `
import { createUIMessageStreamResponse, type UIMessage, type UIMessageChunk } from "ai";
import type { UIMessageChunk as Chunk, UIMessageMetadata } from ${file("src/web/ai/chunks.ts")};
import type { UIMessage as Message } from ${file("src/web/ai/messages.ts")};
import { toUIMessageStream } from ${file("src/web/ai/stream.ts")};

export const chunk = (chunk: Chunk): UIMessageChunk<UIMessageMetadata> => chunk;
export const message = (message: Message): UIMessage => message;
async function* none() {}
export const response = createUIMessageStreamResponse({ stream: toUIMessageStream(none()) });
// @ts-expect-error Not everything is a chunk.
export const wrong = (chunk: Chunk | { type: 7 }): UIMessageChunk => chunk;
`;

Deno.test("chunks and messages have the types of the real ai", async () => {
  await withPackages(["ai"], async (folder) => {
    // Its own types do not compile with exactOptionalPropertyTypes.
    await Deno.writeTextFile(join(folder, "deno.json"), '{ "nodeModulesDir": "manual" }');
    await Deno.writeTextFile(join(folder, "program.ts"), PROGRAM);
    const { code, stderr } = await deno(["check", "program.ts"], { cwd: folder });
    assertEquals(code, 0, stderr);
  });
});
