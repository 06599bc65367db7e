/**
 * How Deno tells that the program ends.
 *
 * @module
 */
import type { Exits } from "./children.ts";

/**
 * Notices `Deno.exit()`, `process.exit()` and an uncaught error. Not a signal: whether somebody else
 * listens for it cannot be known, and a listener of ours would keep the program alive.
 */
export const DENO_EXITS: Exits = {
  watch(end) {
    const failed = (event: Event) => {
      if (!event.defaultPrevented) end();
    };
    globalThis.addEventListener("unload", end);
    for (const type of ["error", "unhandledrejection"]) globalThis.addEventListener(type, failed);
    return () => {
      globalThis.removeEventListener("unload", end);
      for (const type of ["error", "unhandledrejection"]) {
        globalThis.removeEventListener(type, failed);
      }
    };
  },
};
