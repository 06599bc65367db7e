/**
 * How Deno reports the end of the program.
 *
 * @module
 */
import type { Exits } from "./children.ts";

/**
 * Notices `Deno.exit()`, `process.exit()` and uncaught errors, but not signals: it is impossible to know
 * whether somebody else listens for them, and our own listener would keep the program alive.
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
