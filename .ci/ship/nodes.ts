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
  ...[20, 22, 24, 26].map((major): Setup => ({
    name: `\`import\` and \`require()\` on Node ${major}`,
    tried: `Node ${major}`,
    codex: MODULES,
    run: async (folder, env) => await runBoth(folder, env, await installNode(major, folder)),
  })),
  {
    name: "Node's permission model",
    tried: "Node 26",
    codex: MODULES,
    run: nodePermissions,
  },
  { name: "a worker thread of Node", tried: "Node 20", codex: MODULES, run: nodeWorker },
  { name: "a worker of Bun", tried: "Bun 1.4", codex: MODULES, run: bunWorker },
  { name: "a worker of Deno", tried: "Deno 2.9", codex: MODULES, run: denoWorker },
];

/** Turns with what they take and no more; without the network, what takes it says so. */
async function nodePermissions(folder: string, env: Env): Promise<string> {
  const node = await installNode(26, folder);
  const real = await Deno.realPath(folder);
  const flags = [
    "--permission",
    "--allow-child-process",
    "--allow-fs-read=*",
    `--allow-fs-write=${real}`,
  ];
  await Deno.writeTextFile(join(folder, "without_net.mjs"), WITHOUT_NET);
  const told = await must(node, [...flags, "without_net.mjs"], { cwd: folder, env });
  if (told !== "no network: exec, live, kit\n") return told;
  await appAs(folder, "app.mjs");
  return await must(node, [...flags, "--allow-net", "app.mjs"], { cwd: folder, env });
}

const WITHOUT_NET = `
  import { Codex, tool } from "@codex-js/sdk";
  import { AppServer } from "@codex-js/sdk/app-server";
  import { ResponsesServer } from "@codex-js/sdk/testing";
  const parameters = { type: "object", properties: {}, required: [] };
  const tools = [tool({ name: "t", description: "d", parameters, execute: () => "" })];
  const codex = new Codex({ apiKey: "sk-key" });
  const told = async (turn) => (await turn.then(() => ({}), (error) => error)).message;
  const exec = await told(codex.startThread({ skipGitRepoCheck: true, tools }).run("go"));
  const live = await told(AppServer.connect({ url: "ws://127.0.0.1:9" }));
  const kit = await told(ResponsesServer.start([]));
  const isTold = [exec, live, kit].every((message) => message?.endsWith("--allow-net is missing"));
  console.log(isTold ? "no network: exec, live, kit" : [exec, live, kit].join("\\n"));
`;

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
