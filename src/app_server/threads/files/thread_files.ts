/**
 * Exports threads of a server to files, and imports them.
 *
 * @module
 */
import { CodexError, ResumeError } from "../../../core/vocabulary/errors.ts";
import type { ThreadFile } from "../../../core/vocabulary/thread_file.ts";
import { rolloutName, titlePath } from "../../../core/rollout/names.ts";
import { threadFiles } from "../../../launch/threads/export_thread.ts";
import { writeThread } from "../../../launch/threads/import_thread.ts";
import { answerObject } from "../../link/answers.ts";
import { RpcError } from "../../link/rpc_errors.ts";
import { onceWritten } from "../../link/unwritten.ts";
import { unlessRefused } from "../refusals.ts";
import { inUse, type Request, ServerStore, type StoreServer } from "./server_store.ts";

/** Returns the files of a thread, including its title. */
export async function exportThread(server: StoreServer, id: string): Promise<ThreadFile[]> {
  const files = await threadFiles(storeOf(server, "export"), id);
  const title = await titleOf(server.request, id);
  if (title === null) return files;
  return [{ path: titlePath(id.toLowerCase()), data: new TextEncoder().encode(title) }, ...files];
}

/** Creates a thread from its files, and has Codex read it once. */
export async function importThread(
  server: StoreServer,
  files: readonly ThreadFile[],
): Promise<{ id: string }> {
  const store = storeOf(server, "import");
  const { id, title, threads, undo } = await writeThread(store, files);
  try {
    // Codex lists the turns of a fork by those of the threads that it continues.
    for (const thread of threads) await touched(store, thread);
    const params = { threadId: id, name: title };
    const rename = () => server.request("thread/name/set", params);
    if (title !== null) await unlessRefused("import", id, rename);
  } catch (error) {
    // Whoever has it loaded may have put it there as well: it is no longer ours to remove.
    if (!(error instanceof ResumeError && error.reason === "in_use")) await undo();
    throw error;
  }
  return { id };
}

/** Has Codex read a thread that has just been written. */
async function touched(store: ServerStore, id: string): Promise<void> {
  const touch = () => unlessRefused("import", id, () => store.touch(id));
  try {
    await touch();
  } catch (error) {
    if (!(error instanceof ResumeError && error.reason === "not_found")) throw error;
    const paths = await store.list();
    // Another import has deleted it, to put its own there.
    if (!paths.some((path) => rolloutName(path)?.thread === id)) throw inUse(id);
    // That may be there by now, or Codex cannot load the file.
    await touch();
  }
}

async function titleOf(request: Request, threadId: string): Promise<string | null> {
  try {
    const answer = await onceWritten(() => request("thread/read", { threadId }));
    const { name } = answerObject("thread/read", answer, "thread");
    return typeof name === "string" && name.trim() !== "" ? name : null;
  } catch (error) {
    // The files are complete without it.
    if (!(error instanceof RpcError)) throw error;
    return null;
  }
}

function storeOf(server: StoreServer, verb: "export" | "import"): ServerStore {
  if (server.home !== "") return new ServerStore(server);
  throw new CodexError(
    `Cannot ${verb} a thread: the app-server does not say where its CODEX_HOME is`,
  );
}
