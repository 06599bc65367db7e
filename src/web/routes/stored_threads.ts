/**
 * Threads on Codex's disk: doing something twice has the effect of doing it once, and what Codex refuses
 * is reported as it is.
 *
 * @module
 */
import type { AppServer } from "../../app_server/app_server.ts";
import { RpcError } from "../../app_server/link/rpc_errors.ts";
import type { ThreadInfo } from "../../app_server/threads/info.ts";
import { ResumeError } from "../../core/vocabulary/errors.ts";
import { threadNotFound } from "../http/answers.ts";
import { withTurns } from "../hub/with_turns.ts";
import type { Call } from "../http/route.ts";

/**
 * Reads a thread.
 *
 * @throws {HttpError} 404 if Codex refuses, as it does where it no longer has the thread.
 * @throws {ResumeError} If there is no such thread, or it cannot be read.
 */
export async function readStored(
  server: AppServer,
  id: string,
  { includeTurns = false }: { readonly includeTurns?: boolean } = {},
): Promise<ThreadInfo> {
  try {
    return await (includeTurns ? withTurns(server, id) : server.readThread(id));
  } catch (error) {
    throw error instanceof RpcError && !error.retryable ? threadNotFound() : error;
  }
}

/** Sets a thread's title. */
export async function rename({ hub }: Call, id: string, name: string): Promise<void> {
  await (await hub.server()).renameThread(id, name);
}

/** Takes a thread out of the archive. */
export async function unarchive({ hub }: Call, id: string): Promise<void> {
  const server = await hub.server();
  await unlessUnknown(() => server.unarchiveThread(id), (error) => {
    if (!hub.known(id)?.isLoaded) throw error;
  });
}

/** Stops a thread and archives it. */
export async function archive({ hub, owners }: Call, id: string): Promise<void> {
  const server = await hub.server();
  await hub.known(id)?.close();
  // Codex stores nothing of a thread that has had no turn: to close it is to lose it.
  await unlessUnknown(() => server.archiveThread(id), () => owners.remove(id));
}

/** Does something, or something else if Codex has no such thread. */
async function unlessUnknown(
  act: () => Promise<void>,
  unknown: (error: ResumeError) => void | Promise<void>,
): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof ResumeError) || error.reason !== "not_found") throw error;
    await unknown(error);
  }
}
