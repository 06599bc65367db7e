import { assert, assertEquals } from "@std/assert";
import { Backoff } from "../../../../src/app_server/link/reconnect/backoff.ts";

Deno.test("Backoff tries at once, then after waits that double up to a limit, and gives up", () => {
  const backoff = new Backoff({ attempts: 6, minDelayMs: 100, maxDelayMs: 500 }, () => 1);
  const waits = Array.from({ length: 8 }, () => backoff.next());
  assertEquals(waits, [0, 100, 200, 400, 500, 500, null, null]);
  assertEquals(backoff.tried, 6);
});

Deno.test("Backoff counts anew when a connection has lasted, and not when it was lost at once", () => {
  const backoff = new Backoff({ attempts: 2 });
  backoff.next();
  backoff.next();
  backoff.lost(10);
  assertEquals(backoff.next(), null);
  backoff.lost(5_000);
  assertEquals(backoff.next(), 0);
});

Deno.test("Backoff leaves half of each wait to chance", () => {
  for (const random of [0, 0.5, 1]) {
    const backoff = new Backoff({ minDelayMs: 1_000 }, () => random);
    backoff.next();
    const wait = backoff.next();
    assert(wait !== null && wait >= 500 && wait <= 1_000);
  }
});
