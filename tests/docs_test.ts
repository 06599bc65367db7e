/**
 * The code of the documents that takes the real Codex, and is only compiled. The other code blocks are run by
 * `deno test --doc`.
 *
 * @module
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { mkdtemp, readdir, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, posix } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const DOCS = (await readdir(join(ROOT, "docs"))).filter((name) => name.endsWith(".md"));
const DOCUMENTS = ["README.md", ...DOCS.map((name) => join("docs", name))];

/** The blocks that are only compiled; a check that every other one is run. */
async function blocksOf(document: string): Promise<string[]> {
  const text = await readFile(join(ROOT, document), "utf8");
  const blocks = [...text.matchAll(/^```ts ignore\n(.*?)^```$/gms)].map(([, block = ""]) => block);
  // A word behind the language that Deno does not know would leave a block out.
  const infos = [...text.matchAll(/^```(ts\b.*|typescript.*|js.*)$/gm)].map(([, info]) => info);
  assertEquals(infos.filter((info) => info !== "ts" && info !== "ts ignore"), [], document);
  assertEquals(infos.filter((info) => info === "ts ignore").length, blocks.length, document);
  return blocks;
}

Deno.test("the documents' code is run or compiled", async () => {
  const blocks = (await Promise.all(DOCUMENTS.map(blocksOf))).flat();
  assert(DOCUMENTS.length > 1 && blocks.length > 1);
  await compile(blocks);
});

async function compile(blocks: readonly string[]): Promise<void> {
  const folder = await mkdtemp(join(await realpath(tmpdir()), "codex-docs-"));
  try {
    const { exports, compilerOptions } = JSON.parse(
      await readFile(join(ROOT, "deno.json"), "utf8"),
    );
    // The package's own name resolves inside the repository only.
    const imports = Object.fromEntries([
      ...Object.entries<string>(exports).map(([name, path]) => [
        posix.join("@codex-js/sdk", name),
        pathToFileURL(join(ROOT, path)).href,
      ]),
      ["./_far_shell.ts", pathToFileURL(join(ROOT, "examples/_far_shell.ts")).href],
    ]);
    const foreign = await foreignModules(folder, blocks);
    const config = { imports: { ...imports, ...foreign }, compilerOptions };
    await writeFile(join(folder, "deno.json"), JSON.stringify(config));
    for (const [index, block] of blocks.entries()) {
      const path = join(folder, `block_${index}.ts`);
      await writeFile(path, `${declarations(block)}${block}\nexport {};\n`);
    }
    const { code, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["check", "."],
      cwd: folder,
      env: { NO_COLOR: "1" },
    }).output();
    const output = new TextDecoder().decode(stderr);
    assertEquals(code, 0, output);
    assertStringIncludes(output, `Check block_${blocks.length - 1}.ts`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Packages that are not installed here: what is imported from them may be anything. */
async function foreignModules(
  folder: string,
  blocks: readonly string[],
): Promise<Record<string, string>> {
  const modules: Record<string, string> = {};
  const imports = blocks.flatMap((block) => [
    ...block.matchAll(/^import \{([^}]*)\} from "(?!@codex-js\/|node:|\.)([^"]+)";$/gm),
  ]);
  for (const [index, [, names = "", name = ""]] of imports.entries()) {
    const path = join(folder, `foreign_${index}.ts`);
    const exported = names.split(",").map((one) => one.trim()).filter(Boolean);
    const lines = exported.map((one) => `export declare const ${one}: any;\n`);
    await writeFile(path, lines.join(""));
    modules[name] = pathToFileURL(path).href;
  }
  return modules;
}

/** What a block takes from the ones before it. */
function declarations(block: string): string {
  const types = ["Codex", "Thread"].filter((name) =>
    !new RegExp(`^import \\{[^}]*\\b${name}\\b`, "m").test(block)
  );
  const values = { codex: "Codex", thread: "Thread", prompt: "string" };
  return types.map((name) => `import { ${name} } from "@codex-js/sdk";\n`).join("") +
    Object.entries(values).filter(([name]) => !block.includes(`const ${name} =`))
      .map(([name, type]) => `declare const ${name}: ${type};\n`).join("");
}
