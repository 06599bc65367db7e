/**
 * A fleet on PostgreSQL alone: pg-boss hands out the messages, one at a time for each thread, and the
 * threads are kept in tables. A worker is killed in the middle; each message is answered once, in order.
 *
 * `deno task fleet:postgres`. The model is played offline; Codex, PostgreSQL and the kill are real. Linux.
 * This module installs what the demo needs, and runs it.
 *
 * @module
 */
import { install } from "./server.ts";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** Runs it; whether all went well. */
export async function fleet(): Promise<boolean> {
  const modules = await install(`${ROOT}.tmp/fleet_postgres_modules`);
  const demo = fileURLToPath(new URL("demo.ts", import.meta.url));
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "-q", `--config=${modules}/deno.json`, demo, modules],
    stdin: "null",
  }).spawn().status;
  return success;
}

if (import.meta.main) Deno.exitCode = await fleet() ? 0 : 1;
