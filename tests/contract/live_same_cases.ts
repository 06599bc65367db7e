/**
 * The same script over exec and over the app-server: the same items, the same answer.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ThreadItem, ThreadOptions, Turn } from "../../mod.ts";
import type { Reply } from "../../src/testing/mod.ts";
import { itemAsExec } from "../as_exec.ts";
import { type Case, type Kit, offline } from "./case.ts";
import { type Script, SCRIPTS } from "./live_same_scripts.ts";
import { POSIX } from "./posix.ts";
import { impatient } from "./real_case.ts";

interface Outcome {
  readonly items: readonly ThreadItem[];
  readonly finalResponse?: string;
  readonly usage?: unknown;
  readonly output?: unknown;
  readonly error?: string;
}

/** What a run gives, or how it fails. */
async function outcome(kit: Kit, run: () => Promise<Turn>): Promise<Outcome> {
  try {
    const { items, finalResponse, usage, output } = await run();
    return { items: items.map(itemAsExec), finalResponse, usage, output };
  } catch (error) {
    if (!(error instanceof kit.sdk.TurnFailedError)) throw error;
    return { items: error.items.map(itemAsExec), error: error.message };
  }
}

/** Takes out what differs from run to run. */
function plain({ items, ...rest }: Outcome, script: Script, folder: string): unknown {
  const kept = JSON.parse(
    JSON.stringify({ items, ...rest }).replaceAll(folder, "").replace(/127\.0\.0\.1:\d+/g, "")
      .replace(/"id":"(?!item_)[^"]*"/g, '"id":"theirs"'),
  ) as Outcome;
  if (!script.unordered) return kept;
  const sorted = kept.items.map(({ id: _, ...item }) => JSON.stringify(item)).sort();
  return { ...kept, items: sorted };
}

/** A service that answers from a list which each script fills anew. */
async function service(kit: Kit) {
  let left: Reply[] = [];
  const server = await kit.testing.ResponsesServer.start(() => {
    const next = left.shift();
    if (next === undefined) throw new Error("the script is used up");
    return next;
  });
  const base = await offline(kit, server);
  const env = { ...base.env, CODEX_KEY_OF_TEST: "sk-offline-key" };
  const provider = { env_key: "CODEX_KEY_OF_TEST", stream_max_retries: 1 };
  return {
    server,
    options: { ...base, env, config: impatient(server.url, provider) },
    play: (replies: readonly Reply[]) => {
      left = [...replies];
      return () => left.length;
    },
  };
}

/** Plays scripts over both, and shows where they differ. */
async function same(kit: Kit, scripts: readonly Script[]): Promise<void> {
  const [exec, live] = await Promise.all([service(kit), service(kit)]);
  const codex = new kit.sdk.Codex(exec.options);
  const app = await kit.live.AppServer.start(live.options);
  const runs = [
    {
      name: "exec",
      play: exec.play,
      start: (options: ThreadOptions) => codex.startThread(options),
    },
    {
      name: "live",
      play: live.play,
      start: (options: ThreadOptions) => app.startThread(options),
    },
  ];
  try {
    const different: unknown[] = [];
    for (const [index, script] of scripts.entries()) {
      const outcomes = await Promise.all(runs.map(async ({ name, play, start }) => {
        const workingDirectory = join(kit.folder, `${name}${index}`);
        await mkdir(workingDirectory);
        await writeFile(join(workingDirectory, "old.txt"), "before\n");
        await writeFile(join(workingDirectory, "gone.txt"), "gone\n");
        const left = play(script.replies(kit.testing));
        const thread = await start({
          ...script.options,
          workingDirectory,
          skipGitRepoCheck: true,
        });
        const turnOptions = script.outputSchema ? { outputSchema: script.outputSchema } : {};
        const result = await outcome(kit, () => thread.run("go", turnOptions));
        assertEquals(left(), 0, `${script.name} over ${name}: the script is used up`);
        return plain(result, script, workingDirectory);
      }));
      const [overExec, overLive] = outcomes;
      try {
        assertEquals(overLive, overExec);
      } catch {
        different.push({ script: script.name, exec: overExec, live: overLive });
      }
    }
    assertEquals(different, []);
    assertEquals([...exec.server.unexpected, ...live.server.unexpected], []);
  } finally {
    await app.close();
    await Promise.all([exec.server.close(), live.server.close()]);
  }
}

/** Cases. */
export const LIVE_SAME_CASES: readonly Case[] = [
  {
    name: "live: the same script gives the same items, answer and failure as over exec",
    run: (kit) => same(kit, SCRIPTS.filter(({ acts }) => !acts)),
  },
  {
    name: "live: the same commands and patches give the same items as over exec",
    posix: POSIX.shell,
    run: (kit) => same(kit, SCRIPTS.filter(({ acts }) => acts)),
  },
];
