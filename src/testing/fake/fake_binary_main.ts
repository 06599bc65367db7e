/**
 * The program behind a fake Codex executable.
 *
 * @module
 */
import { messageOf } from "../../core/base/plain_text.ts";
import { readFileSync } from "node:fs";
import process from "node:process";
import { LineSplitter } from "../../core/wire/jsonl.ts";
import { FakeAppServer } from "./live/app_server.ts";
import { playExec } from "./fake_exec.ts";
import { FakeFiles } from "./fake_files.ts";
import { FakeState } from "./state.ts";

/** The address that this module was loaded from; undefined in a program bundled to CommonJS. */
export const MAIN_URL: string | undefined = import.meta.url;

/** Names whose values are not recorded, whoever set them. */
const SECRET = /KEY|TOKEN|SECRET|PASS|AUTH|CREDENTIAL|COOKIE|DSN|URL/i;

/** Plays the next turns of the script in `folder`, and records the calls there. */
export async function main(folder: string): Promise<void> {
  const files = new FakeFiles(folder);
  const state = new FakeState(files.script(), (what) => files.claim(what), files);
  state.restore(files.threads());
  const inherited = files.inherited();
  const env = Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      // What is recorded is stored on disk.
      value === undefined
        ? []
        : [[name, inherited.includes(name) || SECRET.test(name) ? "" : value]]
    ),
  );
  const args = process.argv.slice(2);
  const save = () => files.save(state);
  if (args[0] === "app-server") serve(state, args, env, save);
  else await exec(state, args, env, save);
}

type Env = Record<string, string>;

async function exec(state: FakeState, args: string[], env: Env, save: () => void): Promise<void> {
  const prompt = readFileSync(0, "utf8");
  try {
    for await (const output of playExec(state, args, env, prompt)) {
      save();
      if ("stdout" in output) process.stdout.write(output.stdout);
      else if ("stderr" in output) process.stderr.write(output.stderr);
      else if ("wait" in output) await wait(output.wait);
      else return end(output.exit);
    }
  } catch (error) {
    save();
    process.stderr.write(messageOf(error));
    process.exitCode = 1;
  }
}

function serve(state: FakeState, args: string[], env: Env, save: () => void): void {
  const server = new FakeAppServer(state, { args, env }, {
    send: (line) => {
      save();
      process.stdout.write(line);
    },
    stderr: (text) => void process.stderr.write(text),
    exit: (status) => {
      save();
      end(status);
    },
  });
  const lines = new LineSplitter();
  process.stdin.on("data", (chunk: Uint8Array) => {
    for (const line of lines.push(chunk)) server.receive(line);
  });
  process.stdin.on("end", () => {
    server.stop();
    save();
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
