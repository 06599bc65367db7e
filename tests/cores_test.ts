import { assertEquals } from "@std/assert";
import { listed } from "../.ci/cores.ts";

Deno.test("listed() reads ranges and single cores", () => {
  assertEquals(listed("Cpus_allowed:\t4f\nCpus_allowed_list:\t0-3,6\nMems_allowed_list:\t0\n"), [
    0,
    1,
    2,
    3,
    6,
  ]);
  assertEquals(listed("Cpus_allowed_list:\t5\n"), [5]);
  assertEquals(listed("Name:\tdeno\n"), []);
});
