import { assertEquals } from "@std/assert";
import { inArchive, unpacked } from "../../../src/launch/find/archive.ts";

Deno.test("unpacked() leads beside the archive, and other paths nowhere else", () => {
  const table = [
    ["/a/app.asar/node_modules/x", "/a/app.asar.unpacked/node_modules/x"],
    ["C:\\a\\app.asar\\x", "C:\\a\\app.asar.unpacked\\x"],
    ["/a/app.asar.unpacked/x", "/a/app.asar.unpacked/x"],
    ["/a/app.asar", "/a/app.asar"],
    ["/a/asar/x", "/a/asar/x"],
  ] as const;
  for (const [path, expected] of table) {
    assertEquals(unpacked(path), expected);
    assertEquals(inArchive(path), path !== expected);
  }
});
