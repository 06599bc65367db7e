/**
 * Framing: bytes to events, however they come.
 *
 * @module
 */
import { deepEqual, equal, ok } from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { COMPLETED, said, STARTED } from "../contract/case.ts";
import { type FaultCase, type Kit, runOnce, timed } from "./case.ts";

const lineOf = (event: unknown) => JSON.stringify(event);
const END = lineOf(COMPLETED);
const TEXT = "é € 😀 \u2028 \u2029 \u0085 \v ü";
const PLAIN = [lineOf(STARTED), lineOf(said(TEXT)), lineOf(said("last")), END];
const SPLIT = Buffer.from(PLAIN.join("\n"));

interface Framing {
  readonly bytes: string | Uint8Array;
  /** Prints the file; the default is all at once. */
  readonly print?: string;
  /** The texts of the messages. */
  readonly texts?: readonly string[];
}

/** Cuts in the middle of the emoji, and waits there. */
const cut = SPLIT.indexOf(Buffer.from("😀")) + 2;

const FRAMINGS: Readonly<Record<string, Framing>> = {
  "all at once, raw U+2028 and U+2029": { bytes: `${PLAIN.join("\n")}\n` },
  "byte by byte": { bytes: `${PLAIN.join("\n")}\n`, print: "dd bs=1 status=none" },
  "in pieces of 7 bytes": { bytes: `${PLAIN.join("\n")}\n`, print: "dd bs=7 status=none" },
  "a pause inside of a character": {
    bytes: SPLIT,
    print: `dd bs=${cut} count=1 status=none; sleep 0.1; cat`,
  },
  CRLF: { bytes: `${PLAIN.join("\r\n")}\r\n` },
  "blank lines": { bytes: `\n\n  \n\t\r\n${PLAIN.join("\n\n \n")}\n\n` },
  "a byte order mark": { bytes: `\uFEFF${PLAIN.join("\n")}\n` },
  "no line break at the end": { bytes: PLAIN.join("\n") },
  "invalid UTF-8": {
    bytes: Buffer.concat([
      Buffer.from(`${lineOf(STARTED)}\n`),
      Buffer.from(lineOf(said("a?b")).replace("?", "\xff\xc3"), "latin1"),
      Buffer.from(`\n${END}\n`),
    ]),
    texts: ["a\uFFFD\uFFFDb"],
  },
  "a lone surrogate and NUL as escapes": {
    bytes: `${lineOf(STARTED)}\n${lineOf(said("?")).replace("?", "\\ud800\\u0000")}\n${END}\n`,
    texts: ["\ud800\0"],
  },
};

async function printing(kit: Kit, { bytes, print = "cat" }: Framing) {
  await writeFile(join(kit.folder, "bytes"), bytes);
  return await kit.codex([`{ ${print}; } < "$D/bytes"`]);
}

const MESSAGE = '{"type":"item.completed","item":{"id":"x","type":"agent_message","text":"';

/** A message of `mb` megabytes in one line. */
const longLine = (mb: number) => [
  STARTED,
  `printf '%s' '${MESSAGE}'`,
  `head -c ${mb << 20} /dev/zero | tr '\\0' x`,
  `printf '"}}\\n'`,
  COMPLETED,
];

export const FRAMING_CASES: readonly FaultCase[] = [
  ...Object.entries(FRAMINGS).map(([name, framing]): FaultCase => ({
    name: `framing: ${name}`,
    async run(kit) {
      const turn = await runOnce(await printing(kit, framing));
      const texts = turn.items.map((item) => "text" in item && item.text);
      deepEqual(texts, framing.texts ?? [TEXT, "last"]);
    },
  })),
  {
    name: "framing: __proto__ keys are harmless",
    async run(kit) {
      const bytes = [
        '{"__proto__":{"polluted":1},"type":"thread.started","thread_id":"01a201f0-88ca-7681-ada4-692e81620abf"}',
        '{"type":"__proto__","constructor":{"prototype":{"polluted":1}}}',
        '{"type":"item.completed","item":{"__proto__":{"polluted":1},"id":"__proto__","type":"agent_message","text":"hi"}}',
        END.replace('"usage":{', '"usage":{"__proto__":{"polluted":1},'),
      ].join("\n");
      const turn = await runOnce(await printing(kit, { bytes }));
      equal(turn.finalResponse, "hi");
      equal((turn.usage as unknown as { polluted?: number }).polluted, undefined);
      equal(({} as { polluted?: number }).polluted, undefined);
    },
  },
  {
    name: "framing: a line of 32 MB, in linear time",
    quiet: true,
    alone: true,
    deadlineMs: 60_000,
    async run(kit) {
      const fastest: number[] = [];
      for (const mb of [8, 32]) {
        const codex = await kit.codex(longLine(mb));
        equal((await runOnce(codex)).finalResponse.length, mb << 20);
        fastest.push(Math.min(await timed(runOnce(codex)), await timed(runOnce(codex))));
      }
      const [small = 0, large = 0] = fastest.map(Math.round);
      // Four times the bytes: 4 if linear, 16 if quadratic.
      ok(large < 10 * small, `took ${large} ms, and 8 MB ${small} ms`);
    },
  },
  {
    name: "framing: 200,000 events in order",
    deadlineMs: 60_000,
    async run(kit) {
      const count = `seq -f '{"type":"test.count","n":%.0f}' 0 199999`;
      const codex = await kit.codex([STARTED, count, COMPLETED]);
      const { events } = await codex.startThread().runStreamed("hello");
      let wanted = -1;
      for await (const event of events) {
        if ((event.type as string) !== "test.count") continue;
        equal((event as unknown as { n: number }).n, ++wanted);
      }
      equal(wanted, 199_999);
    },
  },
];
