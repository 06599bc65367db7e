/**
 * Durable turns under Node's permission model. Deno's permissions have tests of their own.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { execFile } from "node:child_process";
import { mkdir, realpath, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { type Case, offline } from "./case.ts";

/** Prints the answer, or why there is none. */
const PROGRAM = `import { folderStore, runDurableTurn } from "@codex-js/sdk/durable";
const { store, ...options } = JSON.parse(process.argv[2]);
try {
  const turn = await runDurableTurn({ ...options, store: folderStore(store) });
  console.log(turn.finalResponse);
} catch (error) {
  console.log(error.name + ": " + error.message);
}
`;

export const DURABLE_PERMISSION_CASES: readonly Case[] = [
  {
    name: "runDurableTurn() runs under Node's permission model, and names a flag that is missing",
    async run(kit) {
      if (kit.runtime !== "node") return;
      const { message, reply, ResponsesServer } = kit.testing;
      const server = await ResponsesServer.start([reply(message("done"))]);
      const root = await realpath(process.cwd());
      const main = join(root, `durable-${process.pid}.mjs`);
      try {
        await writeFile(main, PROGRAM);
        const folder = await realpath(kit.folder);
        const [store, homes] = [join(folder, "store"), join(folder, "homes")];
        for (const path of [store, homes]) await mkdir(path);
        const { CODEX_PATH: chosen } = process.env;
        const program = await kit.sdk.codexPath(chosen ? { codexPathOverride: chosen } : {});
        const codex = { ...await offline(kit, server), codexPathOverride: program };
        const threadOptions = { workingDirectory: folder };
        const asked = { key: "a", messageId: "b", input: "hello" };
        const argument = JSON.stringify({ ...asked, store, homes, codex, threadOptions });
        const flag = Number(process.versions.node.split(".")[0]) < 23
          ? "--experimental-permission"
          : "--permission";
        const modules = [join(root, "node_modules"), main, join(root, "package.json"), program];
        const run = (read: readonly string[], write: readonly string[]) => {
          const flags = [
            flag,
            "--allow-child-process",
            ...[...modules, ...read].map((path) => `--allow-fs-read=${path}`),
            ...write.map((path) => `--allow-fs-write=${path}`),
          ];
          return new Promise<string>((resolve) => {
            execFile(process.execPath, [...flags, main, argument], {
              env: { ...process.env, NODE_OPTIONS: "" },
            }, (_, stdout, stderr) => resolve(stdout.trim() || stderr));
          });
        };
        const key = `${store}/k-a`;
        assertEquals(
          await run([], []),
          `CodexError: Cannot read ${key}: --allow-fs-read is missing`,
        );
        assertEquals(
          await run([store, homes], [store]),
          `CodexError: Cannot write ${homes}: --allow-fs-write is missing`,
        );
        assertEquals(await run([folder], [store, homes]), "done");
      } finally {
        await rm(main, { force: true });
        await server.close();
      }
    },
  },
];
