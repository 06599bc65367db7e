import { assertEquals } from "@std/assert";
import { isOld } from "../../src/launch/launcher.ts";

Deno.test("isOld() knows the versions that take the base URL from the environment only", () => {
  const table: [version: string | null, old: boolean][] = [
    ["0.65.0", true],
    ["0.98.0-alpha.3", true],
    ["0.119.9", true],
    ["0.120.0", false],
    ["0.120.0-alpha.1", false],
    ["0.169.0", false],
    ["1.0.0", false],
    ["1.119.0", false],
    // One that cannot be told is taken for new.
    [null, false],
    ["nightly", false],
  ];
  for (const [version, old] of table) assertEquals(isOld(version), old, String(version));
});
