/**
 * Tests as users have them, with the fakes.
 *
 * @module
 */
import { join } from "node:path";
import { must, npx, ROOT } from "../command.ts";
import { bunPath } from "../consumer.ts";
import { type Env, type Setup, WORKS } from "../setups.ts";
import { manualModules } from "./nodes.ts";

const JEST = [
  "jest@30.5.2",
  "babel-jest@30.5.2",
  "@babel/core@7.29.13",
  "@babel/preset-env@7.29.0",
];

/** Set-ups. */
export const TESTERS: readonly Setup[] = [
  {
    name: "Jest, in CommonJS",
    tried: "Jest 30.5",
    codex: "",
    packages: JEST,
    run: (folder, env) => jest(folder, env, { transform: {} }),
  },
  {
    name: "Jest with Babel, the SDK transformed too",
    tried: "Jest 30.5, Babel 7.29",
    codex: "",
    packages: JEST,
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
    name: "Jest, in ES modules, with fake timers",
    tried: "Jest 30.5",
    codex: "",
    packages: JEST,
    run: async (folder, env) => {
      const globals = 'import { jest, test } from "@jest/globals";\n';
      await writeTest(folder, `${globals}jest.useFakeTimers();\n`);
      const all = { testMatch: ["**/fake.test.mjs"], transform: {} };
      await Deno.writeTextFile(join(folder, "jest.esm.json"), JSON.stringify(all));
      await npx(["jest", "-c", "jest.esm.json"], {
        cwd: folder,
        env: { ...env, NODE_OPTIONS: "--experimental-vm-modules" },
      });
      return WORKS;
    },
  },
  {
    name: "Vitest, with fake timers and without",
    tried: "Vitest 5.1",
    codex: "",
    packages: ["vitest@5.1.2"],
    run: async (folder, env) => {
      await writeTest(folder, 'import { test, vi } from "vitest";\nvi.useFakeTimers();\n');
      await npx(["vitest", "run"], { cwd: folder, env });
      await writeTest(folder, 'import { test } from "vitest";\n');
      await npx(["vitest", "run"], { cwd: folder, env });
      return WORKS;
    },
  },
  ...([
    ["`node --test`", "Node 20", 'import test from "node:test";\n', ["node", "--test"]],
    ["`bun test`", "Bun 1.4", 'import { test } from "bun:test";\n', [await bunPath(), "test"]],
    ["`deno test`", "Deno 2.9", "const { test } = Deno;\n", [Deno.execPath(), "test", "-A"]],
  ] as const).map(([name, tried, head, [program, ...args]]): Setup => ({
    name,
    tried,
    codex: "",
    run: async (folder, env) => {
      await manualModules(folder);
      await writeTest(folder, head);
      await must(program, [...args, "./fake.test.mjs"], { cwd: folder, env });
      return WORKS;
    },
  })),
];

const TEST = `import { Codex } from "@codex-js/sdk";
import { AppServer } from "@codex-js/sdk/app-server";
import { fakeCodex, item, turn } from "@codex-js/sdk/testing";
const hello = turn(item.agentMessage("Hello"));
test("fake", async () => {
  const app = await AppServer.start({ spawn: fakeCodex([hello]) });
  const codex = new Codex({ spawn: fakeCodex([hello]) });
  for (const thread of [codex.startThread(), await app.startThread()]) {
    const { finalResponse } = await thread.run("Hi");
    if (finalResponse !== "Hello") throw new Error(finalResponse);
  }
  await app.close();
});
`;

/** @param head What gives the function `test`. */
async function writeTest(folder: string, head: string): Promise<void> {
  await Deno.writeTextFile(join(folder, "fake.test.mjs"), head + TEST);
}

async function jest(folder: string, env: Env, config: object): Promise<string> {
  const name = "jest.test.cjs";
  await Deno.copyFile(join(ROOT, "tests", "ship", name), join(folder, name));
  const all = { testMatch: [`**/${name}`], ...config };
  await Deno.writeTextFile(join(folder, "jest.config.json"), JSON.stringify(all));
  await npx(["jest", "-c", "jest.config.json"], { cwd: folder, env });
  return WORKS;
}
