/**
 * A fake app-server's answers about threads.
 *
 * @module
 */
import type { FakeThread, PastTurn } from "../threads.ts";
import type { FakeState } from "../state.ts";

type Params = { readonly [key: string]: unknown };

/**
 * The answer to a method about a thread, or undefined for any other method.
 *
 * @param tell Sends a notification, after the answer.
 * @param process The process that answers.
 * @throws {Error} If Codex would refuse it.
 */
export function threadAnswer(
  state: FakeState,
  method: string,
  params: Params,
  tell: (method: string, params: Params) => void,
  process: object,
): unknown {
  const { threads } = state;
  const threadId = String(params.threadId);
  const loaded = (thread: FakeThread) => {
    threads.load(thread.id, process);
    return opened(thread, params);
  };
  switch (method) {
    case "thread/start":
      return loaded(threads.start({ ephemeral: params.ephemeral === true }));
    case "thread/fork":
      return loaded(forked(state, threads.open(threadId), params));
    case "thread/resume":
      return loaded(threads.open(threadId));
    case "thread/unsubscribe":
      threads.unload(process, threadId);
      tell("thread/closed", { threadId });
      return { status: "unsubscribed" };
    case "thread/read":
      return { thread: threadInfo(threads.get(threadId)) };
    case "thread/list":
      return { data: threads.list(params).map(threadInfo), nextCursor: null };
    case "thread/turns/list":
      return { data: threads.turns(params), nextCursor: null };
    case "thread/archive":
      threads.archive(threadId, true);
      threads.unload(process, threadId);
      tell("thread/archived", { threadId });
      return {};
    case "thread/unarchive":
      threads.archive(threadId, false);
      tell("thread/unarchived", { threadId });
      return { thread: threadInfo(threads.get(threadId)) };
    case "thread/delete":
      threads.delete(threadId);
      threads.unload(process, threadId);
      tell("thread/deleted", { threadId });
      return {};
    case "thread/name/set":
      threads.rename(threadId, params.name);
      tell("thread/name/updated", { threadId, threadName: params.name });
      return {};
    case "thread/revert":
      threads.revert(threadId, params.beforeTurnId);
      tell("thread/reverted", { threadId });
      return { thread: threadInfo(threads.get(threadId)) };
  }
}

/** Stores what the server reports about a turn. */
export function record(past: PastTurn, method: string, params: Params): void {
  if (method === "item/completed") past.items.push(params.item);
  if (method !== "turn/completed") return;
  const { status, error } = params.turn as Params;
  past.status = status;
  past.error = error;
}

function forked(state: FakeState, from: FakeThread, params: Params): FakeThread {
  const thread = state.threads.start({ from, ephemeral: params.ephemeral === true });
  const last = thread.turns.findIndex(({ id }) => id === params.lastTurnId);
  if (last !== -1) thread.turns.splice(last + 1);
  state.inherit(thread.id, from.id);
  return thread;
}

function opened(thread: FakeThread, { cwd, approvalPolicy }: Params): unknown {
  if (typeof cwd === "string") thread.cwd = cwd;
  thread.approvalPolicy = approvalPolicy ?? thread.approvalPolicy;
  return { thread: threadInfo(thread) };
}

function threadInfo(thread: FakeThread): unknown {
  const { archived: _, turns: _t, approvalPolicy: _p, ...info } = thread;
  return { ...info, source: "vscode", createdAt: 0, updatedAt: 0, turns: [] };
}
