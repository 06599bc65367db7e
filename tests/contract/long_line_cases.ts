/**
 * A line without end: it is refused before it takes the program's memory.
 *
 * @module
 */
import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import type { Spawn } from "../../mod.ts";
import type { Case } from "./case.ts";

const PIECE = new Uint8Array(1024 * 1024).fill(0x61);

/** A process that says `first`, then one line without end, until nobody listens. */
function endless(first: string, said: { bytes: number }): Spawn {
  return () => {
    let exit!: (status: { code: number; signal: null }) => void;
    const exited = new Promise<{ code: number; signal: null }>((resolve) => exit = resolve);
    const end = () => exit({ code: 0, signal: null });
    return {
      stdin: new WritableStream<Uint8Array>({ close: end }),
      stdout: new ReadableStream<Uint8Array>({
        start: (controller) => controller.enqueue(new TextEncoder().encode(first)),
        pull: (controller) => {
          said.bytes += PIECE.length;
          controller.enqueue(PIECE);
        },
      }, { highWaterMark: 0 }),
      stderr: new ReadableStream<Uint8Array>({ start: (controller) => controller.close() }),
      exited,
      kill: end,
    };
  };
}

/** Cases. */
export const LONG_LINE_CASES: readonly Case[] = [
  {
    name: "a line without end is a DecodeError over exec, and the end of the connection live",
    async run({ sdk, live }) {
      const said = { bytes: 0 };
      const started = '{"type":"turn.started"}\n';
      const codex = new sdk.Codex({ spawn: endless(started, said) });
      const error = await assertRejects<Error>(
        () => codex.startThread().run("hello"),
        sdk.DecodeError,
      );
      assert(error instanceof sdk.DecodeError);
      assertStringIncludes(error.message, "it is longer than 128 MiB");
      assertEquals([error.line.length, error.lineNumber], [1024, 2]);
      assert(said.bytes < 200 * PIECE.length, "it was not read on");

      const lost = await assertRejects<Error>(
        () => live.AppServer.start({ spawn: endless("", { bytes: 0 }) }),
        live.ConnectionClosedError,
      );
      assertStringIncludes(lost.message, "The connection to the app-server was closed: ");
      assertStringIncludes(lost.message, "it is longer than 128 MiB");
    },
  },
];
