/**
 * A worker of the chaos test: takes jobs from stdin, and says on stdout what became of them. Its store
 * refuses and stalls, and its clock jumps.
 *
 * @module
 */
import { folderStore, runDurableTurn, type ThreadStore } from "../../src/durable/mod.ts";
import { random } from "../random.ts";
import { fileCodex } from "./file_codex.ts";

/** What a worker is told at its start. */
export interface WorkerOptions {
  readonly folder: string;
  readonly seed: number;
}

/** A job, or what became of it. */
export interface Job {
  readonly key: string;
  readonly message: string;
}

const { folder, seed }: WorkerOptions = JSON.parse(Deno.args[0] ?? "");
const next = random(seed);
const log = (line: string) =>
  Deno.writeTextFileSync(`${folder}/log`, `${line}\n`, { append: true });

// Up to ten days, both ways.
const realNow = Date.now;
Date.now = () => realNow() + Math.round((next() - 0.5) * 20 * 86_400_000);

const spawn = fileCodex({
  run: (message, step) => log(`run ${message} ${step}`),
  pause: () => next() * 30,
});
const store = moody(folderStore(`${folder}/store`, { sync: false }));

for await (const line of lines(Deno.stdin.readable)) {
  const job: Job = JSON.parse(line);
  void runDurableTurn({
    store,
    key: job.key,
    messageId: job.message,
    input: job.message,
    codex: { spawn, apiKey: "fake" },
    homes: `${folder}/homes`,
  }).then(
    (turn) => console.log(JSON.stringify({ ...job, turn })),
    (error) => console.log(JSON.stringify({ ...job, error: error.name, told: error.message })),
  );
}

/** A store that refuses one call in twenty, and stalls as often; it writes down what it has kept. */
function moody(store: ThreadStore): ThreadStore {
  const mood = async () => {
    const what = next();
    if (what < 0.05) throw new Error("the store is not in the mood");
    if (what < 0.1) await new Promise((resolve) => setTimeout(resolve, next() * 300));
  };
  return {
    take: async (key) => (await mood(), await store.take(key)),
    async append(key, epoch, file, position, lines) {
      await mood();
      await store.append(key, epoch, file, position, lines);
      for (const line of new TextDecoder().decode(lines).split("\n")) {
        const [, step, message] =
          line.match(/"item":\{"type":"commandExecution".*"command":"step (\d) of ([^"]+)"/) ?? [];
        if (step !== undefined) log(`kept ${message} ${step}`);
      }
      // Done, and nobody hears of it.
      if (next() < 0.03) throw new Error("the store has lost its answer");
    },
    replace: async (
      key,
      epoch,
      file,
      data,
    ) => (await mood(), await store.replace(key, epoch, file, data)),
    list: () => store.list(),
    delete: (key) => store.delete(key),
  };
}

async function* lines(input: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  let rest = "";
  for await (const chunk of input.pipeThrough(new TextDecoderStream())) {
    const all = (rest + chunk).split("\n");
    rest = all.pop() ?? "";
    yield* all;
  }
}
