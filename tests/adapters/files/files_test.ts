import { assertEquals } from "@std/assert";
import {
  mkdir,
  mkdtemp,
  readdir,
  realpath,
  rm,
  symlink,
  utimes,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writtenPath } from "../../../src/adapters/files/files.ts";
import { removeStale } from "../../../src/adapters/files/stale_folders.ts";
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

Deno.test("removeStale() removes what a killed turn has left, a day later, and nothing else", async () => {
  const root = await mkdtemp(join(tmpdir(), "codex-files-"));
  try {
    const aged = async (name: string, files: readonly string[], hours: number) => {
      const folder = join(root, name);
      await mkdir(folder);
      for (const file of files) await writeFile(join(folder, file), "");
      const then = new Date(Date.now() - hours * 60 * 60 * 1_000);
      await utimes(folder, then, then);
    };
    await aged("codex-js-schema", ["schema.json"], 25);
    await aged("codex-js-instru", ["instructions.md"], 25);
    await aged("codex-js-imaged", ["image.png"], 25);
    await aged("codex-js-binary", ["image.bin"], 25);
    await aged("codex-js-emptyy", [], 25);
    await aged("codex-js-recent", ["instructions.md"], 23);
    await aged("codex-js-others", ["instructions.md", "notes.md"], 25);
    await aged("codex-js-a-longer-name", ["schema.json"], 25);
    await aged("codex-js-freshh", ["schema.json"], 25);
    await removeStale(join(root, "codex-js-freshh"));
    assertEquals((await readdir(root)).sort(), [
      "codex-js-a-longer-name",
      "codex-js-freshh",
      "codex-js-others",
      "codex-js-recent",
    ]);
    assertEquals(await readdir(join(root, "codex-js-others")), ["notes.md"]);
  } finally {
    await rm(root, { recursive: true });
  }
});
