/**
 * How Node and Bun report the end of the program.
 *
 * @module
 */
import type nodeProcess from "node:process";
import type { Exits } from "./children.ts";

/** The signals that end a program which does not listen for them. */
const SIGNALS = ["SIGHUP", "SIGINT", "SIGTERM"] as const;

/** Listeners that do nothing if there are others, as the ones below do. */
interface Passive {
  count?: number;
}

/** Those of the package `signal-exit`, versions 3 and 4, which half of npm uses; and our own. */
const PASSIVE = [
  Symbol.for("signal-exit emitter"),
  Symbol.for("@codex-js/sdk signal listeners"),
] as const;

/**
 * Notices `process.exit()`, uncaught exceptions, and signals that nobody else listens for: the program then
 * dies of the signal, as it would have without a listener.
 */
export function nodeExits(process: typeof nodeProcess): Exits {
  return {
    watch(end) {
      let watching = true;
      const listeners = SIGNALS.map((signal) => {
        const listener = () => {
          if (!watching || process.listenerCount(signal) !== passive(process)) return;
          forget();
          end();
          process.kill(process.pid, signal);
        };
        // Before the program's own: one added by once() is gone, and not counted, when it has been called.
        process.prependListener(signal, listener);
        return [signal, listener] as const;
      });
      process.on("exit", end);
      own().count = (own().count ?? 0) + 1;
      const forget = () => {
        if (!watching) return;
        watching = false;
        process.off("exit", end);
        for (const [signal, listener] of listeners) process.off(signal, listener);
        own().count = (own().count ?? 1) - 1;
      };
      return forget;
    },
  };
}

/** How many of a signal's listeners do nothing if there are others. */
function passive(process: typeof nodeProcess): number {
  const { __signal_exit_emitter__: old } = process as { __signal_exit_emitter__?: Passive };
  const found = PASSIVE.map((key) => (globalThis as Record<symbol, Passive | undefined>)[key]);
  return [old, ...found].reduce((sum, emitter) => sum + (emitter?.count ?? 0), 0);
}

/** Shared with other copies of this module (one as CommonJS, for example): one listener each. */
function own(): Passive {
  const shared = globalThis as Record<symbol, Passive | undefined>;
  return shared[PASSIVE[1]] ??= {};
}
