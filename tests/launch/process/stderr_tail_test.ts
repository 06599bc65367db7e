import { assert, assertEquals } from "@std/assert";
import type { Redact } from "../../../src/core/ports/redact.ts";
import { redactor } from "../../../src/launch/redact.ts";
import { StderrTail } from "../../../src/launch/process/stderr_tail.ts";

const KEPT = 64 * 1024;
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

const asIs: Redact = (text) => text;

async function tailOf(
  chunks: readonly (string | Uint8Array)[],
  redact: Redact = asIs,
): Promise<string> {
  const bytes = chunks.map((chunk) => typeof chunk === "string" ? encode(chunk) : chunk);
  const tail = new StderrTail(ReadableStream.from(bytes), redact);
  await tail.ended;
  return tail.text();
}

Deno.test("StderrTail.text() is everything as long as it is short", async () => {
  assertEquals(await tailOf([]), "");
  assertEquals(await tailOf(["a", "", "b\n", "é"]), "ab\né");
  const bytes = encode("a€😀b");
  assertEquals(await tailOf(Array.from(bytes, (byte) => Uint8Array.of(byte))), "a€😀b");
  const full = "x".repeat(KEPT);
  assertEquals(await tailOf([full]), full);
  assertEquals(await tailOf([Uint8Array.of(0xff, 0x61)]), "\uFFFDa");
});

Deno.test("StderrTail.text() is the last 64 KiB, whatever the chunks", async () => {
  const text = Array.from({ length: 30_000 }, (_, line) => `line ${line}`).join("\n");
  const expected = text.slice(-KEPT);
  for (const size of [1_000, 4_096, KEPT - 1, KEPT, KEPT + 1, 100_000, text.length]) {
    const chunks: string[] = [];
    for (let at = 0; at < text.length; at += size) chunks.push(text.slice(at, at + size));
    assertEquals(await tailOf(chunks) === expected, true, `chunks of ${size}`);
  }
  assertEquals((await tailOf(["a", "x".repeat(KEPT)])).startsWith("x"), true);
});

Deno.test("StderrTail keeps no buffer that a piece was read into", async () => {
  const buffer = encode("x".repeat(KEPT));
  const pieces = ["one ", "two"].map((text) => buffer.subarray(0, encode(text).length));
  async function* read(): AsyncGenerator<Uint8Array> {
    for (const [index, text] of ["one ", "two"].entries()) {
      buffer.set(encode(text));
      yield pieces[index] as Uint8Array;
    }
    buffer.fill(0);
  }
  const tail = new StderrTail(ReadableStream.from(read()), asIs);
  await tail.ended;
  assertEquals(tail.text(), "one two");
});

Deno.test("StderrTail.text() begins with a whole character", async () => {
  for (
    const [character, more] of [["é", 1], ["€", 1], ["€", 2], ["😀", 1], ["😀", 2], [
      "😀",
      3,
    ]] as const
  ) {
    const rest = "x".repeat(KEPT - more);
    assertEquals(
      await tailOf([`ab${character}`, rest]) === rest,
      true,
      `${character} less ${more}`,
    );
  }
});

Deno.test("StderrTail.ended settles when the stream breaks, and what was read stays", async () => {
  let pulls = 0;
  const tail = new StderrTail(
    new ReadableStream({
      pull(controller) {
        if (pulls++ === 0) controller.enqueue(encode("said"));
        else controller.error(new Error("broken pipe"));
      },
    }),
    asIs,
  );
  await tail.ended;
  assertEquals(tail.text(), "said");
});

Deno.test("StderrTail.cancel() stops reading a stream that somebody holds open", async () => {
  let cancelled = false;
  const tail = new StderrTail(
    new ReadableStream({
      start: (controller) => controller.enqueue(encode("said")),
      cancel: () => {
        cancelled = true;
        throw new Error("nobody listens");
      },
    }),
    asIs,
  );
  await new Promise((resolve) => setTimeout(resolve, 0));
  assertEquals(tail.text(), "said", "while it is open, too");
  tail.cancel();
  await tail.ended;
  assert(cancelled);
  assertEquals(tail.text(), "said");
});

Deno.test("StderrTail.text() has no secrets, nor what the cut has left of one", async () => {
  const redact = redactor(["sk-1234567890"]);
  assertEquals(await tailOf(["a sk-1234", "567890 b"], redact), "a [redacted] b");
  for (let cut = 0; cut <= 13; cut++) {
    const text = await tailOf([`sk-1234567890${"x".repeat(KEPT - 13 + cut)}`], redact);
    assertEquals(/[sk0-9]/.test(text.replace("[redacted]", "")), false, `${cut} cut off`);
  }
});

Deno.test("StderrTail.text() has no beginning of a secret whose rest is on its way", async () => {
  const redact = redactor(["sk-1234567890"]);
  let write!: (text: string) => void;
  let close!: () => void;
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      write = (text) => controller.enqueue(encode(text));
      close = () => controller.close();
    },
  });
  const tail = new StderrTail(stream, redact);
  write("sk-1234567890 and sk-12345");
  await new Promise((resolve) => setTimeout(resolve, 0));
  assertEquals(tail.text(), "[redacted] and ");
  write("67890.");
  close();
  await tail.ended;
  assertEquals(tail.text(), "[redacted] and [redacted].");
  assertEquals(await tailOf(["ends with sk-12"], redact), "ends with sk-12", "nothing more comes");
});
