/**
 * A question about an image.
 *
 *     deno run -A examples/images.ts
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Codex } from "../mod.ts";
import { message, type RecordedRequest, reply } from "../src/testing/mod.ts";
import { print, runExample } from "./_model.ts";

/** A red square of 32 by 32 pixels. */
const PNG = "iVBORw0KGgoAAAANSUhEUgAAACAAAAAgCAIAAAD8GO2jAAAAKklEQVR42mO4oKBAU8QwasGoBaMWjFow" +
  "asGoBaMWjFowasGoBaMWDBULAE7YQD2B7wk2AAAAAElFTkSuQmCC";

/** Played, the model has no eyes: it tells what was sent to it. */
const SCRIPT = (request: RecordedRequest) => {
  const [image = "nothing"] = request.images;
  return reply(message(`I was sent ${request.images.length} image: ${image.slice(0, 40)}…`));
};

await runExample(SCRIPT, async ({ options, folder, signal }) => {
  const path = join(folder, "picture.png");
  await writeFile(path, Buffer.from(PNG, "base64"));

  const thread = new Codex(options).startThread({
    workingDirectory: folder,
    skipGitRepoCheck: true,
  });
  const turn = await thread.run([
    { type: "text", text: "Which colour is this square?" },
    { type: "local_image", path },
  ], { signal });
  print(turn.finalResponse);
});
