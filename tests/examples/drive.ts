/**
 * Runs an example as a child, offline, and goes through its steps.
 *
 * @module
 */
// Not by @std: the tasks use it, too.
import assert from "node:assert/strict";
import type { Example } from "./table.ts";

/**
 * Runs an example in an empty folder. Rejects when a step is missing, or it ends with another code.
 *
 * @param command The runtime and the program.
 * @param options `cwd`, and `env` beside that of this program.
 */
export async function drive(
  command: readonly string[],
  { args = [], steps, code = 0, serves }: Example,
  options: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
): Promise<void> {
  const [program = "", ...words] = command;
  const child = new Deno.Command(program, {
    args: [...words, "--offline", ...args],
    cwd: options.cwd,
    env: { PORT: "0", NO_COLOR: "1", ...options.env },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const errors = new Response(child.stderr).text();
  const output = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const input = child.stdin.getWriter();
  let printed = "";
  let at = 0;
  try {
    for (const step of steps) {
      if (typeof step === "string") {
        while (!printed.includes(step, at)) {
          const { done, value } = await output.read();
          assert(!done, `${JSON.stringify(step)} is missing, or out of order, in:\n${printed}`);
          printed += value;
        }
        at = printed.indexOf(step, at) + step.length;
      } else if ("send" in step) await input.write(new TextEncoder().encode(step.send));
      else await step.visit(printed);
    }
    if (serves !== undefined) child.kill(serves);
    // It may have ended before.
    await input.close().catch(() => {});
    while (!(await output.read()).done);
    assert.equal(await errors, "");
    assert.equal((await child.status).code, code);
  } catch (error) {
    kill(child);
    // An error says more than that the output has ended.
    throw new Error(`${command.join(" ")}: ${(error as Error).message}\n${await errors}`);
  } finally {
    kill(child);
    await Promise.all([child.status, output.cancel()]);
  }
}

function kill(child: Deno.ChildProcess): void {
  try {
    child.kill("SIGKILL");
  } catch {
    // It has ended.
  }
}
