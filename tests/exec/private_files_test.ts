import { assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import type { Host } from "../../src/core/ports/host.ts";
import { CodexError } from "../../src/core/vocabulary/errors.ts";
import { PrivateFiles } from "../../src/exec/private_files.ts";

Deno.test("PrivateFiles removes what it has written, and says what could not be", async () => {
  const removed: string[] = [];
  const cause = new Error("no space left");
  const writePrivateFile = (name: string) => {
    if (name === "full") return Promise.reject(cause);
    const path = `/tmp/x/${name}`;
    return Promise.resolve({ path, remove: () => Promise.resolve(void removed.push(path)) });
  };
  const files = new PrivateFiles({ writePrivateFile } as Partial<Host> as Host);
  assertEquals(await files.write("a", "", "the schema"), "/tmp/x/a");
  const error = await assertRejects<Error>(
    () => files.write("full", "", "an image"),
    CodexError,
    "Cannot write an image to a temporary file: no space left",
  );
  assertStrictEquals(error.cause, cause);
  assertEquals(await files.write("b", "", "an image"), "/tmp/x/b");
  assertEquals(files.paths, ["/tmp/x/a", "/tmp/x/b"]);
  await files.remove();
  assertEquals(removed, files.paths);
});
