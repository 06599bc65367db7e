/**
 * The types, by each way in which TypeScript looks packages up, without those of Node and the web.
 *
 * @module
 */
import { type Setup, WORKS } from "../setups.ts";
import { BARE, type Bare, bareOf, compile, fillProject } from "../types.ts";

const BUNDLER: Bare = { module: "ES2022", moduleResolution: "Bundler" };
const MODULES: Readonly<Record<string, Bare>> = {
  commonjs: { module: "CommonJS", moduleResolution: "Node10" },
  node16: { module: "Node16" },
  nodenext: { module: "NodeNext" },
  bundler: BUNDLER,
};

/** Ways to look packages up, by the compilers that have them. */
const COMPILERS: Readonly<Record<string, Readonly<Record<string, Bare>>>> = {
  "5.9.3": MODULES,
  // It has no "Node10".
  "7.0.2": { ...MODULES, commonjs: { ...BUNDLER, module: "CommonJS" } },
};

/** Set-ups. */
export const TYPESCRIPTS: readonly Setup[] = Object.entries(COMPILERS).flatMap(
  ([version, modules]) =>
    Object.entries(modules).map(([name, options]): Setup => ({
      name: `TypeScript ${version[0]}, ${name}, with and without \`skipLibCheck\``,
      tried: `TypeScript ${version}`,
      codex: "",
      packages: [`typescript@${version}`],
      run: async (folder) => {
        await fillProject(folder, BARE.programs);
        for (const skipLibCheck of [true, false]) {
          const { ok, output } = await compile(folder, name, bareOf(options, skipLibCheck));
          if (!ok) return output;
        }
        return WORKS;
      },
    })),
);
