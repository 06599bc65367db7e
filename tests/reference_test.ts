/**
 * Holds the API reference to what its readers need: a heading for every name, and a way to every entry.
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { deno } from "../.ci/command.ts";
import { CATEGORIES as PROTOCOL } from "../.ci/protocol/layout.ts";
import { ENTRIES } from "../.ci/entries.ts";

/** The headings. One more is worth it where readers look for something that none of these is. */
const CATEGORIES: readonly string[] = [
  "Threads",
  "Turns",
  "Events",
  "Options",
  "Errors",
  "Typed results",
  "Approvals and tools",
  "Server",
  "Web",
  "Durability",
  "Telemetry",
  "Fake Codex",
  "Offline model",
  "Conformance",
  ...Object.values(PROTOCOL),
];
/** Beyond this many, headings are as hard to look through as names. */
const MOST = 8;

interface Declaration {
  readonly kind: string;
  readonly location: { readonly filename: string; readonly line: number };
  readonly jsDoc?: { readonly tags?: readonly { readonly kind: string; readonly doc?: string }[] };
}

interface Reference {
  readonly nodes: Readonly<
    Record<string, {
      readonly module_doc?: { readonly doc?: string };
      readonly symbols: readonly {
        readonly name: string;
        readonly declarations: readonly Declaration[];
      }[];
    }>
  >;
}

const made = await deno(["doc", "--json", ...Object.values(ENTRIES)]);
assertEquals(made.code, 0, made.stderr);
const { nodes }: Reference = JSON.parse(made.stdout);

function nodeOf(entry: string): Reference["nodes"][string] {
  const path = ENTRIES[entry]?.slice(1) ?? "";
  const found = Object.entries(nodes).find(([url]) => fileURLToPath(url) === filePath(path));
  assert(found !== undefined, `the reference has no ${entry}`);
  return found[1];
}

function filePath(path: string): string {
  return fileURLToPath(new URL(`..${path}`, import.meta.url));
}

function categoriesOf(declarations: readonly Declaration[]): string[] {
  return declarations.flatMap(({ jsDoc }) => jsDoc?.tags ?? [])
    .flatMap(({ kind, doc = "" }) => kind === "category" ? [doc.trim()] : []);
}

Deno.test("every name of every entry has a category, and each entry at most eight", () => {
  const wrong: string[] = [];
  for (const entry of Object.keys(ENTRIES)) {
    const used = new Set<string>();
    for (const { name, declarations } of nodeOf(entry).symbols) {
      const [first] = declarations;
      // What another entry has, too, is shown there.
      if (first === undefined || first.kind === "reference") continue;
      const categories = categoriesOf(declarations);
      categories.forEach((category) => used.add(category));
      const unknown = categories.filter((category) => !CATEGORIES.includes(category));
      if (categories.length > 0 && unknown.length === 0) continue;
      const place = `${new URL(first.location.filename).pathname}:${first.location.line + 1}`;
      const what = unknown.length > 0 ? `has an unknown @category: ${unknown}` : "has no @category";
      wrong.push(`${name} (${place}) ${what}`);
    }
    if (used.size > MOST) wrong.push(`${entry} has ${used.size} categories: ${[...used]}`);
  }
  const advice = `End the docstring of each with a line "@category …", one of ${
    CATEGORIES.join(", ")
  } (or a new one, named in tests/reference_test.ts)`;
  assertEquals(wrong, [], advice);
});

Deno.test("mod.ts links to every other entry", () => {
  const { doc = "" } = nodeOf(".").module_doc ?? {};
  for (const entry of Object.keys(ENTRIES).filter((entry) => entry !== ".")) {
    const link = `{@linkcode [${entry.slice(2)}]}`;
    assertStringIncludes(doc, link, `add to the module's doc in mod.ts a line with ${link}`);
  }
});

Deno.test("the pages of the reference lead to every entry, and no link is left as it was written", async () => {
  const folder = await Deno.makeTempDir({ prefix: "codex-js-reference-" });
  try {
    const pages = await deno(["run", "-A", ".ci/doc.ts", folder]);
    assertEquals(pages.code, 0, pages.stderr);
    const index = await Deno.readTextFile(join(folder, "index.html"));
    for (const entry of Object.keys(ENTRIES).filter((entry) => entry !== ".")) {
      const href = `${entry}/index.html`;
      assertStringIncludes(index, `href="${href}"`);
      const page = await Deno.readTextFile(join(folder, href));
      // What a link becomes that names nothing.
      const dead = page.match(/<code>\[[^<\]]*\][^<]*<\/code>/)?.[0] ?? null;
      assertEquals(dead, null, `a link of ${ENTRIES[entry]} names no entry, or no name of it`);
    }
    assertEquals(index.match(/<code>\[[^<\]]*\][^<]*<\/code>/), null);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
