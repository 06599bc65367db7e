/**
 * A thread with its past turns.
 *
 * @module
 */
import type { AppServer } from "../../app_server/app_server.ts";
import type { ThreadInfo } from "../../app_server/threads/info.ts";

/** Reads a thread with its turns; an ephemeral one without, since Codex does not list them. */
export async function withTurns(server: AppServer, id: string): Promise<ThreadInfo> {
  try {
    return await server.readThread(id, { includeTurns: true });
  } catch (error) {
    const info = await server.readThread(id);
    if (info.ephemeral) return info;
    throw error;
  }
}
