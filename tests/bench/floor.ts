/**
 * The floor: the least that can be done. Spawns a program, splits what it writes, parses each line,
 * and looks at nothing else: no verdict, no error, no stop, no back pressure but the pipe's.
 *
 * @module
 */
import { bareProcess } from "./bare_process.ts";

type Env = Record<string, string>;

/** Runs a program to its end; gives the number of JSON lines that it has written. */
export async function bare(command: string, args: string[], env: Env): Promise<number> {
  const child = bareProcess(command, args, env);
  child.write("Hello");
  child.end();
  const decoder = new TextDecoder();
  let count = 0;
  let rest = "";
  for await (const chunk of child.stdout) {
    rest += decoder.decode(chunk, { stream: true });
    // Splitting what has no end yet, over and over, would make a long line cost minutes.
    if (chunk.indexOf(0x0a) === -1) continue;
    const lines = rest.split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      if (JSON.parse(line).type !== undefined) count++;
    }
  }
  await child.exited;
  return count;
}
