/**
 * The types, by each way in which TypeScript looks packages up, without those of Node and the web.
 *
 * @module
 */
import { type Setup, WORKS } from "../setups.ts";
import { BARE, type Bare, bareOf, compile, fillProject } from "../types.ts";

const TYPESCRIPT = "5.9.3";
const MODULES: Readonly<Record<string, Bare>> = {
  commonjs: { module: "CommonJS", moduleResolution: "Node10" },
  node16: { module: "Node16" },
  nodenext: { module: "NodeNext" },
  bundler: { module: "ES2022", moduleResolution: "Bundler" },
};

/** Set-ups. */
export const TYPESCRIPTS: readonly Setup[] = Object.entries(MODULES).map(([name, options]) => ({
  name: `TypeScript, ${name}, with and without \`skipLibCheck\``,
  tried: `TypeScript ${TYPESCRIPT}`,
  codex: "",
  packages: [`typescript@${TYPESCRIPT}`],
  run: async (folder) => {
    await fillProject(folder, BARE.programs);
    for (const skipLibCheck of [true, false]) {
      const { ok, output } = await compile(folder, name, bareOf(options, skipLibCheck));
      if (!ok) return output;
    }
    return WORKS;
  },
}));
