/**
 * Where `@std/*` comes from: JSR, or the stand-ins in tests/std where JSR cannot be reached.
 *
 * @module
 */

/** Asks JSR once, says which it is, and gives the flags for Deno's commands. */
export async function stdFlags(): Promise<readonly string[]> {
  const jsr = Deno.env.get("JSR_URL") ?? "https://jsr.io";
  const reachable = await answers(new URL("/@std/assert/meta.json", jsr));
  console.log(
    reachable ? `@std from ${jsr}` : `@std from tests/std: ${jsr} does not answer`,
  );
  // The lock file was made without JSR: Deno would add to it, and the tree would no longer be clean.
  return reachable ? ["--no-lock"] : ["--import-map=tests/std/import_map.json"];
}

async function answers(url: URL): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(3_000) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
