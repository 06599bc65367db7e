/**
 * A custom `spawn` that takes its time: a stop does not wait for it, and what comes late is ended.
 *
 * @module
 */
import { equal, ok } from "node:assert/strict";
import { spawn as start } from "node:child_process";
import { Readable, Writable } from "node:stream";
import type { ExitStatus, Spawn, SpawnCommand, Subprocess, Thread } from "../../mod.ts";
import { COMPLETED, STARTED } from "../contract/case.ts";
import { between, failure, type FaultCase, HANG, type Kit, type Line, sleep } from "./case.ts";

const GRACE_MS = 200;

/** Starts a process of this machine, as a program of that runtime would. */
const local: Spawn = (command) => "Deno" in globalThis ? onDeno(command) : onNode(command);

const onDeno = ({ command, args, env }: SpawnCommand): Subprocess => {
  const options = { stdin: "piped", stdout: "piped", stderr: "piped" } as const;
  const child = new Deno.Command(command, { args: [...args], env: { ...env }, ...options }).spawn();
  const { stdin, stdout, stderr, status: exited } = child;
  return { stdin, stdout, stderr, exited, kill: (signal) => child.kill(signal) };
};

const onNode = ({ command, args, env }: SpawnCommand): Subprocess => {
  const child = start(command, [...args], { env: { ...env }, stdio: "pipe" });
  return {
    stdin: Writable.toWeb(child.stdin),
    stdout: Readable.toWeb(child.stdout) as ReadableStream<Uint8Array>,
    stderr: Readable.toWeb(child.stderr) as ReadableStream<Uint8Array>,
    exited: new Promise<ExitStatus>((resolve) => {
      child.once("exit", (code, signal) => resolve({ code, signal }));
    }),
    kill: (signal) => void child.kill(signal),
  };
};

/** Stops a turn whose `spawn` is under way; gives the milliseconds that it takes. */
type Way = (thread: Thread, kit: Kit) => Promise<number>;

const WAYS: Readonly<Record<string, Way>> = {
  "abort": async (thread, kit) => {
    const abort = new AbortController();
    const running = thread.run("x", { signal: abort.signal, killGraceMs: GRACE_MS });
    const stopped = failure(running, kit.sdk.AbortError);
    await sleep(50);
    const start = performance.now();
    abort.abort("enough");
    equal((await stopped).cause, "enough");
    return performance.now() - start;
  },
  "timeoutMs": async (thread, kit) => {
    const options = { timeoutMs: 100, killGraceMs: GRACE_MS };
    const start = performance.now();
    const error = await failure(thread.run("x", options), kit.sdk.TimeoutError);
    equal(error.kind, "turn");
    return performance.now() - start - 100;
  },
  "return() during next()": async (thread) => {
    const { events } = await thread.runStreamed("x", { killGraceMs: GRACE_MS });
    const pending = events.next();
    await sleep(50);
    const start = performance.now();
    await events.return(undefined);
    equal((await pending).done, true);
    return performance.now() - start;
  },
};

const late = (kind: string, lines: readonly Line[]) =>
  Object.entries(WAYS).map(([name, way]): FaultCase => ({
    name: `spawn: resolves after ${name}: ${kind} is ended`,
    async run(kit) {
      let release = () => {};
      let started = 0;
      const slow = new Promise<void>((resolve) => release = resolve);
      const codex = await kit.codex(lines, {
        async spawn(command) {
          await slow;
          started++;
          return local(command);
        },
      });
      const took = await way(codex.startThread(), kit);
      equal(started, 0);
      release();
      const until = performance.now() + GRACE_MS + 3_000;
      do await sleep(50); while (
        performance.now() < until && (await kit.look()).survivors.length > 0
      );
      await kit.gone();
      equal(started, 1);
      between(took, -5, 200);
    },
  }));

export const SPAWN_CASES: readonly FaultCase[] = [
  ...Object.entries(WAYS).map(([name, way]): FaultCase => ({
    name: `spawn: never resolves: ${name} settles at once, and the thread goes on`,
    async run(kit) {
      let calls = 0;
      const codex = await kit.codex([STARTED, COMPLETED], {
        spawn: (command) => calls++ === 0 ? new Promise(() => {}) : local(command),
      });
      const thread = codex.startThread();
      between(await way(thread, kit), -5, 200);
      equal((await thread.run("two")).usage?.output_tokens, 5);
    },
  })),
  ...late("a silent child", [STARTED, HANG]),
  ...late("a child that ignores signals", ["trap '' INT TERM", STARTED, HANG]),
  {
    name: "spawn: rejects after the abort: nobody hears of it",
    async run(kit) {
      let refuse = (_: Error) => {};
      const spawn = () => new Promise<never>((_, reject) => refuse = reject);
      const codex = await kit.codex([], { spawn });
      between(await WAYS.abort?.(codex.startThread(), kit) ?? NaN, -5, 200);
      refuse(new Error("too late"));
      await sleep(50);
    },
  },
  {
    name: "spawn: throws: SpawnError, with its reason",
    async run(kit) {
      const spawn = () => {
        throw new Error("no docker");
      };
      const codex = await kit.codex([], { spawn });
      const error = await failure(codex.startThread().run("x"), kit.sdk.SpawnError);
      ok(error.message.endsWith("no docker"), error.message);
    },
  },
];
