import { assertEquals } from "@std/assert";
import type { DebugEvent } from "../../src/core/vocabulary/debug.ts";
import type { Subprocess } from "../../src/core/vocabulary/spawn.ts";
import { DebugTap } from "../../src/launch/debug.ts";
import { redactor } from "../../src/launch/redact.ts";

/** A process that says `texts` on standard error, each at once. */
function saying(texts: readonly string[]): Subprocess {
  return {
    stdin: new WritableStream(),
    stdout: new ReadableStream({ start: (controller) => controller.close() }),
    stderr: ReadableStream.from(texts.map((text) => new TextEncoder().encode(text))),
    exited: Promise.resolve({ code: 0, signal: null }),
    kill: () => {},
  };
}

const TEXTS: readonly [what: string, said: readonly string[], told: string][] = [
  ["in one piece", ["the key is sk-very-secret\n"], "the key is [redacted]\n"],
  [
    "in two pieces",
    ["one\nthe key is sk-very", "-secret, sir\n"],
    "one\nthe key is [redacted], sir\n",
  ],
  ["letter by letter", [..."ask: sk-very-secret."], "ask: [redacted]."],
  ["up to its end", ["ask: sk-very", "-secret"], "ask: [redacted]"],
];

for (const [what, said, told] of TEXTS) {
  Deno.test(`DebugTap tells no secret that standard error says ${what}`, async () => {
    const texts: string[] = [];
    const tell = (event: DebugEvent) => void (event.type === "stderr" && texts.push(event.text));
    const child = new DebugTap(tell, redactor(["sk-very-secret"]), 1).watch(saying(said));
    assertEquals(await new Response(child.stderr).text(), said.join(""));
    assertEquals(texts.join(""), told);
    await child.stdout.cancel();
  });
}
