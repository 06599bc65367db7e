import { assert, assertEquals, assertRejects } from "@std/assert";
import type { TurnRequest, TurnSink } from "../../src/core/ports/transport.ts";
import { AbortError } from "../../src/core/vocabulary/errors.ts";
import type { ThreadEvent } from "../../src/core/vocabulary/events.ts";
import type { ExitStatus, Subprocess } from "../../src/core/vocabulary/spawn.ts";
import { type ExecContext, ExecTurn, type PreparedExec } from "../../src/exec/turn.ts";

function turn(prepare: () => Promise<PreparedExec>): ExecTurn {
  const context: ExecContext = { prepare, processTree: () => null, redact: (text) => text };
  return new ExecTurn(context, {} as TurnRequest, {} as TurnSink);
}

Deno.test("ExecTurn.stop() does not wait for what is looked at before the start", async () => {
  const running = turn(() => new Promise(() => {}));
  running.stop(new AbortError("The turn was aborted"));
  await assertRejects(() => running.done, AbortError);
});

Deno.test("ExecTurn lets go of what was made for a turn that was stopped before it was ready", async () => {
  let ready!: (prepared: PreparedExec) => void;
  const running = turn(() => new Promise((resolve) => ready = resolve));
  running.stop(new AbortError("The turn was aborted"));
  await assertRejects(() => running.done, AbortError);
  let removed = 0;
  const spawn = () => Promise.reject(new Error("started"));
  const release = () => Promise.resolve(void removed++);
  ready({ spawn, mayHang: false, release });
  await Promise.resolve();
  await Promise.resolve();
  assertEquals(removed, 1);
});

Deno.test("ExecTurn rejects as its preparation does, unless it was stopped before", async () => {
  const failing = () => turn(() => Promise.reject(new Error("no such folder")));
  await assertRejects(() => failing().done, Error, "no such folder");
  const stopped = failing();
  stopped.stop(new AbortError("The turn was aborted"));
  await assertRejects(() => stopped.done, AbortError);
});

const COMPLETED = JSON.stringify({
  type: "turn.completed",
  usage: { input_tokens: 1, cached_input_tokens: 0, output_tokens: 1 },
});

/** A process that reads nothing, writes one piece each time it is read from, and may end by itself after the last one. */
function processOf(pieces: readonly string[], endless = false) {
  const signals: string[] = [];
  let exit!: (status: ExitStatus) => void;
  const exited = new Promise<ExitStatus>((resolve) => exit = resolve);
  const left = [...pieces];
  let isStdinOpen = true;
  const child: Subprocess = {
    stdin: new WritableStream({
      start: ({ signal }) => signal.addEventListener("abort", () => isStdinOpen = false),
      write: () => new Promise(() => {}),
    }),
    stderr: ReadableStream.from<Uint8Array>([]),
    stdout: new ReadableStream({
      pull(controller) {
        const piece = left.shift();
        if (piece !== undefined) return controller.enqueue(new TextEncoder().encode(piece));
        if (endless) return;
        exit({ code: 0, signal: null });
        controller.close();
      },
    }, { highWaterMark: 0 }),
    exited,
    // It takes a moment to end.
    kill: (signal) => {
      signals.push(signal);
      setTimeout(() => exit({ code: null, signal }), 10);
    },
  };
  return { child, exit, signals, isStdinOpen: () => isStdinOpen };
}

/** A turn of a process, whose consumer takes what it can. */
function turnOf(child: Subprocess, sink: Partial<TurnSink> = {}) {
  const events: ThreadEvent[] = [];
  const released: boolean[] = [];
  const prepared = {
    spawn: () => Promise.resolve(child),
    mayHang: false,
    release: () => Promise.resolve(void released.push(true)),
  };
  const running = new ExecTurn(
    { prepare: () => Promise.resolve(prepared), processTree: () => null, redact: (text) => text },
    { origin: { type: "start" }, input: { prompt: "hi", images: [] }, thread: {}, turn: {} },
    {
      event: (event) => void events.push(event),
      room: () => null,
      unbound: () => {},
      asking: () => {},
      ...sink,
    },
  );
  return { running, events, released };
}

Deno.test("ExecTurn reads what comes after the verdict: a full pipe would keep the process from ending", async () => {
  const { child, signals, isStdinOpen } = processOf([`${COMPLETED}\n`, "more\n", "and more\n"]);
  const { running, events, released } = turnOf(child);
  await running.done;
  assertEquals(events.map(({ type }) => type), ["turn.completed"]);
  assertEquals([signals, released, isStdinOpen()], [[], [true], false]);
});

Deno.test("ExecTurn tells that its process has ended, while the consumer still has no room", async () => {
  const { child, exit } = processOf([`${COMPLETED}\n`]);
  let makeRoom!: () => void;
  const room = new Promise<void>((resolve) => makeRoom = resolve);
  let isUnbound = false;
  const unbound = () => {
    isUnbound = true;
    makeRoom();
  };
  const { running, events } = turnOf(child, { room: () => room, unbound });
  exit({ code: 0, signal: null });
  await running.done;
  assert(isUnbound);
  assertEquals(events.length, 1);
});

Deno.test("ExecTurn ends a process whose line is no event, and says which", async () => {
  const { child, signals } = processOf(["{}\n", `${COMPLETED}\n`], true);
  const { running, released } = turnOf(child);
  await assertRejects(() => running.done, Error, "line 1");
  assertEquals([signals, released], [["SIGINT"], [true]]);
});
