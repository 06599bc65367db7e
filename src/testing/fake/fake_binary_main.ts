/**
 * The program behind a fake Codex executable.
 *
 * @module
 */
import { appendFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { LineSplitter } from "../../core/wire/jsonl.ts";
import { FakeAppServer } from "./fake_app_server.ts";
import { playExec } from "./fake_exec.ts";
import { type FakeCall, FakeState } from "./player.ts";
import { scriptFromJson } from "./script_json.ts";

/** The address that this module was loaded from; undefined in a program bundled to CommonJS. */
export const MAIN_URL: string | undefined = import.meta.url;

/** Names whose values are not recorded, whoever set them. */
const SECRET = /KEY|TOKEN|SECRET|PASS|AUTH|CREDENTIAL|COOKIE|DSN|URL/i;

/** Plays the next turn of the script in `folder`, and records the call there. */
export async function main(folder: string): Promise<void> {
  const callsFile = join(folder, "calls.jsonl");
  const record = (call: FakeCall) => appendFileSync(callsFile, `${JSON.stringify(call)}\n`);
  const turns = scriptFromJson(readFileSync(join(folder, "script.json"), "utf8"));
  // Other processes have played the earlier turns.
  const done = readFileSync(callsFile, "utf8").split("\n").filter(Boolean).length;
  const state = new FakeState(turns, done);
  const inherited: readonly string[] = JSON.parse(
    readFileSync(join(folder, "inherited.json"), "utf8"),
  );
  const env = Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      // What is recorded is stored on disk.
      value === undefined
        ? []
        : [[name, inherited.includes(name) || SECRET.test(name) ? "" : value]]
    ),
  );
  const args = process.argv.slice(2);
  if (args[0] === "app-server") serve(state, args, env, record);
  else await exec(state, args, env, record);
}

type Env = Record<string, string>;
type Recorder = (call: FakeCall) => void;

async function exec(state: FakeState, args: string[], env: Env, record: Recorder): Promise<void> {
  const prompt = readFileSync(0, "utf8");
  let recorded = 0;
  try {
    for await (const output of playExec(state, args, env, prompt)) {
      state.calls.slice(recorded).forEach(record);
      recorded = state.calls.length;
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

function serve(state: FakeState, args: string[], env: Env, record: Recorder): void {
  // At the end, when the answers given during the turns are known.
  let recorded = false;
  const recordAll = () => {
    if (!recorded) state.calls.forEach(record);
    recorded = true;
  };
  const server = new FakeAppServer(state, { args, env }, {
    send: (line) => void process.stdout.write(line),
    stderr: (text) => void process.stderr.write(text),
    exit: (status) => {
      recordAll();
      end(status);
    },
  });
  const lines = new LineSplitter();
  process.stdin.on("data", (chunk: Uint8Array) => {
    for (const line of lines.push(chunk)) server.receive(line);
  });
  process.stdin.on("end", () => {
    recordAll();
    process.exit(0);
  });
}

function end(
  { code, signal }: { readonly code: number | null; readonly signal: string | null },
): void {
  // After everything that was written before has been sent.
  process.stdout.write("", () => {
    if (signal !== null) process.kill(process.pid, signal);
    else process.exit(code ?? 0);
  });
}

function wait(ms: number): Promise<void> {
  // An hour stands for forever: a timer keeps the process alive.
  return new Promise((resolve) => setTimeout(resolve, Math.min(ms, 3_600_000)));
}
