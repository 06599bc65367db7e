import { assertEquals } from "@std/assert";
import { areWholeLines, endsLine, headOf } from "../../../src/core/rollout/lines.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

Deno.test("areWholeLines() is true for lines that look like objects, each with its end", () => {
  for (const text of ["{}\n", '{"a":1}\n{}\n']) {
    assertEquals(areWholeLines(bytes(text)), true, text);
  }
  const others = [
    "",
    "\n",
    "{}",
    "{}\n{}",
    "{}\n\n",
    "{}\n[]\n",
    "{}\n{\n",
    '{}\n{"a":\n{}\n',
    "}\n",
  ];
  for (const text of others) assertEquals(areWholeLines(bytes(text)), false, text);
});

Deno.test("endsLine() is true at the end of each line, and where there is nothing yet", () => {
  const data = bytes("{}\n{}\n");
  const ends = Array.from({ length: 8 }, (_, at) => at).filter((at) => endsLine(data, at));
  assertEquals(ends, [0, 3, 6]);
});

Deno.test("headOf() says which thread a file is of, and what comes before it", () => {
  const [thread, segment] = ["01a201f0-88ca-7681-ada4-692e81620abf", crypto.randomUUID()];
  const headWith = (payload: unknown, type = "session_meta") =>
    headOf(bytes(`${JSON.stringify({ type, payload })}\n{}\n`));
  const base = (thread_id: unknown, end_byte_offset: unknown) =>
    headWith({ id: thread, history_base: { thread_id, end_byte_offset } });
  for (const payload of [{ id: thread }, { id: thread, history_base: null }]) {
    assertEquals(headWith(payload), { thread, base: null });
  }
  assertEquals(base(segment, 9), { thread, base: { segment, bytes: 9 } });
  assertEquals(base(segment, 0)?.base?.bytes, 0);
  const none = [
    headOf(bytes("")),
    headOf(bytes('{"type":\n')),
    headOf(bytes("null\n")),
    headWith({ id: thread }, "event_msg"),
    headWith({ id: "../x" }),
    headWith(null),
    ...[-1, 0.5, "9", undefined].map((bytes) => base(segment, bytes)),
    base("../x", 9),
  ];
  assertEquals(none, none.map(() => null));
});
