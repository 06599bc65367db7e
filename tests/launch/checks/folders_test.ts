import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { InvalidInputError } from "../../../src/core/vocabulary/errors.ts";
import { realFolders } from "../../../src/launch/checks/folders.ts";
import type { Host } from "../../../src/core/ports/host.ts";

/** A machine with some links; the program is in `/work`. Null stands for what may not be looked at. */
function machine(links: Record<string, string | null>, platform = "linux"): Host {
  const realpath = (path: string): Promise<string | null> => {
    const whole = path === "." ? "/work" : path.replace(/[^/]+\/\.\.\/|\/\.$/g, "");
    for (const [link, target] of Object.entries(links)) {
      if (whole !== link && !whole.startsWith(`${link}/`)) continue;
      return Promise.resolve(target === null ? null : target + whole.slice(link.length));
    }
    return Promise.resolve(whole);
  };
  return { platform, realpath, env: () => undefined } as unknown as Host;
}

const FOUND: readonly [
  what: string,
  links: Record<string, string | null>,
  workingDirectory: string | undefined,
  folders: string[],
  real: string[],
][] = [
  ["none", {}, "/w", [], []],
  ["absolute ones", {}, "/w", ["/a", "/b"], ["/a", "/b"]],
  ["relative ones, from the working directory", {}, "/w", ["a", "../b"], ["/w/a", "/b"]],
  ["relative ones, from the program's folder", {}, undefined, ["a"], ["/work/a"]],
  ["a link outside of what may be written to", { "/a": "/real" }, "/w", ["/a/x"], ["/real/x"]],
  ["a link that stays inside", { "/w/a": "/w/b" }, "/w", ["a"], ["/w/b"]],
  ["a working directory that is a link", { "/w": "/real" }, "/w", ["a", "/w/b"], [
    "/real/a",
    "/real/b",
  ]],
  ["the temporary folder by a link", { "/tmp": "/private/tmp" }, "/w", ["/tmp/a"], [
    "/private/tmp/a",
  ]],
  ["a link whose name begins with the folder's", { "/work2": "/real" }, "/work", ["/work2"], [
    "/real",
  ]],
  ["what may not be looked at", { "/w": null, "/a": null }, "/w", ["/a", "b"], ["/a", "/w/b"]],
  ["what may not be looked at, from a relative folder", { "w": null, "a": null }, "w", ["a"], [
    "a",
  ]],
];

for (const [what, links, workingDirectory, additionalDirectories, real] of FOUND) {
  Deno.test(`realFolders() gives real paths: ${what}`, async () => {
    const options = { workingDirectory, additionalDirectories };
    assertEquals(await realFolders(machine(links), options), real);
  });
}

const REFUSED: readonly [string, Record<string, string>, string | undefined, string[]][] = [
  ["the working directory", { "/w/a": "/home" }, "/w", ["a"]],
  ["the working directory, by an absolute path", { "/w/a": "/home" }, "/w", ["/w/a/b"]],
  ["a working directory that is a link", { "/w/a": "/home", "/w": "/real" }, "/w", ["/w/a"]],
  ["a folder that is named with a dot", { "/x/a": "/home" }, "/w", ["/x/.", "/x/a"]],
  ["the program's folder", { "/work/a": "/home" }, undefined, ["a"]],
  ["another additional directory", { "/x/a": "/home" }, "/w", ["/x", "/x/a"]],
  ["the temporary folder", { "/tmp/a": "/home" }, "/w", ["/tmp/a"]],
  ["a folder by way of another", { "/w/a": "/home" }, "/w", ["../w/b/../a"]],
];

for (const [what, links, workingDirectory, additionalDirectories] of REFUSED) {
  Deno.test(`realFolders() refuses a link in ${what} that leads out of it`, async () => {
    const options = { workingDirectory, additionalDirectories };
    const error = await assertRejects<Error>(
      () => realFolders(machine(links), options),
      InvalidInputError,
    );
    assertEquals((error as InvalidInputError).option, "additionalDirectories");
    assertStringIncludes(error.message, 'leads to "/home');
  });
}
