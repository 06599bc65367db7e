/**
 * A question about an image.
 *
 *     deno run -A examples/images.ts [--offline]
 *
 * @module
 */
import { Buffer } from "node:buffer";
import process from "node:process";
import { Codex } from "@codex-js/sdk";
import { message, reply, type ResponsesScript, ResponsesServer } from "@codex-js/sdk/testing";

/** A red square of 32 by 32 pixels. */
const PNG = "iVBORw0KGgoAAAANSUhEUgAAACAAAAAgCAIAAAD8GO2jAAAAKklEQVR42mO4oKBAU8QwasGoBaMWjFow" +
  "asGoBaMWjFowasGoBaMWDBULAE7YQD2B7wk2AAAAAElFTkSuQmCC";

// Offline, Codex runs all the same, and a script plays the model: it says what it was sent.
const SCRIPT: ResponsesScript = ({ images }) =>
  reply(message(`I was sent ${images.length} image: ${images[0]?.slice(0, 40)}…`));
const model = process.argv.includes("--offline") ? await ResponsesServer.start(SCRIPT) : null;

const codex = new Codex(model?.options());
const thread = codex.startThread({ sandboxMode: "read-only", skipGitRepoCheck: true });

const turn = await thread.run([
  { type: "text", text: "Which colour is this square?" },
  // A file is `{ type: "local_image", path }`.
  { type: "image", data: Buffer.from(PNG, "base64") },
]);
console.log(turn.finalResponse);

await model?.close();
