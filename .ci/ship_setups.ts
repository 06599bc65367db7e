/**
 * Set-ups that take too long for the tests: `deno task ship` runs them too.
 *
 * @module
 */
import { join } from "node:path";
import { must, nativeCodex, npx, ROOT } from "./command.ts";
import { bunPath, linkCodex, npmInstall } from "./consumer.ts";
import { NEXT, nextRoute } from "./next.ts";
import { APP, appAs, type Setup, WORKS } from "./setups.ts";

type Env = Readonly<Record<string, string>>;

const JEST = ["jest@30.5.2"];
const BABEL = [...JEST, "babel-jest@30.5.2", "@babel/core@7.29.13", "@babel/preset-env@7.29.0"];
const WEBPACK = ["webpack@5.113.0", "webpack-cli@7.3.1"];
const ROLLUP = ["rollup@4.68.8", "@rollup/plugin-node-resolve@16.0.3"];
const VITE = ["vite@8.3.8"];

/** Each with the versions that it was tried with. */
export const SLOW: readonly Setup[] = [
  { name: "Jest, in CommonJS", packages: JEST, run: (folder, env) => jest(folder, env, {}) },
  {
    name: "Jest with Babel, the SDK transformed too",
    packages: BABEL,
    run: (folder, env) =>
      jest(folder, env, {
        transform: {
          "\\.[cm]?[jt]s$": ["babel-jest", {
            presets: [["@babel/preset-env", { targets: { node: "current" } }]],
          }],
        },
        transformIgnorePatterns: ["/node_modules/(?!@codex-js/)"],
      }),
  },
  {
    name: "webpack, to ESM",
    packages: WEBPACK,
    run: (folder, env) =>
      webpack(folder, env, {
        experiments: { outputModule: true },
        output: { path: join(folder, "esm"), filename: "app.mjs", module: true },
      }),
  },
  {
    name: "webpack, to CommonJS",
    packages: WEBPACK,
    run: (folder, env) =>
      webpack(folder, env, { output: { path: join(folder, "cjs"), filename: "app.cjs" } }),
  },
  { name: "rollup, to ESM", packages: ROLLUP, run: (folder, env) => rollup(folder, env, "es") },
  {
    name: "rollup, to CommonJS",
    packages: ROLLUP,
    run: (folder, env) => rollup(folder, env, "cjs"),
  },
  { name: "Vite, for the server", packages: VITE, run: vite },
  { name: "Next.js, a route handler", packages: NEXT, run: nextRoute },
  { name: "Yarn Plug'n'Play", standsAlone: true, run: yarn },
  { name: "bun build --compile, with CODEX_PATH", run: bunCompile },
  { name: "Node's test runner", run: nodeTest },
  { name: "Vitest", packages: ["vitest@5.1.2"], run: vitest },
  { name: "a worker thread", run: worker },
  { name: "a path with blanks, #, % and umlauts", run: oddPath },
];

async function jest(folder: string, env: Env, config: object): Promise<string> {
  const name = "jest.test.cjs";
  await Deno.copyFile(join(ROOT, "tests", "ship", name), join(folder, name));
  await writeJson(folder, "jest.config.json", { testMatch: [`**/${name}`], ...config });
  await npx(["jest", "-c", "jest.config.json"], { cwd: folder, env });
  return WORKS;
}

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
  return await must("node", [join(output.path, output.filename)], {
    cwd: folder,
    env,
  });
}

