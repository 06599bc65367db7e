/**
 * What the tests of turns say and hear as the server.
 *
 * @module
 */
import type { FakeProcess } from "../link/fake_process.ts";
import { type Message, soon } from "../link/line_pairs.ts";

/** Ids, methods, and what the server answers at once. */
export const THREAD = "01a201f0-88ca-7681-ada4-692e81620abf";
export const AGENT = "01a201f0-88ca-7681-ada4-692e81620ac0";
export const CLEAN = "thread/backgroundTerminals/clean";
export const LIST = "thread/backgroundTerminals/list";
export const ANSWERS = {
  "config/read": { config: {} },
  "thread/start": { thread: { id: THREAD } },
  "turn/start": { turn: { id: "turn" } },
  "turn/interrupt": {},
  [LIST]: { data: [{ itemId: "command" }], nextCursor: null },
  [CLEAN]: {},
};

/** Parameters. */
export type Params = Record<string, unknown>;

/** Says something of a turn. */
export function tell(
  process: FakeProcess,
  method: string,
  params: Params,
  threadId = THREAD,
): void {
  process.say({ method, params: { threadId, ...params } });
}

/** A turn begins, for itself or for another one. */
export function begin(
  process: FakeProcess,
  id: string,
  threadId = THREAD,
  rootTurnId = "turn",
): void {
  tell(process, "turn/started", { turn: { id, rootTurnId } }, threadId);
}

/** A turn ends. */
export function end(process: FakeProcess, status: string, id = "turn", threadId = THREAD): void {
  tell(process, "turn/completed", { turn: { id, status, error: null } }, threadId);
}

/** The calls of a method, once there are as many. */
export async function heard(process: FakeProcess, method: string, count = 1): Promise<Message[]> {
  for (;;) {
    const calls = process.heard.filter((message) => message.method === method);
    if (calls.length >= count) return calls;
    await soon();
  }
}

/** What a message of the server is answered with, once it is. */
export async function answerTo(process: FakeProcess, id: number): Promise<unknown> {
  for (;;) {
    const answer = process.heard.find((message) => message.id === id && !message.method);
    if (answer !== undefined) return answer.result ?? answer.error;
    await soon();
  }
}
