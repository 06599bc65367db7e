/**
 * One listener per signal, however many turns it stops: Node warns of a leak from the eleventh on.
 *
 * @module
 */
import type { Aborts } from "../ports/transport.ts";

interface Listener {
  readonly callbacks: Set<() => void>;
  readonly fire: () => void;
}

/** Listens to the abort signals of a client's turns. */
export class AbortHub implements Aborts {
  readonly #listeners: WeakMap<AbortSignal, Listener> = new WeakMap();

  /** As {@linkcode Aborts} has it; the last one to stop takes the listener off the signal. */
  listen(signal: AbortSignal, callback: () => void): () => void {
    const listener = this.#listeners.get(signal) ?? this.#open(signal);
    listener.callbacks.add(callback);
    return () => {
      listener.callbacks.delete(callback);
      if (listener.callbacks.size > 0 || this.#listeners.get(signal) !== listener) return;
      this.#listeners.delete(signal);
      signal.removeEventListener("abort", listener.fire);
    };
  }

  #open(signal: AbortSignal): Listener {
    const callbacks = new Set<() => void>();
    const fire = () => {
      for (const callback of [...callbacks]) callback();
    };
    const listener = { callbacks, fire };
    this.#listeners.set(signal, listener);
    signal.addEventListener("abort", fire, { once: true });
    return listener;
  }
}
