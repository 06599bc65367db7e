/**
 * The asynchronous context of a caller, as `AsyncLocalStorage` keeps it.
 *
 * @module
 */
import { AsyncLocalStorage } from "node:async_hooks";

type Run = <T>(run: () => T) => T;

/**
 * Remembers the current context. Needs Node 18.16 or 20.5, Deno or Bun; elsewhere, functions run in the
 * context that they are called in.
 */
export function bindContext(): Run {
  const { snapshot } = AsyncLocalStorage as { readonly snapshot?: () => Run };
  return snapshot === undefined ? (run) => run() : snapshot.call(AsyncLocalStorage);
}
