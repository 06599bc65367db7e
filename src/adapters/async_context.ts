/**
 * The asynchronous context: what `AsyncLocalStorage` remembers of whoever called.
 *
 * @module
 */
import { AsyncLocalStorage } from "node:async_hooks";

type Run = <T>(run: () => T) => T;

/**
 * Remembers the context of this moment. Node has it from 18.16 and 20.5 on, Deno and Bun have it
 * too; elsewhere functions run in the context they are called in.
 */
export function bindContext(): Run {
  const { snapshot } = AsyncLocalStorage as { readonly snapshot?: () => Run };
  return snapshot === undefined ? (run) => run() : snapshot.call(AsyncLocalStorage);
}
