/**
 * A custom `spawn` that starts the real Codex: for the SDK it is on another machine.
 *
 * @module
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import process from "node:process";
import { Readable, Writable } from "node:stream";
import type { Spawn, SpawnCommand, Subprocess } from "../../mod.ts";
import type { Kit } from "./case.ts";

/** Starts the Codex of this machine. */
export async function ownSpawn(kit: Kit): Promise<Spawn> {
  const path = await kit.sdk.codexPath();
  return (command) => start(path, command);
}

async function start(path: string, command: SpawnCommand): Promise<Subprocess> {
  const child = spawn(path, [...command.args], {
    env: command.inheritEnv ? { ...process.env, ...command.env } : command.env,
    stdio: "pipe",
  });
  await once(child, "spawn");
  return {
    pid: child.pid,
    stdin: Writable.toWeb(child.stdin) as WritableStream<Uint8Array>,
    stdout: Readable.toWeb(child.stdout) as ReadableStream<Uint8Array>,
    stderr: Readable.toWeb(child.stderr) as ReadableStream<Uint8Array>,
    exited: once(child, "exit").then(([code, signal]) => ({ code, signal })),
    kill: (signal) => void child.kill(signal),
  };
}
