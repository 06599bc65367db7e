import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import type { FileKind, Host } from "../../../src/core/ports/host.ts";
import { InvalidInputError, SpawnError } from "../../../src/core/vocabulary/errors.ts";
import type { ThreadOptions } from "../../../src/core/vocabulary/options.ts";
import {
  checkFolders,
  checkImages,
  checkOwnFolder,
} from "../../../src/launch/checks/check_paths.ts";

const THERE: Readonly<Record<string, FileKind>> = {
  "/w": "directory",
  "/w/a": "directory",
  "a": "directory",
  "/w/file": "file",
  "/hidden": "unknown",
};

function machine(cwd: string | null = "/w", there = THERE): Host {
  const stat = (path: string) => Promise.resolve(there[path] ?? null);
  return { platform: "linux", cwd: () => cwd, stat } as Partial<Host> as Host;
}

Deno.test("checkFolders() takes folders, relative ones in the working directory, and what cannot be seen", async () => {
  const table: ThreadOptions[] = [
    {},
    { workingDirectory: "/w", additionalDirectories: ["a", "/w/a", "/hidden"] },
    { workingDirectory: "/hidden" },
    { additionalDirectories: ["a"] },
  ];
  for (const options of table) await checkFolders(machine(), options);
});

Deno.test("checkFolders() and checkImages() refuse what is not there, or something else, by its option", async () => {
  const folders = (options: ThreadOptions) => checkFolders(machine(), options);
  const table: [check: () => Promise<void>, option: string, says: string][] = [
    [() => folders({ workingDirectory: "/no" }), "workingDirectory", '"/no" does not exist'],
    [() => folders({ workingDirectory: "/w/file" }), "workingDirectory", "is not a directory"],
    [
      () => folders({ workingDirectory: "/w", additionalDirectories: ["a", "b"] }),
      "additionalDirectories",
      '"/w/b" does not exist',
    ],
    [() => checkImages(machine(), ["/w/file", "/no.png"]), "input", '"/no.png" does not exist'],
    [() => checkImages(machine(), ["/w"]), "input", '"/w" is not a file'],
  ];
  for (const [check, option, says] of table) {
    const error = await assertRejects<InvalidInputError>(check, InvalidInputError);
    assertEquals(error.option, option);
    assertStringIncludes(error.message, says);
  }
  const image = { data: new Uint8Array(1), mediaType: "image/png" };
  await checkImages(machine(), ["/w/file", "/hidden", image]);
});

Deno.test("checkOwnFolder() refuses to start in a folder that was removed", async () => {
  await checkOwnFolder(machine("/w"), "");
  // Who may not ask for the folder may still be in one.
  await checkOwnFolder(machine(null, { ".": "unknown" }), "");
  for (const cwd of ["/gone", null]) {
    const error = await assertRejects<SpawnError>(
      () => checkOwnFolder(machine(cwd), "set workingDirectory"),
      SpawnError,
      "no longer exists; set workingDirectory",
    );
    assertEquals(error.code, "ENOENT");
  }
});
