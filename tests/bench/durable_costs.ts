/**
 * What durability costs a turn of the real Codex on an offline model: `durable_costs.ts FOLDER TURNS
 * [MODULES]`, the last one the folder of PostgreSQL and its client.
 *
 * Bare is a server of its own for each turn, in a home of before; durable is that with a store, in a
 * folder or in PostgreSQL.
 *
 * @module
 */
import { connect, PostgresServer } from "../../examples/fleet_postgres/server.ts";
import { postgresStore, SCHEMA } from "../../examples/fleet_postgres/store.ts";
import { AppServer } from "../../src/app_server/mod.ts";
import { folderStore, runDurableTurn, type ThreadStore } from "../../src/durable/mod.ts";
import { message, reply, ResponsesServer } from "../../src/testing/mod.ts";

const [folder = "", count = "", modules = ""] = Deno.args;
const turns = Number(count);

/** One way to run a turn. */
interface Row {
  readonly name: string;
  readonly store: ThreadStore | null;
  readonly times: number[];
  bytes: number;
}

const postgres = modules === "" ? null : await startPostgres();
const model = await ResponsesServer.start(() => reply(message("done")));
const rows = [
  row("bare live turn", null),
  row("durable, folder", folderStore(`${folder}/store`)),
  row("durable, folder, no sync", folderStore(`${folder}/quick`, { sync: false })),
  ...postgres === null ? [] : [row("durable, PostgreSQL", postgresStore(postgres.pool))],
];
try {
  // The first round makes home and template. One after another, so that what else the machine does
  // meets all of them.
  for (let round = -1; round < turns; round++) {
    for (const one of rows) {
      const start = performance.now();
      await run(one, round);
      if (round >= 0) one.times.push(performance.now() - start);
      else one.bytes = 0;
    }
  }
  report();
} finally {
  await model.close();
  await postgres?.stop();
}

async function startPostgres() {
  // It runs as somebody who has to get in.
  await Deno.chmod(folder, 0o755);
  const server = await PostgresServer.start(modules, `${folder}/postgres`);
  const pool = await connect(modules, server.url);
  await pool.query(SCHEMA);
  const stop = async () => {
    await pool.end();
    await server.stop();
  };
  return { pool, stop };
}

function row(name: string, store: ThreadStore | null): Row {
  return { name, store, times: [], bytes: 0 };
}

async function run(one: Row, round: number): Promise<void> {
  const env = { ...Deno.env.toObject(), HOME: folder };
  // As it is in the homes of durable turns: else a bare turn would fetch them beside its work.
  const config = { features: { plugins: false } };
  const codex = { baseUrl: model.url, apiKey: "offline", env, config };
  const threadOptions = { workingDirectory: folder, sandboxMode: "danger-full-access" } as const;
  if (one.store === null) {
    const home = `${folder}/home`;
    await Deno.mkdir(home, { recursive: true });
    const server = await AppServer.start({ ...codex, env: { ...env, CODEX_HOME: home } });
    await (await server.startThread(threadOptions)).run("hello");
    await server.close();
  } else {
    await runDurableTurn({
      store: counting(one.store, one),
      key: `${one.name} ${round}`,
      messageId: "m",
      input: "hello",
      codex,
      threadOptions,
      homes: `${folder}/homes`,
    });
  }
}

function report(): void {
  const [bare] = rows as [Row];
  console.log(`${"".padEnd(26)} median   least`);
  for (const one of rows) {
    const [time, base] = [median(one.times), median(bare.times)];
    // On a machine that does other things as well, the least says more.
    const [least, leastBase] = [Math.min(...one.times), Math.min(...bare.times)];
    const times = [time, least].map((ms) => `${ms.toFixed(0).padStart(6)} ms`).join("");
    const over = `  +${Math.round(time - base)} and +${Math.round(least - leastBase)} ms`;
    const bytes = one.bytes === 0 ? "" : `, ${Math.round(one.bytes / turns / 1024)} KiB kept`;
    console.log(`${one.name.padEnd(26)}${times}${one === bare ? "" : over}${bytes}`);
  }
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
