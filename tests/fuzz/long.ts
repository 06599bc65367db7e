/**
 * Tries every target in turn, a tenth of a second at a time, from a seed that the clock gives.
 *
 * @module
 */
import { fuzz } from "./target.ts";
import { VALUE_TARGETS } from "./value_targets.ts";
import { WIRE_TARGETS } from "./wire_targets.ts";

const [seconds = "60", name = ""] = Deno.args;
const targets = [...WIRE_TARGETS, ...VALUE_TARGETS].filter((target) => target.name.includes(name));
const until = performance.now() + Number(seconds) * 1_000;
const counts = new Map(targets.map((target) => [target, 0]));
let seed = Date.now() % 2 ** 31;
console.log(`first seed ${seed}`);
while (performance.now() < until && targets.length > 0) {
  for (const target of targets) {
    const runs = Math.max(1, Math.ceil(target.runs / 20));
    await fuzz(target, seed, runs);
    counts.set(target, (counts.get(target) ?? 0) + runs);
    seed += runs;
  }
}
for (const [target, count] of counts) console.log(`ok ${count} times: ${target.name}`);
