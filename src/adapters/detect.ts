/**
 * Detects the runtime.
 *
 * @module
 */
import type { Host } from "../core/ports/host.ts";

/** Loads the adapter for this runtime. Deno first, then Bun: both imitate Node. */
export async function detectHost(): Promise<Host> {
  if ("Deno" in globalThis) return (await import("./deno.ts")).denoHost();
  if ("Bun" in globalThis) return (await import("./bun.ts")).bunHost();
  return (await import("./node.ts")).nodeHost();
}
