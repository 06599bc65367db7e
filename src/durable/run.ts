/**
 * A turn that survives its host.
 *
 * @module
 */
import { detectHost } from "../adapters/detect.ts";
import { onAbort } from "../core/base/on_abort.ts";
import { quoted } from "../core/base/plain_text.ts";
import { ANY_TEXT, NAME } from "../core/options/kinds.ts";
import { checkArgument, checkedOptions } from "../core/options/check.ts";
import type { TakenKey } from "../core/ports/thread_store.ts";
import { type OutputOf, streamedCheck } from "../core/schema/output.ts";
import {
  AbortError,
  CodexError,
  InvalidInputError,
  LoginRequiredError,
} from "../core/vocabulary/errors.ts";
import type { CodexOptions, ThreadOptions, TurnOptions } from "../core/vocabulary/options.ts";
import { normalizeInput } from "../core/vocabulary/input.ts";
import type { Turn, TurnWith } from "../core/vocabulary/turn.ts";
import { checkThreadOptions } from "../app_server/threads/opening/params.ts";
import type { LiveThreadOptions, LiveTurnOptions } from "../app_server/turns/options.ts";
import { Launcher } from "../launch/launcher.ts";
import { homesFolder, makeHome } from "./homes/home.ts";
import { layFiles } from "./homes/sessions.ts";
import { templateHome } from "./homes/template.ts";
import type { DurableTurnOptions } from "./options.ts";
import { type Job, ownTurns, rolloutOf } from "./turns/job.ts";
import { Keeper } from "./turns/keeper.ts";
import { KeyRecord, RECORD } from "./turns/record.ts";
import { storeCall } from "./turns/store_call.ts";

/**
 * Runs the turn of a message, continues it, or returns its result if it is complete, whatever happened to
 * the process that ran it before. An engine may call this again at any moment, from any host that can
 * reach the store; every call that resolves returns the same turn. If two calls run at once, the later
 * one takes over, and the other rejects with `TakenError`.
 *
 * The store keeps the thread's files as Codex writes them, item by item. A turn that was cut off
 * continues in the same thread with everything that had been stored; the message is not sent again. A
 * command that was running when its host was lost may have done all or part of its work: the model is
 * told so. Changes that a command made to the working directory are not carried to another host.
 *
 * The next call also continues a turn that failed or was stopped.
 *
 * @param given What to run, and where to keep it.
 * @returns The completed turn, with the items of all its parts, as far as Codex stores them: commands that
 * were declined before the turn was cut off are missing. Its `turnUsage` counts the requests whose token
 * usage was stored, and so not a request that was under way when its host was lost.
 * @throws {TakenError} If another call has taken over the key. Nothing is left running.
 * @throws {InvalidInputError} If an option is unknown or its value is invalid.
 * @throws {OutputError} If the answer does not match `outputSchema`. The turn is complete: another call with
 * the message id rejects in the same way.
 * @throws {CodexError} A subclass, if the turn was not completed.
 * @throws {Error} As it is, what the store, `questions` or a callback has thrown.
 *
 * @example Run a turn that a restart does not lose
 * ```ts
 * import { folderStore, runDurableTurn } from "@codex-js/sdk/durable";
 *
 * const store = folderStore("/var/lib/my-agents");
 *
 * // The engine's step: it may be called again after a crash, on this host or another one.
 * async function answer(customer: string, messageId: string, text: string): Promise<string> {
 *   const turn = await runDurableTurn({
 *     store,
 *     key: customer,
 *     messageId,
 *     input: text,
 *     codex: { apiKey: "sk-…" },
 *     threadOptions: { sandboxMode: "workspace-write", workingDirectory: "/srv/work" },
 *   });
 *   return turn.finalResponse;
 * }
 * console.log(answer.name);
 * ```
 *
 * @category Durability
 */
export async function runDurableTurn<Schema = undefined>(
  given: DurableTurnOptions<Schema>,
): Promise<TurnWith<OutputOf<Schema>>> {
  const options = checkedOptions("durable", given, "run a durable turn");
  checkOptions(options as DurableTurnOptions);
  const ofTurn = checkedOptions<LiveTurnOptions>("liveTurn", options.turnOptions, "start a turn");
  const turnOptions = { ...ofTurn, messageId: options.messageId };
  const record = new KeyRecord();
  const launcher = new Launcher(options.codex ?? {}, detectHost);
  launcher.hideServers(options.threadOptions?.mcpServers);
  const inherited = options.codex?.env === undefined && (await detectHost()).env("CODEX_API_KEY");
  if (inherited) launcher.keepSecret(inherited);
  const { strict, check } = streamedCheck(turnOptions, {
    threadId: () => record.thread,
    redact: launcher.redact,
  });
  const { store, key, messageId, signal } = options;
  const stop = new AbortController();
  const onSignal = () => stop.abort(new AbortError(signal?.reason));
  if (signal?.aborted) onSignal();
  const unlisten = signal && onAbort(signal, onSignal);
  try {
    stop.signal.throwIfAborted();
    const taken = await storeCall(() => store.take(key), stop);
    stop.signal.throwIfAborted();
    checkTaken(key, taken);
    record.read(taken.files.find(({ path }) => path === RECORD)?.data);
    const known = record.message(messageId)?.result ?? null;
    const turn = known ??
      await runTaken(options as DurableTurnOptions, strict, taken, record, stop);
    return await check(turn) as TurnWith<OutputOf<Schema>>;
  } finally {
    unlisten?.();
  }
}

