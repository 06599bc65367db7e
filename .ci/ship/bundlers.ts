/**
 * The program by bundlers, the SDK in it.
 *
 * @module
 */
import { join } from "node:path";
import { must, npx } from "../command.ts";
import { appAs, type Env, MODULES, type Setup } from "../setups.ts";
import { NEXT, nextRoute } from "./next.ts";

const WEBPACK = ["webpack@5.113.0", "webpack-cli@7.3.1"];
const ROLLUP = ["rollup@4.68.8", "@rollup/plugin-node-resolve@16.0.3"];

/** Set-ups. */
export const BUNDLERS: readonly Setup[] = [
  {
    name: "webpack, to ESM",
    tried: "webpack 5.113",
    codex: MODULES,
    packages: WEBPACK,
    run: (folder, env) =>
      webpack(folder, env, {
        experiments: { outputModule: true },
        output: { path: join(folder, "esm"), filename: "app.mjs", module: true },
      }),
  },
  {
    name: "webpack, to CommonJS",
    tried: "webpack 5.113",
    codex: MODULES,
    packages: WEBPACK,
    run: (folder, env) =>
      webpack(folder, env, { output: { path: join(folder, "cjs"), filename: "app.cjs" } }),
  },
  {
    name: "rollup, to ESM",
    tried: "rollup 4.68",
    codex: MODULES,
    packages: ROLLUP,
    run: (folder, env) => rollup(folder, env, "es"),
  },
  {
    name: "rollup, to CommonJS",
    tried: "rollup 4.68",
    codex: MODULES,
    packages: ROLLUP,
    run: (folder, env) => rollup(folder, env, "cjs"),
  },
  {
    name: "Vite, for the server",
    tried: "Vite 8.3",
    codex: MODULES,
    packages: ["vite@8.3.8"],
    run: vite,
  },
  {
    name: "Next.js, a route handler",
    tried: "Next.js 16.4",
    codex: MODULES,
    packages: NEXT,
    run: nextRoute,
  },
];

async function webpack(
  folder: string,
  env: Env,
  { output, ...config }: {
    readonly output: { readonly path: string; readonly filename: string; readonly module?: true };
    readonly experiments?: object;
  },
): Promise<string> {
  await appAs(folder, "app.mjs");
  const all = { mode: "production", target: "node20", entry: "./app.mjs", output, ...config };
  await Deno.writeTextFile(
    join(folder, "webpack.config.cjs"),
    `module.exports = ${JSON.stringify(all)};\n`,
  );
  // A warning in a program of one's own counts as a fault of the SDK.
  await npx(["webpack", "--fail-on-warnings"], { cwd: folder, env });
  return await must("node", [join(output.path, output.filename)], { cwd: folder, env });
}

async function rollup(folder: string, env: Env, format: "es" | "cjs"): Promise<string> {
  await appAs(folder, "app.mjs");
  const built = `${format}/app.${format === "es" ? "mjs" : "cjs"}`;
  const args = ["app.mjs", "--plugin", "node-resolve", "--external", "/^node:/"];
  const names = ["--entryFileNames", built.slice(format.length + 1)];
  await npx(["rollup", ...args, "--format", format, "--dir", format, ...names], {
    cwd: folder,
    env,
  });
  // What the entry shares with others has names of its own, which a package.json tells from CommonJS.
  const type = format === "es" ? "module" : "commonjs";
  await Deno.writeTextFile(join(folder, format, "package.json"), JSON.stringify({ type }));
  return await must("node", [built], { cwd: folder, env });
}

async function vite(folder: string, env: Env): Promise<string> {
  await appAs(folder, "app.mjs");
  const config = { ssr: { noExternal: true }, build: { ssr: "app.mjs", outDir: "vite" } };
  await Deno.writeTextFile(
    join(folder, "vite.config.mjs"),
    `export default ${JSON.stringify(config)};\n`,
  );
  await npx(["vite", "build"], { cwd: folder, env });
  return await must("node", ["vite/app.mjs"], { cwd: folder, env });
}
