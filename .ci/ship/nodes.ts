/**
 * The program on versions of Node, from npm, and in the workers of each runtime.
 *
 * @module
 */
import { join } from "node:path";
import { must } from "../command.ts";
import { bunPath, npmInstall } from "../consumer.ts";
import { APP, appAs, type Env, MODULES, runBoth, type Setup } from "../setups.ts";

/** The platform, in the words of npm's `node`. */
const PLATFORM = `${Deno.build.os === "windows" ? "win" : Deno.build.os}-${
  Deno.build.arch === "x86_64" ? "x64" : "arm64"
}`;

/** Installs a Node into a folder; gives the program. */
export async function installNode(major: number, folder: string): Promise<string> {
  const modules = join(folder, `node-${major}`);
  await Deno.mkdir(modules, { recursive: true });
  await npmInstall(modules, [`node-${PLATFORM}@${major}`]);
  const file = Deno.build.os === "windows" ? "node.exe" : "node";
  return join(modules, "node_modules", `node-${PLATFORM}`, "bin", file);
}

/** Set-ups. */
export const NODES: readonly Setup[] = [
  ...[20, 22, 24].map((major): Setup => ({
    name: `\`import\` and \`require()\` on Node ${major}`,
    tried: `Node ${major}`,
    codex: MODULES,
    run: async (folder, env) => await runBoth(folder, env, await installNode(major, folder)),
  })),
  { name: "a worker thread of Node", tried: "Node 20", codex: MODULES, run: nodeWorker },
  { name: "a worker of Bun", tried: "Bun 1.4", codex: MODULES, run: bunWorker },
  { name: "a worker of Deno", tried: "Deno 2.9", codex: MODULES, run: denoWorker },
];

async function nodeWorker(folder: string, env: Env): Promise<string> {
  await appAs(folder, "app.cjs");
  const code = `new (require("node:worker_threads").Worker)("./app.cjs");`;
  await Deno.writeTextFile(join(folder, "main.cjs"), code);
  return await must("node", ["main.cjs"], { cwd: folder, env });
}

async function bunWorker(folder: string, env: Env): Promise<string> {
  await appAs(folder, "app.mjs");
  const code = `new Worker(new URL("./app.mjs", import.meta.url));`;
  await Deno.writeTextFile(join(folder, "main.mjs"), code);
  return await must(await bunPath(), ["main.mjs"], { cwd: folder, env });
}

async function denoWorker(folder: string, env: Env): Promise<string> {
  await manualModules(folder);
  // A worker of Deno lives until it, or who has started it, ends it.
  const app = APP.replace("void main();", "void main().finally(() => self.close());");
  await Deno.writeTextFile(join(folder, "app.ts"), app);
  const code = `new Worker(new URL("./app.ts", import.meta.url), { type: "module" });`;
  await Deno.writeTextFile(join(folder, "main.mjs"), code);
  return await must(Deno.execPath(), ["run", "-A", "main.mjs"], { cwd: folder, env });
}

/** Else Deno would take the SDK from the project's own deno.json above. */
export async function manualModules(folder: string): Promise<void> {
  await Deno.writeTextFile(join(folder, "deno.json"), '{ "nodeModulesDir": "manual" }\n');
}
