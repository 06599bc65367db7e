/**
 * A thread with its past turns.
 *
 * @module
 */
import type { AppServer } from "../../app_server/app_server.ts";
import { RpcError } from "../../app_server/link/rpc_errors.ts";
import type { ThreadInfo } from "../../app_server/threads/info.ts";
import { ResumeError } from "../../core/vocabulary/errors.ts";

/** Reads a thread with its turns; an ephemeral one without, since Codex does not list them. */
export async function withTurns(server: AppServer, id: string): Promise<ThreadInfo> {
  try {
    return await server.readThread(id, { includeTurns: true });
  } catch (error) {
    // A server that is silent or lost is not asked again.
    if (!(error instanceof ResumeError || error instanceof RpcError)) throw error;
    const info = await server.readThread(id);
    if (info.ephemeral) return info;
    throw error;
  }
}
