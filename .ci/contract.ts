/**
 * The contract cases on one runtime: `deno task contract [node|bun|deno] [part of a name]`.
 *
 * @module
 */
import { deno, workFolder } from "./command.ts";
import { install, runCases } from "./consumer.ts";
import { pack } from "./pack.ts";
import { stdFlags } from "./std.ts";

const [runtime = "node", filter = ""] = Deno.args;
const std = await stdFlags();
if (runtime === "deno") {
  const args = ["test", "-A", ...std, "tests/contract"];
  const { code } = await deno(filter ? [...args, "--filter", filter] : args, { live: true });
  Deno.exit(code);
} else if (runtime === "node" || runtime === "bun") {
  const work = await workFolder();
  try {
    await install(runtime, await pack(work.path), `${work.path}/${runtime}`, std);
    const options = { filter, live: true };
    Deno.exitCode = (await runCases(runtime, `${work.path}/${runtime}`, options)).code;
  } finally {
    await work.remove();
  }
} else {
  console.error(`No such runtime: ${runtime}`);
  Deno.exit(2);
}
