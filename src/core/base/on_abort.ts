/**
 * One listener per signal, however much it stops: Node warns of a leak from the eleventh on.
 *
 * @module
 */

interface Listener {
  readonly callbacks: Set<() => void>;
  readonly fire: () => void;
}

/** Shared by all clients: their turns may have one signal. Holds nothing that the signals do not. */
const LISTENERS: WeakMap<AbortSignal, Listener> = new WeakMap();

/**
 * Calls back when a signal fires. Not called if it has fired already.
 *
 * @returns A function that stops listening; the last one takes the listener off the signal.
 */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
  const listener = LISTENERS.get(signal) ?? open(signal);
  // Of its own, since the same function may be given twice.
  const own = () => callback();
  listener.callbacks.add(own);
  return () => {
    listener.callbacks.delete(own);
    if (listener.callbacks.size > 0 || LISTENERS.get(signal) !== listener) return;
    LISTENERS.delete(signal);
    signal.removeEventListener("abort", listener.fire);
  };
}

function open(signal: AbortSignal): Listener {
  const callbacks = new Set<() => void>();
  const fire = () => {
    for (const callback of [...callbacks]) callback();
  };
  const listener = { callbacks, fire };
  LISTENERS.set(signal, listener);
  signal.addEventListener("abort", fire, { once: true });
  return listener;
}
