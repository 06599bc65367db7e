/**
 * What the real Codex makes of input.
 *
 * @module
 */
import { assertEquals, assertRejects } from "@std/assert";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import type { Case } from "./case.ts";
import { inFolder, onServer, PNG } from "./real_case.ts";

const DATA_URL = `data:image/png;base64,${PNG}`;
const LIMIT = 1_048_576;

/** Cases. */
export const REAL_INPUT_CASES: readonly Case[] = [
  {
    name: "run() joins texts by a blank line, and sends images on the first turn and after resume",
    run(kit) {
      const { message, reply } = kit.testing;
      const script = [reply(message("ok")), reply(message("ok"))];
      return onServer(kit, script, async ({ server, codex }) => {
        // Windows has no double quotes in names.
        const quote = process.platform === "win32" ? "" : '"';
        const path = join(kit.folder, `pixel 'of ${quote}one.png`);
        await writeFile(path, PNG, "base64");
        const thread = codex.startThread(inFolder(kit));
        const image = { type: "local_image", path } as const;
        await thread.run([{ type: "text", text: "one" }, image, { type: "text", text: "two" }]);
        await thread.run([image, { type: "text", text: "three" }, image]);
        const [first, second] = server.requests;
        assertEquals(first?.images, [DATA_URL]);
        assertEquals(first?.texts.at(-1), "one\n\ntwo");
        assertEquals(second?.images, [DATA_URL, DATA_URL, DATA_URL]);
        assertEquals(second?.texts.at(-1), "three");
      });
    },
  },
  {
    name: "run() takes image paths from the program's folder, one that begins with a dash too",
    run(kit) {
      const { message, reply } = kit.testing;
      return onServer(kit, [reply(message("ok"))], async ({ server, codex }) => {
        const workingDirectory = join(kit.folder, "work");
        await mkdir(workingDirectory);
        await writeFile(join(kit.folder, "-x.png"), PNG, "base64");
        await writeFile(join(kit.folder, "y.png"), PNG, "base64");
        const before = process.cwd();
        process.chdir(kit.folder);
        try {
          await codex.startThread(inFolder(kit, { workingDirectory })).run([
            { type: "text", text: "look" },
            { type: "local_image", path: "-x.png" },
            { type: "local_image", path: "y.png" },
          ]);
        } finally {
          process.chdir(before);
        }
        assertEquals(server.requests[0]?.images, [DATA_URL, DATA_URL]);
      });
    },
  },
  {
    name:
      "run() takes a prompt of 1,048,576 code points, and refuses one more before it starts Codex",
    run(kit) {
      const { message, reply } = kit.testing;
      return onServer(kit, [reply(message("ok"))], async ({ server, codex }) => {
        const longest = `${"a".repeat(LIMIT - 1)}😀`;
        const thread = codex.startThread(inFolder(kit));
        const error = await assertRejects(
          () => thread.run(`${longest}b`),
          kit.sdk.InvalidInputError,
        );
        assertEquals(error.option, "input");
        assertEquals(thread.id, null);
        await thread.run(longest);
        assertEquals(server.requests.length, 1);
        assertEquals(server.requests[0]?.texts.at(-1) === longest, true);
      });
    },
  },
];
