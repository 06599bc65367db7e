import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertMatch,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { EventDecoder } from "../../../src/core/wire/decode.ts";
import { DecodeError } from "../../../src/core/vocabulary/errors.ts";
import { isKnownEvent, type UnknownEvent } from "../../../src/core/vocabulary/events.ts";
import { isKnownItem, type UnknownItem } from "../../../src/core/vocabulary/items.ts";
import { redactor } from "../../../src/launch/redact.ts";
import { recordedEvents, recordedText, RUNS } from "./recorded.ts";

type Json = Record<string, unknown>;

Deno.test("EventDecoder.decode() takes every recorded line, and adds nothing but absent token counts", () => {
  assertEquals(RUNS.length, 48);
  for (const run of RUNS) {
    const expected = recordedText(run).split("\n").filter(Boolean)
      .map((line) => JSON.parse(line) as Json)
      .map((event) =>
        event.type !== "turn.completed" ? event : {
          ...event,
          usage: {
            cache_write_input_tokens: 0,
            reasoning_output_tokens: 0,
            ...event.usage as Json,
          },
        }
      );
    const events = recordedEvents(run);
    assertEquals(events as unknown[], expected, run);
    for (const event of events) {
      assert(isKnownEvent(event), event.type);
      if ("item" in event) assert(isKnownItem(event.item), event.item.type);
    }
  }
});

Deno.test("isKnownEvent() and isKnownItem() are false for whatever is none", () => {
  for (const value of [undefined, null, 1, "error", {}, { type: "toString" }]) {
    assert(!isKnownEvent(value as UnknownEvent), String(value));
    assert(!isKnownItem(value as UnknownItem), String(value));
  }
});

Deno.test("EventDecoder.decode() takes the token counts that Codex 0.65 lacks for 0", () => {
  const decoder = new EventDecoder();
  assertEquals(recordedEvents("old-0.65.0-01-plain", decoder).at(-1), {
    type: "turn.completed",
    usage: {
      input_tokens: 42,
      cached_input_tokens: 12,
      cache_write_input_tokens: 0,
      output_tokens: 5,
      reasoning_output_tokens: 0,
    },
  });
  assertEquals(decoder.usageIsTotal, false);
});

Deno.test("EventDecoder.usageIsTotal tells whether the usage has reasoning tokens", () => {
  const decoder = new EventDecoder();
  assertEquals(decoder.usageIsTotal, false);
  recordedEvents("01-plain", decoder);
  assertEquals(decoder.usageIsTotal, true);
  const usage = { input_tokens: 1, cached_input_tokens: 0, output_tokens: 1 };
  const rows: [unknown, boolean][] = [[0, true], [null, false], [undefined, false]];
  for (const [reasoning_output_tokens, expected] of rows) {
    decoder.decode(
      JSON.stringify({ type: "turn.completed", usage: { ...usage, reasoning_output_tokens } }),
    );
    assertEquals(decoder.usageIsTotal, expected, String(reasoning_output_tokens));
  }
});

Deno.test("EventDecoder.decode() keeps the last of two ids, as a web search has them", () => {
  const ids = recordedEvents("08a-web-search").flatMap((event) =>
    "item" in event ? [event.item.id] : []
  );
  assertEquals(ids, ["ws1", "ws1", "item_1"]);
});

Deno.test("EventDecoder.decode() passes unknown types through untouched", () => {
  const table = [
    '{"type":"thread.renamed","name":"x","deep":{"a":[1,null]}}',
    '{"type":"item.started","item":{"type":"hologram","id":7}}',
    '{"type":"item.completed","item":{"type":"hologram"},"extra":true}',
    '{"type":"turn.started","model":"new"}',
    '{"type":""}',
    '{"type":"constructor"}',
    '{"type":"item.completed","item":{"id":"a","type":"command_execution"}}',
    '{"type":"item.completed","item":{"id":"a","type":"agent_message","text":""}}',
  ];
  for (const line of table) {
    assertEquals(new EventDecoder().decode(line) as unknown, JSON.parse(line));
  }
});

Deno.test("EventDecoder.decode() leaves Object.prototype alone", () => {
  const event = new EventDecoder().decode(
    '{"type":"x","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}',
  );
  assert(Object.hasOwn(event, "__proto__"));
  assertEquals(({} as Json).polluted, undefined);
});

