/**
 * What durability costs: `deno task bench:durable [turns]`.
 *
 * Turns of the real Codex on an offline model, one after another: bare (a server of its own for each
 * turn, in a home of before), and durable with a store in a folder. Then turns per second of several
 * workers, with a Codex that starts in no time.
 *
 * @module
 */
import { AppServer } from "../../src/app_server/mod.ts";
import { folderStore, runDurableTurn, type ThreadStore } from "../../src/durable/mod.ts";
import { message, reply, ResponsesServer } from "../../src/testing/mod.ts";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const TURNS = Number(Deno.args[0] ?? 10);
const FAST_TURNS = 200;

/** Numbers of one row. */
interface Row {
  readonly name: string;
  readonly times: number[];
  bytes: number;
}

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

/** Prints what a turn costs. */
async function costs(folder: string): Promise<void> {
  const model = await ResponsesServer.start(() => reply(message("done")));
  const env = { ...Deno.env.toObject(), HOME: folder };
  const codex = { baseUrl: model.url, apiKey: "offline", env };
  const threadOptions = { workingDirectory: folder, sandboxMode: "danger-full-access" } as const;
  const bare: Row = { name: "bare live turn", times: [], bytes: 0 };
  const kept: Row = { name: "durable, folder", times: [], bytes: 0 };
  const quick: Row = { name: "durable, folder, no sync", times: [], bytes: 0 };
  const home = `${folder}/home`;
  await Deno.mkdir(home);
  const runBare = async () => {
    const server = await AppServer.start({ ...codex, env: { ...env, CODEX_HOME: home } });
    await (await server.startThread(threadOptions)).run("hello");
    await server.close();
  };
  const runKept = async (row: Row, sync: boolean, i: number) => {
    const store = counting(folderStore(`${folder}/store`, { sync }), row);
    await runDurableTurn({
      store,
      key: `${row.name} ${i}`,
      messageId: "m",
      input: "hello",
      codex,
      threadOptions,
      homes: `${folder}/homes`,
    });
  };
  // Home and template are made.
  await runBare();
  await runKept({ ...kept }, true, -1);
  for (let i = 0; i < TURNS; i++) {
    // One after another, so that what else the machine does meets all of them.
    await timed(bare, runBare);
    await timed(kept, () => runKept(kept, true, i));
    await timed(quick, () => runKept(quick, false, i));
  }
  await model.close();
  console.log(`${"".padEnd(26)} median   least`);
  for (const row of [bare, kept, quick]) {
    const [time, base] = [median(row.times), median(bare.times)];
    // On a machine that does other things as well, the least says more.
    const [least, leastBase] = [Math.min(...row.times), Math.min(...bare.times)];
    const times = [time, least].map((ms) => `${ms.toFixed(0).padStart(6)} ms`).join("");
    const over = `  +${Math.round(time - base)} and +${Math.round(least - leastBase)} ms`;
    const bytes = row.bytes === 0 ? "" : `, ${Math.round(row.bytes / TURNS / 1024)} KiB kept`;
    console.log(`${row.name.padEnd(26)}${times}${row === bare ? "" : over}${bytes}`);
  }
}

async function timed(row: Row, run: () => Promise<void>): Promise<void> {
  const start = performance.now();
  await run();
  row.times.push(performance.now() - start);
}

function median(times: readonly number[]): number {
  return [...times].sort((a, b) => a - b)[times.length >> 1] ?? NaN;
}

/** The store, with its bytes counted. */
function counting(store: ThreadStore, row: Row): ThreadStore {
  return {
    take: (key) => store.take(key),
    append(key, epoch, file, position, lines) {
      row.bytes += lines.length;
      return store.append(key, epoch, file, position, lines);
    },
    replace: (key, epoch, file, data) => store.replace(key, epoch, file, data),
    list: () => store.list(),
    delete: (key) => store.delete(key),
  };
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
