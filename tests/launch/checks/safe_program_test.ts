import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import type { Host, Programs } from "../../../src/core/ports/host.ts";
import { InvalidInputError } from "../../../src/core/vocabulary/errors.ts";
import type { Executable } from "../../../src/launch/find/npm_package.ts";
import { safeProgram, type SafeRequest } from "../../../src/launch/checks/safe_program.ts";
import { MemoryFiles } from "../find/memory_files.ts";

const PACKAGE = "/work/node_modules/codex/vendor";
const BINARY: Executable = {
  path: `${PACKAGE}/bin/codex`,
  pathDirs: ["/elsewhere/link/codex-path"],
  version: "0.171.0",
};
const SCRIPT: Executable = { path: "/work/codex", pathDirs: [], version: null };
const COPY: Executable = {
  path: "/home/u/.cache/copy/bin/codex",
  pathDirs: ["/home/u/.cache/copy/codex-path"],
  version: "0.171.0",
};

/** A machine whose programs have the identity "1" until it is changed. */
function setUp() {
  const files = new MemoryFiles("linux", {
    [BINARY.path]: "\x7fELF",
    [SCRIPT.path]: "#!/bin/sh",
    "/opt/codex": "\x7fELF",
  });
  const copied: string[] = [];
  const machine = { identity: "1" as string | null, stores: ["/home/u/.cache"], fails: false };
  const programs: Programs = {
    chosen: new Map(),
    isNative: async (path) => await files.readText(path) === "\x7fELF",
    identity: () => Promise.resolve(machine.identity),
    stores: () => machine.stores,
    copy(root, store) {
      copied.push(`${root} > ${store}`);
      return machine.fails
        ? Promise.reject(new Error("ENOSPC: no space"))
        : Promise.resolve(`${store}/copy`);
    },
  };
  const host = {
    platform: "linux",
    stat: (path: string) => files.stat(path),
    realpath: (path: string) => files.realpath(path),
    programs,
  } as Host;
  const safe = async (executable: Executable, changes: Partial<SafeRequest> = {}) => {
    const { path, pathDirs, version } = await safeProgram(host, {
      executable,
      key: "key",
      folders: ["/work"],
      avoid: changes.folders ?? ["/work"],
      behind: () => Promise.resolve(null),
      ...changes,
    });
    return { path, pathDirs, version };
  };
  return { machine, copied, safe };
}

Deno.test("safeProgram() takes what the model cannot write to as it is", async () => {
  const { safe, copied } = setUp();
  const outside = { ...SCRIPT, path: "/opt/codex" };
  assertEquals(await safe(outside), outside);
  assertEquals(await safe(BINARY, { folders: [] }), BINARY);
  assertEquals(copied, []);
});

Deno.test("safeProgram() copies the package of a binary that the model can write to, once", async () => {
  const { safe, copied } = setUp();
  assertEquals(await safe(BINARY), COPY);
  assertEquals(await safe(BINARY), COPY);
  assertEquals(copied, [`${PACKAGE} > /home/u/.cache`]);
});

Deno.test("safeProgram() keeps to its choice, whatever is found later, and for whatever turn", async () => {
  const { safe, copied } = setUp();
  await safe(BINARY);
  const replaced = { ...SCRIPT, path: "/work/node_modules/other/codex" };
  assertEquals(await safe(replaced), COPY);
  assertEquals(await safe(replaced, { folders: [] }), COPY, "a turn that may not write");
  assertEquals(copied.length, 1);
});

Deno.test("safeProgram() copies one file where there is no package", async () => {
  const { safe, copied } = setUp();
  const bare = { ...BINARY, pathDirs: [] };
  assertEquals((await safe(bare)).path, "/home/u/.cache/copy");
  assertEquals(copied, [`${BINARY.path} > /home/u/.cache`]);
});

Deno.test("safeProgram() copies what is behind a launcher", async () => {
  const { safe } = setUp();
  assertEquals(await safe(SCRIPT, { behind: () => Promise.resolve(BINARY) }), COPY);
});

Deno.test("safeProgram() takes the first store that the model cannot write to", async () => {
  const { safe, machine } = setUp();
  machine.stores = ["/work/.cache", "/var/tmp/codex-js-1"];
  assertEquals((await safe(BINARY)).path, "/var/tmp/codex-js-1/copy/bin/codex");
});

Deno.test("safeProgram() makes another copy when the model can write to the first", async () => {
  const { safe, machine, copied } = setUp();
  await safe(BINARY);
  machine.stores = ["/home/u/.cache", "/var/tmp/codex-js-1"];
  const { path } = await safe(BINARY, { folders: ["/home/u"] });
  assertEquals(path, "/var/tmp/codex-js-1/copy/bin/codex");
  assertEquals(copied[1], "/home/u/.cache/copy > /var/tmp/codex-js-1");
});

Deno.test("safeProgram() refuses where no copy can be made, and says why and what to do", async () => {
  const { safe, machine } = setUp();
  machine.stores = ["/work/.cache", "/home/u/.cache"];
  machine.fails = true;
  const error = await assertRejects(() => safe(BINARY), InvalidInputError);
  assertEquals(error.option, "allowWritableCodex");
  for (
    const words of ["/work/.cache is in /work", "ENOSPC", "install Codex outside", BINARY.path]
  ) {
    assertStringIncludes(error.message, words);
  }
});

Deno.test("safeProgram() starts a script until it is changed", async () => {
  const { safe, machine } = setUp();
  assertEquals(await safe(SCRIPT), SCRIPT);
  assertEquals(await safe(SCRIPT), SCRIPT);
  machine.identity = "2";
  for (const folders of [["/work"], []]) {
    const error = await assertRejects(() => safe(SCRIPT, { folders }), InvalidInputError);
    assertStringIncludes(error.message, "/work/codex: it was changed");
  }
});

Deno.test("safeProgram() starts a script that may not be looked at", async () => {
  const { safe, machine } = setUp();
  machine.identity = null;
  assertEquals(await safe(SCRIPT), SCRIPT);
  assertEquals(await safe(SCRIPT), SCRIPT);
});
