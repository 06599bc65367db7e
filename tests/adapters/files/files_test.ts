import { assertEquals } from "@std/assert";
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writtenPath } from "../../../src/adapters/files/files.ts";
import { skipReason, testOptions } from "../../contract/posix.ts";

const NO_LINKS = skipReason("on Windows links take a right of their own");

Deno.test(
  testOptions("writtenPath() follows links, to what is not there too", NO_LINKS),
  async () => {
    const root = await mkdtemp(join(await realpath(tmpdir()), "codex-files-"));
    try {
      const at = (path: string) => join(root, path);
      await mkdir(at("work/deep"), { recursive: true });
      await mkdir(at("out"));
      await writeFile(at("out/file"), "");
      const links = {
        "work/folder": "../out",
        "work/file": at("out/file"),
        "work/dangling": "../out/none",
        "work/twice": "dangling",
        "work/far": "../out/none/deeper",
        "work/loop": "loop",
        "work/deep/up": "../../out",
      };
      for (const [path, target] of Object.entries(links)) await symlink(target, at(path));
      const expected: Readonly<Record<string, string | null>> = {
        "work/a": "work/a",
        "work/no/such/folder/a": "work/no/such/folder/a",
        "work/folder/a": "out/a",
        "work/folder/file": "out/file",
        "work/file": "out/file",
        "work/dangling": "out/none",
        "work/dangling/a": "out/none/a",
        "work/twice": "out/none",
        "work/far": "out/none/deeper",
        "work/deep/up/a": "out/a",
        "work/loop": null,
        "work/loop/a": null,
        "out/file/a": "out/file/a",
      };
      for (const [path, wanted] of Object.entries(expected)) {
        assertEquals(await writtenPath(at(path)), wanted === null ? null : at(wanted), path);
      }
      const inWork = (path: string) => path.startsWith(at("work"));
      assertEquals(await writtenPath(at("work/a"), inWork), at("work/a"));
      assertEquals(await writtenPath(at("work/dangling"), inWork), null);
      assertEquals(await writtenPath(at("out/file"), inWork), null);
    } finally {
      await rm(root, { recursive: true });
    }
  },
);
