/**
 * A durable turn over `codex exec`.
 *
 * @module
 */
import { checkedOptions } from "../../core/options/check.ts";
import { createThread, observeThread } from "../../core/turn/thread.ts";
import type { CodexOptions, ThreadOptions } from "../../core/vocabulary/options.ts";
import type { Turn } from "../../core/vocabulary/turn.ts";
import { ExecTransport } from "../../exec/transport.ts";
import { hostIn, optionsIn } from "../homes/home.ts";
import { begin, complete, heard, type Job, threadFile, told } from "./job.ts";

/** Runs a message's turn that nobody has begun yet. */
export async function runExec(job: Job): Promise<Turn> {
  const { options, keeper, host, home, turnOptions, stop } = job;
  const client = checkedOptions<CodexOptions>("client", options.codex, "make a client");
  const transport = new ExecTransport(
    optionsIn(client, home),
    () => Promise.resolve(hostIn(host, home)),
  );
  const threadOptions = checkedOptions<ThreadOptions>(
    "thread",
    options.threadOptions as ThreadOptions | undefined,
    "start a thread",
  );
  const known = await threadFile(job) === null ? null : keeper.record.thread;
  const origin = known === null
    ? { type: "start" as const }
    : { type: "resume" as const, id: known };
  const observer = heard(job, async (event) => {
    const isNew = event.type === "thread.started" && event.thread_id !== known;
    const noted = isNew && keeper.note({ message: options.messageId, thread: event.thread_id });
    keeper.mirror();
    await noted;
  });
  const thread = observeThread(createThread(transport, origin, threadOptions), observer);
  await begin(job, { thread: known });
  const { messageId: _none, ...execOptions } = turnOptions;
  const streamed = await thread.runStreamed(options.input, {
    ...execOptions,
    signal: stop.signal,
  });
  return await complete(job, await told(job, streamed), () => Promise.resolve());
}
