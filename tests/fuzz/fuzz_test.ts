import { fuzz } from "./target.ts";
import { VALUE_TARGETS } from "./value_targets.ts";
import { WIRE_TARGETS } from "./wire_targets.ts";

for (const target of [...WIRE_TARGETS, ...VALUE_TARGETS]) {
  Deno.test(target.name, () => fuzz(target, 1, target.runs));
}
