/**
 * The program as package managers lay it out, with the Codex that they install.
 *
 * @module
 */
import { join } from "node:path";
import { npx, ROOT } from "../command.ts";
import { linkCodex, npmInstall } from "../consumer.ts";
import { appAs, type Env, runBoth, type Setup, WORKS } from "../setups.ts";

/** Set-ups. */
export const INSTALLERS: readonly Setup[] = [
  {
    name: "npm workspaces, hoisted",
    tried: "npm 11",
    codex: "`node_modules` at the root",
    standsAlone: true,
    run: workspaces,
  },
  {
    name: "pnpm",
    tried: "pnpm 12.21",
    codex: "`node_modules/.pnpm`",
    standsAlone: true,
    run: pnpm,
  },
  {
    name: "Yarn Plug'n'Play",
    tried: "Yarn 4.18",
    codex: "`.yarn/unplugged`",
    standsAlone: true,
    run: yarn,
  },
];

async function workspaces(folder: string, env: Env, tarball: string): Promise<string> {
  const app = join(folder, "packages", "app");
  await Deno.mkdir(app, { recursive: true });
  await writeJson(folder, "package.json", { private: true, workspaces: ["packages/*"] });
  const dependencies = { "@codex-js/sdk": `file:${tarball}` };
  await writeJson(app, "package.json", { name: "app", version: "1.0.0", dependencies });
  await npmInstall(folder, []);
  await linkCodex(folder);
  // Nothing is to be found in the package itself.
  const own = await Deno.stat(join(app, "node_modules")).then(() => true, () => false);
  return own ? "npm has hoisted nothing" : await runBoth(app, env);
}

/** Downloads Codex, 120 MB, unless pnpm's store has it. */
async function pnpm(folder: string, env: Env, tarball: string): Promise<string> {
  await writeJson(folder, "package.json", { name: "program", private: true });
  await npx(["--yes", "pnpm@12.21.0", "add", "--silent", tarball, await codex()], {
    cwd: folder,
    env,
  });
  return await runBoth(folder, env);
}

/** Downloads Codex for every platform, 430 MB, unless Yarn's cache has it: it keeps what the lock file names. */
async function yarn(folder: string, env: Env, tarball: string): Promise<string> {
  await writeJson(folder, "package.json", { name: "program", private: true });
  await Deno.writeTextFile(join(folder, "yarn.lock"), "");
  await Deno.writeTextFile(
    join(folder, ".yarnrc.yml"),
    "nodeLinker: pnp\nenableGlobalCache: true\nenableTelemetry: false\n",
  );
  const yarn = (...args: string[]) =>
    npx(["--yes", "@yarnpkg/cli-dist@4.18.1", ...args], { cwd: folder, env });
  await yarn("add", `@codex-js/sdk@file:${tarball}`, await codex());
  for (const program of ["app.mjs", "app.cjs"] as const) {
    await appAs(folder, program);
    const said = await yarn("node", program);
    if (said !== WORKS) return `${program}: ${said}`;
  }
  return WORKS;
}

/** The project's Codex, as package managers name it. */
async function codex(): Promise<string> {
  const { imports }: { imports: Record<string, string> } = JSON.parse(
    await Deno.readTextFile(join(ROOT, "deno.json")),
  );
  return imports["@openai/codex"]?.replace("npm:", "") ?? "";
}

async function writeJson(folder: string, name: string, value: object): Promise<void> {
  await Deno.writeTextFile(join(folder, name), `${JSON.stringify(value)}\n`);
}
