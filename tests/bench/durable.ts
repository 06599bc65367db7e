/**
 * What durability costs: `deno task bench:durable [turns]`.
 *
 * Turns of the real Codex on an offline model, bare and durable; see `durable_costs.ts`. Then turns per
 * second of several workers, with a Codex that starts in no time.
 *
 * @module
 */
import { install, whyNot } from "../../examples/fleet_postgres/server.ts";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const TURNS = Number(Deno.args[0] ?? 10);
const FAST_TURNS = 200;

if (import.meta.main) {
  await Deno.mkdir(`${ROOT}.tmp`, { recursive: true });
  const folder = await Deno.makeTempDir({ dir: `${ROOT}.tmp`, prefix: "bench-durable-" });
  try {
    await costs(folder);
    for (const workers of [1, 2, 4]) await speed(`${folder}/speed-${workers}`, workers);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Prints what a turn costs; a program of its own, as its packages need a configuration of theirs. */
async function costs(folder: string): Promise<void> {
  const reason = whyNot();
  if (reason !== null) console.log(`skipped PostgreSQL: ${reason}`);
  const modules = reason === null ? await install(`${ROOT}.tmp/fleet_postgres_modules`) : null;
  const program = fileURLToPath(new URL("durable_costs.ts", import.meta.url));
  const config = modules === null ? [] : [`--config=${modules}/deno.json`];
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "-q", ...config, program, folder, String(TURNS), modules ?? ""],
    stdin: "null",
  }).spawn().status;
  if (!success) Deno.exitCode = 1;
}

/** Prints the turns per second of several workers. */
async function speed(folder: string, workers: number): Promise<void> {
  await Deno.mkdir(folder);
  const worker = fileURLToPath(new URL("durable_worker.ts", import.meta.url));
  const each = Math.ceil(FAST_TURNS / workers);
  const processes = Array.from({ length: workers }, (_, i) =>
    new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "-q", "--no-config", worker, folder, String(i), String(each)],
      stdin: "piped",
      stdout: "piped",
    }).spawn());
  const readers = processes.map(({ stdout }) => stdout.getReader());
  // All have started.
  await Promise.all(readers.map((reader) => reader.read()));
  const start = performance.now();
  for (const { stdin } of processes) await stdin.close();
  await Promise.all(processes.map(({ status }) => status));
  const seconds = (performance.now() - start) / 1000;
  for (const reader of readers) await reader.cancel();
  const rate = (each * workers / seconds).toFixed(0);
  console.log(
    `${workers} worker${workers > 1 ? "s" : ""}: ${rate} turns a second, with a fake Codex`,
  );
}
