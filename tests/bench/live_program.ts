/**
 * The program that measures, on any runtime, from the folder where the packed SDK and its peer are
 * installed: `program.mjs <codex> <turns>`. Prints a report as JSON.
 *
 * @module
 */
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import type { CodexOptions } from "../../mod.ts";
import type { LiveThreadOptions } from "../../src/app_server/mod.ts";
import type { RecordedRequest } from "../../src/testing/mod.ts";
import { DELTAS, measureAgainstHand, STREAM, STREAMED } from "./live_hand.ts";
import { measureMemory, WAIT } from "./live_memory.ts";
import type { Report } from "./live_report.ts";
import { measureThreads } from "./live_threads.ts";
import { measureParts, measureService, measureTurns } from "./live_turns.ts";

/** What the measurements work with. */
export interface Setup {
  readonly sdk: typeof import("../../mod.ts");
  readonly live: typeof import("../../src/app_server/mod.ts");
  readonly testing: typeof import("../../src/testing/mod.ts");
  /** The peer, whose `Codex` has the same shape. */
  readonly peer: { readonly Codex: typeof import("../../mod.ts").Codex };
  /** Options of every client: the same program, the same service, a home of its own. */
  readonly options: CodexOptions & { readonly codexPathOverride: string };
  /** Options of every thread. */
  readonly thread: LiveThreadOptions;
  /** The program that all of them start. */
  readonly codex: string;
}

if (process.argv[2] !== undefined) {
  const report = await measure(process.argv[2], Number(process.argv[3]));
  console.log(JSON.stringify(report));
}

async function measure(codex: string, rounds: number): Promise<Report> {
  // Computed, so that the bundler leaves it: the package is resolved from this file's folder.
  const name = "@codex-js/sdk";
  const [sdk, live, testing, peer] = await Promise.all(
    [name, `${name}/app-server`, `${name}/testing`, "@openai/codex-sdk"]
      .map((module) => import(module)),
  );
  const { message, reply, ResponsesServer, stall } = testing as Setup["testing"];
  const folder = join(dirname(fileURLToPath(import.meta.url)), `work-${process.pid}`);
  const [home, work] = [join(folder, "home"), join(folder, "work")];
  for (const path of [home, work]) await mkdir(path, { recursive: true });

  const streamed = reply(message(STREAMED, { deltas: DELTAS }));
  let asked = 0;
  const service = await ResponsesServer.start(({ texts }: RecordedRequest) => {
    asked = performance.now();
    if (texts.at(-1) === STREAM) return streamed;
    return texts.at(-1) === WAIT ? stall() : reply(message("Hello, you."));
  });
  try {
    const setup: Setup = {
      sdk,
      live,
      testing,
      peer,
      codex,
      options: {
        codexPathOverride: codex,
        baseUrl: service.url,
        apiKey: "offline",
        env: { PATH: process.env.PATH ?? "", HOME: folder, CODEX_HOME: home },
      },
      thread: { workingDirectory: work, skipGitRepoCheck: true, sandboxMode: "read-only" },
    };
    const turns = await measureTurns(setup, rounds);
    const hand = await measureAgainstHand(setup, service);
    const parts = await measureParts(setup, rounds, () => asked);
    const alone = await measureService(service, rounds);
    const memory = await measureMemory(setup, service);
    const held = await measureThreads(setup, service);
    const [unexpected] = service.unexpected;
    if (unexpected !== undefined) throw new Error(unexpected.message);
    return { runtime: runtimeName(), turns, hand, parts, service: alone, memory, held };
  } finally {
    await service.close();
  }
}

function runtimeName(): string {
  const { deno, bun, node } = process.versions as Record<string, string | undefined>;
  return deno ? `Deno ${deno}` : bun ? `Bun ${bun}` : `Node ${node}`;
}
