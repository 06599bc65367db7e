/**
 * Threads on Codex's disk: what is asked twice is done once, and what Codex refuses is told as it is.
 *
 * @module
 */
import type { AppServer } from "../../app_server/app_server.ts";
import { RpcError } from "../../app_server/link/rpc_errors.ts";
import type { ThreadInfo } from "../../app_server/threads/info.ts";
import { ResumeError } from "../../core/vocabulary/errors.ts";
import { threadNotFound } from "../http/answers.ts";
import type { Call } from "../http/route.ts";

/**
 * Reads a thread.
 *
 * @throws {HttpError} 404 where Codex has it no more. A Codex that is lost is another matter.
 */
export async function readStored(
  server: AppServer,
  id: string,
  options: { readonly includeTurns?: boolean } = {},
): Promise<ThreadInfo> {
  return await unlessRefused(() => server.readThread(id, options), () => {
    throw threadNotFound();
  });
}

/** Gives a thread a title. */
export async function rename({ hub }: Call, id: string, name: string): Promise<void> {
  const server = await hub.server();
  await unlessRefused(() => server.renameThread(id, name), async (error) => {
    const place = await placeOf(server, id);
    if (place === "list") throw error;
    throw place === null ? threadNotFound() : archived(id, error);
  });
}

/** Moves a thread out of the archive. */
export async function unarchive({ hub }: Call, id: string): Promise<void> {
  const server = await hub.server();
  await unlessRefused(() => server.unarchiveThread(id), async (error) => {
    const place = await placeOf(server, id);
    if (place === "archive") throw error;
    if (place === null && !hub.known(id)?.isLoaded) throw threadNotFound();
  });
}

/** Stops a thread, and moves it into the archive. */
export async function archive({ hub, owners }: Call, id: string): Promise<void> {
  const server = await hub.server();
  await hub.known(id)?.close();
  await unlessRefused(() => server.archiveThread(id), async (error) => {
    const place = await placeOf(server, id);
    if (place === "list") throw error;
    // Codex keeps nothing of a thread that has had no turn: to close it is to lose it.
    if (place === null) await owners.remove(id);
  });
}

/** Where Codex keeps a thread, or null where it has nothing of it. */
async function placeOf(server: AppServer, id: string): Promise<"list" | "archive" | null> {
  for (const archived of [false, true]) {
    for await (const _ of server.listThreads({ ids: [id], archived })) {
      return archived ? "archive" : "list";
    }
  }
  return null;
}

/** What is done, or what becomes of it where Codex refuses. */
async function unlessRefused<T>(
  act: () => Promise<T>,
  refused: (error: RpcError) => T | Promise<T>,
): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
    return await refused(error);
  }
}

function archived(id: string, { message }: RpcError): ResumeError {
  return new ResumeError("archived", id, message);
}
