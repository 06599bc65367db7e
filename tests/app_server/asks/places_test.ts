import { assertEquals } from "@std/assert";
import { placesHere, placesThere } from "../../../src/app_server/asks/places.ts";

/** A host where what begins with a link leads elsewhere, and what is secret may not be looked at. */
const HOST = {
  writtenPath: (path: string) =>
    Promise.resolve(path.includes("secret") ? null : path.replace("/link", "/real")),
};

Deno.test("placesHere() makes paths absolute, and follows them and the folders", async () => {
  const places = placesHere(HOST, ["/link/work", "more", "/secret"]);
  assertEquals(await places.roots(), ["/real/work", "/real/work/more"]);
  assertEquals(places.absolute("a/./b/../c"), "/link/work/a/c");
  assertEquals(places.absolute("../../../x"), "/x");
  assertEquals(places.absolute("/a//b"), "/a/b");
  assertEquals(await places.follow("/link/work/a"), "/real/work/a");
  assertEquals(await places.follow("/secret/a"), null);
});

Deno.test("placesHere() knows the paths of Windows", () => {
  const places = placesHere(HOST, ["C:\\work"]);
  assertEquals(places.absolute("a/../b\\c"), "C:\\work\\b\\c");
  assertEquals(places.absolute("d:/x/y"), "d:\\x\\y");
  assertEquals(places.absolute("\\\\server\\share\\..\\..\\x"), "\\\\server\\share\\x");
});

Deno.test("placesThere() follows no path that may lead through a link", async () => {
  const there = new Set(["/work", "/work/src", "/work/link", "/work/src/a.txt"]);
  const asked: string[] = [];
  const places = placesThere((method, params) => {
    const { path } = params as { path: string };
    asked.push(`${method} ${path}`);
    if (path.endsWith("/busy")) return Promise.reject(new Error("Server overloaded"));
    if (!there.has(path)) {
      return Promise.reject(new Error("No such file or directory (os error 2)"));
    }
    return Promise.resolve({ isSymlink: path === "/work/link" });
  }, ["/work", "/more"]);
  assertEquals(await places.roots(), ["/work", "/more"]);
  const followed: readonly (readonly [string, string | null])[] = [
    ["/work/src/a.txt", "/work/src/a.txt"],
    ["/work/new.txt", "/work/new.txt"],
    ["/work/new/deep/file", "/work/new/deep/file"],
    // Outside in any case.
    ["/home/x", "/home/x"],
    ["/work/link", null],
    ["/work/link/x", null],
    ["/work/busy", null],
    // The folder itself is not there.
    ["/more/x", null],
  ];
  for (const [path, expected] of followed) assertEquals(await places.follow(path), expected, path);
  assertEquals(asked.filter((text) => !/^fs\/getMetadata \/(work|more)/.test(text)), []);
  const silent = placesThere(() => Promise.reject(new Error("no such method")), ["/work"]);
  assertEquals(await silent.follow("/work/a"), null);
  const odd = placesThere(() => Promise.resolve({}), ["/work"]);
  assertEquals(await odd.follow("/work/a"), null);
});