/** A store may be written in JavaScript. */
function checkTaken(key: string, taken: unknown): void {
  const { files } = Object(taken);
  const isFile = (file: unknown) => {
    const { path, data } = Object(file);
    return typeof path === "string" && ArrayBuffer.isView(data);
  };
  if (Array.isArray(files) && files.every(isFile)) return;
  throw new CodexError(
    `Cannot run a durable turn: take(${quoted(key)}) of the store returns no files, ` +
      "each with a path and bytes as its data",
  );
}

function checkOptions(options: DurableTurnOptions): void {
  const act = "run a durable turn";
  const refuse = (option: string, state: string) => {
    throw new InvalidInputError(option, `Cannot ${act}: ${state}`);
  };
  const { store, key, messageId, questions, transport = "live", threadOptions } = options;
  const callbacks = [options.codex, threadOptions, options.turnOptions];
  if (typeof store?.take !== "function") refuse("store", "there is no store");
  const needs = (option: "store" | "questions", ...methods: readonly string[]) => {
    const missing = methods.find((name) => typeof Object(options[option])[name] !== "function");
    if (missing !== undefined) refuse(option, `${option} has no ${missing}()`);
  };
  needs("store", "append", "replace");
  if (questions !== undefined) needs("questions", "ask", "answer");
  checkArgument(ANY_TEXT, "key", key, act);
  checkArgument(NAME, "messageId", messageId, act);
  if (questions !== undefined && transport === "exec") {
    refuse("questions", 'over exec nothing can be asked; leave transport "live"');
  }
  if (transport === "exec" && (threadOptions?.tools?.length ?? 0) > 0) {
    refuse("tools", 'a turn over exec could not be continued with tools; leave transport "live"');
  }
  if (questions !== undefined && callbacks.some((given) => given?.onApproval !== undefined)) {
    refuse("questions", "onApproval and questions answer the same requests; give only one of them");
  }
  // The type forbids it, but JavaScript does not check.
  if ((threadOptions as LiveThreadOptions | undefined)?.ephemeral) {
    refuse("ephemeral", "Codex stores nothing of an ephemeral thread");
  }
  normalizeInput(options.input);
  // Over exec, too: a turn that was cut off continues over the app-server.
  checkedOptions("liveClient", options.codex, act);
  checkThreadOptions(threadOptions ?? {});
  if (transport === "live") return;
  checkedOptions("client", options.codex as CodexOptions, act);
  checkedOptions("thread", threadOptions as ThreadOptions, act);
  checkedOptions<TurnOptions>("turn", options.turnOptions, act);
}

/** Runs the turn in its own home, which is removed afterwards. */
async function runTaken(
  options: DurableTurnOptions,
  turnOptions: LiveTurnOptions,
  taken: TakenKey,
  record: KeyRecord,
  stop: AbortController,
): Promise<Turn> {
  const host = await detectHost();
  const folder = await homesFolder(host, options.homes);
  const template = await templateHome(host, folder, options.codex ?? {}, stop.signal);
  stop.signal.throwIfAborted();
  const home = await makeHome(host, folder, template);
  const { store, key } = options;
  const keeper = new Keeper({ store, key, files: host.files, home, stop }, taken, record);
  try {
    await layFiles(host.files, home, taken.files);
    const job = { options, turnOptions, keeper, host, home, stop };
    return await finished(job, await transportOf(job));
  } finally {
    keeper.stop();
    // A later turn removes what is left; what has become of this one counts.
    await host.files.remove(home).catch(() => {});
  }
}

/** A turn that has begun continues over the app-server: over exec, every turn needs a message. */
async function transportOf(job: Job): Promise<(job: Job) => Promise<Turn>> {
  const isNew = ownTurns(job, await rolloutOf(job)).length === 0;
  return job.options.transport === "exec" && isNew
    ? (await import("./turns/exec.ts")).runExec
    : (await import("./turns/live.ts")).runLive;
}

/** A durable turn has a home of its own. */
const LOGIN = "a durable turn does not use that of `codex login`, so give an apiKey in codex";

/** Keeps what an unfinished turn has done; if it was stopped, the reason for that is its error. */
async function finished(job: Job, run: (job: Job) => Promise<Turn>): Promise<Turn> {
  try {
    return await run(job);
  } catch (error) {
    const { keeper, stop: { signal } } = job;
    await keeper.flush().catch(() => {});
    if (signal.aborted) throw signal.reason;
    throw error instanceof LoginRequiredError ? new LoginRequiredError(LOGIN) : error;
  }
}
