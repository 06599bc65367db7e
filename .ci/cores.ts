/**
 * Cores: what is woken on another one costs a virtual machine a tenth of its time.
 *
 * @module
 */

/** Numbers of the cores that this program may use; none where programs cannot be kept on one. */
export async function cores(): Promise<number[]> {
  if (Deno.build.os !== "linux") return [];
  const taskset = new Deno.Command("taskset", { args: ["--version"], stdout: "null" });
  if (!await taskset.output().then(({ success }) => success, () => false)) return [];
  return listed(await Deno.readTextFile("/proc/self/status"));
}

/** A program and its arguments, so that it runs on one core with all that it starts. */
export function onCore(core: number, command: readonly string[]): [string, ...string[]] {
  return ["taskset", "--cpu-list", `${core}`, ...command];
}

/** What "Cpus_allowed_list" says, such as "0-3,6". */
export function listed(status: string): number[] {
  const list = status.match(/^Cpus_allowed_list:\s*(\S+)$/m)?.[1] ?? "";
  return list.split(",").filter(Boolean).flatMap((range) => {
    const [first = 0, last = first] = range.split("-").map(Number);
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  });
}
