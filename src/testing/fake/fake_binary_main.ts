/**
 * The program behind a fake Codex executable: `main FOLDER ARGS…`.
 *
 * @module
 */
import { appendFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { LineSplitter } from "../../core/jsonl.ts";
import { FakeAppServer } from "./fake_app_server.ts";
import { playExec } from "./fake_exec.ts";
import { type FakeCall, FakeState } from "./player.ts";
import type { FakeTurn } from "./script.ts";

const [folder = "", ...args] = process.argv.slice(2);
const callsFile = join(folder, "calls.jsonl");
const turns = JSON.parse(readFileSync(join(folder, "script.json"), "utf8")) as FakeTurn[];
const done = readFileSync(callsFile, "utf8").split("\n").filter(Boolean).length;
// The turns before this process were played by others.
const state = new FakeState((call, index) => {
  const turn = turns[done + index];
  if (turn !== undefined) return turn;
  throw new Error(
    `fakeCodex: the script has ${turns.length} turns, and turn ${
      done + index + 1
    } was asked for with the prompt ${JSON.stringify(call.prompt)}`,
  );
}, done);
const env = Object.fromEntries(
  Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]]
  ),
);

if (args[0] === "app-server") serve();
else await exec();

function record(call: FakeCall | undefined): void {
  if (call !== undefined) appendFileSync(callsFile, `${JSON.stringify(call)}\n`);
}

async function exec(): Promise<void> {
  const prompt = readFileSync(0, "utf8");
  try {
    let first = true;
    for (const output of playExec(state, args, env, prompt)) {
      if (first) record(state.calls[0]);
      first = false;
      if ("stdout" in output) process.stdout.write(output.stdout);
      else if ("stderr" in output) process.stderr.write(output.stderr);
      else if ("wait" in output) await wait(output.wait);
      else return end(output.exit);
    }
  } catch (error) {
    process.stderr.write(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}

function serve(): void {
  const server = new FakeAppServer(state, { args, env }, {
    send: (line) => void process.stdout.write(line),
    stderr: (text) => void process.stderr.write(text),
    exit: end,
  });
  const lines = new LineSplitter();
  process.stdin.on("data", (chunk: Uint8Array) => {
    for (const line of lines.push(chunk)) server.receive(line);
  });
  process.stdin.on("end", () => {
    state.calls.forEach(record);
    process.exit(0);
  });
}

function end(
  { code, signal }: { readonly code: number | null; readonly signal: string | null },
): void {
  process.stdout.write("", () => {
    if (signal !== null) process.kill(process.pid, signal as NodeJS.Signals);
    else process.exit(code ?? 0);
  });
}

function wait(ms: number): Promise<void> {
  // An hour stands for ever: a timer is what keeps the process alive.
  return new Promise((resolve) => setTimeout(resolve, Math.min(ms, 3_600_000)));
}
