/**
 * Requests that Codex refuses because it has not come so far.
 *
 * @module
 */
import { sleep } from "../../core/base/timers.ts";
import { RpcError } from "./rpc_errors.ts";

/** Milliseconds between two requests, and how many are repeated: a second in all. */
const PAUSE_MS = 20;
const LOOKS = 50;

/**
 * What a request gives, which is made again while Codex is not ready for it.
 *
 * @param ask Makes the request.
 * @param notYet What Codex says until then.
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