async function rollup(folder: string, env: Env, format: "es" | "cjs"): Promise<string> {
  await appAs(folder, "app.mjs");
  const out = format === "es"
    ? ["--dir", "es"]
    : ["--dir", "cjs", "--entryFileNames", "[name].cjs"];
  const args = [
    "app.mjs",
    "--format",
    format,
    "--plugin",
    "node-resolve",
    "--external",
    "/^node:/",
  ];
  await npx(["rollup", ...args, ...out], { cwd: folder, env });
  // What is built as modules has to be told from CommonJS by a package.json.
  if (format === "es") await writeJson(join(folder, "es"), "package.json", { type: "module" });
  const built = format === "es" ? "es/app.js" : "cjs/app.cjs";
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

/** Downloads Codex for every platform, 430 MB: Yarn keeps what the lock file names. */
async function yarn(folder: string, env: Env, tarball: string): Promise<string> {
  await writeJson(folder, "package.json", { name: "program", private: true });
  await Deno.writeTextFile(join(folder, "yarn.lock"), "");
  await Deno.writeTextFile(
    join(folder, ".yarnrc.yml"),
    "nodeLinker: pnp\nenableGlobalCache: false\nenableTelemetry: false\n",
  );
  const run = (...args: string[]) =>
    npx(["--yes", "@yarnpkg/cli-dist@4.18.1", ...args], { cwd: folder, env });
  const { imports }: { imports: Record<string, string> } = JSON.parse(
    await Deno.readTextFile(join(ROOT, "deno.json")),
  );
  const codex = imports["@openai/codex"]?.replace("npm:", "") ?? "";
  await run("add", `@codex-js/sdk@file:${tarball}`, codex);
  await appAs(folder, "app.mjs");
  await appAs(folder, "app.cjs");
  for (const program of ["app.mjs", "app.cjs"]) {
    const said = await run("node", program);
    if (said !== WORKS) return `${program}: ${said}`;
  }
  return WORKS;
}

async function bunCompile(folder: string, env: Env): Promise<string> {
  await Deno.writeTextFile(join(folder, "app.ts"), APP);
  const bun = await bunPath();
  await must(bun, ["build", "--compile", "app.ts", "--outfile", "bun-app"], { cwd: folder, env });
  return await must(join(folder, "bun-app"), [], {
    cwd: folder,
    env: { ...env, CODEX_PATH: nativeCodex() },
  });
}

const TEST = `const hello = turn(item.agentMessage("Hello"));
test("fake", async () => {
  const thread = new Codex({ spawn: fakeCodex([hello]) }).startThread();
  const { finalResponse } = await thread.run("Hi");
  if (finalResponse !== "Hello") throw new Error(finalResponse);
});
`;
const IMPORTS = `import { Codex } from "@codex-js/sdk";
import { fakeCodex, item, turn } from "@codex-js/sdk/testing";
`;

async function nodeTest(folder: string, env: Env): Promise<string> {
  const text = `import test from "node:test";\n${IMPORTS}${TEST}`;
  await Deno.writeTextFile(join(folder, "fake.test.mjs"), text);
  await must("node", ["--test", "fake.test.mjs"], { cwd: folder, env });
  return WORKS;
}

async function vitest(folder: string, env: Env): Promise<string> {
  const text = `import { test } from "vitest";\n${IMPORTS}${TEST}`;
  await Deno.writeTextFile(join(folder, "fake.test.mjs"), text);
  await npx(["vitest", "run"], { cwd: folder, env });
  return WORKS;
}

async function worker(folder: string, env: Env): Promise<string> {
  await appAs(folder, "app.cjs");
  const code = `new (require("node:worker_threads").Worker)("./app.cjs");`;
  await Deno.writeTextFile(join(folder, "main.cjs"), code);
  return await must("node", ["main.cjs"], { cwd: folder, env });
}

async function oddPath(folder: string, env: Env, tarball: string): Promise<string> {
  const odd = join(folder, "a b", "#c", "50%", "ä");
  await Deno.mkdir(odd, { recursive: true });
  await writeJson(odd, "package.json", { private: true });
  await npmInstall(odd, [tarball]);
  await linkCodex(odd);
  for (const program of ["app.mjs", "app.cjs"] as const) {
    await appAs(odd, program);
    const said = await must("node", [program], { cwd: odd, env });
    if (said !== WORKS) return `${program}: ${said}`;
  }
  return WORKS;
}

async function writeJson(folder: string, name: string, value: object): Promise<void> {
  await Deno.writeTextFile(join(folder, name), `${JSON.stringify(value)}\n`);
}
