import { assertEquals } from "@std/assert";
import { detectHost } from "../../../../src/adapters/detect.ts";
import { imagePaths } from "../../../../src/app_server/threads/opening/paths.ts";

Deno.test("imagePaths() makes paths absolute: the server may run in another folder", async () => {
  const path = "docs/images/web-light.png";
  const absolute = await imagePaths(await detectHost(), [path]);
  assertEquals(absolute(path), await Deno.realPath(path));
});
