/**
 * Secrets: a key that the SDK was given never shows in an error, even when the child prints it.
 *
 * @module
 */
import { ok } from "node:assert/strict";
import { inspect } from "node:util";
import type { CodexOptions } from "../../mod.ts";
import { STARTED } from "../contract/case.ts";
import { failure, type FaultCase, HANG, type Line, opened } from "./case.ts";

/** No piece of it repeats, so that any 12 characters of it betray it. */
const KEY = `sk-proj-${
  Array.from({ length: 30 }, (_, index) => (index + 37).toString(36) + index).join("-")
}`;
const PIECE = 12;

const GIVEN: Readonly<Record<string, CodexOptions>> = {
  "apiKey": { apiKey: KEY },
  "apiKey with blanks around": { apiKey: ` ${KEY}\n` },
  "env.CODEX_API_KEY": { env: { CODEX_API_KEY: KEY } },
  "env.OPENAI_API_KEY": { env: { OPENAI_API_KEY: KEY } },
};

const item = (text: string) => ({
  type: "item.completed",
  item: { id: "item_0", type: "agent_message", text },
});
const failed = (message: string) => ({ type: "turn.failed", error: { message } });

const repeat = (count: number) => `yes '${KEY}' | head -${count}`;

/** What the child prints; each ends in an error. */
const PRINTS: Readonly<Record<string, readonly Line[]>> = {
  "stderr": [STARTED, `echo 'bad key ${KEY}' >&2`, "exit 1"],
  "its environment on stderr": ["env >&2", "exit 1"],
  "stderr, long ago": [`echo '${KEY}' >&2`, "yes hello | head -c 60000 >&2", "exit 1"],
  "stderr, many times": [`{ ${repeat(2_000)}; } >&2`, "exit 1"],
  "stderr, in two pieces": [
    `printf '%s' '${KEY.slice(0, 40)}' >&2; sleep 0.1; echo '${KEY.slice(40)}' >&2`,
    "exit 1",
  ],
  "turn.failed": [STARTED, failed(`Incorrect API key provided: ${KEY}`)],
  "turn.failed, many times": [STARTED, failed(`${KEY} `.repeat(500))],
  "a garbage line": [STARTED, `echo 'key: ${KEY}'`, HANG],
  "a garbage line, many times": [STARTED, `${repeat(200)} | tr '\\n' ' '; echo`, HANG],
  "an item, then ends": [STARTED, item(KEY), opened("command_execution", KEY), "exit 1"],
  "stderr and an item, then hangs": [`echo '${KEY}' >&2`, STARTED, item(KEY), HANG],
  "a verdict without usage": [`printf '%s\\n' '{"type":"turn.completed","key":"${KEY}"}'`, HANG],
  "an exit without verdict": [STARTED, `echo '${KEY}' >&2`, "exit 0"],
};

/** Cuts at 64 KiB of stderr, 2,000 characters of a message, 1 KiB of a line: at each of these places. */
const CUTS: Readonly<Record<string, (offset: number) => Line[]>> = {
  "stderr where its kept tail begins": (offset) => [
    `{ printf '%s' '${KEY}'; head -c ${65_536 - offset} /dev/zero | tr '\\0' x; } >&2`,
    "exit 1",
  ],
  "stderr where the message begins": (offset) => [
    `{ printf '%s' '${KEY}'; head -c ${2_000 - offset} /dev/zero | tr '\\0' x; } >&2`,
    "exit 1",
  ],
  "a garbage line where it is cut": (offset) => [
    `head -c ${1_024 - offset} /dev/zero | tr '\\0' x; printf '%s\\n' '${KEY}'`,
    HANG,
  ],
  "turn.failed where it is cut": (offset) => [failed("x".repeat(16_384 - offset) + KEY)],
};

/** Everything of an error that may end in a log. */
function shown(error: Error): string {
  const fields = error as unknown as Record<string, unknown>;
  return [
    error.message,
    error.stack,
    String(error.cause),
    fields.stderr,
    fields.line,
    inspect(error, { depth: 10 }),
    inspect(error, { depth: 10, showHidden: true, getters: false }),
    JSON.stringify(error),
  ].join("\n");
}

/** The first piece of the key that shows, or null. */
function leak(error: Error): string | null {
  const text = shown(error);
  for (let start = 0; start + PIECE <= KEY.length; start++) {
    const piece = KEY.slice(start, start + PIECE);
    const at = text.indexOf(piece);
    if (at !== -1) return text.slice(Math.max(0, at - 60), at + KEY.length);
  }
  return null;
}

const printing = (
  name: string,
  options: CodexOptions,
  scripts: readonly (readonly Line[])[],
): FaultCase => ({
  name: `secret: ${name}`,
  async run(kit) {
    for (const lines of scripts) {
      const codex = await kit.codex(lines, options);
      const running = codex.startThread().run("hello", { idleTimeoutMs: 700 });
      const leaked = leak(await failure(running, kit.sdk.CodexError));
      ok(leaked === null, `it shows in ${leaked}`);
    }
  },
});

const OFFSETS = [0, 5, 40, KEY.length - 5, KEY.length];

export const SECRET_CASES: readonly FaultCase[] = [
  ...Object.entries(GIVEN).map(([name, options]) =>
    printing(`given as ${name}`, options, [PRINTS.stderr ?? [], PRINTS["a garbage line"] ?? []])
  ),
  ...Object.entries(PRINTS).map(([name, lines]) =>
    printing(`printed as ${name}`, { apiKey: KEY }, [lines])
  ),
  ...Object.entries(CUTS).map(([name, lines]) =>
    printing(`printed to ${name}`, { apiKey: KEY }, OFFSETS.map(lines))
  ),
];
