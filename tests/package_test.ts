import { assert, assertEquals, assertRejects } from "@std/assert";
import { dirname, fromFileUrl, join } from "@std/path";
import { workFolder } from "../.ci/command.ts";
import { moveTypes } from "../.ci/declarations.ts";
import { completeManifest } from "../.ci/manifest.ts";
import { checkSourceMaps, findLocalPaths } from "../.ci/package.ts";
import { repositoryFields, repositoryUrl } from "../.ci/repository.ts";
import { relocateSourceMaps, type SourceMap } from "../.ci/source_maps.ts";

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
      assertEquals(manifest.engines, { node: ">=20" });
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

Deno.test("completeManifest() tells where each entry is required, and its types", async () => {
  await withPackage({}, async (folder) => {
    await completeManifest(folder, null);
    const { exports, main, types, typesVersions } = await manifestOf(folder);
    assertEquals((exports as Record<string, unknown>)["./app-server"], {
      require: {
        types: "./cjs/src/app_server/mod.d.ts",
        module: "./src/app_server/mod.d.ts",
        default: "./cjs/src/app_server/mod.d.ts",
      },
      types: "./src/app_server/mod.d.ts",
      import: "./src/app_server/mod.d.ts",
      default: "./src/app_server/mod.d.ts",
    });
    assertEquals([main, types], ["./cjs/mod.d.ts", "./cjs/mod.d.ts"]);
    const versions = typesVersions as Record<string, Record<string, unknown>>;
    assertEquals(versions["*"]?.testing, ["./cjs/src/testing/mod.d.ts"]);
    assertEquals(versions["*"]?.["."], undefined);
  });
});

Deno.test("moveTypes() leaves types that hand on the moved ones", async () => {
  const files = {
    "mod.d.ts": "export {};\n",
    "src/a/b.d.ts": "// b\n",
    "src/a/c.d.ts": "// c: Uint8Array<ArrayBuffer>\n",
  };
  const { path: folder, remove } = await workFolder();
  try {
    await write(folder, files);
    await moveTypes(folder, ["./mod.d.ts", "./src/a/b.d.ts"]);
    const read = (path: string) => Deno.readTextFile(join(folder, path));
    assertEquals(await read("mod.d.ts"), 'export * from "./cjs/mod.js";\n');
    assertEquals(await read("src/a/b.d.ts"), 'export * from "../../cjs/src/a/b.js";\n');
    await assertRejects(() => read("src/a/c.d.ts"), Deno.errors.NotFound);
    assertEquals(await read("cjs/src/a/c.d.ts"), "// c: Uint8Array\n");
    const globals = '/// <reference path="../../globals.d.ts" />\n';
    assertEquals(await read("cjs/src/a/b.d.ts"), `${globals}// b\n`);
    assertEquals(JSON.parse(await read("cjs/package.json")), { type: "commonjs" });
  } finally {
    await remove();
  }
});

Deno.test("relocateSourceMaps() names the sources by their places in the package", async () => {
  await withBundle({}, async (folder, map) => {
    assertEquals(await checkSourceMaps(folder), [`${BUNDLE} has a map without ${SOURCE}`]);
    await relocateSourceMaps(folder);
    assertEquals(await findLocalPaths(folder), []);
    assertEquals(await checkSourceMaps(folder), []);
    const relocated = JSON.parse(await Deno.readTextFile(map));
    assertEquals(relocated.sources, ["../core/ports/redact.ts"]);
    assertEquals(relocated.sourcesContent, [await Deno.readTextFile(new URL(SOURCE, PROJECT))]);
    assertEquals(relocated.mappings, "AAAA");
  });
});

Deno.test("relocateSourceMaps() refuses the map of another text", async () => {
  await withBundle({ sourcesContent: ["// Another.\n"] }, async (folder) => {
    const message = `The source map ${BUNDLE}.map belongs to another ${SOURCE}`;
    await assertRejects(() => relocateSourceMaps(folder), Error, message);
  });
});

Deno.test("checkSourceMaps() finds a map that is missing or incomplete", async () => {
  const wrong = [
    [{ sourcesContent: [""] }, "has a map without a source"],
    [{ sources: [], sourcesContent: [] }, `has a map without ${SOURCE}`],
  ] as const;
  for (const [change, message] of wrong) {
    await withBundle({}, async (folder, map) => {
      await relocateSourceMaps(folder);
      const relocated = JSON.parse(await Deno.readTextFile(map));
      await Deno.writeTextFile(map, JSON.stringify({ ...relocated, ...change }));
      assertEquals(await checkSourceMaps(folder), [`${BUNDLE} ${message}`]);
      await Deno.writeTextFile(join(folder, BUNDLE), `// ${SOURCE}\nexport {};\n`);
      assertEquals(await checkSourceMaps(folder), [`${BUNDLE} has no map`]);
    });
  }
});

Deno.test("findLocalPaths() finds the project's path and addresses of files", async () => {
  const files = { "a.js": "// file:///a", "b/c.json": join(fromFileUrl(PROJECT), "mod.ts") };
  await withPackage(files, async (folder) => {
    assertEquals(await findLocalPaths(folder), [
      "a.js has file:///",
      `b/c.json has ${fromFileUrl(PROJECT)}`,
    ]);
  });
});

/** A bundle in an entry's folder, and the module in it. */
const BUNDLE = "src/testing/mod.js";
const SOURCE = "src/core/ports/redact.ts";

/** Calls back with a package that has a bundle, and the path of its map as the bundler writes it. */
async function withBundle(
  change: Partial<SourceMap>,
  use: (folder: string, map: string) => Promise<void>,
): Promise<void> {
  const code = `// ${SOURCE}\nexport {};\n//# sourceMappingURL=mod.js.map\n`;
  const text = await Deno.readTextFile(new URL(SOURCE, PROJECT));
  await withPackage({ [BUNDLE]: code }, async (folder) => {
    const path = join(folder, `${BUNDLE}.map`);
    const sources = [`../../../../${SOURCE}`];
    const map = { version: 3, sources, sourcesContent: [text], names: [], mappings: "AAAA" };
    await Deno.writeTextFile(path, JSON.stringify({ ...map, ...change }));
    await use(folder, path);
  });
}

/** Calls back with a package folder that has the entries of deno.json, and these files. */
async function withPackage(
  files: Readonly<Record<string, string>>,
  use: (folder: string) => Promise<void>,
): Promise<void> {
  const { path: folder, remove } = await workFolder();
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
      ...Object.fromEntries(
        entries.flatMap(([, { types }]) => [types, join("cjs", types)].map((path) => [path, ""])),
      ),
      ...files,
      "package.json": JSON.stringify(manifest),
    };
    await write(folder, all);
    await use(folder);
  } finally {
    await remove();
  }
}

async function write(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await Deno.mkdir(dirname(join(folder, path)), { recursive: true });
    await Deno.writeTextFile(join(folder, path), text);
  }
}

async function manifestOf(folder: string): Promise<Record<string, unknown>> {
  return JSON.parse(await Deno.readTextFile(join(folder, "package.json")));
}
