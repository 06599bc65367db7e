/**
 * Finds the sub-agents of turns of which this client has missed something.
 *
 * @module
 */
import { StoredTurns } from "../history/stored_turns.ts";
import type { Request } from "../history/stored_turn.ts";
import { RpcError } from "../link/rpc_errors.ts";
import type { SubAgents } from "./sub_agents.ts";

/** How often to ask for a thread whose file is still being written: for a second in total. */
const LOOKS = 20;

/**
 * Resumes the threads of the sub-agents, and of those that these have spawned: only then does the server
 * report them here, and repeat what they are asking.
 *
 * @param request Calls a method of the server.
 * @param heard The threads that need not be resumed. Default: none.
 * @throws {CodexError} If the connection is lost.
 */
export async function findAgents(
  agents: SubAgents,
  request: Request,
  heard: ReadonlySet<string> = new Set(),
): Promise<void> {
  const unheard = agents.threads.filter((threadId) => !heard.has(threadId));
  if (unheard.length === 0) return;
  await Promise.all(unheard.map(async (threadId) => {
    try {
      const history = new StoredTurns(request, threadId);
      const newest = await history.resume({}, LOOKS);
      const turn = newest && await history.known(newest.id, newest);
      if (turn !== null) agents.found(threadId, turn);
    } catch (error) {
      if (!(error instanceof RpcError)) throw error;
      // A thread that no longer exists asks nothing.
      agents.notify("thread/closed", { threadId });
    }
  }));
  await findAgents(agents, request, new Set([...heard, ...unheard]));
}
