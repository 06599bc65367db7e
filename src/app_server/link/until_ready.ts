/**
 * Requests that Codex refuses because it is not ready for them yet.
 *
 * @module
 */
import { sleep } from "../../core/base/timers.ts";
import { RpcError } from "./rpc_errors.ts";

/** Milliseconds between two requests, and how often to repeat one: for a second in all. */
const PAUSE_MS = 20;
const LOOKS = 50;

/**
 * Repeats a request until Codex is ready for it, and returns its result.
 *
 * @param ask Makes the request.
 * @param notYet The messages with which Codex refuses until then.
 */
export async function untilReady<T>(ask: () => Promise<T>, notYet: RegExp): Promise<T> {
  for (let left = LOOKS;; left--) {
    try {
      return await ask();
    } catch (error) {
      if (left === 0 || !(error instanceof RpcError) || !notYet.test(error.message)) throw error;
      await sleep(PAUSE_MS);
    }
  }
}
