import { assertEquals } from "@std/assert";
import { areWholeLines, endsLine } from "../../../src/core/rollout/lines.ts";

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
