/**
 * Fuzzing for as long as wanted: `deno task fuzz [seconds] [part of a name]`.
 *
 * @module
 */
import { stdFlags } from "../../.ci/std.ts";

const [seconds = "60", name = ""] = Deno.args;
// In a process of its own, with `@std` from where it is to be had.
const { code } = await new Deno.Command(Deno.execPath(), {
  args: ["run", "-A", ...await stdFlags(), "tests/fuzz/long.ts", seconds, name],
}).spawn().status;
Deno.exitCode = code;
