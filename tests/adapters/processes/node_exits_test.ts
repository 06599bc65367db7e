import { assertEquals } from "@std/assert";
import { EventEmitter } from "node:events";
import type nodeProcess from "node:process";
import { nodeExits } from "../../../src/adapters/processes/node_exits.ts";

/** A process that dies of a signal when nobody listens for it. */
class FakeProcess extends EventEmitter {
  readonly pid = 1;
  diedOf: string | null = null;

  kill(_pid: number, signal: string): void {
    if (!this.emit(signal)) this.diedOf = signal;
  }
}

function setUp() {
  const process = new FakeProcess();
  let ends = 0;
  const forget = nodeExits(process as unknown as typeof nodeProcess).watch(() => ends++);
  return { process, forget, ends: () => ends };
}

Deno.test("nodeExits() ends the children at a signal that nobody else listens for, and dies of it", () => {
  for (const signal of ["SIGHUP", "SIGINT", "SIGTERM"]) {
    const { process, ends } = setUp();
    process.kill(1, signal);
    assertEquals([ends(), process.diedOf], [1, signal]);
    assertEquals(process.eventNames(), []);
  }
});

for (const method of ["on", "once"] as const) {
  for (const first of [true, false]) {
    const when = `${method}() ${first ? "before" : "after"} the watch`;
    Deno.test(`nodeExits() leaves a signal to a listener added by ${when}, and ends the children at the exit`, () => {
      const process = new FakeProcess();
      const heard: string[] = [];
      let ends = 0;
      const listen = () => process[method]("SIGTERM", () => heard.push("SIGTERM"));
      if (first) listen();
      const forget = nodeExits(process as unknown as typeof nodeProcess).watch(() => ends++);
      if (!first) listen();
      process.kill(1, "SIGTERM");
      assertEquals([ends, process.diedOf, heard], [0, null, ["SIGTERM"]]);
      process.emit("exit", 0);
      assertEquals(ends, 1);
      forget();
    });
  }
}

Deno.test("nodeExits() leaves no listener when it is told to forget", () => {
  const { process, forget } = setUp();
  forget();
  forget();
  assertEquals(process.eventNames(), []);
  process.kill(1, "SIGTERM");
  assertEquals(process.diedOf, "SIGTERM");
});

Deno.test("nodeExits() and signal-exit, which steps back before others as well, do not wait for each other", () => {
  const key = Symbol.for("signal-exit emitter");
  const shared = globalThis as Record<symbol, { count: number } | undefined>;
  shared[key] = { count: 1 };
  try {
    const { process, ends } = setUp();
    const cleaned: string[] = [];
    const listener = () => {
      if (process.listenerCount("SIGTERM") !== shared[key]?.count) return;
      process.off("SIGTERM", listener);
      cleaned.push("signal-exit");
      process.kill(1, "SIGTERM");
    };
    process.on("SIGTERM", listener);
    process.kill(1, "SIGTERM");
    assertEquals([ends(), cleaned, process.diedOf], [1, ["signal-exit"], "SIGTERM"]);
  } finally {
    delete shared[key];
  }
});

Deno.test("nodeExits() of two copies of the package do not wait for each other", () => {
  const process = new FakeProcess();
  const ends: number[] = [];
  for (const copy of [1, 2]) {
    nodeExits(process as unknown as typeof nodeProcess).watch(() => ends.push(copy));
  }
  process.kill(1, "SIGTERM");
  assertEquals([ends.sort(), process.diedOf], [[1, 2], "SIGTERM"]);
});
