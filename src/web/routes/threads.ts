/**
 * The routes of threads: list, create, read, rename, archive.
 *
 * @module
 */
import type { ThreadInfo } from "../../app_server/threads/info.ts";
import type { LiveThreadOptions } from "../../app_server/turns/options.ts";
import { ResumeError } from "../../core/vocabulary/errors.ts";
import { empty, HttpError, json } from "../http/answers.ts";
import type { Call, Route } from "../http/route.ts";
import { named } from "./schemas.ts";
import type { WebThread, WebThreadDetails } from "./shapes.ts";
import { archive, readStored, rename, unarchive } from "./stored_threads.ts";

const ARCHIVED = { archived: { type: "string", enum: ["true", "false"] } } as const;

/** The routes. */
export const THREAD_ROUTES: readonly Route[] = [
  {
    method: "GET",
    path: "/threads",
    operationId: "listThreads",
    summary: "The user's threads, newest first",
    query: { ...ARCHIVED, search: { type: "string" } },
    answer: { status: 200, description: "The threads", schema: named("Threads") },
    run: async (call) => json({ threads: await listThreads(call) }),
  },
  {
    method: "POST",
    path: "/threads",
    operationId: "createThread",
    summary: "Creates a thread",
    needs: "create",
    body: { fields: {}, options: "thread" },
    answer: { status: 201, description: "The new thread", schema: named("Created") },
    run: async ({ hub, owners, user, options, threadOptions }) => {
      const made = { ...await threadOptions(), ...options } as LiveThreadOptions;
      const { id } = await hub.open(made);
      await owners.add(id, user.id);
      return json({ id }, 201);
    },
  },
  {
    method: "GET",
    path: "/threads/{id}",
    operationId: "readThread",
    summary: "A thread with its turns, its questions, and which events are kept",
    answer: { status: 200, description: "The thread", schema: named("ThreadDetails") },
    refusals: [404, 409],
    run: async (call) => json(await threadDetails(call)),
  },
  {
    method: "PATCH",
    path: "/threads/{id}",
    operationId: "changeThread",
    summary: "Renames a thread, archives it, or takes it out of the archive",
    needs: "manage",
    body: { fields: { name: { type: "string" }, archived: { type: "boolean" } } },
    answer: { status: 204, description: "Done" },
    refusals: [404, 409],
    run: async (call) => {
      const { name, archived } = call.body;
      if (name !== undefined && (typeof name !== "string" || name.trim() === "")) {
        throw new HttpError(400, "invalid_input", "name must be a non-empty text");
      }
      if (archived !== undefined && typeof archived !== "boolean") {
        throw new HttpError(400, "invalid_input", "archived must be true or false");
      }
      const { id = "" } = call.params;
      await call.owned(id);
      if (archived === false) await unarchive(call, id);
      if (name !== undefined) await rename(call, id, name);
      if (archived === true) await archive(call, id);
      return empty();
    },
  },
  {
    method: "DELETE",
    path: "/threads/{id}",
    operationId: "archiveThread",
    summary: "Stops a thread and archives it; nothing is deleted",
    needs: "manage",
    answer: { status: 204, description: "Done" },
    refusals: [404, 409],
    run: async (call) => {
      const { id = "" } = call.params;
      await call.owned(id);
      await archive(call, id);
      return empty();
    },
  },
];

async function listThreads({ hub, owners, user, url }: Call): Promise<WebThread[]> {
  const asked = url.searchParams.get("archived") ?? "false";
  if (!["true", "false"].includes(asked)) {
    throw new HttpError(400, "invalid_input", "archived must be true or false");
  }
  const archived = asked === "true";
  const ids = await owners.list(user.id);
  if (ids.length === 0) return [];
  // An empty box searches for nothing.
  const searchTerm = url.searchParams.get("search") || undefined;
  const server = await hub.server();
  const listed: WebThread[] = [];
  for await (const info of server.listThreads({ ids, archived, searchTerm })) {
    listed.push(webThread(info, hub.known(info.id)?.state));
  }
  if (archived || searchTerm !== undefined) return listed;
  // Codex does not list a thread before its first turn.
  const seen = new Set(listed.map(({ id }) => id));
  const fresh = ids.filter((id) => !seen.has(id)).reverse().map(async (id) => {
    const thread = hub.known(id);
    // One that is unloaded meanwhile is lost.
    const info = thread?.isLoaded ? await readStored(server, id).catch(unlessGone) : null;
    return info === null ? [] : [webThread(info, thread?.state)];
  });
  return [...(await Promise.all(fresh)).flat(), ...listed];
}

function unlessGone(error: unknown): null {
  if (error instanceof HttpError || error instanceof ResumeError) return null;
  throw error;
}

async function threadDetails({ hub, params, thread }: Call): Promise<WebThreadDetails> {
  const { id = "" } = params;
  const known = await thread(id);
  // Read first: no event that arrives meanwhile is missed.
  const { log, state } = known;
  const server = await hub.server();
  const info = await readStored(server, id, { includeTurns: true });
  // Read last: the events of a turn that has begun meanwhile are read, so it is not drawn as well.
  const kept = { ...log, turns: known.log.turns };
  return { ...webThread(info, state), turns: info.turns, questions: known.questions(), log: kept };
}

function webThread(
  info: Pick<ThreadInfo, "id" | "name" | "preview" | "createdAt" | "updatedAt">,
  state: WebThread["state"] = "idle",
): WebThread {
  const { id, name, preview, createdAt, updatedAt } = info;
  return { id, name, preview, createdAt, updatedAt, state };
}
