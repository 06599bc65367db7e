import { assert, assertEquals } from "@std/assert";
import { absoluteLinks, anchorsOf, isRelative, linksOf, mapLinks } from "../.ci/links.ts";
import { LEVELS } from "../src/core/options/table.ts";

const ROOT = new URL("..", import.meta.url);

Deno.test("every link of the documents leads to a file and a heading", async () => {
  const documents = await documentsOf(ROOT);
  assert(documents.some(({ pathname }) => pathname.endsWith("/README.md")), "README was read");
  const dead = (await Promise.all(documents.map(deadLinks))).flat();
  assertEquals(dead, []);
});

Deno.test("every promise of SECURITY.md names a test that there is", async () => {
  const document = new URL("SECURITY.md", ROOT);
  const rows = (await Deno.readTextFile(document)).split("\n").filter((line) =>
    line.includes("](tests/")
  );
  assert(rows.length > 10, "the table was read");
  for (const row of rows) {
    const tests = [...row.matchAll(/\]\((tests\/[^)]+)\)(?:: "([^"]+)")?/g)];
    for (const [, file = "", name = ""] of tests) {
      const text = await Deno.readTextFile(new URL(file, ROOT));
      assert(text.includes(name), `${file} has no test ${name}`);
    }
  }
});

Deno.test("docs/configuration.md names each option of a client and of a thread", async () => {
  const text = await Deno.readTextFile(new URL("docs/configuration.md", ROOT));
  const options = [...Object.keys(LEVELS.client), ...Object.keys(LEVELS.thread)];
  assertEquals(options.filter((name) => !text.includes(`\`${name}\``)), []);
});

Deno.test("linksOf() finds links of both kinds, and none in code", () => {
  const text = [
    "[a](b.md) and [`c`](d.md#e)",
    "```ts",
    "const list = [x](y);",
    "```",
    "[f]: g.md",
    "![h](i.png)",
  ].join("\n");
  assertEquals(linksOf(text), ["b.md", "d.md#e", "g.md", "i.png"]);
});

Deno.test("mapLinks() changes targets and nothing else", () => {
  const text = "[a](b.md)\n~~~\n[a](b.md)\n~~~\n[c]: b.md\n";
  const changed = mapLinks(text, (target) => `x/${target}`);
  assertEquals(changed, "[a](x/b.md)\n~~~\n[a](b.md)\n~~~\n[c]: x/b.md\n");
});

Deno.test("absoluteLinks() leads links to files elsewhere, and no others", () => {
  const changed = absoluteLinks(
    "[a](docs/b.md#c) [d](./e) [f](#g) [h](https://i.example/)",
    "https://git.example/o/n/blob/v1.2.0/",
  );
  const base = "https://git.example/o/n/blob/v1.2.0";
  assertEquals(
    changed,
    `[a](${base}/docs/b.md#c) [d](${base}/e) [f](#g) [h](https://i.example/)`,
  );
});

Deno.test("isRelative() tells files from addresses and anchors", () => {
  const targets = ["a.md", "./a", "../a#b", "/a", "#a", "https://a.example", "mailto:a@b", "//a/b"];
  assertEquals(targets.filter(isRelative), ["a.md", "./a", "../a#b", "/a"]);
});

Deno.test("anchorsOf() names headings as GitHub does", () => {
  const text =
    "# A `b()` & [c](d)\n## What happens when …\n```sh\n# no heading\n```\n## Same\n### Same\n";
  assertEquals(anchorsOf(text), ["a-b--c", "what-happens-when-", "same", "same-1"]);
});

/** The Markdown files of the project's folder, of docs/, of examples/ and of its applications. */
async function documentsOf(root: URL): Promise<URL[]> {
  const found: URL[] = [];
  const folders = ["./", "docs/", "examples/", "examples/web/"];
  for (const folder of folders.map((path) => new URL(path, root))) {
    for await (const { name } of Deno.readDir(folder)) {
      if (name.endsWith(".md")) found.push(new URL(name, folder));
    }
  }
  return found;
}

async function deadLinks(document: URL): Promise<string[]> {
  const dead: string[] = [];
  for (const link of linksOf(await Deno.readTextFile(document))) {
    if (!isRelative(link) && !link.startsWith("#")) continue;
    const target = new URL(link, document);
    const anchor = decodeURIComponent(target.hash.slice(1));
    target.hash = "";
    if (!await exists(target)) dead.push(`${document.pathname}: no file ${link}`);
    else if (anchor !== "" && !anchorsOf(await Deno.readTextFile(target)).includes(anchor)) {
      dead.push(`${document.pathname}: no heading ${link}`);
    }
  }
  return dead;
}

async function exists(path: URL): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}
