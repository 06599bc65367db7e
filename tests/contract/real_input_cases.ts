/**
 * What the real Codex makes of input.
 *
 * @module
 */
import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { Blob, Buffer } from "node:buffer";
import { mkdir, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import process from "node:process";
import type { DebugEvent, Input, UserInput } from "../../mod.ts";
import type { ResponsesServer } from "../../src/testing/mod.ts";
import type { Case } from "./case.ts";
import { onLive } from "./live_case.ts";
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
      "run() takes images as bytes, blobs and data URLs, on both transports, and leaves no file",
    run(kit) {
      const { message, reply } = kit.testing;
      const data = Buffer.from(PNG, "base64");
      const url = DATA_URL;
      const input = (): UserInput[] => [
        { type: "image", data },
        { type: "text", text: "look" },
        { type: "image", data: new Blob([data], { type: "image/png" }) },
        { type: "image", url },
        { type: "image", data: new Blob([data]), mediaType: "image/png" },
      ];
      const files: string[] = [];
      const turns = async (thread: { run(input: Input): Promise<unknown> }) => {
        const arrayBuffer = () => Promise.reject(new Error("it is gone"));
        const lost: Input = [{ type: "image", data: { type: "image/png", arrayBuffer } }];
        const error = await assertRejects(
          () => thread.run([...input(), ...lost]),
          kit.sdk.InvalidInputError,
          "an image of the input cannot be read: it is gone",
        );
        assertEquals(error.option, "input");
        await thread.run(input());
        const changed = new Uint8Array(data);
        const running = thread.run([{ type: "image", data: changed }, ...input().slice(1, 2)]);
        // Too late to count.
        changed.fill(0);
        await running;
      };
      const sent = ({ requests }: ResponsesServer) => {
        assertEquals(requests[0]?.images, [url, url, url, url]);
        assertEquals(requests[1]?.images, [url, url, url, url, url]);
        assertEquals(requests[0]?.texts.at(-1), "look");
      };
      const script = [reply(message("ok")), reply(message("ok"))];
      return onServer(kit, script, async ({ server, another }) => {
        const debug = (event: DebugEvent) => {
          if (event.type === "spawn") {
            files.push(...event.args.filter((arg) => arg.endsWith("image.png")));
          }
        };
        await turns(another({ debug }).startThread(inFolder(kit)));
        sent(server);
        assertEquals(files.length, 5);
        for (const file of files) await assertRejects(() => stat(dirname(file)));
        await onLive(kit, script, async ({ server, start }) => {
          await turns(await start());
          sent(server);
        });
      });
    },
  },
  {
    name: "run() gives the model a skill live; over exec it is named in the prompt, or refused",
    async run(kit) {
      const { message, reply } = kit.testing;
      const folder = join(kit.folder, "home", "skills", "verse");
      await mkdir(folder, { recursive: true });
      const path = join(folder, "SKILL.md");
      await writeFile(path, "---\nname: verse\ndescription: Verse\n---\nAlways rhyme\n");
      const given = ({ requests }: ResponsesServer) =>
        requests.map(({ texts }) => texts.join("\n").includes("Always rhyme"));
      const skill: UserInput = { type: "skill", name: "verse", path };
      const text: UserInput = { type: "text", text: "Write" };
      await onLive(kit, () => reply(message("ok")), async ({ server, start }) => {
        await (await start()).run([text]);
        await (await start()).run([text, skill]);
        assertEquals(given(server), [false, true]);
      });
      await onServer(kit, [reply(message("ok"))], async ({ server, codex }) => {
        const thread = codex.startThread(inFolder(kit));
        const mention: UserInput = { type: "mention", name: "x", path: "app://x" };
        for (const [part, says] of [[skill, 'write "$verse" into it'], [mention, "no mentions"]]) {
          const error = await assertRejects(
            () => thread.run([text, part as UserInput]),
            kit.sdk.InvalidInputError,
          );
          assertEquals(error.option, "input");
          assertStringIncludes(error.message, says as string);
        }
        await thread.run("Write, by $verse");
        assertEquals(given(server), [true]);
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
