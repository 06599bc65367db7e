import { assert, assertEquals, assertRejects } from "@std/assert";
import { dirname, join } from "@std/path";
import { completeManifest } from "../.ci/manifest.ts";
import { checkSourceMaps, findLocalPaths } from "../.ci/package.ts";
import { repositoryFields, repositoryUrl } from "../.ci/repository.ts";
import { separateSourceMaps } from "../.ci/source_maps.ts";

const PROJECT = new URL("..", import.meta.url);
const REPOSITORY = "https://github.com/some/where";

Deno.test("repositoryUrl() is what GitHub Actions says, or null", () => {
  assertEquals(repositoryUrl({ HOME: "/home/a" }), null);
  assertEquals(repositoryUrl({ GITHUB_REPOSITORY: "" }), null);
  assertEquals(repositoryUrl({ GITHUB_REPOSITORY: "some/where" }), REPOSITORY);
  const enterprise = { GITHUB_REPOSITORY: "a/b", GITHUB_SERVER_URL: "https://git.example" };
  assertEquals(repositoryUrl(enterprise), "https://git.example/a/b");
});

Deno.test("repositoryFields() names the repository as npm writes it", () => {
  assertEquals(repositoryFields(REPOSITORY), {
    repository: { type: "git", url: "git+https://github.com/some/where.git" },
    homepage: "https://github.com/some/where#readme",
    bugs: { url: "https://github.com/some/where/issues" },
  });
});

Deno.test("completeManifest() names the repository only where it is known", async () => {
  const keys = ["repository", "homepage", "bugs"];
  for (const repository of [REPOSITORY, null]) {
    await withPackage({}, async (folder) => {
      await completeManifest(folder, repository);
      const manifest = await manifestOf(folder);
      assertEquals(keys.filter((key) => key in manifest), repository === null ? [] : keys);
      assertEquals(manifest.engines, { node: ">=20", bun: ">=1.3", deno: ">=2" });
    });
  }
});

Deno.test("completeManifest() refuses a package with dependencies or without an entry", async () => {
  await withPackage({}, async (folder) => {
    const manifest = await manifestOf(folder);
    const wrong = [
      [{ ...manifest, dependencies: { a: "1" } }, "The package has dependencies"],
      [{ ...manifest, exports: {} }, "The package's entry . has no types"],
    ] as const;
    for (const [changed, message] of wrong) {
      await Deno.writeTextFile(join(folder, "package.json"), JSON.stringify(changed));
      await assertRejects(() => completeManifest(folder, null), Error, message);
    }
  });
});

Deno.test("separateSourceMaps() writes maps that name no place on this machine", async () => {
  const text = await Deno.readTextFile(new URL("src/core/redact.ts", PROJECT));
  const packed = inline("src/core/redact.ts", text);
  await withPackage({ "src/core/redact.js": packed }, async (folder) => {
    assertEquals((await findLocalPaths(folder)).length, 0, "it is in base64");
    assertEquals(await checkSourceMaps(folder), ["src/core/redact.js has no map"]);

    await separateSourceMaps(folder);
    assertEquals(await findLocalPaths(folder), []);
    assertEquals(await checkSourceMaps(folder), []);
    const code = await Deno.readTextFile(join(folder, "src/core/redact.js"));
    assertEquals(code, "export {};\n//# sourceMappingURL=redact.js.map\n");
    const map = JSON.parse(await Deno.readTextFile(join(folder, "src/core/redact.js.map")));
    assertEquals(map.sources, ["redact.ts"]);
    assertEquals(map.sourcesContent, [text]);

    const { href } = new URL("src/core/redact.ts", PROJECT);
    await Deno.writeTextFile(
      join(folder, "src/core/redact.js.map"),
      JSON.stringify({ ...map, sources: [href] }),
    );
    assert((await findLocalPaths(folder)).length > 0);
    assertEquals(await checkSourceMaps(folder), [`src/core/redact.js has the map of ${href}`]);
  });
});

Deno.test("separateSourceMaps() refuses the map of another source or text", async () => {
  const text = await Deno.readTextFile(new URL("src/core/redact.ts", PROJECT));
  const wrong = [
    ["export {};\n", "Cannot find the source map"],
    [inline("src/core/turn.ts", text), "The source map of src/core/redact.ts is of file:"],
    [inline("src/core/redact.ts", "// Another.\n"), "is of another text"],
  ] as const;
  for (const [code, message] of wrong) {
    await withPackage({ "src/core/redact.js": code }, async (folder) => {
      await assertRejects(() => separateSourceMaps(folder), Error, message);
    });
  }
});

/** Code with its map in a comment, as `deno pack` writes it. */
function inline(source: string, text: string): string {
  const sources = [new URL(source, PROJECT).href];
  const map = { version: 3, sources, sourcesContent: [text], names: [], mappings: "" };
  const base64 = new TextEncoder().encode(JSON.stringify(map)).toBase64();
  return `export {};\n//# sourceMappingURL=data:application/json;base64,${base64}`;
}

/** Calls back with a package folder that has the entries of deno.json, and these files. */
async function withPackage(
  files: Readonly<Record<string, string>>,
  use: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    const { exports }: { exports: Record<string, string> } = JSON.parse(
      await Deno.readTextFile(new URL("deno.json", PROJECT)),
    );
    const entries = Object.entries(exports).map(([entry, source]) => {
      const types = source.replace(/ts$/, "d.ts");
      return [entry, { types, default: types }] as const;
    });
    assert(entries.length > 0, "deno.json was read");
    const manifest = { version: "1.0.0", exports: Object.fromEntries(entries) };
    const all = {
      ...Object.fromEntries(entries.map(([, { types }]) => [types, "export {};\n"])),
      ...files,
      "package.json": JSON.stringify(manifest),
    };
    for (const [path, text] of Object.entries(all)) {
      await Deno.mkdir(dirname(join(folder, path)), { recursive: true });
      await Deno.writeTextFile(join(folder, path), text);
    }
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function manifestOf(folder: string): Promise<Record<string, unknown>> {
  return JSON.parse(await Deno.readTextFile(join(folder, "package.json")));
}
