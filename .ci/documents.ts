/**
 * The code of the documents that takes the real Codex, and is only compiled. The other code blocks are run by
 * `deno test --doc`.
 *
 * @module
 */
import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, posix } from "node:path";
import { pathToFileURL } from "node:url";
import { deno, ROOT } from "./command.ts";

const DOCS = (await readdir(join(ROOT, "docs"))).filter((name) => name.endsWith(".md"));
const DOCUMENTS = ["README.md", ...DOCS.map((name) => join("docs", name))];

/** The blocks that are only compiled; a check that every other one is run. */
async function blocksOf(document: string): Promise<string[]> {
  const text = await readFile(join(ROOT, document), "utf8");
  const blocks = [...text.matchAll(/^```ts ignore\n(.*?)^```$/gms)].map(([, block = ""]) => block);
  // A word behind the language that Deno does not know would leave a block out.
  const infos = [...text.matchAll(/^```(ts\b.*|typescript.*|js.*)$/gm)].map(([, info]) => info);
  assert.deepEqual(infos.filter((info) => info !== "ts" && info !== "ts ignore"), [], document);
  assert.equal(infos.filter((info) => info === "ts ignore").length, blocks.length, document);
  return blocks;
}

/** Compiles it. Rejects with what is wrong. */
export async function compileDocuments(): Promise<void> {
  const blocks = (await Promise.all(DOCUMENTS.map(blocksOf))).flat();
  assert(DOCUMENTS.length > 1 && blocks.length > 1, "there are documents with code");
  await compile(blocks);
}

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
    const { code, stderr } = await deno(["check", "."], { cwd: folder, env: { NO_COLOR: "1" } });
    assert(code === 0, stderr);
    assert(stderr.includes(`Check block_${blocks.length - 1}.ts`), stderr);
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
