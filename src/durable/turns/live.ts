/**
 * A durable turn over the app-server.
 *
 * @module
 */
import { type AppServer, startServer } from "../../app_server/app_server.ts";
import type { LiveThreadOptions } from "../../app_server/turns/options.ts";
import {
  type LiveThread,
  observeLiveThread,
  openTurn,
} from "../../app_server/threads/live_thread.ts";
import type { Turn } from "../../core/vocabulary/turn.ts";
import { hostIn, optionsIn } from "../homes/home.ts";
import { joinedTurn, type Part, partsOf, storedTurn } from "./history.ts";
import { begin, complete, heard, type Job, ownTurns, rolloutOf, threadFile, told } from "./job.ts";
import { QuestionDesk } from "./questions.ts";

/** Runs a message's turn, continues it, or finds its result. */
export async function runLive(job: Job): Promise<Turn> {
  const { options, host, home, stop } = job;
  // A restart would end the turn and its questions: it is the next call that continues them.
  const codex = { ...options.codex, restart: false };
  const server = await startServer(optionsIn(codex, home), hostIn(host, home), stop.signal);
  const close = () => server.close();
  // At once: whoever has lost the key must not go on, and nobody else waits for a graceful stop.
  stop.signal.addEventListener("abort", close, { once: true });
  try {
    stop.signal.throwIfAborted();
    return await complete(job, await withServer(job, server), close);
  } finally {
    stop.signal.removeEventListener("abort", close);
    await close();
  }
}

async function withServer(job: Job, server: AppServer): Promise<Turn> {
  const { options, keeper, turnOptions } = job;
  const { messageId } = options;
  const desk = options.questions &&
    new QuestionDesk(options.questions, keeper, messageId, (error) => job.stop.abort(error));
  const threadOptions = {
    ...options.threadOptions,
    ...(desk === undefined ? {} : { onApproval: desk.onApproval }),
  };
  const thread = await openThread(job, server, threadOptions);
  const parts = await storedParts(job, server, thread.id);
  const isFound = parts.length > 0;
  if (parts.at(-1)?.isComplete) return storedTurn(parts, textOf(await rolloutOf(job)));
  // Both are refused if the key has been lost meanwhile: a slow process does nothing twice.
  await begin(job, isFound ? { after: parts.length } : { thread: thread.id });
  observeLiveThread(
    thread,
    heard(job, async (event) => {
      const over = desk?.hear(event);
      if (event.type !== "item.delta") keeper.mirror();
      await over;
    }),
  );
  const live = openTurn(thread, isFound ? null : options.input, turnOptions);
  void (async () => await options.onTurn?.(live))().catch((error) => job.stop.abort(error));
  const turn = await told(job, live);
  return isFound ? joinedTurn(parts, turn, textOf(await rolloutOf(job))) : turn;
}

async function openThread(
  job: Job,
  server: AppServer,
  options: LiveThreadOptions,
): Promise<LiveThread> {
  const { record } = job.keeper;
  // A thread that was started and lost before anything of it was stored is started again.
  if (record.thread === null || await threadFile(job) === null) {
    return await server.startThread(options);
  }
  return await server.resumeThread(record.thread, options);
}

async function storedParts(job: Job, server: AppServer, thread: string): Promise<Part[]> {
  const { keeper: { record }, options: { messageId } } = job;
  if (record.message(messageId) === null || thread !== record.thread) return [];
  const own = new Set(ownTurns(job, await rolloutOf(job)));
  return own.size === 0 ? [] : await partsOf(server, thread, own);
}

function textOf(rollout: Uint8Array): string {
  return new TextDecoder().decode(rollout);
}
