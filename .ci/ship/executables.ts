/**
 * The program in one executable, Codex beside it.
 *
 * @module
 */
import { dirname, join } from "node:path";
import { must, npx, ROOT, run } from "../command.ts";
import { bunPath } from "../consumer.ts";
import { ENTRIES, importName } from "../entries.ts";
import { APP, bundledApp, type Env, NotHere, type Setup, WORKS } from "../setups.ts";
import { installNode } from "./nodes.ts";

const BESIDE = "a folder `codex` beside the executable";
/** The one that Node looks for in its own file. */
const FUSE = "NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2";

/** Set-ups. */
export const EXECUTABLES: readonly Setup[] = [
  { name: "`bun build --compile`", tried: "Bun 1.4", codex: BESIDE, run: byBun },
  { name: "`deno compile`", tried: "Deno 2.9", codex: BESIDE, run: byDeno },
  {
    name: "Node's single executable application",
    tried: "Node 24, postject 1.0",
    codex: BESIDE,
    packages: ["postject@1.0.0-alpha.6"],
    run: (folder, env) => byNode(folder, env, 24, "bundle.cjs"),
  },
  {
    name: "Node's single executable application, as a module",
    tried: "Node 26, postject 1.0",
    codex: BESIDE,
    packages: ["postject@1.0.0-alpha.6"],
    run: (folder, env) => byNode(folder, env, 26, "bundle.mjs"),
  },
];

async function byBun(folder: string, env: Env): Promise<string> {
  await Deno.writeTextFile(join(folder, "app.ts"), APP);
  const bun = await bunPath();
  await must(bun, ["build", "--compile", "app.ts", "--outfile", "app"], { cwd: folder, env });
  return await shipped(folder, env);
}

/** From JSR, where users of Deno have the SDK: its modules in TypeScript. */
async function byDeno(folder: string, env: Env): Promise<string> {
  await Deno.writeTextFile(join(folder, "app.ts"), APP);
  const entries = Object.entries(ENTRIES);
  const imports = Object.fromEntries(
    entries.map(([entry, path]) => [importName(entry), `file://${join(ROOT, path)}`]),
  );
  await Deno.writeTextFile(
    join(folder, "deno.json"),
    JSON.stringify({ imports, nodeModulesDir: "none" }),
  );
  // Types of packages from JSR are not checked either.
  const args = ["compile", "--no-check", "-A", "--output", "app", "app.ts"];
  const { code, stderr } = await run(Deno.execPath(), args, {
    cwd: folder,
    env: { ...env, NO_COLOR: "1" },
  });
  if (code !== 0 && /error sending request/.test(stderr)) {
    throw new NotHere("dl.deno.land does not answer, where Deno gets what it compiles into");
  }
  return code === 0 ? await shipped(folder, env) : stderr;
}

async function byNode(
  folder: string,
  env: Env,
  major: number,
  main: "bundle.cjs" | "bundle.mjs",
): Promise<string> {
  const node = await installNode(major, folder);
  await bundledApp(folder, main);
  const mainFormat = main === "bundle.mjs" ? "module" : "commonjs";
  const config = { main, mainFormat, output: "app.blob", disableExperimentalSEAWarning: true };
  await Deno.writeTextFile(join(folder, "sea.json"), JSON.stringify(config));
  await must(node, ["--experimental-sea-config", "sea.json"], { cwd: folder, env });
  await Deno.copyFile(node, join(folder, exe("app")));
  const args = ["postject", exe("app"), "NODE_SEA_BLOB", "app.blob", "--sentinel-fuse", FUSE];
  await npx(args, { cwd: folder, env });
  return await shipped(folder, env);
}

/** Puts the executable and a copy of Codex into a folder that has nothing above it, and runs it there. */
async function shipped(folder: string, env: Env): Promise<string> {
  const alone = await Deno.makeTempDir({ prefix: "codex-js-ship-" });
  try {
    await Deno.copyFile(join(folder, exe("app")), join(alone, exe("app")));
    const program = `const { codexPath } = await import("@codex-js/sdk");
      console.log(await codexPath());`;
    const args = ["--input-type=module", "--eval", program];
    const path = (await must("node", args, { cwd: folder, env })).trim();
    await copy(dirname(dirname(path)), join(alone, "codex"));
    // Nothing else leads to Codex.
    const PATH = dirname(alone);
    const said = await must(join(alone, exe("app")), [], { cwd: alone, env: { ...env, PATH } });
    if (said !== WORKS) return said;
    await Deno.remove(join(alone, "codex"), { recursive: true });
    const without = await run(join(alone, exe("app")), [], { cwd: alone, env: { ...env, PATH } });
    return without.code === 0 ? `works without a Codex: ${without.stdout}` : said;
  } finally {
    await Deno.remove(alone, { recursive: true });
  }
}

async function copy(from: string, to: string): Promise<void> {
  await Deno.mkdir(to);
  for await (const { name, isDirectory } of Deno.readDir(from)) {
    if (isDirectory) await copy(join(from, name), join(to, name));
    else await Deno.copyFile(join(from, name), join(to, name));
  }
}

function exe(name: string): string {
  return Deno.build.os === "windows" ? `${name}.exe` : name;
}