const MALFORMED: [line: string, reason: string][] = [
  ["", "not JSON"],
  ["Error: no such file", "not JSON"],
  ['{"type":"turn.started"', "not JSON"],
  ['{"type":"turn.started"}{"type":"turn.started"}', "not JSON"],
  ["\uFEFF{}", "not JSON"],
  ["null", "not a JSON object"],
  ["1", "not a JSON object"],
  ["true", "not a JSON object"],
  ['"turn.started"', "not a JSON object"],
  ['[{"type":"turn.started"}]', "not a JSON object"],
  ["{}", 'no "type"'],
  ['{"type":null}', 'no "type"'],
  ['{"type":1}', 'no "type"'],
  ['{"__proto__":{"type":"turn.started"}}', 'no "type"'],
  ['{"type":"thread.started"}', 'no "thread_id"'],
  ['{"type":"thread.started","thread_id":null}', 'no "thread_id"'],
  ['{"type":"thread.started","thread_id":"--last"}', 'no "thread_id", a UUID'],
  ['{"type":"turn.completed"}', 'no "usage"'],
  ['{"type":"turn.completed","usage":null}', 'no "usage"'],
  ['{"type":"turn.completed","usage":[]}', 'no "usage"'],
  ['{"type":"turn.completed","usage":{}}', 'no "input_tokens"'],
  [
    '{"type":"turn.completed","usage":{"input_tokens":1,"cached_input_tokens":1}}',
    'no "output_tokens"',
  ],
  [
    '{"type":"turn.completed","usage":{"input_tokens":1,"cached_input_tokens":"1","output_tokens":1}}',
    'no "cached_input_tokens"',
  ],
  ['{"type":"turn.failed"}', "no error"],
  ['{"type":"turn.failed","error":"boom"}', "no error"],
  ['{"type":"turn.failed","error":{}}', "no error"],
  ['{"type":"error"}', 'no "message"'],
  ['{"type":"error","message":{}}', 'no "message"'],
  ...["item.started", "item.updated", "item.completed"].flatMap((type): [string, string][] => [
    [`{"type":"${type}"}`, "no item"],
    [`{"type":"${type}","item":null}`, "no item"],
    [`{"type":"${type}","item":[]}`, "no item"],
    [`{"type":"${type}","item":{"id":"item_0"}}`, "no item"],
    [`{"type":"${type}","item":{"id":"item_0","type":1}}`, "no item"],
    [`{"type":"${type}","item":{"id":"item_0","type":"agent_message"}}`, 'no "text"'],
  ]),
];

for (const [line, reason] of MALFORMED) {
  Deno.test(`EventDecoder.decode() refuses ${line || "an empty line"}`, () => {
    const decoder = new EventDecoder();
    decoder.decode('{"type":"turn.started"}');
    const error = assertThrows(() => decoder.decode(line), DecodeError, reason);
    assertEquals([error.line, error.lineNumber], [line, 2]);
    assertStringIncludes(error.message, `Cannot decode line 2 of Codex's output: `);
  });
}

/** The error for a line. */
function failure(line: string, secrets: readonly string[] = []): DecodeError {
  try {
    new EventDecoder(redactor(secrets)).decode(line);
  } catch (error) {
    assertInstanceOf(error, DecodeError);
    return error;
  }
  throw new Error("the line was taken");
}

Deno.test("EventDecoder.decode() cuts the line that its error shows to 1 KiB", () => {
  assertEquals(failure("x".repeat(1024)).line.length, 1024);
  assertEquals(failure("x".repeat(8_000_000)).line, "x".repeat(1024));
});

Deno.test("EventDecoder.decode() takes secrets out of its error, wherever the cut falls", () => {
  const secret = "sk-0123456789-abcdefghij";
  for (let at = 0; at < 2_100; at++) {
    const { line, message } = failure(`${"x".repeat(at)}${secret}${"y".repeat(3_000)}`, [secret]);
    assert(!/sk-|0123|abcdef|ghij/.test(line + message), `at ${at}`);
  }
});

Deno.test("EventDecoder.decode() takes a secret of any length out of its error", () => {
  for (const length of [1_000, 2_000, 2_047, 2_048, 2_049, 5_000]) {
    for (const before of ["", "x", "x".repeat(1_000)]) {
      const { line } = failure(`${before}${"7".repeat(length)}y`, ["7".repeat(length)]);
      assert(line.startsWith(before) && !line.includes("7"), `${before.length}, ${length}`);
    }
  }
});

Deno.test("EventDecoder.decode() takes a secret out as often as it comes", () => {
  const secret = "sk-proj-".padEnd(164, "7");
  const { line } = failure(`not JSON ${secret.repeat(40)}`, [secret]);
  assertMatch(line, /^not JSON (\[redacted\])+$/);
});

Deno.test("DecodeError shows a line without colours, and no secret that stood in them", () => {
  const decoder = new EventDecoder((text) => text.replaceAll("sk-12345678", "[redacted]"));
  const decode = () => decoder.decode("\x1b[31mno\x1b[0m sk-1234\x1b[1m5678");
  const error = assertThrows(decode, DecodeError);
  assertEquals(error.line, "no [redacted]");
  assert(error.message.endsWith("it is not JSON: no [redacted]"));
});
