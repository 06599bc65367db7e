import { assertEquals } from "@std/assert";
import { pathsOf } from "../../../src/launch/find/paths.ts";

const posix = pathsOf("linux");
const windows = pathsOf("win32");

Deno.test("Paths.join() joins with the platform's separator, one each", () => {
  assertEquals(posix.join("/", "a", "b"), "/a/b");
  assertEquals(posix.join("/a/", "b//c", "d"), "/a/b/c/d");
  assertEquals(posix.join("/a", "..", "b\\c"), "/a/../b\\c");
  assertEquals(windows.join("C:\\", "a", "b"), "C:\\a\\b");
  assertEquals(windows.join("C:/x/", "..\\b/c", "d"), "C:\\x\\..\\b\\c\\d");
  assertEquals(windows.join("\\\\server\\share", "a"), "\\\\server\\share\\a");
});

Deno.test("Paths.dirname() goes up to the root and stays there", () => {
  const up = (path: string, paths = posix): string[] => {
    const folders = [path];
    for (let i = 0; i < 6; i++) folders.push(paths.dirname(folders.at(-1) as string));
    return folders.filter((folder, index) => folder !== folders[index - 1]);
  };
  assertEquals(up("/a/b c/d.js"), ["/a/b c/d.js", "/a/b c", "/a", "/"]);
  assertEquals(up("/"), ["/"]);
  assertEquals(up("/a\\b"), ["/a\\b", "/"]);
  assertEquals(up("C:\\a\\b", windows), ["C:\\a\\b", "C:\\a", "C:\\"]);
  assertEquals(up("C:/a/b", windows).slice(0, 2), ["C:/a/b", "C:/a"]);
  assertEquals(up("\\\\s\\share\\a", windows).slice(0, 2), ["\\\\s\\share\\a", "\\\\s\\share"]);
  assertEquals(up("\\\\s\\share\\a", windows).length < 6, true);
});

Deno.test("Paths.isAbsolute() is true only for what no working directory changes", () => {
  const absolute = {
    linux: ["/", "/a"],
    win32: ["C:\\", "c:/a", "\\\\server\\share", "//server/share"],
  };
  const relative = {
    linux: ["", "a", "./a", "../a", "~/a", "C:\\a", "\\a"],
    win32: ["", "a", ".\\a", "..\\a", "\\a", "/a", "C:", "C:a", "~\\a"],
  };
  for (const platform of ["linux", "win32"] as const) {
    const { isAbsolute } = pathsOf(platform);
    for (const path of absolute[platform]) assertEquals(isAbsolute(path), true, path);
    for (const path of relative[platform]) assertEquals(isAbsolute(path), false, path);
  }
});

Deno.test("Paths.fromFileUrl() gives the path of file URLs only", () => {
  const table: [string, string | null, string | null][] = [
    ["file:///a/b%20c/%C3%A9.js", "/a/b c/é.js", null],
    ["file:///C:/a/b%20c.js", null, "C:\\a\\b c.js"],
    ["file://server/share/a.js", null, "\\\\server\\share\\a.js"],
    ["https://jsr.io/@codex-js/sdk/mod.ts", null, null],
    ["data:text/javascript,1", null, null],
    ["jsr:@codex-js/sdk", null, null],
  ];
  for (const [url, onPosix, onWindows] of table) {
    const isFile = url.startsWith("file:");
    if (onPosix !== null || !isFile) assertEquals(posix.fromFileUrl(url), onPosix);
    if (onWindows !== null || !isFile) assertEquals(windows.fromFileUrl(url), onWindows);
  }
});

Deno.test("Paths.delimiter separates the folders of PATH", () => {
  assertEquals([posix.delimiter, windows.delimiter], [":", ";"]);
});
